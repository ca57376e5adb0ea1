package perigee.vm.launch;

/**
 * The command line, taken apart as the reference does it (manual 7): what has to be known before any Lua code runs.
 * {@code -e}, {@code -l} and {@code -W} are executed later, in their order, from {@link #arguments}. All text here is
 * {@link HostText}.
 */
final class CommandLine {
    /** What the program was called as: for messages, and as an element of {@code arg}. */
    final String program;
    /** All that follows the program's name. */
    final String[] arguments;
    /** Index of the script's name in {@link #arguments}, which "-" may be; their number if there is no script. */
    private int script;
    private boolean interactive;
    private boolean version;
    private boolean statements;
    private boolean ignoreEnvironment;
    private boolean help;
    private String bad;
    private Options options = Options.DEFAULT;

    private CommandLine(String program, String[] arguments) {
        this.program = program;
        this.arguments = arguments;
    }

    static CommandLine parse(String program, String[] arguments) {
        CommandLine line = new CommandLine(program, arguments);
        line.collect();
        return line;
    }

    private void collect() {
        int i = 0;
        while (i < arguments.length && bad == null) {
            String argument = arguments[i];
            if (!argument.startsWith("-") || argument.equals("-")) {
                break;
            }
            if (argument.equals("--")) {
                i++;
                break;
            }
            i += collect(argument, i);
        }
        script = i;
    }

    /** Takes note of an option; how many arguments it is. */
    private int collect(String argument, int i) {
        switch (argument.charAt(1)) {
            case '-' -> ownOption(argument);
            case 'h' -> {
                if (isAlone(argument)) {
                    help = true;
                }
            }
            case 'E' -> ignoreEnvironment |= isAlone(argument);
            case 'W' -> isAlone(argument);
            case 'v' -> version |= isAlone(argument);
            case 'i' -> {
                if (isAlone(argument)) {
                    interactive = true;
                    version = true;
                }
            }
            case 'e', 'l' -> {
                statements |= argument.charAt(1) == 'e';
                if (argument.length() > 2) {
                    return 1;
                }
                if (i + 1 == arguments.length || arguments[i + 1].startsWith("-")) {
                    bad = argument;
                }
                return 2;
            }
            default -> bad = argument;
        }
        return 1;
    }

    private boolean isAlone(String argument) {
        if (argument.length() > 2) {
            bad = argument;
            return false;
        }
        return true;
    }

    private void ownOption(String argument) {
        if (argument.equals("--help")) {
            help = true;
            return;
        }
        Options more = options.ofText(argument.substring(2));
        if (more == null) {
            bad = argument;
        } else {
            options = more;
        }
    }

    /** The first argument that is no valid option; null when all are. */
    String bad() {
        return bad;
    }

    /** Whether there is a script to be run; "-", if that is its name, means standard input unless "--" precedes it. */
    boolean hasScript() {
        return script < arguments.length;
    }

    /** Index of the script's name among the arguments, or their number. */
    int script() {
        return script;
    }

    /** Whether the script is read from standard input. */
    boolean isScriptStandardInput() {
        return arguments[script].equals("-") && (script == 0 || !arguments[script - 1].equals("--"));
    }

    /** Whether standard input is what is to be run, at last: statements of a program, or somebody types them. */
    boolean isInteractive() {
        return interactive || !hasScript() && !statements && !version;
    }

    /** {@code -i}. */
    boolean interactive() {
        return interactive;
    }

    /** {@code -v}, which {@code -i} implies. */
    boolean version() {
        return version;
    }

    /** {@code -e}. */
    boolean statements() {
        return statements;
    }

    /** {@code -E}. */
    boolean ignoreEnvironment() {
        return ignoreEnvironment;
    }

    /** {@code -h}. */
    boolean help() {
        return help;
    }

    Options options() {
        return options;
    }
}
