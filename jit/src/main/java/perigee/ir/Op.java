package perigee.ir;

import static perigee.ir.Op.Trait.*;

import perigee.value.MathFunction;

/**
 * The operations of the graph: what they take and give, in letters of {@link Rep}, and what else passes need to know. The
 * notation is {@code result = inputs}; {@code *} stands for any number of words more. An input {@code p} is a
 * <em>proof</em>: a {@link #GUARD}, or the {@link #BEGIN} of the block that a branch leads to, which has to be passed for
 * the operation to make sense; it may be missing when nothing has to be proved. So whatever moves an operation cannot
 * move it before what it relies on.
 *
 * <p>{@code number} and {@code info} are {@link Node#number()} and {@link Node#info()}.
 */
public enum Op {
    // ---- constants, and what the function begins with ---------------------------------------------------------------
    /** The word {@code number}: nil, a boolean, a number, or the address of an old object (that a root keeps alive). */
    WORD("w="),
    /** The integer {@code number}. */
    INT("i="),
    /** The float whose bits are {@code number}. */
    FLOAT("f="),
    /** The condition {@code number}, 0 or 1. */
    BOOL("b="),
    /** Register {@code number} of the frame as the code is entered; in the first block only. */
    PARAMETER("w=", PINNED),
    /** The function that runs; in the first block only. */
    CLOSURE("w=", PINNED),

    // ---- control ------------------------------------------------------------------------------------------------------
    /** Begins every block. As a proof it says that the branch before was taken this way. */
    BEGIN("-=", PINNED),
    /** One of the inputs, by the predecessor that control comes from. The representation is {@code info}, a {@link Rep}. */
    PHI("?=*", PINNED),
    /** Goes on if the condition is {@code number} (1 true, 0 false), else leaves to the state. {@code info}: the reason. */
    GUARD("-=b", STATE),
    /**
     * Where a loop is about to be entered: the state is that of the first round. Does nothing; guards may be hoisted here.
     * {@code number}: the bits {@link Loop#GUESSES} and {@link Loop#BOUNDS} allow more of them.
     */
    ANCHOR("-=", PINNED, STATE),
    /** Polls for attention at a back edge; leaves for Java and comes back, unless finalizers or hooks have run. A collection
     * changes nothing but where young objects are. */
    SAFEPOINT("-=", PINNED, STATE),
    JUMP("-=", TERMINATOR),
    /** To the first successor if the condition holds, else to the second. */
    BRANCH("-=b", TERMINATOR),
    /** Leaves to the state. {@code info}: the reason. */
    EXIT("-=", TERMINATOR, STATE),
    /** Returns the inputs. */
    RETURN("-=*", TERMINATOR, LIST),
    /** Calls the first input, a closure, with the others in this function's place. {@code info}: a {@link CallSite}. */
    TAIL_CALL("-=w*", TERMINATOR, LIST),

    // ---- representations -------------------------------------------------------------------------------------------------
    /** A word for an integer; one that does not fit gets a box. */
    BOX_INT("w=i", PURE),
    BOX_FLOAT("w=f", PURE),
    BOX_BOOL("w=b", PURE),
    /** The integer in a word that {@link #IS_INT}. */
    UNBOX_INT("i=wp", PURE),
    /** The float in a word that {@link #IS_FLOAT}. */
    UNBOX_FLOAT("f=wp", PURE),
    /** The integer in the box that a word is. */
    UNBOX_LARGE("i=wp", PURE),
    /** The float of a word that {@link #IS_NUMBER}, integers converted. */
    UNBOX_NUMBER("f=wp", PURE),
    INT_TO_FLOAT("f=i", PURE),
    /** Towards zero; the least integer when it is out of range, or NaN. */
    FLOAT_TO_INT("i=f", PURE),
    /** The string of the byte that an integer is; of 256, which no other may be, the empty string. They never change or move. */
    SINGLE_STRING("w=ip", PURE),

