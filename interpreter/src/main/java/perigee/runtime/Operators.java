package perigee.runtime;

import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.value.Arithmetic;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The meaning of the operators for all operands (manual 3.4). The tiers have only fast paths and come here for the rest.
 *
 * <p>Where a metamethod has to be called, the method returns {@link LuaState#PENDING}. Nothing here collects.
 */
public final class Operators {
    private final LuaState state;

    Operators(LuaState state) {
        this.state = state;
    }

    // ---- arithmetic --------------------------------------------------------------------------------------------------

    /**
     * {@code a op b}; for the unary operators UNM and BNOT, b is a again. Strings are not converted here: arithmetic
     * on them finds the string library's metamethods.
     */
    public long arithmetic(Event op, long a, long b) {
        if (ValueType.isNumber(a) && ValueType.isNumber(b)) {
            long result = numbers(op, a, b);
            if (result != Word.NIL) {
                return result;
            }
        }
        long metamethod = state.metamethod(a, op);
        if (metamethod == Word.NIL) {
            metamethod = state.metamethod(b, op);
        }
        if (metamethod == Word.NIL) {
            throw state.errors().arithmetic(op, a, b);
        }
        return state.pending(metamethod, a, b);
    }

    static boolean isBitwise(Event op) {
        return switch (op) {
            case BAND, BOR, BXOR, SHL, SHR, BNOT -> true;
            default -> false;
        };
    }

    /** The operation on two numbers; nil when a bitwise one meets a float without integer value. */
    private long numbers(Event op, long a, long b) {
        if (op == Event.DIV) {
            return Word.ofFloat(LuaState.toDouble(a) / LuaState.toDouble(b));
        }
        if (op == Event.POW) {
            return Word.ofForeignFloat(Arithmetic.power(LuaState.toDouble(a), LuaState.toDouble(b)));
        }
        if (isBitwise(op)) {
            long i = state.conversions().toInteger(a);
            long k = state.conversions().toInteger(b);
            return i == Word.NIL || k == Word.NIL ? Word.NIL : integers(op, LuaState.toLong(i), LuaState.toLong(k));
        }
        if (ValueType.isInteger(a) && ValueType.isInteger(b)) {
            return integers(op, LuaState.toLong(a), LuaState.toLong(b));
        }
        return floats(op, LuaState.toDouble(a), LuaState.toDouble(b));
    }

    private long integers(Event op, long a, long b) {
        if (b == 0 && (op == Event.IDIV || op == Event.MOD)) {
            throw state.errors().runtime(op == Event.IDIV ? "attempt to divide by zero" : "attempt to perform 'n%0'");
        }
        return state.integer(switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case IDIV -> Arithmetic.floorDivide(a, b);
            case MOD -> Arithmetic.floorModulo(a, b);
            case UNM -> -a;
            case BAND -> a & b;
            case BOR -> a | b;
            case BXOR -> a ^ b;
            case BNOT -> ~a;
            case SHL -> Arithmetic.shiftLeft(a, b);
            case SHR -> Arithmetic.shiftRight(a, b);
            default -> throw new AssertionError(op);
        });
    }

    private static long floats(Event op, double a, double b) {
        return Word.ofForeignFloat(switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case IDIV -> Arithmetic.floorDivide(a, b);
            case MOD -> Arithmetic.floorModulo(a, b);
            case UNM -> -a;
            default -> throw new AssertionError(op);
        });
    }

    // ---- comparison --------------------------------------------------------------------------------------------------

    /** Equality without metamethods ({@code rawequal}). */
    public boolean rawEquals(long a, long b) {
        if (a == b) {
            // One word, one value; but NaN differs from itself.
            return !Word.isFloat(a) || Word.floating(a) == Word.floating(a);
        }
        if (ValueType.isNumber(a)) {
            return ValueType.isNumber(b) && numbersEqual(a, b);
        }
        if (ValueType.isString(a) && ValueType.isString(b)) {
            return Strings.length(a) == Strings.length(b)
                    && Strings.equal(state.strings().flat(a), state.strings().flat(b));
        }
        return false;
    }

    private static boolean numbersEqual(long a, long b) {
        if (Word.isFloat(a)) {
            return Word.isFloat(b) ? Word.floating(a) == Word.floating(b)
                    : Arithmetic.equal(LuaState.toLong(b), Word.floating(a));
        }
        return Word.isFloat(b) ? Arithmetic.equal(LuaState.toLong(a), Word.floating(b))
                : LuaState.toLong(a) == LuaState.toLong(b);
    }

    /** {@code a == b}: a boolean word, or {@link LuaState#PENDING} (whose result is to be taken for its truth). */
    public long equals(long a, long b) {
        if (rawEquals(a, b)) {
            return Word.TRUE;
        }
        boolean tables = ValueType.isTable(a) && ValueType.isTable(b);
        if (!tables && !(ValueType.isUserdata(a) && ValueType.isUserdata(b))) {
            return Word.FALSE;
        }
        long metamethod = state.metamethod(a, Event.EQ);
        if (metamethod == Word.NIL) {
            metamethod = state.metamethod(b, Event.EQ);
        }
        return metamethod == Word.NIL ? Word.FALSE : state.pending(metamethod, a, b);
    }

    /** {@code a < b} (event LT) or {@code a <= b} (event LE): a boolean word or {@link LuaState#PENDING}. */
    public long compare(Event op, long a, long b) {
        if (ValueType.isNumber(a) && ValueType.isNumber(b)) {
            return Word.ofBoolean(op == Event.LT ? numberLess(a, b) : numberLessOrEqual(a, b));
        }
        if (ValueType.isString(a) && ValueType.isString(b)) {
            int order = Strings.compare(state.strings().flat(a), state.strings().flat(b));
            return Word.ofBoolean(op == Event.LT ? order < 0 : order <= 0);
        }
        long metamethod = state.metamethod(a, op);
        if (metamethod == Word.NIL) {
            metamethod = state.metamethod(b, op);
        }
        if (metamethod == Word.NIL) {
            throw state.errors().comparison(a, b);
        }
        return state.pending(metamethod, a, b);
    }

    private static boolean numberLess(long a, long b) {
        if (Word.isFloat(a)) {
            double x = Word.floating(a);
            return Word.isFloat(b) ? x < Word.floating(b) : Arithmetic.lessThan(x, LuaState.toLong(b));
        }
        long i = LuaState.toLong(a);
        return Word.isFloat(b) ? Arithmetic.lessThan(i, Word.floating(b)) : i < LuaState.toLong(b);
    }

    private static boolean numberLessOrEqual(long a, long b) {
        if (Word.isFloat(a)) {
            double x = Word.floating(a);
            return Word.isFloat(b) ? x <= Word.floating(b) : Arithmetic.lessOrEqual(x, LuaState.toLong(b));
        }
        long i = LuaState.toLong(a);
        return Word.isFloat(b) ? Arithmetic.lessOrEqual(i, Word.floating(b)) : i <= LuaState.toLong(b);
    }

    // ---- length and concatenation --------------------------------------------------------------------------------

    /** {@code #a}. */
    public long length(long a) {
        if (ValueType.isString(a)) {
            return Word.ofInteger(Strings.length(a));
        }
        long metamethod = state.metamethod(a, Event.LEN);
        if (metamethod != Word.NIL) {
            return state.pending(metamethod, a, a);
        }
        if (ValueType.isTable(a)) {
            return Word.ofInteger(Tables.length(a));
        }
        throw state.errors().operand("get length of", a);
    }

    /** Strings shorter than this are concatenated at once; longer ones become ropes. */
    private static final int ROPE_THRESHOLD = 128;

    /** {@code a .. b}. */
    public long concatenate(long a, long b) {
        boolean textual = (ValueType.isString(a) || ValueType.isNumber(a))
                && (ValueType.isString(b) || ValueType.isNumber(b));
        if (!textual) {
            long metamethod = state.metamethod(a, Event.CONCAT);
            if (metamethod == Word.NIL) {
                metamethod = state.metamethod(b, Event.CONCAT);
            }
            if (metamethod == Word.NIL) {
                throw state.errors().concatenation(a, b);
            }
            return state.pending(metamethod, a, b);
        }
        long left = ValueType.isString(a) ? a : state.conversions().numberToString(a);
        long right = ValueType.isString(b) ? b : state.conversions().numberToString(b);
        return join(left, right);
    }

    /**
     * Joins words that stand one after the other when all of them are strings or numbers; 0 when not.
     *
     * @param first address of the first of them
     */
    public long joinAll(long first, int count) {
        // A metamethod, if there is one to be called, gets numbers as they are.
        for (int i = 0; i < count; i++) {
            long word = Memory.getLong(first + 8L * i);
            if (!ValueType.isString(word) && !ValueType.isNumber(word)) {
                return 0;
            }
        }
        long length = 0;
        for (int i = 0; i < count; i++) {
            long word = Memory.getLong(first + 8L * i);
            if (!ValueType.isString(word)) {
                word = state.conversions().numberToString(word);
                Memory.putLong(first + 8L * i, word);
            }
            length += Strings.length(word);
        }
        if (length >= ROPE_THRESHOLD) {
            long joined = Memory.getLong(first + 8L * (count - 1));
            for (int i = count - 2; i >= 0; i--) {
                joined = join(Memory.getLong(first + 8L * i), joined);
            }
            return joined;
        }
        long result = state.strings().allocate((int) length);
        long to = Strings.bytes(result);
        for (int i = 0; i < count; i++) {
            long part = state.strings().flat(Memory.getLong(first + 8L * i));
            Memory.copy(Strings.bytes(part), to, Strings.length(part));
            to += Strings.length(part);
        }
        return result;
    }

    /** The concatenation of two strings, ropes welcome. */
    public long join(long left, long right) {
        int leftLength = Strings.length(left);
        int rightLength = Strings.length(right);
        if (leftLength == 0) {
            return right;
        }
        if (rightLength == 0) {
            return left;
        }
        long length = (long) leftLength + rightLength;
        if (length > Strings.MAX_LENGTH) {
            throw state.errors().runtime("string length overflow");
        }
        if (length >= ROPE_THRESHOLD) {
            return state.strings().rope(left, right, (int) length);
        }
        long flatLeft = state.strings().flat(left);
        long flatRight = state.strings().flat(right);
        long result = state.strings().allocate((int) length);
        Memory.copy(Strings.bytes(flatLeft), Strings.bytes(result), leftLength);
        Memory.copy(Strings.bytes(flatRight), Strings.bytes(result) + leftLength, rightLength);
        return result;
    }
}
