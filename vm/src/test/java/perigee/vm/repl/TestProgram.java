package perigee.vm.repl;

import java.nio.charset.StandardCharsets;
import perigee.frame.Link;
import perigee.interp.Driver;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.stdlib.ChunkLoading;
import perigee.stdlib.StandardLibrary;

/** A state with all libraries in which a chunk has been run. */
final class TestProgram implements AutoCloseable {
    private static final long HEAP_BYTES = 64L << 20;

    final LuaState state = new LuaState(HEAP_BYTES);
    /** The chunk's only result. */
    final long result;

    TestProgram(String text) {
        Driver driver = new Driver(state);
        StandardLibrary.open(state);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long function = ChunkLoading.load(state, bytes, bytes.length, ChunkText.name(), "t", state.globals());
        Stack stack = state.stack();
        long place = stack.top();
        place += stack.ensure(place + 8L * Stack.NATIVE_WORDS);
        Memory.putLong(place, function);
        stack.setTop(place + StackLayout.HEADER_BYTES);
        driver.call(place, 0, Link.MULTIPLE);
        boolean returned = stack.top() > place;
        result = returned ? Memory.getLong(place) : 0;
        stack.setTop(place);
    }

    @Override
    public void close() {
        state.close();
    }
}
