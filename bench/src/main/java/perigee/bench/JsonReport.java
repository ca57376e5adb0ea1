package perigee.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** All measurements as JSON text, one object for each mode, program and engine. */
final class JsonReport {
    private JsonReport() {
    }

    static String of(CompareOptions options, List<Comparison> comparisons) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        report.putObject("machine")
                .put("os", System.getProperty("os.name"))
                .put("arch", System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors());
        report.put("warmup", options.warmupSeconds())
                .put("seconds", options.measuredSeconds())
                .put("iterations", options.iterations())
                .put("rounds", options.rounds());
        ArrayNode results = report.putArray("results");
        for (Comparison comparison : comparisons) {
            for (LuaProgram program : comparison.programs()) {
                for (Engine engine : comparison.engines()) {
                    addResult(results.addObject(), comparison, program, engine);
                }
            }
        }
        return report.toPrettyString() + '\n';
    }

    private static void addResult(ObjectNode result, Comparison comparison, LuaProgram program, Engine engine) {
        result.put("mode", comparison.mode().label())
                .put("program", program.name())
                .put("kind", program.kind())
                .put("engine", engine.name())
                .put("command", String.join(" ", engine.command()));
        result.putNull("median");
        comparison.seconds(program, engine).ifPresent(median -> result.put("median", median));
        ArrayNode seconds = result.putArray("seconds");
        result.putNull("failure");
        for (Outcome outcome : comparison.outcomes(program, engine)) {
            switch (outcome) {
                case Outcome.Time time -> seconds.add(time.seconds());
                case Outcome.Failure failure -> {
                    seconds.addNull();
                    if (result.get("failure").isNull()) {
                        result.put("failure", failure.reason());
                    }
                }
            }
        }
    }
}
