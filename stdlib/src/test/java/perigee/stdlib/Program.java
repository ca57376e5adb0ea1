package perigee.stdlib;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import perigee.heap.HeapExhaustedException;
import perigee.interp.Driver;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.runtime.StandardStreams;
import perigee.value.Word;

/** A state with all libraries, for tests that run Lua text and look at what it prints. */
final class Program implements AutoCloseable {
    private static final long HEAP_BYTES = 256L << 20;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LuaState state;
    private final Driver driver;

    Program() {
        state = new LuaState(HEAP_BYTES,
                new StandardStreams(InputStream.nullInputStream(), printed, OutputStream.nullOutputStream()));
        driver = new Driver(state);
        StandardLibrary.open(state);
    }

    LuaState state() {
        return state;
    }

    /** Runs a chunk and returns what it has printed, one char for each byte. */
    String run(String text) {
        String error = attempt(text);
        if (error != null) {
            throw new AssertionError(error);
        }
        return printed.toString(StandardCharsets.ISO_8859_1);
    }

    /** Runs a chunk that may fail; returns the error as text, or null. */
    String attempt(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        printed.reset();
        try {
            byte[] name = "=test".getBytes(StandardCharsets.US_ASCII);
            long function = ChunkLoading.load(state, bytes, bytes.length, name, "t", state.globals());
            Stack stack = state.stack();
            long place = stack.top();
            place += stack.ensure(place + 8L * Stack.NATIVE_WORDS);
            Memory.putLong(place, state.upcalls().protectedCall());
            Memory.putLong(place + StackLayout.HEADER_BYTES, function);
            stack.setTop(place + StackLayout.HEADER_BYTES + 8);
            driver.call(place, 1, 2);
            state.streams().out().flush();
            // The stack may have moved.
            long results = stack.top() - 16;
            stack.setTop(results);
            return Memory.getLong(results) == Word.TRUE ? null
                    : Strings.toJava(state.conversions().plainText(Memory.getLong(results + 8)));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (LuaError | HeapExhaustedException error) {
            state.asLuaError(error);
            return Strings.toJava(state.conversions().plainText(state.errorValue()));
        }
    }

    @Override
    public void close() {
        state.close();
    }
}
