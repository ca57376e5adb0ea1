package perigee.emit;

import java.util.ArrayList;
import java.util.List;
import perigee.lir.Kind;
import perigee.memory.Memory;
import perigee.value.Word;

/** What a run of a random function did: where it left, with which values, what it called with what, and the memory after it. */
final class Outcome {
    /** Instead of an exit's number. */
    static final int RETURNED = -2;

    int exit = -1;
    final List<String> log = new ArrayList<>();
    final long[] memory = new long[3 * RandomLir.CELLS];

    void value(Kind kind, long bits) {
        log.add(kind + " " + Long.toHexString(canonical(kind, bits)));
    }

    void take(long thread) {
        for (int i = 0; i < memory.length; i++) {
            Kind kind = i < RandomLir.CELLS ? Kind.INT : i < 2 * RandomLir.CELLS ? Kind.FLOAT : Kind.WORD;
            memory[i] = canonical(kind, Memory.getLong(thread + RandomLir.INTEGERS + 8 * i));
        }
    }

    /** The sign of a NaN depends on the order of operands, which is free. */
    private static long canonical(Kind kind, long bits) {
        if (kind == Kind.FLOAT && Double.isNaN(Double.longBitsToDouble(bits))) {
            return Double.doubleToLongBits(Double.NaN);
        }
        if (kind == Kind.WORD && Word.isFloat(bits) && Double.isNaN(Word.floating(bits))) {
            return Word.ofFloat(Double.NaN);
        }
        return bits;
    }

    /** What a collection makes of a word: references move. */
    static long relocate(long word, int collection) {
        return word >>> 16 == 1 ? 1 << 16 | (word * 5 + 0x30L * collection & 0xFFF8) : word;
    }

    /** What the collection's number-th call gives as result, from 0 on. */
    static long result(int collection, int number) {
        return number == 0 ? 0x10000L + (collection * 0x118L & 0xFFF8) : Word.ofInteger(collection * 100L + number);
    }

    /** What the stub that mixes integers does. */
    static long mix(long a, long b) {
        return 3 * a ^ b;
    }

    @Override
    public String toString() {
        return "exit " + exit + " " + log + " " + java.util.Arrays.toString(memory);
    }
}
