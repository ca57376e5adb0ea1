package perigee.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code vm/fuzz}. Exit status 1 means that something differed, or was not tried. */
public final class Fuzz {
    private static final String HELP = """
            usage: vm/fuzz [options]
            Runs random Lua programs under the reference and under Perigee, and reports what differs.
              --seed=N          the first seed (1); a program is the same for a seed everywhere
              --seconds=N       for how long (120)
              --programs=N      how many programs at most
              --modes=A,B       of interp, baseline, optimized, auto, interp-gc, baseline-gc, optimized-gc,
                                optimized-threads, optimized-guards, optimized-guards-late, optimized-guards-gc,
                                optimized-registers, baseline-stress, optimized-stress (interp,baseline,auto),
                                or paths of further Luas, which know nothing of Perigee
              --reference=CMD   the other Lua (lua5.4)
              --reports=DIR     where programs go that differ, also reduced (vm/target/fuzz)
              --reductions=N    how many of them are reduced (10)
              --print=SEED      print the program of a seed, and nothing else
              --reduce=FILE     reduce a program that differs in the first mode, and print it
            """;

    private long seed = 1;
    private long seconds = 120;
    private long programs = Long.MAX_VALUE;
    private List<String> modes = List.of("interp", "baseline", "auto");
    private String reference = "lua5.4";
    private Path reports = Path.of("target", "fuzz");
    private int reductions = 10;
    private String print;
    private Path reduce;

    private Fuzz() {
    }

    public static void main(String[] arguments) throws IOException {
        Fuzz fuzz = new Fuzz();
        for (String argument : arguments) {
            if (!argument.matches("--[a-z]+=.*") || !fuzz.option(argument)) {
                System.err.print(HELP);
                System.exit(2);
            }
        }
        if (!Reference.isInstalled(fuzz.reference)) {
            System.err.println("fuzz: cannot run " + fuzz.reference);
            System.exit(2);
        }
        System.exit(fuzz.run(new PrintStream(System.out, true, StandardCharsets.ISO_8859_1)) ? 0 : 1);
    }

    private boolean option(String argument) {
        int equals = argument.indexOf('=');
        String value = argument.substring(equals + 1);
        switch (argument.substring(2, equals)) {
            case "seed" -> seed = Long.parseLong(value);
            case "seconds" -> seconds = Long.parseLong(value);
            case "programs" -> programs = Long.parseLong(value);
            case "modes" -> modes = List.of(value.split(","));
            case "reference" -> reference = value;
            case "reports" -> reports = Path.of(value);
            case "reductions" -> reductions = Integer.parseInt(value);
            case "print" -> print = value;
            case "reduce" -> reduce = Path.of(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean run(PrintStream out) throws IOException {
        if (print != null) {
            out.print(Generator.program(new Grammar(), Long.parseLong(print)));
            return true;
        }
        try (Workplace place = new Workplace()) {
            Engine other = new Reference(reference, place.directory(), 4_000);
            List<Engine> engines = new ArrayList<>();
            for (String name : modes) {
                engines.add(name.contains("/") ? new Reference(name, place.directory(), 4_000)
                        : new Perigee(Mode.of(name), place.directory(), 60_000));
            }
            try {
                return reduce == null ? campaign(other, engines, out) : reduce(other, engines.get(0), out);
            } finally {
                engines.forEach(Engine::close);
            }
        }
    }

    private boolean campaign(Engine other, List<Engine> engines, PrintStream out) throws IOException {
        Campaign campaign = new Campaign(other, engines, reports, out, reductions);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long i = 0; i < programs && System.nanoTime() < end; i++) {
            campaign.run(seed + i);
        }
        out.println(campaign.tally());
        return campaign.tally().differences == 0 && modesWereInForce(campaign.tally(), engines, out);
    }

    /** Whether the modes have kept what they promise. */
    private static boolean modesWereInForce(Campaign.Tally tally, List<Engine> engines, PrintStream out) {
        boolean good = true;
        for (Engine engine : engines) {
            if (tally.programs > tally.skipped && engine instanceof Perigee perigee
                    && !perigee.mode().promise().isKept(tally.counts.get(engine.name()))) {
                out.println(engine.name() + " was not in force");
                good = false;
            }
        }
        return good;
    }

    private boolean reduce(Engine other, Engine engine, PrintStream out) throws IOException {
        String program = Files.readString(reduce, StandardCharsets.ISO_8859_1);
        Outcome expected = other.run(program);
        Outcome actual = engine.run(program);
        if (expected.isSame(actual)) {
            out.println("-- no difference");
            return true;
        }
        String small = Campaign.reduce(program, other, engine, actual.end());
        out.print(small);
        out.println("-- " + other.run(small).difference(engine.run(small)).replace("\n", "\n-- "));
        return false;
    }
}
