package perigee.stdlib;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import perigee.memory.Memory;
import perigee.runtime.Call;
import perigee.stream.Device;
import perigee.value.Word;

/** A command of the shell: one that runs to its end ({@code os.execute}), or one at the end of a pipe (popen). */
final class ChildProcess {
    private static final int TRANSFER_BYTES = 1 << 13;

    private final MemorySegment stream;

    private ChildProcess(MemorySegment stream) {
        this.stream = stream;
    }

    /**
     * Starts a command with a pipe to it or from it.
     *
     * @param mode "r" to read what it prints, "w" to write what it reads
     */
    static ChildProcess start(byte[] command, String mode) throws IOException {
        MemorySegment stream = SystemCalls.popen(command, mode);
        if (stream.address() == 0) {
            throw new IOException("Cannot allocate memory");
        }
        return new ChildProcess(stream);
    }

    /** The pipe. Closing it is left to {@link #waitForExit}. */
    Device pipe(boolean isWritable) {
        return new Pipe(SystemCalls.fileno(stream), isWritable);
    }

    /** Closes the pipe and waits until the command has ended; its wait status, or -1. */
    int waitForExit() {
        return SystemCalls.pclose(stream);
    }

    /** Runs a command to its end; its wait status, or -1. */
    static int run(byte[] command) {
        return SystemCalls.system(command);
    }

    /** The results that Lua programs get for a wait status: true or nil, "exit" or "signal", and a number. */
    static int results(Call call, int status) {
        int signal = status & 0x7F;
        boolean exited = signal == 0;
        int code = status == -1 ? -1 : exited ? status >> 8 & 0xFF : signal;
        return call.results(exited && code == 0 ? Word.TRUE : Word.NIL,
                call.state().strings().of(exited || status == -1 ? "exit" : "signal"), Word.ofInteger(code));
    }

    /** One direction of a pipe, whose bytes pass through a block of guest memory. */
    private static final class Pipe extends Device {
        private final int descriptor;
        private final boolean isWritable;
        private final long block = Memory.reserve(TRANSFER_BYTES);

        Pipe(int descriptor, boolean isWritable) {
            this.descriptor = descriptor;
            this.isWritable = isWritable;
        }

        @Override
        public int read(byte[] to, int from, int count) throws IOException {
            if (isWritable) {
                return super.read(to, from, count);
            }
            long got = SystemCalls.read(descriptor, block, Math.min(count, TRANSFER_BYTES));
            if (got < 0) {
                throw new IOException("Input/output error");
            }
            Memory.copy(block, to, from, got);
            return got == 0 ? -1 : (int) got;
        }

        @Override
        public boolean isWritable() {
            return isWritable;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int end = from + count;
            for (int i = from; i < end;) {
                int part = Math.min(end - i, TRANSFER_BYTES);
                Memory.copy(bytes, i, block, part);
                long done = SystemCalls.write(descriptor, block, part);
                if (done < 0) {
                    throw new IOException("Broken pipe");
                }
                i += (int) done;
            }
        }

        @Override
        public void close() {
            Memory.release(block);
        }
    }
}
