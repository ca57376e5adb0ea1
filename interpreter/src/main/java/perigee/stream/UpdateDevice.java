package perigee.stream;

import java.io.IOException;
import java.io.RandomAccessFile;

/** A file that is read and written. */
public final class UpdateDevice extends Device {
    private final RandomAccessFile file;
    private final boolean appending;

    /**
     * @param file      open for reading and writing; closed with the device
     * @param appending whether all that is written goes to the end, wherever the position is
     */
    public UpdateDevice(RandomAccessFile file, boolean appending) {
        this.file = file;
        this.appending = appending;
    }

    @Override
    public int read(byte[] to, int from, int count) throws IOException {
        return file.read(to, from, count);
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (appending) {
            file.seek(file.length());
        }
        file.write(bytes, from, count);
    }

    @Override
    public long position() throws IOException {
        return file.getFilePointer();
    }

    @Override
    public void setPosition(long position) throws IOException {
        file.seek(position);
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
