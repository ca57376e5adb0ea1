package perigee.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import perigee.stream.ByteStream;
import perigee.stream.ByteStream.Buffering;
import perigee.stream.InputDevice;
import perigee.stream.OutputDevice;
import perigee.stream.PendingOutput;

/**
 * The three standard streams of a state. {@code print} and the io library write through the same buffer, so that their
 * output comes out in the order of the program. Whoever ends the program {@linkplain PendingOutput#flushAll flushes}.
 */
public final class StandardStreams {
    private final PendingOutput pending = new PendingOutput();
    private final ByteStream in;
    private final ByteStream out;
    private final ByteStream err;
    private Runnable brokenPipe = () -> { };

    /** Any streams: for embedding and tests. */
    public StandardStreams(InputStream in, OutputStream out, OutputStream err) {
        this(in, out, Buffering.FULL, err);
    }

    private StandardStreams(InputStream in, OutputStream out, Buffering buffering, OutputStream err) {
        this.in = new ByteStream(new InputDevice(in), Buffering.FULL, pending);
        this.out = new ByteStream(new OutputDevice(out), buffering, pending);
        this.err = new ByteStream(new OutputDevice(err), Buffering.NONE, pending);
    }

    /**
     * The streams of the process. Lines reach a terminal as they are written, and all that was written is seen before a
     * terminal is read.
     *
     * @param isInputTerminal  whether standard input is a terminal
     * @param isOutputTerminal whether standard output is
     */
    public static StandardStreams ofProcess(boolean isInputTerminal, boolean isOutputTerminal) {
        StandardStreams streams = new StandardStreams(new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out), isOutputTerminal ? Buffering.LINE : Buffering.FULL,
                new FileOutputStream(FileDescriptor.err));
        if (isInputTerminal && isOutputTerminal) {
            streams.in.flushBeforeReading(streams.out);
        }
        return streams;
    }

    /** Standard input. */
    public ByteStream in() {
        return in;
    }

    /** Standard output. */
    public ByteStream out() {
        return out;
    }

    /** Standard error; every write reaches it at once. */
    public ByteStream err() {
        return err;
    }

    /** Those of the state's streams, files included, that have bytes waiting to be written. */
    public PendingOutput pending() {
        return pending;
    }

    /**
     * What is to happen when somebody writes to a pipe that nobody reads any more. C programs die of a signal then; a
     * state just sees the write fail, unless the host says otherwise here.
     */
    public void onBrokenPipe(Runnable action) {
        brokenPipe = action;
    }

    /** To be told of every failure of a stream. */
    public void failed(IOException failure) {
        if ("Broken pipe".equals(failure.getMessage())) {
            brokenPipe.run();
        }
    }
}
