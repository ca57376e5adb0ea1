package perigee.bench.collector;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import perigee.interp.Driver;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.runtime.StandardStreams;
import perigee.stdlib.ChunkLoading;
import perigee.stdlib.StandardLibrary;
import perigee.value.Word;

/** A state with all libraries, interpreted, in which chunks are run one after the other. */
final class LuaRun implements AutoCloseable {
    private final LuaState state;
    private final Driver driver;

    LuaRun(long heapBytes) {
        state = new LuaState(heapBytes, new StandardStreams(InputStream.nullInputStream(), System.out, System.err));
        driver = new Driver(state);
        StandardLibrary.open(state);
    }

    LuaState state() {
        return state;
    }

    /** Runs a chunk with an integer as its argument. */
    void run(String text, long argument) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] name = "=chunk".getBytes(StandardCharsets.US_ASCII);
        try {
            long function = ChunkLoading.load(state, bytes, bytes.length, name, "t", state.globals());
            Stack stack = state.stack();
            long place = stack.top();
            place += stack.ensure(place + 8L * Stack.NATIVE_WORDS);
            Memory.putLong(place, function);
            Memory.putLong(place + StackLayout.HEADER_BYTES, Word.ofInteger(argument));
            stack.setTop(place + StackLayout.HEADER_BYTES + 8);
            driver.call(place, 1, 0);
        } catch (LuaError error) {
            throw new IllegalStateException(
                    perigee.object.Strings.toJava(state.conversions().plainText(state.errorValue())), error);
        }
    }

    @Override
    public void close() {
        state.close();
    }
}
