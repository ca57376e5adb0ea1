package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that are none, and streams that are closed: a clear message and the right exit status each. */
class BadInputTest {
    private static final int BROKEN_PIPE = 141;

    @TempDir
    Path directory;

    private void fails(String message, Path script) {
        Launched.Outcome outcome = Launched.vm(script.toString()).run();
        assertEquals(Launched.VM + ": " + message + "\n", outcome.err());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.status());
    }

    private Path file(byte[] contents) throws IOException {
        return Files.write(directory.resolve("script.lua"), contents);
    }

    private Path file(String contents) throws IOException {
        return file(contents.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void missingFile() {
        Path script = directory.resolve("none.lua");
        fails("cannot open " + script + ": No such file or directory", script);
    }

    @Test
    void unreadableFile() throws IOException {
        Path script = file("print(1)");
        assumeFalse(script.toFile().setReadable(false) && Files.isReadable(script), "root reads everything");
        fails("cannot open " + script + ": Permission denied", script);
    }

    @Test
    void directoryAsScript() {
        fails("cannot read " + directory + ": Is a directory", directory);
    }

    @Test
    void fileInsteadOfDirectory() throws IOException {
        Path script = file("print(1)").resolve("inside.lua");
        fails("cannot open " + script + ": Not a directory", script);
    }

    @Test
    void syntaxError() throws IOException {
        Path script = file("local x = 1\nlocal y = = 2\n");
        fails(script + ":2: unexpected symbol near '='", script);
    }

    @Test
    void endInTheMiddle() throws IOException {
        Path script = file("if x then\n");
        fails(script + ":2: 'end' expected (to close 'if' at line 1) near <eof>", script);
    }

    @Test
    void emptyFile() throws IOException {
        Launched.Outcome outcome = Launched.vm(file("").toString()).run();
        assertEquals("", outcome.out() + outcome.err());
        assertEquals(0, outcome.status());
    }

    @Test
    void binaryRubbish() throws IOException {
        byte[] rubbish = new byte[100_000];
        new Random(42).nextBytes(rubbish);
        for (int first : new int[] {0, 27, 0x7F, 0xFF}) {
            rubbish[0] = (byte) first;
            Launched.Outcome outcome = Launched.vm(file(rubbish).toString()).run();
            assertTrue(outcome.err().startsWith(Launched.VM + ": "), outcome.err());
            assertEquals(1, outcome.status());
        }
    }

    @Test
    void truncatedBinaryChunk() throws IOException {
        Path script = file("");
        assertEquals("", Launched.vm("-e", "local f = io.open('" + script + "', 'wb')"
                + " f:write(string.dump(load 'print(1)'):sub(1, -5))").run().err());
        Launched.Outcome outcome = Launched.vm(script.toString()).run();
        assertTrue(outcome.err().contains("truncated"), outcome.err());
        assertEquals(1, outcome.status());
    }

    @Test
    void longLines() throws IOException {
        int length = 100_000_000;
        Path script = directory.resolve("long.lua");
        byte[] filling = new byte[length];
        Arrays.fill(filling, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(script)) {
            out.write("print(#'".getBytes(StandardCharsets.ISO_8859_1));
            out.write(filling);
            out.write("')".getBytes(StandardCharsets.ISO_8859_1));
        }
        Launched.Outcome outcome = Launched.vm(script.toString()).run();
        assertEquals("", outcome.err());
        assertEquals(length + "\n", outcome.out());
        try (OutputStream out = Files.newOutputStream(script)) {
            out.write(filling);
        }
        outcome = Launched.vm(script.toString()).run();
        assertTrue(outcome.err().startsWith(Launched.VM + ": " + script + ":1: syntax error near "),
                outcome.err().substring(0, Math.min(200, outcome.err().length())));
        assertEquals(1, outcome.status());
        Files.delete(script);
    }

    @Test
    void closedStandardOutput() {
        Launched.Outcome outcome = Launched.shell("\"$VM\" -e 'print(1) io.stderr:write(tostring(io.write(2)),"
                + " \" \", select(3, io.stdout:flush()), \"\\n\")' >&-").run();
        assertTrue(outcome.err().endsWith(" 9\n"), outcome.err());
        assertEquals(0, outcome.status());
    }

    @Test
    void fullDevice() {
        Launched.Outcome outcome = Launched.shell("\"$VM\" -e 'print(1) io.write(2)"
                + " io.stderr:write(select(2, io.stdout:flush()), \"\\n\")' > /dev/full").run();
        assertEquals("No space left on device\n", outcome.err());
        assertEquals(0, outcome.status());
    }

    @Test
    void closedStandardInput() {
        Launched.Outcome outcome = Launched.shell("\"$VM\" -e 'print(io.read())' <&-").run();
        assertEquals("nil\tBad file descriptor\t9\n", outcome.out());
        outcome = Launched.shell("\"$VM\" - <&-").run();
        assertEquals(Launched.VM + ": cannot read stdin: Bad file descriptor\n", outcome.err());
        assertEquals(1, outcome.status());
    }

    @Test
    void readerThatGoesAway() {
        Launched.Outcome outcome = Launched.shell(
                "{ \"$VM\" -e 'while true do print(1) end'; echo $? >&2; } | head -n 1").run();
        assertEquals("1\n", outcome.out());
        assertEquals(BROKEN_PIPE + "\n", outcome.err());
    }
}
