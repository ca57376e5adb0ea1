package perigee.vm.tier;

import java.util.SplittableRandom;
import perigee.code.InstallFaults;

/**
 * Makes compiles fail on purpose: about every other one, at a step drawn at random, or one at a step that a test chooses. A
 * program must not notice but by its speed. Compilers and the code cache say where their steps are.
 */
public final class Faults implements InstallFaults {
    /** Nothing fails. */
    public static final Faults NONE = new Faults(null, () -> { });
    /** What an injected failure is called. */
    static final String INJECTED = "injected failure";

    /** The failure of a compile that was made to fail. */
    static final class Injected extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Injected() {
            super(INJECTED, null, false, false);
        }

        @Override
        public String toString() {
            return INJECTED;
        }
    }

    private final SplittableRandom random;
    /** Throws something. */
    private final Runnable failure;
    /** Steps up to the one that fails; 0 is none. */
    private long left;
    private long injected;

    private Faults(SplittableRandom random, Runnable failure) {
        this.random = random;
        this.failure = failure;
    }

    private static void fail() {
        throw new Injected();
    }

    /** Failures that a seed determines. */
    public static Faults of(long seed) {
        return new Faults(new SplittableRandom(seed), Faults::fail);
    }

    /** A failure when {@link #failAt} says so. */
    static Faults chosen() {
        return chosen(Faults::fail);
    }

    /** @param failure throws what a compile is to meet */
    static Faults chosen(Runnable failure) {
        return new Faults(null, failure);
    }

    /** Of {@link #chosen} failures: has the step of this number from now on fail, in whatever compile or install it is. */
    void failAt(long step) {
        left = step;
    }

    /** A compile of about so many steps begins. */
    void begin(int steps) {
        if (random != null) {
            left = 1 + random.nextInt(2 * steps);
        }
    }

    /** A step of the compile. */
    void step() {
        if (strikes()) {
            failure.run();
        }
    }

    /** A step that fails by a value. */
    @Override
    public boolean strikes() {
        boolean strikes = left != 0 && --left == 0;
        injected += strikes ? 1 : 0;
        return strikes;
    }

    /** Whether something that has one step only, outside of a compile, fails. */
    boolean strikesAlone() {
        if (random == null) {
            return strikes();
        }
        boolean strikes = random.nextBoolean();
        injected += strikes ? 1 : 0;
        return strikes;
    }

    /** The compile is over. */
    void end() {
        if (random != null) {
            left = 0;
        }
    }

    /** Failures so far. */
    public long injected() {
        return injected;
    }
}
