package perigee.runtime;

import java.io.IOException;
import java.io.OutputStream;
import perigee.memory.Memory;

/**
 * Bytes on their way to a file, collected as C's standard library does (manual, {@code file:setvbuf}). Not thread-safe:
 * it belongs to the thread that runs the state.
 */
public final class BufferedOutput extends OutputStream {
    /** When what has been written reaches the file. */
    public enum Mode {
        /** At once. */
        NONE,
        /** At the end of a line, and when the buffer is full. */
        LINE,
        /** When the buffer is full. */
        FULL
    }

    /** Size of a buffer for which none is given, in bytes. */
    public static final int DEFAULT_SIZE = 1 << 13;

    private final OutputStream target;
    private Mode mode;
    private byte[] buffer;
    private int count;

    /** @param target where the bytes go; closed with this stream */
    public BufferedOutput(OutputStream target, Mode mode) {
        this.target = target;
        this.mode = mode;
        buffer = new byte[DEFAULT_SIZE];
    }

    /**
     * Changes the mode, after writing out what is there.
     *
     * @param size of the buffer in bytes, at least 1
     */
    public void setMode(Mode mode, int size) throws IOException {
        flushBuffer();
        this.mode = mode;
        buffer = new byte[size];
    }

    @Override
    public void write(int b) throws IOException {
        if (count == buffer.length) {
            flushBuffer();
        }
        buffer[count++] = (byte) b;
        if (mode != Mode.FULL && (mode == Mode.NONE || b == '\n')) {
            flushBuffer();
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length > buffer.length - count) {
            flushBuffer();
            if (length >= buffer.length) {
                target.write(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, buffer, count, length);
        written(length);
    }

    /**
     * Writes bytes of guest memory.
     *
     * @param address of the first byte
     */
    public void write(long address, int length) throws IOException {
        while (length > buffer.length - count) {
            int part = buffer.length - count;
            Memory.copy(address, buffer, count, part);
            count += part;
            address += part;
            length -= part;
            flushBuffer();
        }
        Memory.copy(address, buffer, count, length);
        written(length);
    }

    /** Bytes have been put into the buffer. */
    private void written(int length) throws IOException {
        int from = count;
        count += length;
        if (mode == Mode.NONE || mode == Mode.LINE && hasLineEnd(from)) {
            flushBuffer();
        }
    }

    private boolean hasLineEnd(int from) {
        for (int i = count - 1; i >= from; i--) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private void flushBuffer() throws IOException {
        int pending = count;
        // What cannot be written is lost, as in C; otherwise every later write would fail for it again.
        count = 0;
        if (pending > 0) {
            target.write(buffer, 0, pending);
        }
    }

    @Override
    public void flush() throws IOException {
        flushBuffer();
        target.flush();
    }

    @Override
    public void close() throws IOException {
        try (target) {
            flushBuffer();
        }
    }
}
