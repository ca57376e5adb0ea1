package perigee.vm.repl;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import perigee.runtime.LoadedFunction;
import perigee.value.ValueType;
import perigee.vm.dump.Dump;
import perigee.vm.dump.FunctionDump;
import perigee.vm.tier.TierCounters;

/** Carries the prompt's own commands out. */
final class Commands {
    /** What becomes of the session after a command. */
    enum Outcome {
        GO_ON, RESET, QUIT
    }

    private static final double NANOS_PER_MILLI = 1e6;

    private final ReplHost host;
    private final Printer printer;
    private final Evaluation evaluation;
    /** The file that was loaded last. */
    private String file;

    Commands(ReplHost host, Printer printer, Evaluation evaluation) {
        this.host = host;
        this.printer = printer;
        this.evaluation = evaluation;
    }

    /** @param line with its colon */
    Outcome execute(String line) {
        String text = line.strip().substring(1).strip();
        int blank = 0;
        while (blank < text.length() && !Character.isWhitespace(text.charAt(blank))) {
            blank++;
        }
        String argument = text.substring(blank).strip();
        Command command = Command.of(text.substring(0, blank));
        if (command == null) {
            printer.print("no such command: :help lists them\n");
            return Outcome.GO_ON;
        }
        boolean needsArgument = !command.arguments.isEmpty();
        if (needsArgument == argument.isEmpty()) {
            printer.print("usage: " + synopsis(command) + "\n");
            return Outcome.GO_ON;
        }
        return execute(command, argument);
    }

    private Outcome execute(Command command, String argument) {
        switch (command) {
            case HELP -> printer.print(help());
            case TIER -> tier(argument);
            case DUMP -> dump(argument);
            case TIME -> time(argument);
            case LOAD -> load(argument);
            case RELOAD -> reload();
            case RESET -> {
                return Outcome.RESET;
            }
            case QUIT -> {
                return Outcome.QUIT;
            }
        }
        return Outcome.GO_ON;
    }

    private static String synopsis(Command command) {
        return (":" + command.title() + " " + command.arguments).strip();
    }

    static String help() {
        StringBuilder text = new StringBuilder("""
                An expression is evaluated and its values are shown; anything else is run as
                statements. Input goes on on the next line as long as it is not complete.
                Variables that are declared with "local" are those of one input, as in lua:
                what is to stay has to be global. TAB completes names, Ctrl-C gives up what is
                typed or interrupts what runs, Ctrl-D on an empty line leaves.

                """);
        for (Command command : Command.values()) {
            text.append(String.format(Locale.ROOT, "  %-" + (Command.COLUMN - 3) + "s %s%n", synopsis(command), command.meaning));
        }
        return text.append("\nNames of commands may be shortened; f is an expression that says a function.\n")
                .toString();
    }

    // ---- functions -----------------------------------------------------------------------------------------------------

    private void tier(String expression) {
        LoadedFunction function = function(expression);
        if (function != null) {
            print(new TierReport(host, function).text());
        }
    }

    private void dump(String argument) {
        int blank = argument.indexOf(' ');
        String stage = blank < 0 ? argument : argument.substring(0, blank);
        if (blank < 0 || !Command.stages().contains(stage)) {
            printer.print("usage: " + synopsis(Command.DUMP) + ", where stage is one of "
                    + String.join(", ", Command.stages()) + "\n");
            return;
        }
        LoadedFunction function = function(argument.substring(blank).strip());
        if (function != null) {
            print(new FunctionDump(host.state(), host.driver(), host.code())
                    .of(function, Dump.Stage.valueOf(stage.toUpperCase(Locale.ROOT))));
        }
    }

    /** Null, after a message, if the expression says no function, or one that is not written in Lua. */
    private LoadedFunction function(String expression) {
        long value = evaluation.function(expression);
        if (value != 0 && ValueType.isNative(value)) {
            printer.print(expression + " is a library function in Java: it has no bytecode\n");
        }
        return ValueType.isClosure(value) ? host.state().functions().ofClosure(value) : null;
    }

    private void print(String bytes) {
        printer.print(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---- running -------------------------------------------------------------------------------------------------------

    private void time(String text) {
        TierCounters counters = host.tiers().counters();
        long compiled = counters.compiled();
        long optimized = counters.optimized() + counters.optimizedLoops();
        long start = System.nanoTime();
        evaluation.run(text);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        printer.print(String.format(Locale.ROOT, "%.3f ms; compiled meanwhile: %d baseline, %d optimised%n", millis,
                counters.compiled() - compiled, counters.optimized() + counters.optimizedLoops() - optimized));
    }

    private void load(String name) {
        file = name;
        evaluation.runFile(name);
    }

    private void reload() {
        if (file == null) {
            printer.print("nothing has been loaded yet\n");
        } else {
            evaluation.runFile(file);
        }
    }
}
