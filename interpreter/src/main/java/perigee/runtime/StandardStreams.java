package perigee.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The three standard streams of a state. {@code print} and the io library write through the same buffer, so that their
 * output comes out in the order of the program. Whoever ends the program {@linkplain #flush flushes}.
 */
public final class StandardStreams {
    private final InputStream in;
    private final BufferedOutput out;
    private final OutputStream err;

    /** Any streams: for embedding and tests. The output is buffered here, the others are used as they are. */
    public StandardStreams(InputStream in, OutputStream out, OutputStream err) {
        this(in, new BufferedOutput(out, BufferedOutput.Mode.FULL), err);
    }

    private StandardStreams(InputStream in, BufferedOutput out, OutputStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** The streams of the process; lines reach a terminal as they are written. */
    public static StandardStreams ofProcess() {
        BufferedOutput.Mode mode = isTerminal(1) ? BufferedOutput.Mode.LINE : BufferedOutput.Mode.FULL;
        return new StandardStreams(new FileInputStream(FileDescriptor.in),
                new BufferedOutput(new FileOutputStream(FileDescriptor.out), mode),
                new FileOutputStream(FileDescriptor.err));
    }

    /** Whether a file descriptor of the process is a terminal; where nobody can tell, it might be one. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return true;
        }
    }

    /** Standard input, unbuffered. Whoever reads it buffers it, and flushes {@link #out} before it waits. */
    public InputStream in() {
        return in;
    }

    /** Standard output. */
    public BufferedOutput out() {
        return out;
    }

    /** Standard error, unbuffered. */
    public OutputStream err() {
        return err;
    }

    /** Writes out what is still in the buffer of standard output. */
    public void flush() throws IOException {
        out.flush();
    }
}
