package perigee.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command line of {@code bench/compare}.
 *
 * @param root            the checkout
 * @param engines         names of engines, in the order of the table's columns
 * @param commands        commands given for engines, by name
 * @param warmupSeconds   steady mode: for how long a program iterates before it is measured
 * @param measuredSeconds steady mode: for how long it is measured, at the least
 * @param iterations      whole mode: iterations in one process
 * @param rounds          processes for each program, engine and mode
 * @param timeoutSeconds  how long one process may take
 * @param vmArguments     options for the engine {@value Engine#SUBJECT} alone
 * @param selection       what is to be run; everything if empty
 */
record CompareOptions(Path root, List<String> engines, Map<String, List<String>> commands, List<Mode> modes,
                      double warmupSeconds, double measuredSeconds, int iterations, int rounds, int timeoutSeconds,
                      List<String> vmArguments, Optional<Path> json, boolean list, List<String> selection) {

    static final String USAGE = """
            usage: bench/compare [OPTION...] [PROGRAM...]

            PROGRAM is the name of a program, a kind of programs, or a Lua file; none means all of bench/programs.

              --list                 say which programs there are
              --engines=A,B,...      engines by name (perigee,lua5.4,luajit); perigee is vm/bin/vm of this checkout,
                                     any other name is a command found in PATH
              --NAME-command=COMMAND the command of engine NAME, and NAME takes part:
                                     --interp-command="vm/bin/vm --tier=interp"
              --vm-args="..."        options for perigee
              --mode=steady,whole    steady: time of an iteration once warm; whole: time of a process (steady)
              --warmup=SECONDS       steady: how long to iterate unmeasured (2)
              --seconds=SECONDS      steady: how long to measure (1)
              --iterations=N         whole: iterations in a process (5)
              --rounds=N             processes per program and engine; the median counts (1)
              --timeout=SECONDS      for one process (120)
              --json=FILE            write all measurements to FILE
            """;

    private static final Pattern OPTION = Pattern.compile("--([A-Za-z0-9_.-]+?)(?:=(.*))?", Pattern.DOTALL);
    private static final String COMMAND_SUFFIX = "-command";

    /** @throws IllegalArgumentException with a message for the user */
    static CompareOptions parse(Path root, List<String> arguments) {
        SequencedSet<String> engines = new LinkedHashSet<>(List.of(Engine.SUBJECT, "lua5.4", "luajit"));
        Map<String, List<String>> commands = new LinkedHashMap<>();
        List<Mode> modes = List.of(Mode.STEADY);
        double warmup = 2;
        double seconds = 1;
        int iterations = 5;
        int rounds = 1;
        int timeout = 120;
        List<String> vmArguments = List.of();
        Optional<Path> json = Optional.empty();
        boolean list = false;
        List<String> selection = new ArrayList<>();

        for (String argument : arguments) {
            Matcher option = OPTION.matcher(argument);
            if (!option.matches()) {
                selection.add(argument);
                continue;
            }
            String name = option.group(1);
            String value = option.group(2);
            if (name.equals("list")) {
                list = true;
                continue;
            }
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException("unknown option, or one without its value: " + argument);
            }
            switch (name) {
                case "engines" -> engines = new LinkedHashSet<>(split(value, ","));
                case "mode" -> modes = split(value, ",").stream().map(CompareOptions::mode).distinct().toList();
                case "warmup" -> warmup = number(argument, value, 0);
                case "seconds" -> seconds = number(argument, value, 0);
                case "iterations" -> iterations = count(argument, value);
                case "rounds" -> rounds = count(argument, value);
                case "timeout" -> timeout = count(argument, value);
                case "vm-args" -> vmArguments = split(value, "\\s+");
                case "json" -> json = Optional.of(Path.of(value));
                default -> {
                    if (!name.endsWith(COMMAND_SUFFIX)) {
                        throw new IllegalArgumentException("unknown option: " + argument);
                    }
                    commands.put(name.substring(0, name.length() - COMMAND_SUFFIX.length()), split(value, "\\s+"));
                }
            }
        }
        engines.addAll(commands.keySet());
        return new CompareOptions(root, List.copyOf(engines), commands, modes, warmup, seconds, iterations, rounds,
                timeout, vmArguments, json, list, selection);
    }

    private static List<String> split(String value, String separator) {
        return Stream.of(value.strip().split(separator)).filter(part -> !part.isEmpty()).toList();
    }

    private static Mode mode(String label) {
        try {
            return Mode.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("unknown mode: " + label);
        }
    }

    private static double number(String argument, String value, double least) {
        try {
            double number = Double.parseDouble(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            // said below
        }
        throw new IllegalArgumentException("not a number that makes sense: " + argument);
    }

    private static int count(String argument, String value) {
        return (int) number(argument, value, 1);
    }
}
