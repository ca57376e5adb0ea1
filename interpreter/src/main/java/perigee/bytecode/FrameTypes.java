package perigee.bytecode;

import java.util.Arrays;

/**
 * What the registers of a frame certainly hold at one point of a function: the verifier's abstract state.
 *
 * <p>Each register is in one of five states:
 * <ul>
 * <li><b>undefined</b>: it may hold anything that the collector understands, a stale frame header included, and is
 *     not to be read;
 * <li><b>value</b>: a value that a program may see;
 * <li><b>table</b>: a value that is certainly the table of a NEWTABLE (SETLIST takes it unchecked);
 * <li><b>cell</b>: the cell of a captured variable;
 * <li><b>loop</b>: one of the three control registers of a numeric loop that a FORPREP has checked.
 * </ul>
 * Beside them stands the set of registers that <em>may</em> be marked as to be closed.
 *
 * <p>States are sets of registers as bits, so that where paths join, the certain sets are intersected and the possible
 * ones united, word by word: registers on which the paths disagree become undefined. A state can change at most once
 * per register and set, which bounds the work of any analysis.
 */
public final class FrameTypes {
    /** Registers that hold a value, tables included. */
    private static final int VALUE = 0;
    private static final int TABLE = 1;
    private static final int CELL = 2;
    /** First of three registers that FORPREP has checked and nobody has written since. */
    private static final int LOOP = 3;
    private static final int TO_CLOSE = 4;
    private static final int SETS = 5;

    private final int registers;
    /** Words of a set. */
    private final int width;
    private final long[] bits;

    private FrameTypes(int registers, int width, long[] bits) {
        this.registers = registers;
        this.width = width;
        this.bits = bits;
    }

    /** At the entry of a function: parameters hold values, the other registers are undefined. */
    static FrameTypes atEntry(int registers, int parameters) {
        int width = registers + 63 >>> 6;
        FrameTypes types = new FrameTypes(registers, width, new long[SETS * width]);
        types.setValues(0, parameters);
        return types;
    }

    FrameTypes copy() {
        return new FrameTypes(registers, width, bits.clone());
    }

    /** Becomes equal to a state of the same function. */
    void set(FrameTypes other) {
        System.arraycopy(other.bits, 0, bits, 0, bits.length);
    }

    /** Becomes what holds whether one comes from here or from there; whether that made a difference. */
    boolean join(FrameTypes other) {
        long changed = 0;
        int certain = TO_CLOSE * width;
        for (int i = 0; i < certain; i++) {
            long joined = bits[i] & other.bits[i];
            changed |= joined ^ bits[i];
            bits[i] = joined;
        }
        for (int i = certain; i < bits.length; i++) {
            long joined = bits[i] | other.bits[i];
            changed |= joined ^ bits[i];
            bits[i] = joined;
        }
        return changed != 0;
    }

    /** Number of registers in the frame. */
    public int registers() {
        return registers;
    }

    /** Whether the register certainly holds a value that a program may see. */
    public boolean isValue(int register) {
        return has(VALUE, register);
    }

    public boolean isTable(int register) {
        return has(TABLE, register);
    }

    public boolean isCell(int register) {
        return has(CELL, register);
    }

    /** Whether this register and the next two are the checked control registers of one numeric loop. */
    public boolean isLoopBase(int register) {
        return has(LOOP, register);
    }

    /** Whether the register is any of the three control registers of a numeric loop. */
    public boolean isLoopState(int register) {
        return has(LOOP, register) || register >= 1 && has(LOOP, register - 1)
                || register >= 2 && has(LOOP, register - 2);
    }

    /** Whether the register may be marked as to be closed. */
    public boolean mayBeToClose(int register) {
        return has(TO_CLOSE, register);
    }

    /** Lowest of {@code count} registers that does not certainly hold a value, or -1 when all do. */
    int firstWithoutValue(int first, int count) {
        return firstMissing(VALUE, first, count);
    }

