package perigee.stream;

import java.io.IOException;
import java.util.ArrayList;

/** The streams of one state that have bytes waiting to be written. */
public final class PendingOutput {
    private final ArrayList<ByteStream> streams = new ArrayList<>();

    void add(ByteStream stream) {
        streams.add(stream);
    }

    void remove(ByteStream stream) {
        streams.remove(stream);
    }

    /** Writes everything, as C does at the end of a program. What cannot be written is lost without a word. */
    public void flushAll() {
        while (!streams.isEmpty()) {
            ByteStream stream = streams.getLast();
            try {
                stream.flush();
            } catch (IOException lost) {
                // The stream has forgotten the bytes, and is no longer in the list.
            }
        }
    }
}
