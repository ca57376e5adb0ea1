package perigee.vm.embed;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The results of a call, or the arguments of a {@link JavaFunction}: any number of values. Immutable. As in Lua, there
 * is no end: what lies beyond the last value is nil.
 */
public final class LuaValues {
    /** No values. */
    public static final LuaValues NONE = new LuaValues(new Object[0]);

    private final Object[] values;

    private LuaValues(Object[] values) {
        this.values = values;
    }

    /** These values; they are looked at when they are given to a {@link Lua}. */
    public static LuaValues of(Object... values) {
        return new LuaValues(values.clone());
    }

    /** Takes the array over. */
    static LuaValues owning(Object[] values) {
        return values.length == 0 ? NONE : new LuaValues(values);
    }

    /** The array itself, not to be written to. */
    Object[] array() {
        return values;
    }

    public int count() {
        return values.length;
    }

    /**
     * The value at an index from 0: null (nil), Boolean, Long, Double, LuaString, LuaTable, LuaFunction or LuaObject.
     */
    public Object get(int index) {
        return index < values.length ? values[index] : null;
    }

    public boolean isNil(int index) {
        return get(index) == null;
    }

    /** Whether the value is neither nil nor false. */
    public boolean isTruthy(int index) {
        return get(index) != null && !Boolean.FALSE.equals(get(index));
    }

    /** @throws IllegalArgumentException unless the value is a boolean; so do the other methods for their types */
    public boolean getBoolean(int index) {
        return value(index, Boolean.class, "boolean");
    }

    /** The value, an integer, or a float with an integer value. */
    public long getLong(int index) {
        if (get(index) instanceof Double number && number == number.longValue() && number != 0x1p63) {
            return number.longValue();
        }
        return value(index, Long.class, "integer");
    }

    /** The value, a number. */
    public double getDouble(int index) {
        return get(index) instanceof Long number ? number : value(index, Double.class, "number");
    }

    /** The value, a string, as text: see {@link LuaString#toString}. */
    public String getText(int index) {
        return getString(index).toString();
    }

    public LuaString getString(int index) {
        return value(index, LuaString.class, "string");
    }

    public LuaTable getTable(int index) {
        return value(index, LuaTable.class, "table");
    }

    public LuaFunction getFunction(int index) {
        return value(index, LuaFunction.class, "function");
    }

    private <T> T value(int index, Class<T> type, String name) {
        Object value = get(index);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("value #" + (index + 1) + ": " + name + " expected, got "
                    + typeName(value));
        }
        return type.cast(value);
    }

    private static String typeName(Object value) {
        return switch (value) {
            case null -> "nil";
            case Boolean _ -> "boolean";
            case Long _, Double _ -> "number";
            case LuaString _ -> "string";
            case LuaHandle handle -> handle.type();
            default -> value.getClass().getName();
        };
    }

    /** All of them, to be read. */
    public List<Object> toList() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
