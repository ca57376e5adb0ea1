package perigee.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another Lua, which runs each program in a process of its own with bounded memory. */
final class Reference implements Engine {
    private static final int MOST_KIBIBYTES = 2_000_000;

    private final String command;
    private final Path directory;
    private final long mostMilliseconds;

    /** @param directory where the program is written to, as {@link Workplace#PROGRAM} */
    Reference(String command, Path directory, long mostMilliseconds) {
        this.command = command;
        this.directory = directory;
        this.mostMilliseconds = mostMilliseconds;
    }

    /** Whether the command can be run. */
    static boolean isInstalled(String command) {
        try {
            return new ProcessBuilder(command, "-v").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return command;
    }

    @Override
    public Outcome run(String program) {
        try {
            Files.writeString(directory.resolve(Workplace.PROGRAM), program, StandardCharsets.ISO_8859_1);
            Path out = directory.resolve("out");
            Path err = directory.resolve("err");
            String line = "ulimit -v " + MOST_KIBIBYTES + "; exec \"$0\" \"$1\"";
            Process process = new ProcessBuilder("/bin/sh", "-c", line, command, Workplace.PROGRAM)
                    .directory(directory.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            if (!process.waitFor(mostMilliseconds, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                return Outcome.failed(Outcome.End.TIMEOUT, "after " + mostMilliseconds + " ms");
            }
            String words = Files.readString(err, StandardCharsets.ISO_8859_1);
            if (words.startsWith(command + ":")) {
                words = PROGRAM_NAME + words.substring(command.length());
            }
            return new Outcome(Outcome.End.EXIT, process.exitValue(), Outcome.Counts.NONE,
                    Files.readString(out, StandardCharsets.ISO_8859_1), words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
