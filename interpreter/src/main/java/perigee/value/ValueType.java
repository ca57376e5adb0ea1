package perigee.value;

import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/** The basic types of Lua (manual 2.1), and type tests on words. */
public enum ValueType {
    NIL("nil"), BOOLEAN("boolean"), LIGHT_USERDATA("userdata"), NUMBER("number"), STRING("string"), TABLE("table"),
    FUNCTION("function"), USERDATA("userdata"), THREAD("thread");

    /** The name that {@code type} returns. */
    public final String luaName;

    ValueType(String luaName) {
        this.luaName = luaName;
    }

    public static ValueType of(long word) {
        if (Word.isObject(word)) {
            int shape = Memory.getInt(word + ObjectHeader.SHAPE);
            return switch (shape) {
                case HeapType.STRING, HeapType.ROPE -> STRING;
                case HeapType.CLOSURE, HeapType.NATIVE -> FUNCTION;
                case HeapType.USERDATA -> USERDATA;
                case HeapType.COROUTINE -> THREAD;
                case HeapType.BOX -> NUMBER;
                default -> {
                    if (shape < HeapType.FIRST_SHAPE) {
                        throw new AssertionError("an internal object of type " + shape + " is in use as a value");
                    }
                    yield TABLE;
                }
            };
        }
        if (word == Word.NIL) {
            return NIL;
        }
        if (Word.isBoolean(word)) {
            return BOOLEAN;
        }
        return Word.isLight(word) ? LIGHT_USERDATA : NUMBER;
    }

    private static int heapType(long word) {
        return Word.isObject(word) ? Memory.getInt(word + ObjectHeader.SHAPE) : HeapType.FREE;
    }

    public static boolean isTable(long word) {
        return Word.isObject(word) && Memory.getInt(word + ObjectHeader.SHAPE) >= HeapType.FIRST_SHAPE;
    }

    /** Flat or rope. */
    public static boolean isString(long word) {
        int type = heapType(word);
        return type == HeapType.STRING || type == HeapType.ROPE;
    }

    public static boolean isFlatString(long word) {
        return heapType(word) == HeapType.STRING;
    }

    /** A Lua function. */
    public static boolean isClosure(long word) {
        return heapType(word) == HeapType.CLOSURE;
    }

    /** A function written in Java. */
    public static boolean isNative(long word) {
        return heapType(word) == HeapType.NATIVE;
    }

    public static boolean isFunction(long word) {
        int type = heapType(word);
        return type == HeapType.CLOSURE || type == HeapType.NATIVE;
    }

    public static boolean isUserdata(long word) {
        return heapType(word) == HeapType.USERDATA;
    }

    public static boolean isCoroutine(long word) {
        return heapType(word) == HeapType.COROUTINE;
    }

    /** An integer in a box. */
    public static boolean isBox(long word) {
        return heapType(word) == HeapType.BOX;
    }

    /** Integer or float, boxed or not. */
    public static boolean isNumber(long word) {
        return Word.isInteger(word) || Word.isFloat(word) || isBox(word);
    }

    /** An integer, boxed or not. */
    public static boolean isInteger(long word) {
        return Word.isInteger(word) || isBox(word);
    }
}
