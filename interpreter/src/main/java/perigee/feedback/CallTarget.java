package perigee.feedback;

import static perigee.layout.FunctionLayout.*;

import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/**
 * A function as feedback knows it: which code, whatever its upvalues. A number of 21 bits stands for it:
 *
 * <pre>
 *   | in Java:1 | by __call:1 | number:19 |
 * </pre>
 *
 * @param number   of a Lua function: its {@code id} in {@code perigee.runtime.Functions}; of one in Java, likewise
 * @param isNative whether it is written in Java
 * @param isByCall whether it was called as the {@code __call} metamethod of the value called
 */
public record CallTarget(int number, boolean isNative, boolean isByCall) {
    /** Bits of a function in a word. */
    public static final int BITS = 21;
    public static final int MASK = (1 << BITS) - 1;
    private static final int NUMBER_BITS = 19;
    /** Added for a function that is a {@code __call} metamethod. */
    public static final int BY_CALL = 1 << NUMBER_BITS;
    /** Added for a function in Java. */
    public static final int IN_JAVA = 2 << NUMBER_BITS;
    /** Functions from this number on are not known by feedback. */
    public static final int LIMIT = 1 << NUMBER_BITS;
    /** The bits of no function: Lua functions are numbered from 1. */
    static final int UNKNOWN = 0;

    static CallTarget of(int bits) {
        return new CallTarget(bits & LIMIT - 1, (bits & IN_JAVA) != 0, (bits & BY_CALL) != 0);
    }

    /** The bits for a function value. */
    public static int bits(long function) {
        if (Memory.getInt(function + ObjectHeader.SHAPE) == HeapType.NATIVE) {
            int number = (int) Memory.getLong(function + NATIVE_ID);
            return number < LIMIT ? number | IN_JAVA : UNKNOWN;
        }
        return ofCode(Memory.getLong(function + CODE));
    }

    /** The bits for a function value that is called as a {@code __call} metamethod. */
    public static int bitsByCall(long function) {
        int bits = bits(function);
        return bits == UNKNOWN ? UNKNOWN : bits | BY_CALL;
    }

    /** The bits for the Lua function of a CODE block. */
    public static int ofCode(long code) {
        int number = Memory.getInt(code + CODE_ID);
        return number < LIMIT ? number : UNKNOWN;
    }
}
