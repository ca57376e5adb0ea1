package perigee.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints a comparison: a row for each program as soon as it is complete, then the means. */
final class ComparisonTable {

    private static final String LABEL = "%-14s %-13s";
    private static final String TIME = " %14s";
    private static final String RATIO = " %9s";

    private final Comparison comparison;
    private final PrintStream out;

    ComparisonTable(Comparison comparison, PrintStream out) {
        this.comparison = comparison;
        this.out = out;
    }

    void printHeader() {
        Mode mode = comparison.mode();
        out.printf("%s: milliseconds %s", mode.label(), mode.explanation());
        if (comparison.engines().size() > 1) {
            out.printf("; ratio: time relative to %s", comparison.base().name());
        }
        out.printf("%n%n" + LABEL, "program", "kind");
        for (Engine engine : comparison.engines()) {
            out.printf(TIME, engine.name());
            if (hasRatio(engine)) {
                out.printf(RATIO, "ratio");
            }
        }
        out.println();
    }

    void printRow(LuaProgram program) {
        out.printf(LABEL, program.name(), program.kind());
        for (Engine engine : comparison.engines()) {
            OptionalDouble seconds = comparison.seconds(program, engine);
            out.printf(TIME, seconds.isPresent() ? fixed("%.3f", seconds.getAsDouble() * 1000) : "failed");
            if (hasRatio(engine)) {
                out.printf(RATIO, ratio(comparison.ratio(program, engine)));
            }
        }
        out.println();
    }

    void printMeans() {
        if (comparison.engines().size() < 2) {
            return;
        }
        out.printf("%ngeometric means of the ratios%n");
        Map<String, List<LuaProgram>> byKind = comparison.programs().stream()
                .collect(Collectors.groupingBy(LuaProgram::kind, TreeMap::new, Collectors.toList()));
        byKind.forEach(this::printMean);
        printMean("all", comparison.programs());
    }

    private void printMean(String label, Collection<LuaProgram> programs) {
        out.printf(LABEL, label, "(" + programs.size() + ")");
        for (Engine engine : comparison.engines()) {
            out.printf(TIME, "");
            if (hasRatio(engine)) {
                out.printf(RATIO, ratio(comparison.meanRatio(programs, engine)));
            }
        }
        out.println();
    }

    private boolean hasRatio(Engine engine) {
        return !engine.equals(comparison.base());
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? fixed("%.2f", ratio.getAsDouble()) : "-";
    }

    private static String fixed(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
