package perigee.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs program after program under the reference and under engines, and keeps those that differ, reduced. */
final class Campaign {
    private static final long REDUCING_SECONDS = 150;

    /** What has happened. */
    static final class Tally {
        int programs;
        /** Programs that the reference did not finish in time. */
        int skipped;
        /** Programs that ended with an error. */
        int failed;
        /** Programs that the reference runs in one way, and then in another: a mistake of the grammar. */
        int unstable;
        int differences;
        /** What the tiers have done, by engine. */
        final Map<String, Outcome.Counts> counts = new TreeMap<>();

        @Override
        public String toString() {
            return programs + " programs, " + differences + " differences, " + failed + " ended by an error, " + skipped
                    + " skipped, " + unstable + " unstable; " + counts;
        }
    }

    private final Engine reference;
    private final List<? extends Engine> engines;
    private final Path reports;
    private final PrintStream log;
    private final int mostReductions;
    private final Grammar grammar = new Grammar();
    private final Tally tally = new Tally();

    /**
     * @param reports        the directory for programs that differ
     * @param mostReductions how many of them are made small, which takes minutes
     */
    Campaign(Engine reference, List<? extends Engine> engines, Path reports, PrintStream log, int mostReductions) {
        this.reference = reference;
        this.engines = engines;
        this.reports = reports;
        this.log = log;
        this.mostReductions = mostReductions;
    }

    Tally tally() {
        return tally;
    }

    /** Compares the engines on the program of a seed. */
    void run(long seed) throws IOException {
        String program = Generator.program(grammar, seed);
        Outcome expected = reference.run(program);
        tally.programs++;
        if (expected.end() != Outcome.End.EXIT) {
            tally.skipped++;
            return;
        }
        tally.failed += expected.status() == 0 ? 0 : 1;
        for (Engine engine : engines) {
            Outcome actual = engine.run(program);
            tally.counts.merge(engine.name(), actual.counts(), Outcome.Counts::plus);
            if (!expected.isSame(actual)) {
                report(seed, engine, program, expected, actual);
            }
        }
    }

    private void report(long seed, Engine engine, String program, Outcome expected, Outcome actual) throws IOException {
        if (!reference.run(program).isSame(expected)) {
            tally.unstable++;
            log.println("seed " + seed + ": " + reference.name() + " does not do the same again");
            return;
        }
        tally.differences++;
        log.println("seed " + seed + " in " + engine.name() + ": " + expected.difference(actual));
        Files.createDirectories(reports);
        String name = seed + "-" + engine.name().substring(engine.name().lastIndexOf('/') + 1);
        keep(name, program, expected.difference(actual));
        if (tally.differences <= mostReductions) {
            String small = reduce(program, reference, engine, actual.end());
            Outcome right = reference.run(small);
            keep(name + "-reduced", small, right.difference(engine.run(small)));
            log.println("reduced to " + small.lines().count() + " lines:\n" + small);
        }
        log.flush();
    }

    /** Makes a program smaller that an engine runs in another way than the reference, which repeats itself, does. */
    static String reduce(String program, Engine reference, Engine engine, Outcome.End end) {
        String error = reference.run(program).error();
        return Reducer.reduce(program, candidate -> {
            Outcome right = reference.run(candidate);
            if (right.end() != Outcome.End.EXIT || !right.error().equals(error)) {
                return false;
            }
            Outcome found = engine.run(candidate);
            return found.end() == end && !right.isSame(found) && reference.run(candidate).isSame(right);
        }, REDUCING_SECONDS);
    }

    private void keep(String name, String program, String difference) throws IOException {
        Files.writeString(reports.resolve(name + ".lua"), program, StandardCharsets.ISO_8859_1);
        Files.writeString(reports.resolve(name + ".txt"), difference + "\n", StandardCharsets.ISO_8859_1);
    }
}
