package perigee.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes the page of a file of results: {@code RESULTS.json PAGE.html}. */
public final class Report {
    private static final int WRONG_USE = 2;

    private Report() {
    }

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: bench/jmh-report RESULTS.json PAGE.html");
            System.exit(WRONG_USE);
        }
        try {
            Results results = Results.parse(Files.readString(Path.of(arguments[0])));
            Files.writeString(Path.of(arguments[1]), Page.of(results));
        } catch (NoSuchFileException missing) {
            fail("no such file: " + missing.getMessage());
        } catch (IOException failure) {
            fail(arguments[0] + ": " + failure.getMessage());
        }
    }

    private static void fail(String why) {
        System.err.println("jmh-report: " + why);
        System.exit(1);
    }
}
