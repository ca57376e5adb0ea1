package perigee.syntax;

import java.nio.charset.StandardCharsets;

/**
 * A text that is no Lua program. The message is complete, with chunk name and line, byte for byte as the reference
 * has it. Text in Java is a {@code String} of code points below 256, one for each byte.
 */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SyntaxException(String message) {
        super(message, null, false, false);
    }

    /** The message in bytes, a new array. */
    public byte[] messageBytes() {
        return getMessage().getBytes(StandardCharsets.ISO_8859_1);
    }
}
