package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import perigee.memory.Memory;

/** Searches at all alignments and lengths, against {@code String.indexOf}. */
class ByteSearchTest {
    private static final int SIZE = 96;

    @Test
    void findsTheFirstOccurrence() {
        Random random = new Random(1);
        long memory = Memory.reserve(2 * SIZE);
        try {
            for (int n = 0; n < 200_000; n++) {
                byte[] text = bytes(random, random.nextInt(SIZE), 3);
                byte[] wanted = bytes(random, random.nextInt(6), 3);
                Memory.copy(text, 0, memory, text.length);
                Memory.copy(wanted, 0, memory + SIZE, wanted.length);
                int from = random.nextInt(text.length + 1);
                assertEquals(latin(text).indexOf(latin(wanted), from),
                        ByteSearch.indexOf(null, memory + SIZE, wanted.length, memory, from, text.length));
            }
        } finally {
            Memory.release(memory);
        }
    }

    @Test
    void findsSingleBytes() {
        Random random = new Random(2);
        long memory = Memory.reserve(SIZE);
        try {
            for (int n = 0; n < 200_000; n++) {
                byte[] text = bytes(random, random.nextInt(SIZE), 256);
                Memory.copy(text, 0, memory, text.length);
                int wanted = random.nextInt(256);
                int from = random.nextInt(text.length + 1);
                assertEquals(latin(text).indexOf(wanted, from), ByteSearch.indexOf(wanted, memory, from, text.length));
            }
        } finally {
            Memory.release(memory);
        }
    }

    private static byte[] bytes(Random random, int length, int kinds) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(kinds) - 1);
        }
        return bytes;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
