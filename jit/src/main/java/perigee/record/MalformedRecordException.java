package perigee.record;

import java.io.IOException;

/** Bytes that are no record of a compile, or not one of this version. */
public final class MalformedRecordException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedRecordException(String message) {
        super(message);
    }
}
