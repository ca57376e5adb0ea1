package perigee.fuzz;

/**
 * What a program did under an engine. Bytes are chars here.
 *
 * @param end      how it ended
 * @param status   the exit status, where there is one
 * @param counts of a program that has ended under Perigee; else nothing
 */
record Outcome(End end, int status, Counts counts, String out, String err) {
    /**
     * What the tiers have done.
     *
     * @param compiled    functions compiled by the baseline compiler
     * @param optimized   functions and loops compiled by the optimising one
     * @param leftByForce guards that were made to leave
     */
    record Counts(long compiled, long optimized, long leftByForce) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(compiled + more.compiled, optimized + more.optimized, leftByForce + more.leftByForce);
        }
    }

    /** How a program ends. */
    enum End {
        /** by itself, with or without an error */
        EXIT,
        /** the engine went on for too long */
        TIMEOUT,
        /** the engine ended */
        CRASH
    }

    static Outcome failed(End end, String why) {
        return new Outcome(end, 0, Counts.NONE, "", why);
    }

    boolean isSame(Outcome other) {
        return end == End.EXIT && other.end == End.EXIT && status == other.status && out.equals(other.out)
                && err.equals(other.err);
    }

    /** What the error that ended the program says, but not where; empty if there was none. */
    String error() {
        return status == 0 ? "" : err.lines().findFirst().orElse("").replaceAll(":[0-9]+:", ":");
    }

    /** The first line in which this outcome, which was expected, and another one differ. */
    String difference(Outcome actual) {
        if (actual.end != End.EXIT) {
            return actual.end + " " + actual.err;
        }
        String[] expected = (out + err + "status " + status).split("\n");
        String[] found = (actual.out + actual.err + "status " + actual.status).split("\n");
        for (int i = 0; i < Math.max(expected.length, found.length); i++) {
            String left = i < expected.length ? expected[i] : "(end)";
            String right = i < found.length ? found[i] : "(end)";
            if (!left.equals(right)) {
                return "line " + (i + 1) + " of the output\n  expected: " + left + "\n  found:    " + right;
            }
        }
        return "none";
    }
}
