package perigee.deopt;

import perigee.heap.HeapExhaustedException;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.stub.RuntimeFunction;
import perigee.value.Arithmetic;
import perigee.value.ValueType;
import perigee.value.Word;

/** Carries out {@link RuntimeFunction}s. Memory that is exhausted is a reason to refuse, too. */
public final class RuntimeFunctions {
    /** What a function gives that refuses. */
    public static final long REFUSED = Word.TOMBSTONE;

    private final LuaState state;

    public RuntimeFunctions(LuaState state) {
        this.state = state;
    }

    /**
     * The function's result, nil if it has none, or {@link #REFUSED}; then nothing has happened.
     *
     * @param operands address of the first operand
     */
    public long call(RuntimeFunction function, long operands, int count) {
        long a = count > 0 ? Memory.getLong(operands) : Word.NIL;
        long b = count > 1 ? Memory.getLong(operands + 8) : Word.NIL;
        long c = count > 2 ? Memory.getLong(operands + 16) : Word.NIL;
        // The list of SET_LIST stands in this frame only: the interpreter could not go on, and do it again.
        boolean isLast = function == RuntimeFunction.SET_LIST;
        state.errors().setUnseen(!isLast);
        try {
            return switch (function) {
                case APPEND, SET_INDEX -> set(a, b, c);
                case TABLE_LENGTH -> length(a);
                case LOOKUP -> ValueType.isTable(a) || ValueType.isString(a) ? state.indexing().get(a, b) : REFUSED;
                case GET_INDEX -> ValueType.isTable(a) ? state.indexing().get(a, b) : REFUSED;
                case RAW_GET -> ValueType.isTable(a) ? state.tables().get(a, b) : REFUSED;
                case RAW_SET -> rawSet(a, b, c);
                case METAMETHOD -> Tables.metatable(a) == 0 ? Word.NIL : state.tables().get(Tables.metatable(a), b);
                case TYPE_NAME -> Memory.getLong(a + FunctionLayout.NATIVE_UPVALUES + 8L * ValueType.of(b).ordinal());
                case EQUAL_WORDS -> state.operators().equals(a, b);
                case LESS_STRINGS -> compare(Event.LT, a, b);
                case LESS_OR_EQUAL_STRINGS -> compare(Event.LE, a, b);
                case CONCAT -> concatenation(operands, count);
                case ADD_WORDS -> arithmetic(Event.ADD, a, b);
                case SUB_WORDS -> arithmetic(Event.SUB, a, b);
                case MUL_WORDS -> arithmetic(Event.MUL, a, b);
                case DIV_WORDS -> arithmetic(Event.DIV, a, b);
                case MOD_WORDS -> arithmetic(Event.MOD, a, b);
                case IDIV_WORDS -> arithmetic(Event.IDIV, a, b);
                case POW_WORDS -> arithmetic(Event.POW, a, b);
                case ADD_FIELD -> {
                    state.tables().addField(a, state.shapes().byId((int) Word.integer(c)), b);
                    yield Word.NIL;
                }
                case MAKE_ROOM -> {
                    state.stack().ensure(operands + 8 * LuaState.toLong(a));
                    yield Word.NIL;
                }
                case SET_LIST -> {
                    state.tables().fill(a, operands + 16, Word.integer(b), count - 2);
                    yield Word.NIL;
                }
                case SUBSTRING -> substring(a, LuaState.toLong(b), LuaState.toLong(c));
                case FLOAT_MODULO -> Word.ofForeignFloat(Arithmetic.floorModulo(Word.floating(a), Word.floating(b)));
            };
        } catch (LuaError | HeapExhaustedException refused) {
            if (isLast) {
                throw refused;
            }
            // The interpreter raises the same error from the right place.
            assert refuses(function) : function;
            return REFUSED;
        } finally {
            state.errors().setUnseen(false);
        }
    }

    /** Whether there is a state to leave to. Those that do not refuse need no more than the nursery's room. */
    private static boolean refuses(RuntimeFunction function) {
        return switch (function) {
            case ADD_FIELD, METAMETHOD, TYPE_NAME, SUBSTRING, FLOAT_MODULO -> false;
            default -> true;
        };
    }

    private long set(long table, long key, long value) {
        return isKey(key) && ValueType.isTable(table) ? state.indexing().set(table, key, value) : REFUSED;
    }

    private long rawSet(long table, long key, long value) {
        if (!isKey(key) || !ValueType.isTable(table)) {
            return REFUSED;
        }
        state.indexing().rawSet(table, key, value);
        return Word.NIL;
    }

    private static boolean isKey(long key) {
        return key != Word.NIL && !(Word.isFloat(key) && Double.isNaN(Word.floating(key)));
    }

    private long length(long table) {
        if (!ValueType.isTable(table) || state.tables().metamethod(table, Event.LEN) != Word.NIL) {
            return REFUSED;
        }
        long length = Tables.length(table);
        return Word.fits(length) ? Word.ofInteger(length) : REFUSED;
    }

    private long compare(Event event, long a, long b) {
        return ValueType.isString(a) && ValueType.isString(b) ? state.operators().compare(event, a, b) : REFUSED;
    }

    private long concatenation(long operands, int count) {
        long joined = state.operators().joinAll(operands, count);
        return joined == 0 ? REFUSED : joined;
    }

    private long arithmetic(Event event, long a, long b) {
        boolean divides = event == Event.MOD || event == Event.IDIV;
        boolean byZero = divides && b == Word.ofInteger(0) && ValueType.isInteger(a);
        return ValueType.isNumber(a) && ValueType.isNumber(b) && !byZero ? state.operators().arithmetic(event, a, b) : REFUSED;
    }

    private long substring(long string, long first, long last) {
        int length = (int) Math.max(0, last - first + 1);
        long flat = state.strings().flat(string);
        long result = state.strings().allocate(length);
        Memory.copy(Strings.bytes(flat) + first - 1, Strings.bytes(result), length);
        return result;
    }
}
