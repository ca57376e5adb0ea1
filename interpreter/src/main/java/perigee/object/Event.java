package perigee.object;

/**
 * The metamethod names (manual 2.4 and elsewhere). Those up to {@link #CONCAT} make up the behaviour of a metatable,
 * on which inline caches and compiled code rely; the others are looked up when they are needed.
 */
public enum Event {
    INDEX, NEWINDEX, CALL, EQ, LEN,
    ADD, SUB, MUL, MOD, POW, DIV, IDIV, BAND, BOR, BXOR, SHL, SHR, UNM, BNOT,
    LT, LE, CONCAT,
    CLOSE, GC, MODE, NAME, METATABLE, PAIRS, TOSTRING;

    /** Events from 0 to this one (exclusive) are part of a behaviour. */
    static final int BEHAVIOUR_COUNT = CLOSE.ordinal();
    private static final Event[] VALUES = values();

    /** The key in a metatable, as Java text. */
    public final String key = "__" + name().toLowerCase(java.util.Locale.ROOT);

    static Event of(int number) {
        return VALUES[number];
    }

    static int count() {
        return VALUES.length;
    }
}
