package perigee.code;

/**
 * A field of a piece of code that depends on where that code, or a symbol, is.
 *
 * @param offset of the field in the code
 * @param symbol a name of the {@link SymbolTable}, or {@link #SELF}
 * @param addend added to the symbol's address
 */
public record Relocation(Kind kind, int offset, String symbol, long addend) {
    /** Stands for the first byte of the code itself: jump tables, resume addresses. */
    public static final String SELF = "";

    public enum Kind {
        /** Four bytes: the distance from the end of the field, as in {@code call}, {@code jmp}, {@code [rip+disp32]}. */
        REL32(4),
        /** Eight bytes: the address. */
        ABS64(8);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    public static Relocation rel32(int offset, String symbol) {
        return new Relocation(Kind.REL32, offset, symbol, 0);
    }

    public static Relocation abs64(int offset, String symbol) {
        return new Relocation(Kind.ABS64, offset, symbol, 0);
    }

    /** For messages: {@code rel32 write_barrier+8 at 0x1c}. */
    @Override
    public String toString() {
        String name = symbol.equals(SELF) ? "self" : symbol;
        String distance = addend == 0 ? "" : addend > 0 ? "+" + addend : Long.toString(addend);
        return (kind == Kind.REL32 ? "rel32 " : "abs64 ") + name + distance + " at 0x" + Integer.toHexString(offset);
    }
}
