package perigee.vm.embed;

import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** Values of Java to words and back. Allocates, and so never collects. */
final class Conversion {
    private final Machine machine;
    private final LuaState state;

    Conversion(Machine machine) {
        this.machine = machine;
        state = machine.state();
    }

    /** @throws IllegalArgumentException for what is no value of Lua, or one of another {@link Lua} */
    long word(Object value) {
        // Not a switch over patterns, which took an eighth of the time of a call from Java.
        if (value == null) {
            return Word.NIL;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof LuaString string) {
            return state.strings().of(string.array());
        }
        if (value instanceof String text) {
            return state.strings().of(LuaString.of(text).array());
        }
        if (value instanceof Boolean truth) {
            return Word.ofBoolean(truth);
        }
        if (value instanceof LuaHandle handle) {
            return word(handle);
        }
        if (value instanceof byte[] bytes) {
            return state.strings().of(bytes);
        }
        if (value instanceof JavaFunction function) {
            return machine.javaCalls().word(function);
        }
        throw noValue(value);
    }

    private long number(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return state.integer(number.longValue());
        }
        if (number instanceof Double || number instanceof Float) {
            return Word.ofForeignFloat(number.doubleValue());
        }
        throw noValue(number);
    }

    private static IllegalArgumentException noValue(Object value) {
        return new IllegalArgumentException("no value of Lua: an object of " + value.getClass());
    }

    /**
     * The word of what is to be a key of a table. A name of Java's is an old object, as those in chunks are: functions
     * that are to be compiled have no constants that move.
     */
    long key(Object key) {
        return key instanceof String name ? state.strings().internConstant(LuaString.of(name).array()) : word(key);
    }

    private long word(LuaHandle handle) {
        if (handle.machine != machine) {
            throw new IllegalArgumentException("a " + handle.type() + " of another Lua");
        }
        return handle.word();
    }

    long[] words(Object[] values) {
        long[] words = new long[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(values[i]);
        }
        return words;
    }

    Object value(long word) {
        return switch (ValueType.of(word)) {
            case NIL -> null;
            case BOOLEAN -> word == Word.TRUE;
            case NUMBER -> number(word);
            case STRING -> LuaString.owning(Strings.toBytes(state.strings().flat(word)));
            case TABLE -> new LuaTable(machine, word);
            case FUNCTION -> new LuaFunction(machine, word);
            case LIGHT_USERDATA, USERDATA, THREAD -> new LuaObject(machine, word);
        };
    }

    private static Object number(long word) {
        // Two returns: the operator ?: would make a double of both.
        if (Word.isFloat(word)) {
            return Word.floating(word);
        }
        return LuaState.toLong(word);
    }

    /** The values of so many words that stand in a row. */
    LuaValues values(long first, int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = value(Memory.getLong(first + 8L * i));
        }
        return LuaValues.owning(values);
    }
}
