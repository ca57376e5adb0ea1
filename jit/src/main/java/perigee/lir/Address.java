package perigee.lir;

/**
 * The address of memory, for a builder: {@code [base + index * scale + displacement]}.
 *
 * @param base  a register, pinned register or {@link Value#NONE}
 * @param index the same
 * @param scale 1, 2, 4 or 8
 */
public record Address(int base, int index, int scale, int displacement) {
    public Address {
        if (Integer.bitCount(scale) != 1 || scale > 8 || scale < 1) {
            throw new IllegalArgumentException("scale: " + scale);
        }
    }

    public static Address of(int base, int displacement) {
        return new Address(base, Value.NONE, 1, displacement);
    }

    public static Address of(int base, int index, int scale, int displacement) {
        return new Address(base, index, scale, displacement);
    }

    int scaleBits() {
        return Integer.numberOfTrailingZeros(scale);
    }
}
