package perigee.vm.tier;

/**
 * When functions are compiled.
 *
 * @param compiles       whether there is compiled code at all
 * @param calls          a function called so often is compiled by the baseline compiler
 * @param loops          so is one of whose loops so many rounds were run, a power of two
 * @param renewal        baseline code that was made too early to know what the function works with is made again after so many
 *                       calls, or rounds of a loop, a power of two; 0: never
 * @param waits          whether the first compile waits for the machine floor, instead of letting the interpreter go on
 * @param optimizedCalls a function called so often from then on is optimised; 0: none is
 * @param optimizedLoops so is a loop that has run so many rounds, a power of two, to be entered in the middle
 * @param relearning     functions whose field accesses have been megamorphic wait for so many calls more before they are
 *                       optimised for the first time, and those accesses learn anew meanwhile; 0: nothing of that
 * @param failures       optimised code that has failed so often at one place is thrown away; the more often that has
 *                       happened to the function, the more patience there is
 * @param harmless       percent: if failures cost no more of the time than that, the code is kept; 0: all count
 */
public record TierPolicy(boolean compiles, int calls, int loops, int renewal, boolean waits, int optimizedCalls,
        int optimizedLoops, int relearning, int failures, int harmless) {
    public static final TierPolicy INTERPRETER = new TierPolicy(false, Integer.MAX_VALUE, 0, 0, false, 0, 0, 0, 0);
    /** Baseline code at the first call, and better code when it has run for a while. */
    public static final TierPolicy BASELINE = new TierPolicy(true, 1, 1, 128, true, 0, 0, 0, 0);
    /** Baseline code at the first call, optimised code from the second one on. */
    public static final TierPolicy OPTIMIZED = new TierPolicy(true, 1, 1, 0, true, 1, 16, 0, 2);
    public static final TierPolicy DEFAULT = new TierPolicy(true, 40, 256, 0, false, 2_000, 1 << 14, 200, 10, 5);

    /** One by which all failures count. */
    public TierPolicy(boolean compiles, int calls, int loops, int renewal, boolean waits, int optimizedCalls,
            int optimizedLoops, int relearning, int failures) {
        this(compiles, calls, loops, renewal, waits, optimizedCalls, optimizedLoops, relearning, failures, 0);
    }

    public boolean optimizes() {
        return optimizedCalls > 0;
    }

    /** The policy of this name, or null. */
    public static TierPolicy of(String name) {
        return switch (name) {
            case "interp" -> INTERPRETER;
            case "baseline" -> BASELINE;
            case "optimized" -> OPTIMIZED;
            case "auto" -> DEFAULT;
            default -> null;
        };
    }
}
