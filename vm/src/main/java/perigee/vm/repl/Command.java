package perigee.vm.repl;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import perigee.vm.dump.Dump.Stage;

/** The prompt's own commands. A line begins with a colon and a command's name, or as much of it as tells which one. */
enum Command {
    HELP("", "this text"),
    TIER("f", "the tier of a function, its code, its bytecode and feedback"),
    DUMP("stage f", "a stage of a function:\n" + " ".repeat(Command.COLUMN) + String.join(", ", stages())),
    TIME("expr", "evaluate, and say how long that took"),
    LOAD("file", "run a file"),
    RELOAD("", "run the file loaded last again"),
    RESET("", "begin anew, with a fresh state, as the command line says"),
    QUIT("", "leave, as Ctrl-D does");

    /** Where meanings begin in a list. */
    static final int COLUMN = 18;

    /** What follows the name. */
    final String arguments;
    final String meaning;

    Command(String arguments, String meaning) {
        this.arguments = arguments;
        this.meaning = meaning;
    }

    /** The name. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> names() {
        return Stream.of(values()).map(Command::title).toList();
    }

    /** The one that a beginning of its name is enough for; null when there is none, or several. */
    static Command of(String start) {
        List<Command> found = Stream.of(values()).filter(command -> command.title().startsWith(start)).toList();
        List<Command> exact = found.stream().filter(command -> command.title().equals(start)).toList();
        return exact.size() == 1 ? exact.getFirst() : found.size() == 1 ? found.getFirst() : null;
    }

    /** Stages that can be dumped of a function. */
    static List<String> stages() {
        return Stream.of(Stage.values()).filter(Stage::isOfFunction)
                .map(Stage::text).toList();
    }
}
