package perigee.code;

/**
 * Where a piece of code may go.
 *
 * @param lowest the lowest address at which it may start
 * @param highest the highest one
 */
public record Placement(long lowest, long highest) {
    /** A signed 32-bit displacement reaches this far; what is left out allows for the length of code and instruction. */
    private static final long REACH = (1L << 31) - (1L << 24);

    public static final Placement ANYWHERE = new Placement(0, Long.MAX_VALUE);

    public Placement {
        if (lowest < 0 || highest < lowest) {
            throw new IllegalArgumentException("no such place");
        }
    }

    /** At just this address, a multiple of {@link CodeCache#ALIGNMENT}. */
    public static Placement at(long address) {
        return new Placement(address, address);
    }

    /** Where calls and data references with 32-bit displacements reach an address. */
    public static Placement near(long address) {
        return new Placement(Math.max(0, address - REACH), address + REACH);
    }
}
