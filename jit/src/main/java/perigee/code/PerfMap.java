package perigee.code;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The names of code for Linux's {@code perf}: one line for each piece, its address and size in hexadecimal and its name.
 * {@code perf report} reads the file of the process when it has ended, so of code at an address that was used twice it
 * knows the last one only.
 */
public final class PerfMap implements CodeObserver, AutoCloseable {
    private final Writer out;
    private IOException failure;

    private PerfMap(Writer out) {
        this.out = out;
    }

    /** Where {@code perf} looks for the map of this process. */
    public static Path standardPath() {
        return Path.of("/tmp/perf-" + ProcessHandle.current().pid() + ".map");
    }

    public static PerfMap open(Path path) throws IOException {
        return new PerfMap(Files.newBufferedWriter(path));
    }

    /** A line, written out at once: a process that is killed leaves its map. After an error nothing more is written. */
    @Override
    public void installed(CodeObject code, byte[] linked) {
        if (failure != null) {
            return;
        }
        try {
            out.write(Long.toHexString(code.start()) + " " + Integer.toHexString(code.size()) + " "
                    + code.name().replaceAll("[\\r\\n]", " ") + "\n");
            out.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void freed(CodeObject code) {
    }

    /** What went wrong in writing, or null. */
    public IOException failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
