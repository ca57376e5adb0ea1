package perigee.vm.repl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import perigee.runtime.StandardStreams;
import perigee.stream.ByteStream;

/** Writes to the streams that programs write to, so that everything comes out in order. */
final class Printer {
    private final StandardStreams streams;

    Printer(StandardStreams streams) {
        this.streams = streams;
    }

    void print(String text) {
        print(text.getBytes(StandardCharsets.UTF_8));
    }

    void print(byte[] bytes) {
        write(streams.out(), bytes);
    }

    void printError(byte[] bytes) {
        flush();
        write(streams.err(), bytes);
    }

    void flush() {
        streams.pending().flushAll();
    }

    private void write(ByteStream stream, byte[] bytes) {
        try {
            stream.write(bytes, 0, bytes.length);
            stream.flush();
        } catch (IOException unheard) {
            streams.failed(unheard);
        }
    }
}
