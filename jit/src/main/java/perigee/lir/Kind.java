package perigee.lir;

/** What the bits of a virtual register mean, and so how they may be kept across a collection. */
public enum Kind {
    /** A valid tagged word, or the address of a heap object: what the collector understands, and may change. */
    WORD,
    /** Any 64 bits, an integer. */
    INT,
    /** A double; a NaN among them is one that a word can hold. */
    FLOAT,
    /** Any 64 bits that a collection would make wrong, as an address within an object: never live across a safepoint. */
    RAW;

    private static final Kind[] ALL = values();

    /** Whether registers of this kind are vector registers. */
    public boolean isFloat() {
        return this == FLOAT;
    }

    static Kind of(int ordinal) {
        return ALL[ordinal];
    }
}