    // ---- conditions on words ---------------------------------------------------------------------------------------------
    /** An integer without a box. */
    IS_INT("b=w", PURE),
    IS_FLOAT("b=w", PURE),
    /** {@link #IS_INT} or {@link #IS_FLOAT}. */
    IS_NUMBER("b=w", PURE),
    /** The address of an object. */
    IS_OBJECT("b=w", PURE),
    /** The object has the type {@code number} of {@code perigee.layout.HeapType}. */
    HAS_TYPE("b=wp", PURE),
    /** The object has the shape {@code number}; {@code info}: its {@link ShapeFact}, or null. */
    HAS_SHAPE("b=wp", READS),
    /** The object, a closure, has the CODE block at {@code number}. */
    HAS_CODE("b=wp", PURE),
    /** The words are the same bits. */
    SAME("b=ww", PURE, COMMUTES),
    /** Neither nil nor false. */
    TRUTHY("b=w", PURE),

    // ---- integers: all wrap around ------------------------------------------------------------------------------------
    ADD("i=ii", PURE, COMMUTES),
    SUB("i=ii", PURE),
    MUL("i=ii", PURE, COMMUTES),
    NEG("i=i", PURE),
    AND("i=ii", PURE, COMMUTES),
    OR("i=ii", PURE, COMMUTES),
    XOR("i=ii", PURE, COMMUTES),
    NOT("i=i", PURE),
    /** Shift to the left; counts are from 0 to 63 (which may need a proof). */
    SHL("i=iip", PURE),
    /** Logical shift to the right; the same. */
    SHR("i=iip", PURE),
    /** Arithmetic shift to the right by the constant 0 to 63. */
    SAR("i=ii", PURE),
    /** Rounded towards minus infinity, as Lua's; the divisor is not 0. The least integer by -1 wraps. */
    FLOOR_DIV("i=iip", PURE),
    FLOOR_MOD("i=iip", PURE),

    // ---- floats -------------------------------------------------------------------------------------------------------
    FADD("f=ff", PURE, COMMUTES),
    FSUB("f=ff", PURE),
    FMUL("f=ff", PURE, COMMUTES),
    FDIV("f=ff", PURE),
    FNEG("f=f", PURE),
    FABS("f=f", PURE),
    FSQRT("f=f", PURE),
    FFLOOR("f=f", PURE),
    FCEIL("f=f", PURE),
    /** Lua's {@code %} of floats. */
    FMOD("f=ff", PURE),
    /** Lua's {@code ^}. */
    FPOW("f=ff", PURE),
    // C's functions
    FACOS(MathFunction.ACOS),
    FASIN(MathFunction.ASIN),
    FATAN2(MathFunction.ATAN2),
    FCOS(MathFunction.COS),
    FEXP(MathFunction.EXP),
    FREM(MathFunction.FMOD),
    FLOG(MathFunction.LOG),
    FLOG2(MathFunction.LOG2),
    FLOG10(MathFunction.LOG10),
    FSIN(MathFunction.SIN),
    FTAN(MathFunction.TAN),
    /** The first if it is less than the second or that is NaN, as {@code math.min} with this order of arguments: {@code b < a ? b : a}. */
    FMIN("f=ff", PURE),
    /** {@code a < b ? b : a}. */
    FMAX("f=ff", PURE),

    // ---- comparisons ----------------------------------------------------------------------------------------------------
    EQ("b=ii", PURE, COMMUTES),
    LT("b=ii", PURE),
    LE("b=ii", PURE),
    /** Of unsigned integers. */
    ULT("b=ii", PURE),
    FEQ("b=ff", PURE, COMMUTES),
    FLT("b=ff", PURE),
    FLE("b=ff", PURE),

    // ---- memory: {@code number} is the offset, {@code info} the Alias ---------------------------------------------------------
    /** The word at an offset of an object. */
    LOAD("w=wp", READS),
    /** The unsigned 32 bits. */
    LOAD_U32("i=wp", READS),
    /** The unsigned byte. */
    LOAD_U8("i=wp", READS),
    /** All 64 bits, as an integer. */
    LOAD_I64("i=wp", READS),
    /** The word at offset + 8 * index. */
    LOAD_AT("w=wip", READS),
    /** Byte of a string at offset + index. */
    LOAD_BYTE_AT("i=wip", READS),
    /** Object, value. No barrier. */
    STORE("-=wwp", WRITES),
    STORE_U32("-=wip", WRITES),
    /** Object, index, value. */
    STORE_AT("-=wiwp", WRITES),
    /** The table gets the shape {@code number}. */
    STORE_SHAPE("-=wp", WRITES),
    /** After the second word was stored into the first, an object that is neither ARRAY nor HASH. */
    BARRIER("-=ww", KEPT),
    /** After the third was stored into the element (second) of the block (first). {@code number} is the offset. */
    BARRIER_AT("-=wiw", KEPT),

