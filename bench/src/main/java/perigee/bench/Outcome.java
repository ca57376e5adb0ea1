package perigee.bench;

/** What one process of one engine came to. */
sealed interface Outcome {

    /** The program accepted its result; {@code seconds} is per iteration or per process, as the mode says. */
    record Time(double seconds) implements Outcome {
    }

    /** The program raised an error, found its result wrong, ran out of time or could not be started. */
    record Failure(String reason) implements Outcome {
    }

    /** The beginning of what a process printed, on one line, short enough for a message. */
    static String firstLines(String output) {
        String line = output.strip().lines().limit(3).reduce((a, b) -> a + " | " + b.strip()).orElse("(nothing)");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
