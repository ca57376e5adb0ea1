package perigee.vm.launched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A command that is run to its end in a process of its own: {@code bin/vm}, another Lua, or a line of the shell. */
final class Launched {
    /** The script under test. */
    static final Path VM = Path.of("bin", "vm").toAbsolutePath();
    private static final long MOST_SECONDS = 120;
    private static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=1";

    static {
        // The first start may prepare the start-up cache, and says so.
        new Launched(VM.toString()).argument("-v").run();
    }

    private final List<String> command = new ArrayList<>();
    private final Map<String, String> variables = new TreeMap<>();
    private String interruptAfter;
    private Path directory;
    private byte[] input = {};
    private boolean merged;

    /** What a command left behind. Bytes are chars here. */
    record Outcome(int status, String out, String err) {
    }

    private Launched(String program) {
        command.add(program);
    }

    /** What the environment of all commands is: what is tested was built by Maven; the user's set-up does not matter. */
    static void prepare(Map<String, String> environment) {
        environment.put("PERIGEE_BUILD", "never");
        environment.remove("LUA_INIT");
        environment.remove("LUA_INIT_5_4");
        environment.remove("LUA_PATH");
        environment.remove("LUA_PATH_5_4");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("TZ", "UTC");
        // Nothing runs for so long that HotSpot's optimising compiler would pay.
        environment.put("PERIGEE_JAVA_OPTIONS", JAVA_OPTIONS);
    }

    static Launched vm(String... arguments) {
        return program(VM.toString(), arguments);
    }

    /** A line of the shell, in which {@code $VM} is the script. */
    static Launched shell(String line) {
        return program("/bin/sh", "-c", line).with("VM", VM.toString());
    }

    static Launched program(String program, String... arguments) {
        Launched launched = new Launched(program);
        for (String argument : arguments) {
            launched.argument(argument);
        }
        return launched;
    }

    private Launched argument(String argument) {
        command.add(argument);
        return this;
    }

    /** Has options that the program cannot see, as in {@code tier=interp;stats}. */
    Launched withOptions(String options) {
        return with("PERIGEE_JAVA_OPTIONS", JAVA_OPTIONS + " -Dperigee.options=" + options);
    }

    /** Runs in a directory. */
    Launched in(Path directory) {
        this.directory = directory;
        return this;
    }

    /** Sets an environment variable, or removes it if the value is null. */
    Launched with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Gives this on standard input. */
    Launched reading(String text) {
        input = text.getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    /** Standard error goes where standard output goes. */
    Launched merged() {
        merged = true;
        return this;
    }

    /** Runs, and is sent an interrupt when it has printed this. */
    Outcome interruptedAfter(String output) {
        interruptAfter = output;
        return run();
    }

    Outcome run() {
        try {
            Path files = Files.createTempDirectory("launched");
            try {
                return run(files);
            } finally {
                try (var all = Files.list(files)) {
                    for (Path file : all.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome run(Path files) throws IOException, InterruptedException {
        Path in = files.resolve("in");
        Path out = files.resolve("out");
        Path err = files.resolve("err");
        Files.write(in, input);
        Files.createFile(err);
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(in.toFile()).redirectOutput(out.toFile());
        if (merged) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(err.toFile());
        }
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        prepare(builder.environment());
        variables.forEach((name, value) -> {
            if (value == null) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process = builder.start();
        if (interruptAfter != null) {
            while (process.isAlive() && !text(out).equals(interruptAfter)) {
                Thread.sleep(10);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        }
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + MOST_SECONDS + " s: " + command);
        }
        return new Outcome(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
