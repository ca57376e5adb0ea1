package perigee.syntax;

import java.nio.charset.StandardCharsets;

/**
 * A text that is no Lua program. The message is complete, with chunk name and line, byte for byte as the reference
 * has it. Text in Java is a {@code String} of code points below 256, one for each byte.
 */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean overflow;

    public SyntaxException(String message) {
        this(message, false);
    }

    private SyntaxException(String message, boolean overflow) {
        super(message, null, false, false);
        this.overflow = overflow;
    }

    /** More levels than a text may have, together with the calls that are active. */
    static SyntaxException overflow() {
        return new SyntaxException("C stack overflow", true);
    }

    /** Whether levels were too many: to the reference an error like those of calls, which message handlers see. */
    public boolean isOverflow() {
        return overflow;
    }

    /** The message in bytes, a new array. */
    public byte[] messageBytes() {
        return getMessage().getBytes(StandardCharsets.ISO_8859_1);
    }
}
