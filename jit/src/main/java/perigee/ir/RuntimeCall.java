package perigee.ir;

/**
 * The table of operations that are calls of stubs or of Java, with their effects. Those that refuse leave to the state of
 * their node, where the interpreter does the operation in full; none of them calls Lua, raises an error, or collects.
 *
 * <p>Notation as in {@link Op}.
 */
public enum RuntimeCall {
    /** {@code t[i] = v} beyond the array's end: appends, or refuses. Table, index, value. */
    APPEND("-=wiw", bits(Alias.METATABLE, Alias.HASH), bits(Alias.ARRAY, Alias.ARRAY_SIZE, Alias.ELEMENT), true),
    /** {@code #t} of a table without {@code __len}, or refuses. */
    TABLE_LENGTH("i=w", bits(Alias.METATABLE, Alias.ARRAY, Alias.ARRAY_SIZE, Alias.ELEMENT, Alias.HASH), 0, true),
    /** A field by the shared cache of lookups; object, key (a string). Refuses when the cache does not know. */
    LOOKUP("w=ww", Alias.EVERYTHING, 0, true),
    /** A value by any key, without metamethods; refuses when there are some. */
    GET_INDEX("w=ww", Alias.EVERYTHING, 0, true),
    /** {@code t[k] = v}, without metamethods; refuses when there are some, or the key is none. */
    SET_INDEX("-=www", Alias.EVERYTHING, Alias.EVERYTHING, true),
    /** A table's own value by any key. */
    RAW_GET("w=ww", Alias.EVERYTHING, 0, true),
    /** Makes it that, or refuses when the key is none. */
    RAW_SET("-=www", Alias.EVERYTHING, Alias.EVERYTHING, true),
    /** What a table's metatable, if it has one, has for an event, or nil. Table, name of the event. */
    METAMETHOD("w=ww", Alias.EVERYTHING, 0, false),
    /** The name of a value's type. The function {@code type}, which has the names as upvalues; the value. */
    TYPE_NAME("w=ww", 0, 0, false),
    /** Equality of two words, without metamethods; refuses when there may be some. */
    EQUAL_WORDS("b=ww", 0, 0, true),
    /** Whether a string is less than another; refuses other words. */
    LESS_STRINGS("b=ww", 0, 0, true),
    LESS_OR_EQUAL_STRINGS("b=ww", 0, 0, true),
    /** The concatenation of strings and numbers, any number of them; refuses other words. */
    CONCAT("w=*", 0, 0, true),
    /** The float or integer that arithmetic of two words gives, whatever kinds of numbers they are. */
    ADD_WORDS("w=ww", 0, 0, true),
    SUB_WORDS("w=ww", 0, 0, true),
    MUL_WORDS("w=ww", 0, 0, true),
    DIV_WORDS("w=ww", 0, 0, true),
    MOD_WORDS("w=ww", 0, 0, true),
    IDIV_WORDS("w=ww", 0, 0, true),
    POW_WORDS("w=ww", 0, 0, true),
    /** The field that a shape has more than the object's is added, in a SLOTS block that may have to be made. Object, value; the
     * node's number is that shape's. */
    ADD_FIELD("-=ww", 0, bits(Alias.SHAPE, Alias.SLOTS, Alias.OUTER_FIELD, Alias.FIELD), false),
    /** Extra argument of the frame by its number from 0 (an integer), or nil. */
    EXTRA_ARGUMENT("w=i", Alias.THREAD.bit(), 0, false),
    /** How many extra arguments the frame has. */
    EXTRA_COUNT("i=", Alias.THREAD.bit(), 0, false),
    /**
     * The extra arguments of the frame as an open list, whose number it gives, once there is room for so many words more than
     * the list above the frame; refuses when there cannot be.
     */
    EXTRA_LIST("i=i", Alias.THREAD.bit(), 0, true),
    /**
     * Elements of a table whose constructor is running, from a number on (the first integer is one less) the values of an open
     * list (the second). Where that is a call's, the state only says where memory runs out.
     */
    SET_LIST("-=wii", bits(Alias.HASH), bits(Alias.ARRAY, Alias.ARRAY_SIZE, Alias.ELEMENT, Alias.HASH), true),
    /** String of bytes i to j of a string, both from 1 and within it. */
    SUBSTRING("w=wii", 0, 0, false);

    private final Rep result;
    private final String inputs;
    private final boolean open;
    private final int reads;
    private final int writes;
    private final boolean refuses;

    RuntimeCall(String notation, int reads, int writes, boolean refuses) {
        int equals = notation.indexOf('=');
        result = Rep.of(notation.charAt(0));
        String rest = notation.substring(equals + 1);
        open = rest.endsWith("*");
        inputs = open ? rest.substring(0, rest.length() - 1) : rest;
        this.reads = reads;
        this.writes = writes;
        this.refuses = refuses;
    }

    private static int bits(Alias... aliases) {
        int set = 0;
        for (Alias alias : aliases) {
            set |= alias.bit();
        }
        return set;
    }

    public Rep result() {
        return result;
    }

    public int arity() {
        return inputs.length();
    }

    public Rep input(int i) {
        return i < inputs.length() ? Rep.of(inputs.charAt(i)) : Rep.WORD;
    }

    public boolean isOpen() {
        return open;
    }

    /** Bits of {@link Alias}. */
    public int reads() {
        return reads;
    }

    public int writes() {
        return writes;
    }

    /** Whether it may leave to the node's state. */
    public boolean refuses() {
        return refuses;
    }

    /** Whether it may be left out when its value is not used. */
    public boolean isRemovable() {
        return writes == 0 && !refuses;
    }

    /** Whether it gives a number, made of two numbers, whatever their kinds. */
    public boolean isArithmetic() {
        return ADD_WORDS.ordinal() <= ordinal() && ordinal() <= POW_WORDS.ordinal();
    }

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
