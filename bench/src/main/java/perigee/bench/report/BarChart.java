package perigee.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Scores as horizontal bars from zero: those that differ only in the tier stand together. A thin line is JMH's error.
 */
final class BarChart {
    private static final double WIDTH = 900;
    private static final double LABELS = 260;
    private static final double NUMBERS = 90;
    private static final double BAR = 13;
    private static final double GAP = 9;
    private static final double BASELINE = 10.5;
    private static final double TOP = 6;

    private BarChart() {
    }

    /** @param results of one unit, at least one */
    static String of(String title, List<Result> results) {
        Map<String, List<Result>> rows =
                results.stream().collect(Collectors.groupingBy(Result::label, LinkedHashMap::new, Collectors.toList()));
        double most = results.stream().mapToDouble(BarChart::end).max().orElseThrow();
        double scale = most > 0 ? (WIDTH - LABELS - NUMBERS) / most : 0;
        Svg svg = new Svg(title, WIDTH, TOP + results.size() * BAR + rows.size() * GAP);
        double y = TOP;
        for (Map.Entry<String, List<Result>> row : rows.entrySet()) {
            svg.text("end", LABELS - 8, y + BASELINE, row.getKey());
            for (Result result : row.getValue()) {
                bar(svg, result, y, scale);
                y += BAR;
            }
            y += GAP;
        }
        svg.line("axis", LABELS, 0, LABELS, y);
        return svg.toString();
    }

    private static void bar(Svg svg, Result result, double y, double scale) {
        String words = Figures.number(result.score()) + " " + result.unit();
        svg.rectangle("bar " + Palette.kind(result.tier()), LABELS, y, result.score() * scale, BAR - 1,
                result.label() + " " + result.tier() + ": " + words);
        if (!Double.isNaN(result.error())) {
            double middle = y + (BAR - 1) / 2;
            svg.line("error", LABELS + Math.max(0, result.score() - result.error()) * scale, middle,
                    LABELS + end(result) * scale, middle);
        }
        svg.text("small", LABELS + end(result) * scale + 4, y + BASELINE, words);
    }

    /** Where the bar ends, or the line of its error; that may be absurd where there were few iterations. */
    private static double end(Result result) {
        return result.score() + (result.error() <= result.score() ? result.error() : 0);
    }
}
