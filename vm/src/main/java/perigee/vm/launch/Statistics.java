package perigee.vm.launch;

import perigee.runtime.LuaState;

/** Counters at the end of a program. */
final class Statistics {
    private Statistics() {
    }

    static String of(LuaState state) {
        return "functions loaded  " + state.functions().all().size() + "\n"
                + "heap in use       " + state.heap().usedBytes() + " bytes\n"
                + "minor collections " + state.heap().counters().minors() + "\n"
                + "major cycles      " + state.heap().counters().majors() + "\n";
    }
}
