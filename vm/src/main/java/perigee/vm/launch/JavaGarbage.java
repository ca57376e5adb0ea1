package perigee.vm.launch;

import java.util.function.LongPredicate;
import perigee.runtime.LuaState;

/**
 * Has Java's collector look at its old objects when many Lua functions have died. What Java knows of a function has grown old
 * by then, and HotSpot's serial collector takes more memory for old objects as long as there is some, rather than looking
 * at those it has. A program that loads functions all the time would get larger and larger. This is not for programs that
 * embed Lua: their heaps are theirs.
 */
final class JavaGarbage {
    /** A full collection of Java's heap takes as long as one of our major cycles, and these bring some MiB. */
    private static final long FUNCTIONS = 4_000;

    private final LuaState state;
    private long collected;

    private JavaGarbage(LuaState state) {
        this.state = state;
    }

    /** Watches the functions of a state. */
    static void watch(LuaState state) {
        state.heapConnection().addDeathListener(new JavaGarbage(state)::someDied);
    }

    private void someDied(LongPredicate isDead) {
        long forgotten = state.functions().forgotten();
        if (forgotten - collected >= FUNCTIONS) {
            collected = forgotten;
            System.gc();
        }
    }
}
