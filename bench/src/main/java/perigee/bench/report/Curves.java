package perigee.bench.report;

import java.util.Arrays;
import java.util.List;

/** The time of each iteration from the first one, a curve for each tier, on a logarithmic scale. */
final class Curves {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 300;
    private static final double LEFT = 70;
    private static final double RIGHT = 90;
    private static final double TOP = 12;
    private static final double BOTTOM = 34;
    private static final int LABELLED = 10;
    private static final double[] STEPS = {1, 2, 5};
    /** Least distance of two names beside the curves' ends. */
    private static final double LINE = 13;

    private final Svg svg;
    private final double least;
    private final double most;
    private final int count;

    private Curves(String title, List<Result> results) {
        svg = new Svg(title, WIDTH, HEIGHT);
        least = results.stream().mapToDouble(Result::fastest).min().orElseThrow() * 0.9;
        most = results.stream().flatMapToDouble(result -> Arrays.stream(result.iterations())).max().orElseThrow() * 1.1;
        count = results.stream().mapToInt(result -> result.iterations().length).max().orElseThrow();
    }

    /** @param results of one program, at least one, with at least one iteration each, of a time above zero */
    static String of(String title, List<Result> results) {
        Curves curves = new Curves(title, results);
        curves.axes(results.getFirst().unit());
        List<Result> fastestLast = results.stream().sorted((a, b) -> Double.compare(last(b), last(a))).toList();
        double free = 0;
        for (Result result : fastestLast) {
            free = Math.max(free, curves.y(last(result)) + 4);
            curves.curve(result, free);
            free += LINE;
        }
        return curves.svg.toString();
    }

    private static double last(Result result) {
        return result.iterations()[result.iterations().length - 1];
    }

    private double x(int iteration) {
        return LEFT + (WIDTH - LEFT - RIGHT) * iteration / Math.max(1, count - 1);
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (Math.log(most) - Math.log(value)) / (Math.log(most) - Math.log(least));
    }

    private void axes(String unit) {
        for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= most; power *= 10) {
            for (double step : STEPS) {
                double value = step * power;
                if (value >= least && value <= most) {
                    svg.line("grid", LEFT, y(value), WIDTH - RIGHT, y(value));
                    svg.text("small end", LEFT - 6, y(value) + 4, Figures.number(value));
                }
            }
        }
        svg.line("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
        svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        int step = Math.max(1, (count + LABELLED - 1) / LABELLED);
        for (int i = 0; i < count; i += step) {
            svg.text("small middle", x(i), HEIGHT - BOTTOM + 14, Integer.toString(i + 1));
        }
        svg.text("small middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, "iteration");
        svg.text("small", LEFT + 6, TOP + 9, unit);
    }

    private void curve(Result result, double nameAt) {
        double[] points = new double[2 * result.iterations().length];
        for (int i = 0; i < result.iterations().length; i++) {
            points[2 * i] = x(i);
            points[2 * i + 1] = y(result.iterations()[i]);
        }
        svg.polyline("curve " + Palette.kind(result.tier()), points);
        svg.text("small " + Palette.kind(result.tier()), points[points.length - 2] + 6, nameAt, result.tier());
    }
}
