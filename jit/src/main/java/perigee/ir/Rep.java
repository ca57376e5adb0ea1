package perigee.ir;

/** How a value is held: what its bits are. */
public enum Rep {
    /** No value. */
    NONE('-'),
    /** A Lua value, or the address of an object of the heap: {@code perigee.value.Word}. */
    WORD('w'),
    /** A Lua integer, all 64 bits of it, or a machine integer as an array's size. */
    INT('i'),
    /** A Lua float. */
    FLOAT('f'),
    /** The truth of a condition; only branches, guards and {@link Op#BOX_BOOL} take it. */
    BOOL('b');

    private final char letter;

    Rep(char letter) {
        this.letter = letter;
    }

    /** As in the notation of {@link Op}. */
    public char letter() {
        return letter;
    }

    static Rep of(char letter) {
        for (Rep rep : values()) {
            if (rep.letter == letter) {
                return rep;
            }
        }
        throw new IllegalArgumentException("no representation " + letter);
    }
}
