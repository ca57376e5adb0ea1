package perigee.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** All outcomes of one mode, and the figures that follow from them. */
final class Comparison {

    private record Cell(LuaProgram program, Engine engine) {
    }

    private final Mode mode;
    private final List<Engine> engines;
    private final Map<Cell, List<Outcome>> outcomes = new LinkedHashMap<>();

    /** @param engines the columns; never empty */
    Comparison(Mode mode, List<Engine> engines) {
        this.mode = mode;
        this.engines = List.copyOf(engines);
    }

    Mode mode() {
        return mode;
    }

    List<Engine> engines() {
        return engines;
    }

    /** The engine whose times are the denominators: the subject, or the first one where it is missing. */
    Engine base() {
        return engines.stream().filter(engine -> engine.name().equals(Engine.SUBJECT)).findFirst()
                .orElse(engines.getFirst());
    }

    void add(LuaProgram program, Engine engine, Outcome outcome) {
        outcomes.computeIfAbsent(new Cell(program, engine), cell -> new ArrayList<>()).add(outcome);
    }

    /** The outcomes of the rounds so far. */
    List<Outcome> outcomes(LuaProgram program, Engine engine) {
        return List.copyOf(outcomes.getOrDefault(new Cell(program, engine), List.of()));
    }

    List<LuaProgram> programs() {
        return outcomes.keySet().stream().map(Cell::program).distinct().toList();
    }

    /** The median of the rounds, in seconds; empty if one of them failed, or there were none. */
    OptionalDouble seconds(LuaProgram program, Engine engine) {
        List<Outcome> rounds = outcomes(program, engine);
        double[] times = rounds.stream()
                .filter(Outcome.Time.class::isInstance)
                .mapToDouble(outcome -> ((Outcome.Time) outcome).seconds()).sorted().toArray();
        if (times.length == 0 || times.length < rounds.size()) {
            return OptionalDouble.empty();
        }
        int middle = times.length / 2;
        return OptionalDouble.of(times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2);
    }

    /** The engine's time divided by the base's: above one where the base is faster. */
    OptionalDouble ratio(LuaProgram program, Engine engine) {
        OptionalDouble time = seconds(program, engine);
        OptionalDouble baseTime = seconds(program, base());
        return time.isPresent() && baseTime.isPresent()
                ? OptionalDouble.of(time.getAsDouble() / baseTime.getAsDouble())
                : OptionalDouble.empty();
    }

    /** The geometric mean of the engine's ratios over those of the programs that have one. */
    OptionalDouble meanRatio(Collection<LuaProgram> over, Engine engine) {
        OptionalDouble logarithm = over.stream()
                .map(program -> ratio(program, engine))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(ratio -> Math.log(ratio.getAsDouble())).average();
        return logarithm.isPresent() ? OptionalDouble.of(Math.exp(logarithm.getAsDouble())) : OptionalDouble.empty();
    }

    /** One line for each program and engine that failed. */
    List<String> failures() {
        return outcomes.entrySet().stream()
                .map(entry -> entry.getValue().stream()
                        .filter(Outcome.Failure.class::isInstance).findFirst()
                        .map(outcome -> mode.label() + " " + entry.getKey().program().name() + " under "
                                + entry.getKey().engine().name() + ": " + ((Outcome.Failure) outcome).reason())
                        .orElse(null))
                .filter(Objects::nonNull).toList();
    }
}