    /** Lowest register of {@code wanted}, a set as long as the frame's, that does not certainly hold a value; or -1. */
    int firstWithoutValue(long[] wanted) {
        return firstMissing(VALUE, wanted);
    }

    /** Lowest register of {@code wanted} that does not certainly hold a cell, or -1. */
    int firstWithoutCell(long[] wanted) {
        return firstMissing(CELL, wanted);
    }

    /** Highest register at or above {@code first} and below {@code first + count} that may be to be closed; or -1. */
    int highestToClose(int first, int count) {
        for (int word = width - 1; word >= 0; word--) {
            long found = bits[TO_CLOSE * width + word] & mask(word, first, first + count);
            if (found != 0) {
                return (word << 6) + 63 - Long.numberOfLeadingZeros(found);
            }
        }
        return -1;
    }

    void setValues(int first, int count) {
        setUndefined(first, count);
        for (int word = 0; word < width; word++) {
            bits[VALUE * width + word] |= mask(word, first, first + count);
        }
    }

    void setTable(int register) {
        setValues(register, 1);
        add(TABLE, register);
    }

    void setCell(int register) {
        setUndefined(register, 1);
        add(CELL, register);
    }

    /** Makes three registers from {@code first} on the control registers of a numeric loop. */
    void setLoop(int first) {
        setUndefined(first, 3);
        add(LOOP, first);
    }

    /** Whatever the registers held is gone; a loop whose control registers are among them is checked no more. */
    void setUndefined(int first, int count) {
        for (int word = 0; word < width; word++) {
            long kept = ~mask(word, first, first + count);
            bits[VALUE * width + word] &= kept;
            bits[TABLE * width + word] &= kept;
            bits[CELL * width + word] &= kept;
            bits[LOOP * width + word] &= ~mask(word, first - 2, first + count);
        }
    }

    void markToClose(int register) {
        add(TO_CLOSE, register);
    }

    /** Nothing at or above the register is to be closed any more. */
    void close(int register) {
        for (int word = 0; word < width; word++) {
            bits[TO_CLOSE * width + word] &= ~mask(word, register, registers);
        }
    }

    /** A set of registers as long as this frame's sets, to be filled with {@link #addTo}. */
    static long[] emptySet(int registers) {
        return new long[registers + 63 >>> 6];
    }

    static void addTo(long[] set, int register) {
        set[register >>> 6] |= 1L << register;
    }

    private boolean has(int set, int register) {
        return (bits[set * width + (register >>> 6)] >>> register & 1) != 0;
    }

    private void add(int set, int register) {
        bits[set * width + (register >>> 6)] |= 1L << register;
    }

    private int firstMissing(int set, int first, int count) {
        for (int word = 0; word < width; word++) {
            long missing = mask(word, first, first + count) & ~bits[set * width + word];
            if (missing != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(missing);
            }
        }
        return -1;
    }

    private int firstMissing(int set, long[] wanted) {
        for (int word = 0; word < width; word++) {
            long missing = wanted[word] & ~bits[set * width + word];
            if (missing != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(missing);
            }
        }
        return -1;
    }

    /** The bits of registers {@code from} to {@code to - 1} that stand in this word of a set. */
    private static long mask(int word, int from, int to) {
        int low = Math.max(from - (word << 6), 0);
        int high = Math.min(to - (word << 6), 64);
        return low >= high ? 0 : -1L >>> 64 - (high - low) << low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrameTypes types && registers == types.registers && Arrays.equals(bits, types.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }

    /** One letter a register: v value, t table, c cell, l loop, . undefined; then the registers to be closed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int register = 0; register < registers; register++) {
            text.append(isTable(register) ? 't' : isValue(register) ? 'v' : isCell(register) ? 'c'
                    : isLoopState(register) ? 'l' : '.');
        }
        for (int register = 0; register < registers; register++) {
            if (mayBeToClose(register)) {
                text.append(" r").append(register);
            }
        }
        return text.toString();
    }
}
