package perigee.asm;

/**
 * A place where the address of a symbol goes once code and symbol have one: {@code field := symbol + addend} or
 * {@code symbol + addend - address of the field}, as ELF counts.
 *
 * @param offset where the field is, in bytes from the beginning of the {@link MachineCode}
 * @param symbol the name that was declared
 * @param addend what is added; of a call, -4, since the processor counts from the end of the field
 */
public record Relocation(int offset, Kind kind, String symbol, int addend) {
    /** How the field is made. */
    public enum Kind {
        /** Four bytes, signed, relative to the field itself; the distance must fit. */
        REL32,
        /** Eight bytes, the address. */
        ABS64
    }

    /**
     * The field's value.
     *
     * @param code   the address of the code's first byte
     * @param target the address of the symbol
     * @throws IllegalArgumentException if a relative field cannot reach so far
     */
    public long value(long code, long target) {
        if (kind == Kind.ABS64) {
            return target + addend;
        }
        long distance = target + addend - (code + offset);
        if (distance != (int) distance) {
            throw new IllegalArgumentException(symbol + " is out of reach of 32 bits");
        }
        return distance;
    }
}
