package perigee.stream;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Something that is written only. Files have positions, other streams have none. */
public final class OutputDevice extends Device {
    private final OutputStream target;

    /** @param target written without a buffer of its own; closed with the device */
    public OutputDevice(OutputStream target) {
        this.target = target;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        target.write(bytes, from, count);
    }

    @Override
    public long position() throws IOException {
        return target instanceof FileOutputStream file ? file.getChannel().position() : super.position();
    }

    @Override
    public void setPosition(long position) throws IOException {
        if (target instanceof FileOutputStream file) {
            file.getChannel().position(position);
        } else {
            super.setPosition(position);
        }
    }

    @Override
    public long size() throws IOException {
        return target instanceof FileOutputStream file ? file.getChannel().size() : super.size();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
