package perigee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the benchmark programs under several Lua engines and prints their times side by side.
 *
 * <p>Exit status: 0 if every program ran under every engine present, 1 if one failed, 2 if there was nothing to run.
 * The system property {@code perigee.root} names the checkout; {@code bench/compare} sets it.
 */
public final class Compare {

    private final CompareOptions options;
    private final List<Engine> engines;
    private final List<LuaProgram> programs;

    private Compare(CompareOptions options, List<Engine> engines, List<LuaProgram> programs) {
        this.options = options;
        this.engines = engines;
        this.programs = programs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws IOException, InterruptedException {
        if (arguments.contains("--help")) {
            System.out.print(CompareOptions.USAGE);
            return 0;
        }
        Path root = Path.of(System.getProperty("perigee.root", ".")).toAbsolutePath().normalize();
        CompareOptions options;
        List<LuaProgram> programs;
        try {
            options = CompareOptions.parse(root, arguments);
            programs = LuaProgram.select(LuaProgram.readAll(root.resolve("bench/programs")), options.selection());
        } catch (IllegalArgumentException mistake) {
            System.err.println("compare: " + mistake.getMessage());
            return 2;
        }
        if (options.list()) {
            programs.forEach(program -> System.out.printf("%-14s %-13s %s%n",
                    program.name(), program.kind(), program.description()));
            return 0;
        }
        List<Engine> present = new ArrayList<>();
        for (String name : options.engines()) {
            Engine engine = Engine.named(name, options);
            if (engine.isPresent()) {
                present.add(engine);
            } else {
                System.out.printf("engine %s is missing: no executable %s%n", name, engine.command().getFirst());
            }
        }
        if (present.isEmpty()) {
            System.err.println("compare: no engine to run");
            return 2;
        }
        return new Compare(options, present, programs).run();
    }

    private int run() throws IOException, InterruptedException {
        List<Comparison> comparisons = new ArrayList<>();
        for (Mode mode : options.modes()) {
            comparisons.add(measure(mode));
        }
        List<String> failures = comparisons.stream().flatMap(comparison -> comparison.failures().stream()).toList();
        if (!failures.isEmpty()) {
            System.out.println("\nfailures");
            failures.forEach(System.out::println);
        }
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), JsonReport.of(options, comparisons));
        }
        return failures.isEmpty() ? 0 : 1;
    }

    private Comparison measure(Mode mode) throws IOException, InterruptedException {
        Comparison comparison = new Comparison(mode, engines);
        ComparisonTable table = new ComparisonTable(comparison, System.out);
        EngineProcess process = new EngineProcess(options);
        table.printHeader();
        for (LuaProgram program : programs) {
            for (int round = 0; round < options.rounds(); round++) {
                for (Engine engine : engines) {
                    comparison.add(program, engine, process.run(mode, engine, program));
                }
            }
            table.printRow(program);
        }
        table.printMeans();
        System.out.println();
        return comparison;
    }
}
