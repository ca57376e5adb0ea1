package perigee.asm;

/** Doing nothing for a given number of bytes, in the sequences that the manual recommends (NOP, table 4-12). */
final class Nops {
    /** The longest single instruction. */
    static final int LONGEST = 9;

    /** By length. The long forms are {@code nop r/m32} of {@code [rax]}, {@code [rax+0]}, {@code [rax+rax+0]}, ... */
    private static final byte[][] SEQUENCES = {
            {},
            {(byte) 0x90},
            {0x66, (byte) 0x90},
            {0x0F, 0x1F, 0x00},
            {0x0F, 0x1F, 0x40, 0},
            {0x0F, 0x1F, 0x44, 0, 0},
            {0x66, 0x0F, 0x1F, 0x44, 0, 0},
            {0x0F, 0x1F, (byte) 0x80, 0, 0, 0, 0},
            {0x0F, 0x1F, (byte) 0x84, 0, 0, 0, 0, 0},
            {0x66, 0x0F, 0x1F, (byte) 0x84, 0, 0, 0, 0, 0},
    };

    private Nops() {
    }

    /** Appends as few instructions as fill the bytes. */
    static void fill(Encoder out, int count) {
        for (int rest = count; rest > 0; rest -= LONGEST) {
            byte[] sequence = SEQUENCES[Math.min(rest, LONGEST)];
            out.append(sequence, 0, sequence.length);
        }
    }
}
