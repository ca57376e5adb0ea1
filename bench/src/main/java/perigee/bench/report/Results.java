package perigee.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results in a file that JMH has written ({@code -rf json}).
 *
 * @param jvm what they were measured on
 */
record Results(List<Result> all, String jvm) {
    /** The benchmark of a class that does everything but what the others do. */
    static final String LOOP = "loop";
    /** At the end of a benchmark's name: the one that does everything but what that of the name before does. */
    private static final String OWN_LOOP = "Loop";
    private static final String SINGLE_SHOT = "ss";

    /** @throws IOException also if the text is not what JMH writes */
    static Results parse(String json) throws IOException {
        JsonNode root = new ObjectMapper().readTree(json);
        if (!root.isArray() || root.isEmpty()) {
            throw new IOException("no results of JMH");
        }
        List<Result> results = new ArrayList<>();
        for (JsonNode node : root) {
            results.add(result(node));
        }
        JsonNode first = root.get(0);
        return new Results(List.copyOf(results), "JDK " + first.path("jdkVersion").asText("?") + ", "
                + first.path("vmName").asText("?") + ", JMH " + first.path("jmhVersion").asText("?"));
    }

    private static Result result(JsonNode node) throws IOException {
        JsonNode metric = node.path("primaryMetric");
        String[] names = node.path("benchmark").asText().split("\\.");
        if (names.length < 2 || !metric.has("score")) {
            throw new IOException("not a result of JMH: " + node);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        node.path("params").properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        boolean isCurve = node.path("mode").asText().equals(SINGLE_SHOT) && node.path("warmupIterations").asInt() == 0;
        Map<Double, Double> percentiles = new TreeMap<>();
        metric.path("scorePercentiles").properties()
                .forEach(entry -> percentiles.put(Double.valueOf(entry.getKey()), number(entry.getValue())));
        Map<String, Double> others = new TreeMap<>();
        node.path("secondaryMetrics").properties()
                .forEach(entry -> others.put(entry.getKey(), other(entry.getValue())));
        return new Result(names[names.length - 2], names[names.length - 1], parameters, isCurve,
                number(metric.path("score")), number(metric.path("scoreError")), metric.path("scoreUnit").asText(),
                iterations(metric.path("rawData")), percentiles, others);
    }

    /** Of events, JMH's score is the sum of all iterations: here it is the mean. */
    private static double other(JsonNode metric) {
        return Arrays.stream(iterations(metric.path("rawData"))).average().orElse(number(metric.path("score")));
    }

    private static double[] iterations(JsonNode forks) {
        List<Double> all = new ArrayList<>();
        forks.forEach(fork -> fork.forEach(iteration -> all.add(number(iteration))));
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** JMH writes "NaN" as text. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    /** By class, in the order of the file. */
    Map<String, List<Result>> groups() {
        return all.stream().collect(Collectors.groupingBy(Result::group, LinkedHashMap::new, Collectors.toList()));
    }

    /** What does all the same but for what a benchmark is about, with the same parameters. */
    Optional<Result> loopOf(Result result) {
        if (result.name().equals(LOOP) || result.name().endsWith(OWN_LOOP)) {
            return Optional.empty();
        }
        Optional<Result> own = sibling(result, result.name() + OWN_LOOP);
        return own.isPresent() ? own : sibling(result, LOOP);
    }

    private Optional<Result> sibling(Result of, String name) {
        return all.stream().filter(result -> result.group().equals(of.group()) && result.name().equals(name)
                && result.parameters().equals(of.parameters()) && result.unit().equals(of.unit())).findFirst();
    }

    /** What the operation takes that a benchmark is about: its fastest iteration less that of the loop around it. */
    Optional<Double> overLoop(Result result) {
        return loopOf(result).map(loop -> result.fastest() - loop.fastest());
    }
}
