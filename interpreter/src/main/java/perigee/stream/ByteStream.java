package perigee.stream;

import java.io.IOException;
import perigee.memory.Memory;
import perigee.number.ByteBuilder;

/**
 * A buffered stream of bytes with one position, like C's {@code FILE}: it reads ahead, and collects what is written.
 * Bytes that could not be written are lost, so that later writes do not fail for them again.
 */
public final class ByteStream {
    /** When what has been written reaches the device (manual, {@code file:setvbuf}). */
    public enum Buffering {
        /** At once. */
        NONE,
        /** When the buffer is full. */
        FULL,
        /** At the end of a line. */
        LINE
    }

    /** Where a {@link #seek} counts from. */
    public enum Origin {
        START, CURRENT, END
    }

    /** Java passes arrays of up to this size to the system without allocating. */
    private static final int BUFFER_BYTES = 1 << 13;
    private static final byte[] NO_BYTES = {};

    private final Device device;
    private final PendingOutput pending;
    private Buffering buffering;
    /** Made when it is first needed. */
    private byte[] buffer = NO_BYTES;
    /** While reading: the next byte to be read. While writing: where the next one goes. */
    private int position;
    /** End of the bytes read ahead; 0 while writing. */
    private int limit;
    private boolean writing;
    private boolean ended;
    private ByteStream flushedBeforeReading;

    /** @param pending who is told while bytes wait to be written */
    public ByteStream(Device device, Buffering buffering, PendingOutput pending) {
        this.device = device;
        this.buffering = buffering;
        this.pending = pending;
    }

    /** Whatever is waiting in another stream is to be written before this one waits for input: prompts at a terminal. */
    public void flushBeforeReading(ByteStream other) {
        flushedBeforeReading = other;
    }

    /** Changes when bytes are written. */
    public void setBuffering(Buffering buffering) throws IOException {
        flush();
        this.buffering = buffering;
    }

    // ---- reading -----------------------------------------------------------------------------------------------------

    /** The end of the input is asked for again: a terminal, or a file that grows, may have more. */
    public void forgetEnd() {
        ended = false;
    }

    /** The next byte, 0 to 255, or -1 at the end. */
    public int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xFF : -1;
    }

    /** The next byte, which stays the next one, or -1 at the end. */
    public int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xFF : -1;
    }

    /**
     * Reads up to a line's end, which is taken from the stream and not appended.
     *
     * @return whether there was a line's end, and not the end of the input
     */
    public boolean readLine(ByteBuilder to) throws IOException {
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            to.append(buffer, position, end);
            if (end < limit) {
                position = end + 1;
                return true;
            }
            position = end;
        }
        return false;
    }

    /** Reads so many bytes, or as many as there are. */
    public void read(ByteBuilder to, long count) throws IOException {
        while (count > 0 && (position < limit || fill())) {
            int part = (int) Math.min(count, limit - position);
            to.append(buffer, position, position + part);
            position += part;
            count -= part;
        }
    }

    /** Reads all that is left. */
    public void readAll(ByteBuilder to) throws IOException {
        read(to, Long.MAX_VALUE);
    }

    /** Reads ahead; false at the end of the input. */
    private boolean fill() throws IOException {
        if (writing) {
            flush();
            writing = false;
        }
        if (ended) {
            return false;
        }
        if (flushedBeforeReading != null) {
            flushedBeforeReading.flush();
        }
        if (buffer.length == 0) {
            buffer = new byte[BUFFER_BYTES];
        }
        position = 0;
        limit = 0;
        int count = device.read(buffer, 0, buffer.length);
        ended = count <= 0;
        limit = Math.max(0, count);
        return !ended;
    }

    // ---- writing -----------------------------------------------------------------------------------------------------

    /** Writes one byte. */
    public void write(int b) throws IOException {
        startWriting();
        if (position == buffer.length) {
            writeOut(position);
        }
        addPending();
        buffer[position++] = (byte) b;
        if (buffering != Buffering.FULL && (b == '\n' || buffering == Buffering.NONE)) {
            writeOut(position);
        }
    }

    public void write(byte[] bytes, int from, int count) throws IOException {
        startWriting();
        while (count > 0) {
            int part = room(count);
            System.arraycopy(bytes, from, buffer, position, part);
            written(part);
            from += part;
            count -= part;
        }
    }

    /**
     * Writes bytes of guest memory.
     *
     * @param address of the first byte
     */
    public void write(long address, int count) throws IOException {
        startWriting();
        while (count > 0) {
            int part = room(count);
            Memory.copy(address, buffer, position, part);
            written(part);
            address += part;
            count -= part;
        }
    }

    /** What is read ahead and not yet read will be written over. */
    private void startWriting() throws IOException {
        if (writing) {
            return;
        }
        if (!device.isWritable()) {
            throw new IOException(Device.BAD_DESCRIPTOR);
        }
        if (position < limit) {
            device.setPosition(device.position() - (limit - position));
        }
        if (buffer.length == 0) {
            buffer = new byte[BUFFER_BYTES];
        }
        position = 0;
        limit = 0;
        writing = true;
    }

    /** How many of the bytes the buffer takes next; at least one. */
    private int room(int wanted) throws IOException {
        if (position == buffer.length) {
            writeOut(position);
        }
        addPending();
        return Math.min(wanted, buffer.length - position);
    }

    private void addPending() {
        if (position == 0) {
            pending.add(this);
        }
    }

    /** Bytes have been put into the buffer. */
    private void written(int count) throws IOException {
        int from = position;
        position += count;
        if (buffering == Buffering.NONE) {
            writeOut(position);
        } else if (buffering == Buffering.LINE) {
            int end = position;
            while (end > from && buffer[end - 1] != '\n') {
                end--;
            }
            if (end > from) {
                writeOut(end);
            }
        }
    }

    /** Writes what waits in the buffer to the device. */
    public void flush() throws IOException {
        if (writing && position > 0) {
            writeOut(position);
        }
    }

    private void writeOut(int end) throws IOException {
        int rest = position - end;
        position = 0;
        if (rest == 0) {
            pending.remove(this);
        }
        try {
            device.write(buffer, 0, end);
        } finally {
            System.arraycopy(buffer, end, buffer, 0, rest);
            position = rest;
        }
    }

    // ---- position ----------------------------------------------------------------------------------------------------

    /**
     * Sets the position.
     *
     * @return the new position from the start
     */
    public long seek(Origin origin, long offset) throws IOException {
        flush();
        long base = switch (origin) {
            case START -> 0;
            case CURRENT -> device.position() - (writing ? 0 : limit - position);
            case END -> device.size();
        };
        long target = base + offset;
        if (target < 0) {
            // A pipe's reason comes first.
            device.position();
            throw new IOException("Invalid argument");
        }
        if (origin != Origin.CURRENT || offset != 0) {
            device.setPosition(target);
            position = 0;
            limit = 0;
            writing = false;
        }
        ended = false;
        return target;
    }

    /** Writes what waits, and closes the device, also when that fails. */
    public void close() throws IOException {
        try {
            flush();
        } finally {
            device.close();
        }
    }
}
