package perigee.vm.launched;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jline.builtins.ScreenTerminal;

/**
 * A command at a real terminal, as far as it can tell: {@code script} of util-linux makes the pseudo-terminal, and what is
 * written to it is drawn on a screen.
 */
final class PseudoTerminal implements AutoCloseable {
    static final int ROWS = 30;
    static final int COLUMNS = 80;
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final long MOST_SECONDS = 40;
    private static final long PAUSE_MILLIS = 10;
    private static final int BUFFER = 4096;

    private final Process process;
    private final OutputStream keyboard;
    private final Screen screen = new Screen();
    private final Thread drawing;

    /** Everything written so far, as text and as it looks. */
    private static final class Screen {
        private final ScreenTerminal cells = new ScreenTerminal(COLUMNS, ROWS);
        private final StringBuilder all = new StringBuilder();

        synchronized void write(String text) {
            all.append(text);
            cells.write(text);
        }

        synchronized String all() {
            return all.toString();
        }

        synchronized List<String> lines() {
            long[] words = new long[ROWS * COLUMNS];
            cells.dump(words, 0, 0, ROWS, COLUMNS, null);
            List<String> lines = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                StringBuilder line = new StringBuilder();
                for (int column = 0; column < COLUMNS; column++) {
                    line.append((char) words[row * COLUMNS + column]);
                }
                // How wide a tab is, is the screen's business.
                lines.add(line.toString().strip().replaceAll(" +", " "));
            }
            return lines;
        }
    }

    /** Whether this machine has one. */
    static boolean isAvailable() {
        return Files.isExecutable(SCRIPT);
    }

    PseudoTerminal(String command, Map<String, String> variables) throws IOException {
        this(ROWS, COLUMNS, command, variables);
    }

    /**
     * @param rows      what the terminal says; the screen has as many as always
     * @param command   a line of the shell, in which {@code $VM} is the script under test
     * @param variables of the environment, besides those that tests always have
     */
    PseudoTerminal(int rows, int columns, String command, Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qfec",
                "stty rows " + rows + " cols " + columns + "; exec " + command, "/dev/null");
        Launched.prepare(builder.environment());
        builder.environment().put("VM", Launched.VM.toString());
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().putAll(variables);
        process = builder.redirectErrorStream(true).start();
        keyboard = process.getOutputStream();
        drawing = Thread.ofPlatform().daemon().start(this::draw);
    }

    private void draw() {
        char[] buffer = new char[BUFFER];
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                screen.write(new String(buffer, 0, count));
            }
        } catch (IOException closed) {
            screen.write("\n" + closed.getMessage() + "\n");
        }
    }

    /** Presses keys. */
    void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /**
     * Waits until the screen ends with these lines, blank ones aside; a line's beginning is enough for the last one. White
     * space is one blank, and none at both ends.
     */
    void shows(String... lines) throws InterruptedException {
        await(String.join("\n", lines), () -> endsWith(lines));
    }

    /** Waits until this stands somewhere on the screen. */
    void has(String part) throws InterruptedException {
        await(part, () -> text().contains(part));
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !drawing.isAlive() && !condition.getAsBoolean()) {
                throw new AssertionError(what + "\n---- is not on the screen:\n" + text());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean endsWith(String... expected) {
        List<String> lines = screen.lines().stream().filter(line -> !line.isBlank()).toList();
        int first = lines.size() - expected.length;
        if (first < 0) {
            return false;
        }
        for (int i = 0; i < expected.length - 1; i++) {
            if (!lines.get(first + i).equals(expected[i])) {
                return false;
            }
        }
        return lines.getLast().startsWith(expected[expected.length - 1]);
    }

    /** What stands on the screen. */
    String text() {
        return screen.lines().stream().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
    }

    /** All that was written, escape codes included. */
    String written() {
        return screen.all();
    }

    /** Waits for the end of the command; its exit status. */
    int status() throws InterruptedException {
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running:\n" + text());
        }
        drawing.join();
        return process.exitValue();
    }

    /** Ends the command, if it has not ended. */
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        keyboard.close();
    }
}
