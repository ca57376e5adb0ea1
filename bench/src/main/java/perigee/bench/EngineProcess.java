package perigee.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one program under one engine in a process of its own, and waits for its end. */
final class EngineProcess {

    private static final String DRIVER = "bench/programs/harness/driver.lua";

    private final CompareOptions options;

    EngineProcess(CompareOptions options) {
        this.options = options;
    }

    /** Never throws for what the engine or the program did; that is the outcome. */
    Outcome run(Mode mode, Engine engine, LuaProgram program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(engine.command());
        command.add(options.root().resolve(DRIVER).toString());
        command.addAll(mode.driverArguments(program, options));
        // Files rather than pipes: nobody has to read while the process runs.
        Path output = Files.createTempFile("compare", ".out");
        Path errors = Files.createTempFile("compare", ".err");
        try {
            return run(mode, new ProcessBuilder(command)
                    .redirectOutput(output.toFile()).redirectError(errors.toFile()), output, errors);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private Outcome run(Mode mode, ProcessBuilder builder, Path output, Path errors)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process;
        try {
            process = builder.start();
        } catch (IOException refused) {
            return new Outcome.Failure("not started: " + refused.getMessage());
        }
        try {
            if (!process.waitFor(options.timeoutSeconds(), TimeUnit.SECONDS)) {
                return new Outcome.Failure("no result after " + options.timeoutSeconds() + " s");
            }
            double wallSeconds = (System.nanoTime() - start) / 1e9;
            return process.exitValue() == 0
                    ? mode.read(text(output), wallSeconds)
                    : new Outcome.Failure("status " + process.exitValue() + ": " + Outcome.firstLines(text(errors)));
        } finally {
            end(process);
        }
    }

    /** Leaves nothing behind, also when the launcher is a script and the engine its child. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
