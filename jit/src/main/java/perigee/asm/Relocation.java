package perigee.asm;

/**
 * A place where the address of a symbol goes once code and symbol have one: {@code field := symbol + addend} or
 * {@code symbol + addend - address of the field}, as ELF counts.
 *
 * @param offset where the field is, in bytes from the beginning of the code
 * @param symbol the name that was declared, or {@link #SELF}
 * @param addend what is added; of a call, -4, since the processor counts from the end of the field
 */
public record Relocation(int offset, Kind kind, String symbol, int addend) {
    /** Stands for the first byte of the code itself: jump tables, resume addresses. */
    public static final String SELF = "";

    /** How the field is made. */
    public enum Kind {
        /** Signed, relative to the field itself; the distance must fit. */
        REL32(4),
        /** The address. */
        ABS64(8);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        /** The field's size. */
        public int bytes() {
            return bytes;
        }
    }

    /** The distance from the end of the field, as in {@code call}, {@code jmp}, {@code [rip+disp32]}. */
    public static Relocation rel32(int offset, String symbol) {
        return new Relocation(offset, Kind.REL32, symbol, -Kind.REL32.bytes);
    }

    /** The address. */
    public static Relocation abs64(int offset, String symbol) {
        return new Relocation(offset, Kind.ABS64, symbol, 0);
    }

    private long unchecked(long code, long target) {
        return kind == Kind.ABS64 ? target + addend : target + addend - (code + offset);
    }

    /** Whether the field can be made; parameters as of {@link #value}. */
    public boolean reaches(long code, long target) {
        long value = unchecked(code, target);
        return kind == Kind.ABS64 || value == (int) value;
    }

    /**
     * The field's value.
     *
     * @param code   the address of the code's first byte
     * @param target the address of the symbol
     * @throws IllegalArgumentException if a relative field cannot reach so far
     */
    public long value(long code, long target) {
        if (!reaches(code, target)) {
            throw new IllegalArgumentException(symbol + " is out of reach of 32 bits");
        }
        return unchecked(code, target);
    }

    /** For messages, counted as the processor does: {@code rel32 write_barrier+8 at 0x1c}. */
    @Override
    public String toString() {
        String name = symbol.equals(SELF) ? "self" : symbol;
        int added = kind == Kind.REL32 ? addend + kind.bytes : addend;
        String distance = added == 0 ? "" : added > 0 ? "+" + added : Integer.toString(added);
        return (kind == Kind.REL32 ? "rel32 " : "abs64 ") + name + distance + " at 0x" + Integer.toHexString(offset);
    }
}
