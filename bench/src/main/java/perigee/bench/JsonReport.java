package perigee.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All measurements as JSON text, one object for each mode, program and engine. */
final class JsonReport {

    private JsonReport() {
    }

    static String of(CompareOptions options, List<Comparison> comparisons) {
        String results = comparisons.stream()
                .flatMap(comparison -> comparison.programs().stream()
                        .flatMap(program -> comparison.engines().stream()
                                .map(engine -> result(comparison, program, engine))))
                .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
        return String.format(Locale.ROOT, """
                {
                  "time": %s,
                  "machine": {"os": %s, "arch": %s, "processors": %d},
                  "warmup": %s,
                  "seconds": %s,
                  "iterations": %d,
                  "rounds": %d,
                  "results": %s
                }
                """,
                quoted(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()),
                quoted(System.getProperty("os.name")), quoted(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                options.warmupSeconds(), options.measuredSeconds(), options.iterations(), options.rounds(), results);
    }

    private static String result(Comparison comparison, LuaProgram program, Engine engine) {
        List<Outcome> outcomes = comparison.outcomes(program, engine);
        String seconds = outcomes.stream()
                .map(outcome -> switch (outcome) {
                    case Outcome.Time time -> Double.toString(time.seconds());
                    case Outcome.Failure _ -> "null";
                })
                .collect(Collectors.joining(", ", "[", "]"));
        String failure = outcomes.stream()
                .filter(Outcome.Failure.class::isInstance).findFirst()
                .map(outcome -> quoted(((Outcome.Failure) outcome).reason())).orElse("null");
        var median = comparison.seconds(program, engine);
        return "{\"mode\": " + quoted(comparison.mode().label())
                + ", \"program\": " + quoted(program.name())
                + ", \"kind\": " + quoted(program.kind())
                + ", \"engine\": " + quoted(engine.name())
                + ", \"command\": " + quoted(String.join(" ", engine.command()))
                + ", \"median\": " + (median.isPresent() ? Double.toString(median.getAsDouble()) : "null")
                + ", \"seconds\": " + seconds
                + ", \"failure\": " + failure + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
