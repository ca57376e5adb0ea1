package perigee.asm;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The independent judge: binutils' disassembler. */
final class Objdump {
    /** Set where a judge that is absent is to be a failure, not a reason to skip. */
    private static final String REQUIRED = "PERIGEE_OBJDUMP_REQUIRED";

    /** One instruction it found; the text with single blanks. */
    record Line(int offset, int length, String text) {
    }

    private Objdump() {
    }

    /** Disassembles bytes as if they were at address 0. Skips the test where there is no objdump, unless it is required. */
    static List<Line> disassemble(byte[] code, int size) throws IOException, InterruptedException {
        Path file = Files.createTempFile("perigee", ".bin");
        try {
            Files.write(file, java.util.Arrays.copyOf(code, size));
            Process process = start(file);
            if (process == null && System.getenv(REQUIRED) != null) {
                fail("no objdump (package binutils), and " + REQUIRED + " is set");
            }
            assumeTrue(process != null, "no objdump (package binutils): machine code is not cross-checked");
            List<Line> lines = new ArrayList<>();
            try (BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    parse(line, lines);
                }
            }
            if (process.waitFor() != 0) {
                throw new IOException("objdump failed");
            }
            return lines;
        } finally {
            Files.delete(file);
        }
    }

    private static Process start(Path file) {
        try {
            return new ProcessBuilder("objdump", "-D", "-w", "-b", "binary", "-m", "i386:x86-64", "-M", "intel",
                    file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            return null;
        }
    }

    /** Lines look like {@code "  1f:\t48 01 d8             \tadd    rax,rbx"}. */
    private static void parse(String line, List<Line> lines) {
        int colon = line.indexOf(":\t");
        if (colon < 0) {
            return;
        }
        int offset = Integer.parseInt(line.substring(0, colon).strip(), 16);
        int tab = line.indexOf('\t', colon + 2);
        String bytes = line.substring(colon + 2, tab < 0 ? line.length() : tab).strip();
        lines.add(new Line(offset, (bytes.length() + 1) / 3, tab < 0 ? "" : singleBlanks(line.substring(tab + 1))));
    }

    static String singleBlanks(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' || !out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(c);
            }
        }
        return out.toString().stripTrailing();
    }
}
