package perigee.stream;

import java.io.IOException;

/** Where the bytes of a {@link ByteStream} come from and go to. What a device cannot do fails as it would in C. */
public abstract class Device {
    static final String BAD_DESCRIPTOR = "Bad file descriptor";
    static final String ILLEGAL_SEEK = "Illegal seek";

    /**
     * Reads what there is, waiting for at least one byte.
     *
     * @return number of bytes; -1 at the end
     */
    public int read(byte[] to, int from, int count) throws IOException {
        throw new IOException(BAD_DESCRIPTOR);
    }

    /** Writes all these bytes. */
    public void write(byte[] bytes, int from, int count) throws IOException {
        throw new IOException(BAD_DESCRIPTOR);
    }

    /** Whether {@link #write} is possible at all. */
    public boolean isWritable() {
        return false;
    }

    /** Where in the file the next byte is read or written. */
    public long position() throws IOException {
        throw new IOException(ILLEGAL_SEEK);
    }

    /** @param position not negative */
    public void setPosition(long position) throws IOException {
        throw new IOException(ILLEGAL_SEEK);
    }

    /** Length of the file in bytes. */
    public long size() throws IOException {
        throw new IOException(ILLEGAL_SEEK);
    }

    public abstract void close() throws IOException;
}
