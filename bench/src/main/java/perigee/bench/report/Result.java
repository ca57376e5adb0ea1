package perigee.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What JMH says of one benchmark with one set of parameters.
 *
 * @param group       the simple name of its class
 * @param name        of its method
 * @param parameters  by name, in the order of the file
 * @param isCurve     whether its iterations are single shots from cold, so that their order matters
 * @param score       a time, in {@code unit}
 * @param error       half the width of the confidence interval that JMH gives, or NaN
 * @param iterations  scores of the iterations, of all processes one after the other; of samples none
 * @param percentiles by percent
 * @param others      further metrics of an iteration, by name
 */
record Result(String group, String name, Map<String, String> parameters, boolean isCurve, double score, double error,
        String unit, double[] iterations, Map<Double, Double> percentiles, Map<String, Double> others) {
    /** The parameter whose values have colours. */
    static final String TIER = "tier";
    /** Those of samples that are shown. */
    static final double[] PERCENTILES = {50, 99, 99.9, 100};

    String tier() {
        return parameters.getOrDefault(TIER, "");
    }

    /** Everything but the tier, as in {@code get shapes=4}. */
    String label() {
        StringBuilder label = new StringBuilder(name);
        parameters.forEach((parameter, value) -> {
            if (!parameter.equals(TIER)) {
                label.append(' ').append(parameter).append('=').append(value);
            }
        });
        return label.toString();
    }

    /** Whether every operation was measured by itself, so that the score is the mean of a distribution. */
    boolean isSampled() {
        return iterations.length == 0;
    }

    /** The percentile, or NaN where there are no samples. */
    double percentile(double percent) {
        return isSampled() ? percentiles.getOrDefault(percent, Double.NaN) : Double.NaN;
    }

    /** What is to be drawn for it: itself, or a result for each of some percentiles of its samples. */
    List<Result> bars() {
        return !isSampled() ? List.of(this) : Arrays.stream(PERCENTILES).mapToObj(this::bar).toList();
    }

    private Result bar(double percent) {
        return new Result(group, name + " " + percentText(percent), parameters, isCurve, percentile(percent),
                Double.NaN, unit, iterations, percentiles, others);
    }

    static String percentText(double percent) {
        return (percent == Math.rint(percent) ? Integer.toString((int) percent) : Double.toString(percent)) + " %";
    }

    /**
     * The least score of an iteration, which is what other programs on the machine disturb least; of samples the score.
     */
    double fastest() {
        double least = Double.POSITIVE_INFINITY;
        for (double iteration : iterations) {
            least = Math.min(least, iteration);
        }
        return isSampled() ? score : least;
    }
}
