package perigee.regalloc;

import java.util.Arrays;
import java.util.Random;
import perigee.lir.Place;

/**
 * The registers that an allocator may use, and how it chooses among equals. Pinned registers, rsp, and the scratch
 * registers r11 and xmm15 are never among them.
 */
public final class RegisterSet {
    /** Scratch registers of moves and of the emitter. */
    public static final int SCRATCH = Place.R11;
    public static final int SCRATCH_XMM = Place.XMM0 + 15;

    private static final int[] GPRS = {Place.RAX, Place.RCX, Place.RDX, Place.RSI, Place.RDI, 8, 9, 10, Place.RBP, 12};

    /** Of each class, so many are needed at least, and there are so many at most. */
    public static final int FEWEST = 3;
    public static final int MOST_GPRS = GPRS.length;
    public static final int MOST_XMMS = 15;

    private final int[] gprs;
    private final int[] xmms;
    /** Null unless registers are chosen at random. */
    private final Random random;

    private RegisterSet(int[] gprs, int[] xmms, Random random) {
        this.gprs = gprs;
        this.xmms = xmms;
        this.random = random;
    }

    /** All of them. */
    public static RegisterSet all() {
        return first(MOST_GPRS, MOST_XMMS);
    }

    /** Three of each class: what single operations need, and no more. */
    public static RegisterSet three() {
        return first(FEWEST, FEWEST);
    }

    /** The first so many general registers, and so many vector registers. */
    public static RegisterSet first(int gprs, int xmms) {
        if (gprs < FEWEST || gprs > MOST_GPRS || xmms < FEWEST || xmms > MOST_XMMS) {
            throw new IllegalArgumentException(gprs + " and " + xmms + " registers");
        }
        return new RegisterSet(Arrays.copyOf(GPRS, gprs), xmms(xmms), null);
    }

    /** All of them, chosen at random, but the same ones for the same seed. */
    public static RegisterSet random(long seed) {
        return new RegisterSet(GPRS, xmms(MOST_XMMS), new Random(seed));
    }

    private static int[] xmms(int count) {
        int[] xmms = new int[count];
        for (int i = 0; i < count; i++) {
            xmms[i] = Place.xmm(i);
        }
        return xmms;
    }

    int[] registers(boolean xmm) {
        return xmm ? xmms : gprs;
    }

    /** Which of some equal choices to take: 0 unless at random. */
    int choose(int choices) {
        return random == null ? 0 : random.nextInt(choices);
    }

    /** Number of general registers. */
    public int gprs() {
        return gprs.length;
    }

    /** Number of vector registers. */
    public int xmms() {
        return xmms.length;
    }

    /** Whether the same compile may come out in another way the next time. */
    public boolean isRandom() {
        return random != null;
    }
}
