package perigee.stub;

import static perigee.asm.Data.*;

import java.util.Locale;
import perigee.asm.Assembler;
import perigee.interp.NativeTier;
import perigee.layout.ThreadLayout;

/**
 * The functions in Java that optimised code leaves for, and comes back from: what stubs have no code for. Their operands
 * are words, ecx of them, from slot {@code out0} on of the frame that would be called; the result is a word, in the
 * function's slot {@code out-3}. Those that can refuse leave to the state of the site instead.
 *
 * <p>None of them calls Lua or collects; and none raises an error, but for one: one that would have to refuses. Where the site
 * has no state it cannot.
 */
public enum RuntimeFunction {
    /** Table, index, value. */
    APPEND(3),
    /** An integer that fits into a word. */
    TABLE_LENGTH(1),
    /** Object, key. */
    LOOKUP(2),
    GET_INDEX(2),
    /** Table, key, value. */
    SET_INDEX(3),
    /** Table, key. */
    RAW_GET(2),
    /** Table, key, value. */
    RAW_SET(3),
    /** Table, name of an event. Does not refuse. */
    METAMETHOD(2),
    /** The function {@code type}, value. Does not refuse. */
    TYPE_NAME(2),
    /** A boolean, as the other comparisons. */
    EQUAL_WORDS(2),
    LESS_STRINGS(2),
    LESS_OR_EQUAL_STRINGS(2),
    /** Any number of operands. */
    CONCAT(-1),
    ADD_WORDS(2),
    SUB_WORDS(2),
    MUL_WORDS(2),
    DIV_WORDS(2),
    MOD_WORDS(2),
    IDIV_WORDS(2),
    POW_WORDS(2),
    /** Object, value, number of the shape that the object has then. Does not refuse. */
    ADD_FIELD(3),
    /** String, first and last position. Does not refuse. */
    SUBSTRING(3),
    /** A number of words that are to have room where the operands stand. */
    MAKE_ROOM(1),
    /** Table, number of elements before, values of the elements after these. Raises an error where memory runs out. */
    SET_LIST(-1),
    /** Of two floats. Does not refuse. */
    FLOAT_MODULO(2);

    private static final String PREFIX = "function_";
    private static final RuntimeFunction[] VALUES = values();

    private final int operands;

    RuntimeFunction(int operands) {
        this.operands = operands;
    }

    /** The function of this number. */
    public static RuntimeFunction of(int number) {
        return VALUES[number];
    }

    /** How many operands there are; -1: any number. */
    public int operands() {
        return operands;
    }

    /** Symbol of the stub by which code leaves for it. */
    public String symbol() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    /** The stubs: those of {@link OptimizedStubs} that leave at a site, and the function's number. */
    static void emit(Assembler a) {
        for (RuntimeFunction function : VALUES) {
            a.align(16);
            a.bind(a.newLabel(function.symbol()));
            OptimizedStubs.saveSite(a);
            a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.ARGUMENT_COUNT), perigee.asm.Register.RCX);
            a.emit(MOV_RM32_IMM32, Abi.thread(ThreadLayout.RUNTIME_FUNCTION), function.ordinal());
            Stubs.leave(a, NativeTier.FUNCTION);
        }
    }
}
