package perigee.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Lua implementation: a name for the table and the command that runs a script.
 *
 * @param command the executable and the options that stand before the script's path
 */
record Engine(String name, List<String> command) {

    /** The engine whose times the others are divided by, if it takes part. */
    static final String SUBJECT = "perigee";

    Engine {
        command = List.copyOf(command);
    }

    /** The engine that the options mean by a name: the command given for it, else what the name says by itself. */
    static Engine named(String name, CompareOptions options) {
        boolean subject = name.equals(SUBJECT);
        Path launcher = options.root().resolve("vm/bin/vm");
        Map<String, List<String>> given = options.commands();
        List<String> command = given.getOrDefault(name, List.of(subject ? launcher.toString() : name));
        return new Engine(name, subject ? Stream.concat(command.stream(), options.vmArguments().stream()).toList()
                                        : command);
    }

    /** Whether the executable exists, as a path or in a directory of {@code PATH}. */
    boolean isPresent() {
        String executable = command.getFirst();
        if (executable.indexOf(File.separatorChar) >= 0) {
            return Files.isExecutable(Path.of(executable));
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, executable)));
    }
}
