package perigee.vm.launch;

import java.util.Arrays;
import perigee.runtime.LuaState;

/** Entry point of the process. */
public final class Main {
    private Main() {
    }

    /** @param arguments the name that the program was called by, then its command line */
    public static void main(String[] arguments) {
        CommandLine line = CommandLine.parse(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
        LuaState state = new LuaState(16L << 30);
        int status = new Launcher(line, state).run();
        state.streams().pending().flushAll();
        Runtime.getRuntime().halt(status);
    }
}
