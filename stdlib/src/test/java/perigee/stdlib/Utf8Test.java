package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import perigee.memory.Memory;
import perigee.number.ByteBuilder;

/** The encoding, against Java's where that is as wide. */
class Utf8Test {
    private final long memory = Memory.reserve(16);

    @AfterEach
    void release() {
        Memory.release(memory);
    }

    private long decode(boolean strict, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(memory + i, (byte) bytes[i]);
        }
        return Utf8.decode(memory, memory + bytes.length, strict);
    }

    private long decode(ByteBuilder text, boolean strict) {
        Memory.copy(text.array(), 0, memory, text.length());
        return Utf8.decode(memory, memory + text.length(), strict);
    }

    @Test
    void unicodeIsEncodedAsInJava() {
        ByteBuilder out = new ByteBuilder();
        for (int code = 0; code <= Character.MAX_CODE_POINT; code += code < 0x1000 ? 1 : 37) {
            boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
            out.clear();
            Utf8.append(out, code);
            if (!surrogate) {
                assertEquals(new String(new String(Character.toChars(code)).getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1), out.toString());
            }
            long decoded = decode(out, !surrogate);
            assertEquals(code, Utf8.code(decoded));
            assertEquals(out.length(), Utf8.size(decoded));
            assertEquals(surrogate, decode(out, true) == Utf8.MALFORMED);
        }
    }

    @Test
    void largeCodesOnlyWhenLax() {
        ByteBuilder out = new ByteBuilder();
        for (int code : new int[] {0x110000, 0x1FFFFF, 0x200000, 0x3FFFFFF, 0x4000000, Utf8.MAX_CODE}) {
            out.clear();
            Utf8.append(out, code);
            long decoded = decode(out, false);
            assertEquals(code, Utf8.code(decoded));
            assertEquals(out.length(), Utf8.size(decoded));
            assertEquals(Utf8.MALFORMED, decode(out, true));
        }
    }

    @Test
    void malformed() {
        int[][] sequences = {{0x80}, {0xBF}, {0xC3}, {0xC3, 0x41}, {0xE2, 0x82}, {0xE2, 0x82, 0x41}, {0xC0, 0x80},
            {0xC1, 0xBF}, {0xE0, 0x80, 0x80}, {0xF0, 0x80, 0x80, 0x80}, {0xF8, 0x80, 0x80, 0x80, 0x80},
            {0xFC, 0x80, 0x80, 0x80, 0x80, 0x80}, {0xFE, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80}, {0xFF}};
        for (int[] bytes : sequences) {
            assertEquals(Utf8.MALFORMED, decode(false, bytes));
        }
    }
}