    // ---- new objects: never a collection ----------------------------------------------------------------------------------
    /** An empty table; {@code info}: a {@link TableSite}. */
    NEW_TABLE("w=", KEPT),
    /** A closure of the CODE block {@code number}; the inputs are its upvalues. */
    NEW_CLOSURE("w=*", KEPT),
    NEW_CELL("w=w", KEPT),
    /** An object of {@code number} bytes would have been made here: the next collection comes as if it had been. */
    ACCOUNT("-=", KEPT),

    // ---- calls ----------------------------------------------------------------------------------------------------------
    /**
     * Calls the first input with the others. {@code info}: a {@link CallSite}. The value is the first result; if all are
     * wanted, their number, an integer, which stands for them as an open list: see {@link Node#list()}.
     */
    CALL("?=w*", STATE, CALLS, LIST),
    /** Result {@code number}, from 1 on, of the call that is the input; of an open list from 0 on. */
    RESULT("w=w", PINNED),
    /**
     * A function in Java or a stub, which has only the effects that {@code info}, a {@link RuntimeCall}, says. If it may refuse,
     * the state is where the interpreter does the same.
     */
    RUNTIME("?=*", STATE);

    enum Trait { PURE, PINNED, STATE, TERMINATOR, COMMUTES, READS, WRITES, CALLS, KEPT, LIST }

    private final Rep result;
    private final String inputs;
    private final boolean open;
    private final boolean proof;
    private final int traits;
    private final MathFunction function;

    Op(String notation, Trait... traits) {
        this(null, notation, traits);
    }

    Op(MathFunction function) {
        this(function, function.isBinary() ? "f=ff" : "f=f", PURE);
    }

    Op(MathFunction function, String notation, Trait... traits) {
        this.function = function;
        int equals = notation.indexOf('=');
        char letter = notation.charAt(0);
        result = letter == '?' ? null : Rep.of(letter);
        String rest = notation.substring(equals + 1);
        open = rest.endsWith("*");
        proof = rest.endsWith("p");
        inputs = open || proof ? rest.substring(0, rest.length() - 1) : rest;
        int set = 0;
        for (Trait trait : traits) {
            set |= 1 << trait.ordinal();
        }
        this.traits = set;
    }

    private boolean has(Trait trait) {
        return (traits >>> trait.ordinal() & 1) != 0;
    }

    /** The function of C that it is; null: it is none. */
    public MathFunction function() {
        return function;
    }

    /** What it gives; null: its info tells. */
    Rep result() {
        return result;
    }

    /** How many inputs it has, proofs and those of {@link #isOpen} aside. */
    public int arity() {
        return inputs.length();
    }

    /** What input i has to be, i less than {@link #arity}. */
    public Rep input(int i) {
        return Rep.of(inputs.charAt(i));
    }

    /** Whether any number of words follow. */
    public boolean isOpen() {
        return open;
    }

    /** Whether one more input may be a proof; of a node without one it is null. */
    public boolean takesProof() {
        return proof;
    }

    /** Whether it depends on its inputs only, and does nothing: may be done anywhere, where the inputs are, and once. */
    public boolean isPure() {
        return has(PURE) || ordinal() <= BOOL.ordinal();
    }

    public boolean isConstant() {
        return ordinal() <= BOOL.ordinal();
    }

    /** Whether it stays where it is. */
    public boolean isPinned() {
        return has(PINNED);
    }

    public boolean hasState() {
        return has(STATE);
    }

    public boolean isTerminator() {
        return has(TERMINATOR);
    }

    public boolean commutes() {
        return has(COMMUTES);
    }

    /** Whether it reads what {@link Node#reads} says and does nothing else. */
    public boolean isLoad() {
        return has(READS);
    }

    public boolean isStore() {
        return has(WRITES);
    }

    /** Whether anything may happen in it. */
    public boolean isCall() {
        return has(CALLS);
    }

    /** Whether an open list may follow its inputs. */
    public boolean takesList() {
        return has(LIST);
    }

    public boolean isAllocation() {
        return this == NEW_TABLE || this == NEW_CLOSURE || this == NEW_CELL;
    }

    /** As in the text form. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
