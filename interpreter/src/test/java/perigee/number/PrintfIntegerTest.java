package perigee.number;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Integers in every radix, characters, bytes and pointers: signs, prefixes, precision against padding. */
class PrintfIntegerTest {

    @Test
    void integers() {
        PrintfTable.checkIntegers("""
            %d | 0 | [0]
            %d | 1 | [1]
            %d | -1 | [-1]
            %d | 42 | [42]
            %d | min | [-9223372036854775808]
            %d | max | [9223372036854775807]
            %i | -7 | [-7]
            %5d | 42 | [   42]
            %5d | -42 | [  -42]
            %5d | 1234567 | [1234567]
            %-5d | 42 | [42   ]
            %05d | 42 | [00042]
            %05d | -42 | [-0042]
            %+d | 42 | [+42]
            %+d | 0 | [+0]
            %+d | -42 | [-42]
            % d | 42 | [ 42]
            % d | -42 | [-42]
            %.3d | 5 | [005]
            %.3d | -5 | [-005]
            %.3d | 12345 | [12345]
            %.3d | 0 | [000]
            %8.3d | -5 | [    -005]
            %08.3d | -5 | [    -005]
            %-08d | 5 | [5       ]
            %.0d | 0 | []
            %.0d | 1 | [1]
            %5.0d | 0 | [     ]
            %+.0d | 0 | [+]
            %+05d | 42 | [+0042]
            %.30d | max | [000000000009223372036854775807]
            %u | 0 | [0]
            %u | 1 | [1]
            %u | -1 | [18446744073709551615]
            %u | min | [9223372036854775808]
            %u | max | [9223372036854775807]
            %10u | -1 | [18446744073709551615]
            %-25u | -1 | [18446744073709551615     ]
            %x | 0 | [0]
            %x | 255 | [ff]
            %x | -1 | [ffffffffffffffff]
            %x | min | [8000000000000000]
            %X | 255 | [FF]
            %X | 48879 | [BEEF]
            %#x | 0 | [0]
            %#x | 255 | [0xff]
            %#x | -1 | [0xffffffffffffffff]
            %#X | 255 | [0XFF]
            %#10x | 255 | [      0xff]
            %#010x | 255 | [0x000000ff]
            %-#10x | 255 | [0xff      ]
            %.4x | 255 | [00ff]
            %#.4x | 255 | [0x00ff]
            %#.0x | 0 | []
            %o | 0 | [0]
            %o | 8 | [10]
            %o | -1 | [1777777777777777777777]
            %#o | 0 | [0]
            %#o | 8 | [010]
            %#.0o | 0 | [0]
            %#.4o | 8 | [0010]
            %#.2o | 8 | [010]
            %#08o | 8 | [00000010]
            """);
    }

    @Test
    void characters() {
        assertEquals("A", character("%c", 'A'));
        assertEquals("    A", character("%5c", 'A'));
        assertEquals("A    ", character("%-5c", 'A'));
        assertEquals("\0", character("%c", 0));
        assertEquals("\u00ff", character("%c", -1));
    }

    @Test
    void bytesAreCutAtThePrecisionAndFilledToTheWidth() {
        assertEquals("hello", bytes("%s", "hello"));
        assertEquals("he", bytes("%.2s", "hello"));
        assertEquals("", bytes("%.s", "hello"));
        assertEquals("hello", bytes("%.20s", "hello"));
        assertEquals("   he", bytes("%5.2s", "hello"));
        assertEquals("he   |", bytes("%-5.2s", "hello") + "|");
        assertEquals("hello", bytes("%3s", "hello"));
        assertEquals("     ", bytes("%5s", ""));
    }

    @Test
    void bytesOfARange() {
        ByteBuilder out = new ByteBuilder(1);
        Printf.appendBytes(out, PrintfTable.parse("%4s"), new byte[] {'a', 'b', 'c', 'd'}, 1, 3);
        assertEquals("  bc", out.toString());
    }

    @Test
    void pointers() {
        assertEquals("0xdeadbeef", pointer("%p", 0xdeadbeefL));
        assertEquals("(null)", pointer("%p", 0));
        assertEquals("      0xff", pointer("%10p", 255));
        assertEquals("(null)    |", pointer("%-10p", 0) + "|");
    }

    private static String character(String format, int value) {
        ByteBuilder out = new ByteBuilder();
        Printf.appendCharacter(out, PrintfTable.parse(format), value);
        return out.toString();
    }

    private static String bytes(String format, String text) {
        byte[] source = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuilder out = new ByteBuilder();
        Printf.appendBytes(out, PrintfTable.parse(format), source, 0, source.length);
        return out.toString();
    }

    private static String pointer(String format, long address) {
        ByteBuilder out = new ByteBuilder();
        Printf.appendPointer(out, PrintfTable.parse(format), address);
        return out.toString();
    }
}
