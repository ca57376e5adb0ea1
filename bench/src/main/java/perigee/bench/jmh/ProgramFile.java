package perigee.bench.jmh;

import java.nio.file.Path;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/** The programs of {@code bench/programs}, as benchmarks run them. */
final class ProgramFile {
    /** System property: where the repository is. */
    private static final String ROOT = "perigee.root";

    private ProgramFile() {
    }

    /**
     * Runs a program's main chunk.
     *
     * @return a function that makes one iteration; of a program that is a main chunk, it loads it and runs it again
     */
    static LuaFunction open(Guest guest, String name) {
        return guest.function("""
                local path = [[%s]]
                local run = assert(loadfile(path))()
                return run or function() assert(loadfile(path))() end
                """.formatted(path(name)));
    }

    static Path path(String name) {
        String root = System.getProperty(ROOT);
        if (root == null) {
            throw new IllegalStateException("no -D" + ROOT + ": start with bench/jmh");
        }
        return Path.of(root, "bench", "programs", name + ".lua");
    }
}
