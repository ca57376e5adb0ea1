package perigee.stdlib;

import perigee.runtime.LuaState;

/** Opens all libraries (manual 6). */
public final class StandardLibrary {
    private StandardLibrary() {
    }

    /** Gives a new state its libraries; to be called once, before any Lua code runs. */
    public static void open(LuaState state) {
        BaseLibrary.open(state);
        PackageLibrary.open(state);
        CoroutineLibrary.open(state);
        StringLibrary.open(state);
        TableLibrary.open(state);
        MathLibrary.open(state);
        Utf8Library.open(state);
        IoLibrary.open(state);
        OsLibrary.open(state);
        DebugLibrary.open(state);
    }
}
