package perigee.vm.embed;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import perigee.runtime.StandardStreams;

/** The host's streams as a state has them: it buffers what it writes itself, and closes nothing that is not its own. */
final class HostStreams {
    private HostStreams() {
    }

    static StandardStreams of(InputStream in, OutputStream out, OutputStream err) {
        return new StandardStreams(new Input(in), new Output(out), new Output(err));
    }

    private static final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The host may go on reading.
        }
    }

    /** What comes here has been in a buffer. */
    private static final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
            out.flush();
        }

        @Override
        public void close() {
            // The host may go on writing.
        }
    }
}
