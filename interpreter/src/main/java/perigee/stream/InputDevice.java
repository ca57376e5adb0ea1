package perigee.stream;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Something that is read only. Files have positions, other streams have none. */
public final class InputDevice extends Device {
    private final InputStream source;

    /** @param source read without a buffer of its own; closed with the device */
    public InputDevice(InputStream source) {
        this.source = source;
    }

    @Override
    public int read(byte[] to, int from, int count) throws IOException {
        return source.read(to, from, count);
    }

    @Override
    public long position() throws IOException {
        return source instanceof FileInputStream file ? file.getChannel().position() : super.position();
    }

    @Override
    public void setPosition(long position) throws IOException {
        if (source instanceof FileInputStream file) {
            file.getChannel().position(position);
        } else {
            super.setPosition(position);
        }
    }

    @Override
    public long size() throws IOException {
        return source instanceof FileInputStream file ? file.getChannel().size() : super.size();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
