package perigee.vm.json;

import java.nio.charset.StandardCharsets;

/**
 * Writes JSON (RFC 8259) to a string, without white space but for line ends that are asked for. Commas are put where they
 * belong; that objects and arrays are closed is the caller's business. All characters beyond ASCII are escaped, so the result
 * is the same text in any encoding.
 */
public final class JsonWriter {
    private static final int PRINTABLE = 0x20;
    private static final int BEYOND_ASCII = 0x7F;

    private final StringBuilder text = new StringBuilder();
    /** Whether a comma is to come before the next name, or value of an array. */
    private boolean isFollowing;

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /** A member's name, which its value has to follow. */
    public JsonWriter name(String name) {
        comma();
        quote(name);
        text.append(':');
        isFollowing = false;
        return this;
    }

    /** @param value null is JSON's */
    public JsonWriter value(String value) {
        if (value == null) {
            return plain("null");
        }
        comma();
        quote(value);
        isFollowing = true;
        return this;
    }

    public JsonWriter value(long value) {
        return plain(Long.toString(value));
    }

    public JsonWriter value(boolean value) {
        return plain(Boolean.toString(value));
    }

    /** A number with so many digits after the point, given as a multiple of the last one. */
    public JsonWriter decimal(long value, int digits) {
        return plain(java.math.BigDecimal.valueOf(value, digits).toPlainString());
    }

    public JsonWriter member(String name, String value) {
        return name(name).value(value);
    }

    public JsonWriter member(String name, long value) {
        return name(name).value(value);
    }

    /** The next value begins on a line of its own. */
    public JsonWriter newLine() {
        comma();
        text.append('\n');
        isFollowing = false;
        return this;
    }

    /** What has been written since the last time. */
    public String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    public int length() {
        return text.length();
    }

    /** Text in which a char stands for a byte, as the guest's does, as what it is in UTF-8 if it is that. */
    public static String decode(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private JsonWriter open(char bracket) {
        comma();
        text.append(bracket);
        isFollowing = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        text.append(bracket);
        isFollowing = true;
        return this;
    }

    private JsonWriter plain(String value) {
        comma();
        text.append(value);
        isFollowing = true;
        return this;
    }

    private void comma() {
        if (isFollowing) {
            text.append(',');
            isFollowing = false;
        }
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= PRINTABLE && c < BEYOND_ASCII) {
                text.append(c);
            } else {
                text.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16))
                        .append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        text.append('"');
    }
}
