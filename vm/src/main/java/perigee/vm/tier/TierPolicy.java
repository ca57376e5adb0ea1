package perigee.vm.tier;

/**
 * When functions are compiled.
 *
 * @param compiles whether there is compiled code at all
 * @param calls    a function called so often is compiled by the baseline compiler
 * @param loops    so is one of whose loops so many rounds were run, a power of two
 * @param waits    whether the first compile waits for the machine floor, instead of letting the interpreter go on
 */
public record TierPolicy(boolean compiles, int calls, int loops, boolean waits) {
    public static final TierPolicy INTERPRETER = new TierPolicy(false, Integer.MAX_VALUE, 0, false);
    public static final TierPolicy BASELINE = new TierPolicy(true, 1, 1, true);
    public static final TierPolicy DEFAULT = new TierPolicy(true, 40, 256, false);

    /** The policy of this name, or null. */
    public static TierPolicy of(String name) {
        return switch (name) {
            case "interp" -> INTERPRETER;
            case "baseline" -> BASELINE;
            case "auto" -> DEFAULT;
            default -> null;
        };
    }
}
