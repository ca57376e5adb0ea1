package perigee.fuzz;

/**
 * What a program did under an engine. Bytes are chars here.
 *
 * @param end      how it ended
 * @param status   the exit status, where there is one
 * @param compiled how many functions were compiled
 */
record Outcome(End end, int status, int compiled, String out, String err) {
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
        return new Outcome(end, 0, 0, "", why);
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
