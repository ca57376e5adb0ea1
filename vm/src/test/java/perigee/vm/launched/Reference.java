package perigee.vm.launched;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Debian's Lua interpreter, where it is installed. */
final class Reference {
    static final String COMMAND = "lua5.4";

    private Reference() {
    }

    /** Skips the test, and says so, if there is no such interpreter on the PATH. */
    static void assumeInstalled(Class<?> test) {
        boolean isInstalled = Launched.shell("command -v " + COMMAND + " > /dev/null").run().status() == 0;
        if (!isInstalled) {
            System.out.println(test.getSimpleName() + ": not compared, " + COMMAND + " is not installed");
        }
        assumeTrue(isInstalled, COMMAND + " is not installed");
    }
}
