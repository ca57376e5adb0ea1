package perigee.fuzz;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import perigee.vm.launch.ProgramServer;

/** Perigee in a mode: a server process for all programs, started again after a crash or when it takes too long. */
final class Perigee implements Engine {
    private static final List<String> JAVA_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx400m", "-Xss16m",
            "-XX:CompileCommand=quiet", "-XX:CompileCommand=dontinline,perigee.interp.handler.*::*", "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED");
    private static final String HEAP = "--max-heap=256m";
    private static final int MOST_WORDS_OF_CRASH = 6000;
    /** After so many programs the server is started afresh, so that nothing can pile up. */
    private static final int MOST_PROGRAMS = 2000;

    private final Mode mode;
    private final Path directory;
    private final Path logs;
    private final long mostMilliseconds;
    private Process server;
    private DataInputStream answers;
    private int served;

    /**
     * @param directory where the program is, as {@link Workplace#PROGRAM}
     */
    Perigee(Mode mode, Path directory, long mostMilliseconds) {
        this(mode, directory, directory, mostMilliseconds);
    }

    /**
     * @param directory in which scripts run
     * @param logs      where files of the JVM's go
     */
    Perigee(Mode mode, Path directory, Path logs, long mostMilliseconds) {
        this.mode = mode;
        this.directory = directory;
        this.logs = logs;
        this.mostMilliseconds = mostMilliseconds;
    }

    @Override
    public String name() {
        return mode.name();
    }

    Mode mode() {
        return mode;
    }

    @Override
    public Outcome run(String program) {
        try {
            Files.writeString(directory.resolve(Workplace.PROGRAM), program, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return runScript(Workplace.PROGRAM);
    }

    /** The same of a program in a file of the directory. */
    Outcome runScript(String name) {
        try {
            if (served >= MOST_PROGRAMS) {
                close();
            }
            if (server == null) {
                start();
            }
            served++;
            try {
                server.getOutputStream().write((name + "\n").getBytes(StandardCharsets.US_ASCII));
                server.getOutputStream().flush();
            } catch (IOException gone) {
                return crash();
            }
            CompletableFuture<Outcome> answer = CompletableFuture.supplyAsync(this::read);
            try {
                Outcome outcome = answer.get(mostMilliseconds, TimeUnit.MILLISECONDS);
                return outcome == null ? crash() : outcome;
            } catch (TimeoutException late) {
                close();
                return Outcome.failed(Outcome.End.TIMEOUT, "after " + mostMilliseconds + " ms");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null if the server has gone. */
    private Outcome read() {
        try {
            int status = answers.readInt();
            Outcome.Counts counts = new Outcome.Counts(answers.readInt(), answers.readInt(), answers.readInt());
            return new Outcome(Outcome.End.EXIT, status, counts, text(), text());
        } catch (EOFException gone) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() throws IOException {
        return new String(answers.readNBytes(answers.readInt()), StandardCharsets.ISO_8859_1);
    }

    private Outcome crash() throws IOException, InterruptedException {
        server.waitFor();
        String words = "status " + server.exitValue() + "\n" + Files.readString(log(), StandardCharsets.ISO_8859_1);
        close();
        return Outcome.failed(Outcome.End.CRASH, words.substring(0, Math.min(words.length(), MOST_WORDS_OF_CRASH)));
    }

    private Path log() {
        return logs.resolve(mode.name() + ".log");
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-XX:ErrorFile=" + logs.resolve("hs_err"), "-cp",
                System.getProperty("java.class.path"), ProgramServer.class.getName(), Engine.PROGRAM_NAME, HEAP));
        command.addAll(mode.options());
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectOutput(log().toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("LUA_"));
        server = builder.start();
        answers = new DataInputStream(new java.io.BufferedInputStream(server.getErrorStream()));
        served = 0;
    }

    @Override
    public void close() {
        if (server != null) {
            server.destroyForcibly();
            try {
                server.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            server = null;
        }
    }
}
