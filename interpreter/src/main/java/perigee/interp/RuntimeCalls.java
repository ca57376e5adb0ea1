package perigee.interp;

import static perigee.layout.StackLayout.HEADER_BYTES;

import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.value.Arithmetic;
import perigee.value.Word;

/** Serves optimised code that waits for a {@link RuntimeFunction}. */
final class RuntimeCalls {
    private final LuaState state;

    RuntimeCalls(LuaState state) {
        this.state = state;
    }

    /** Does what the thread block says, or makes the frame the interpreter's. */
    void serve() {
        long base = state.stack().base();
        long place = state.stack().optimizedFrames().callee(base);
        long result;
        try {
            result = result(place + HEADER_BYTES);
        } catch (LuaError refused) {
            // The instruction, executed by the interpreter, raises the same error from the right place.
            result = LuaState.PENDING;
        }
        if (result == LuaState.PENDING) {
            state.errors().frames().top();
        } else {
            Memory.putLong(place, result);
        }
    }

    /** @param operands address of the first one */
    private long result(long operands) {
        long t = state.stack().threadBlock();
        long a = Memory.getLong(operands);
        long b = Memory.getLong(operands + 8);
        long c = Memory.getLong(operands + 16);
        return switch (RuntimeFunction.of(Memory.getInt(t + ThreadLayout.RUNTIME_FUNCTION))) {
            case LOOKUP, GET_INDEX -> state.indexing().get(a, b);
            case APPEND, SET_INDEX -> state.indexing().set(a, b, c);
            case TABLE_LENGTH -> state.operators().length(a);
            case EQUAL_WORDS -> state.operators().equals(a, b);
            case LESS_STRINGS -> state.operators().compare(Event.LT, a, b);
            case LESS_OR_EQUAL_STRINGS -> state.operators().compare(Event.LE, a, b);
            case CONCAT -> {
                long joined = state.operators().joinAll(operands, state.stack().argumentCount());
                yield joined == 0 ? LuaState.PENDING : joined;
            }
            case ADD_WORDS -> state.operators().arithmetic(Event.ADD, a, b);
            case SUB_WORDS -> state.operators().arithmetic(Event.SUB, a, b);
            case MUL_WORDS -> state.operators().arithmetic(Event.MUL, a, b);
            case DIV_WORDS -> state.operators().arithmetic(Event.DIV, a, b);
            case MOD_WORDS -> state.operators().arithmetic(Event.MOD, a, b);
            case IDIV_WORDS -> state.operators().arithmetic(Event.IDIV, a, b);
            case POW_WORDS -> state.operators().arithmetic(Event.POW, a, b);
            case ADD_FIELD -> {
                state.tables().addField(a, state.tables().shapeById((int) Word.integer(c)), b);
                yield Word.NIL;
            }
            case SUBSTRING -> substring(a, (int) Word.integer(b), (int) Word.integer(c));
            case FLOAT_MODULO -> Word.ofForeignFloat(Arithmetic.floorModulo(Word.floating(a), Word.floating(b)));
            case FLOAT_POWER -> Word.ofForeignFloat(Arithmetic.power(Word.floating(a), Word.floating(b)));
        };
    }

    /** Bytes from one position to another, from 1 on. */
    private long substring(long string, int first, int last) {
        return state.strings().copyOf(string + StringLayout.BYTES + first - 1, last - first + 1);
    }
}
