package perigee.vm.tier;

import java.util.SplittableRandom;

/**
 * Makes compiles fail on purpose, about every other one, each at a step drawn at random: a program must not notice but by
 * its speed. Compilers say where their steps are.
 */
public final class Faults {
    /** Nothing fails. */
    public static final Faults NONE = new Faults(null);

    /** The failure of a compile that was made to fail. */
    static final class Injected extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Injected() {
            super("injected failure", null, false, false);
        }
    }

    private final SplittableRandom random;
    /** Steps up to the one that fails; 0 is none. */
    private long left;
    private long injected;

    private Faults(SplittableRandom random) {
        this.random = random;
    }

    /** Failures that a seed determines. */
    public static Faults of(long seed) {
        return new Faults(new SplittableRandom(seed));
    }

    /** A compile of about so many steps begins. */
    void begin(int steps) {
        left = random == null ? 0 : 1 + random.nextInt(2 * steps);
    }

    /** A step of the compile. */
    void step() {
        if (left != 0 && --left == 0) {
            injected++;
            throw new Injected();
        }
    }

    /** Whether something that has one step only fails. */
    boolean strikes() {
        boolean strikes = random != null && random.nextBoolean();
        injected += strikes ? 1 : 0;
        return strikes;
    }

    /** The compile is over. */
    void end() {
        left = 0;
    }

    /** Failures so far. */
    public long injected() {
        return injected;
    }
}
