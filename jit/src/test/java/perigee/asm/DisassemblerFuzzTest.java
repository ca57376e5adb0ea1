package perigee.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that nobody meant as code. */
class DisassemblerFuzzTest {
    private static final int TRIES = 300_000;
    /** Room between tries, of nops, in which objdump finds its feet again. */
    private static final int STRIDE = 32;

    /** Random bytes, with prefixes and two-byte opcodes more often than chance would have them. */
    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        byte[] frequent = {
            0x0F, 0x48, 0x66, (byte) 0xF2, (byte) 0xF3, (byte) 0xC4, (byte) 0xC5, (byte) 0xF0, 0x38, 0x41};
        for (int i = 0; i < size; i++) {
            if (random.nextInt(4) == 0) {
                bytes[i] = frequent[random.nextInt(frequent.length)];
            }
        }
        return bytes;
    }

    @Test
    void whatIsDecodedIsEncodedToAnEquivalent() {
        Random random = new Random(7);
        byte[] bytes = noise(random, TRIES);
        Disassembler disassembler = new Disassembler(bytes, bytes.length);
        Encoder encoder = new Encoder(64);
        int known = 0;
        for (int at = 0; at < bytes.length; at++) {
            Decoded decoded = disassembler.decode(at);
            if (decoded == null) {
                continue;
            }
            known++;
            assertTrue(decoded.length() >= 1 && at + decoded.length() <= bytes.length);
            String text = decoded.text(0, Symbols.NONE);
            long[] operands = Arrays.copyOf(decoded.operands(), 4);
            encoder.size = 0;
            encoder.encode(decoded.instruction().row(), operands[0], operands[1], operands[2], operands[3]);
            int length = encoder.size;
            Decoded again = new Disassembler(encoder.bytes, length).decode(0);
            assertEquals(length, again.length());
            assertEquals(decoded.instruction(), again.instruction());
            // A shorter encoding may have been found; then distances count from another place.
            if (length == decoded.length()) {
                assertEquals(text, again.text(0, Symbols.NONE));
            }
        }
        assertTrue(known > TRIES / 20, "only " + known + " known");
    }

    @Test
    void endsInTheMiddleOfAnInstructionAreNoInstruction() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = noise(random, 16);
            Decoded whole = new Disassembler(bytes, 16).decode(0);
            for (int limit = 0; whole != null && limit < whole.length(); limit++) {
                Decoded part = new Disassembler(bytes, limit).decode(0);
                assertTrue(part == null || part.length() <= limit);
                assertEquals(null, new Disassembler(Arrays.copyOf(bytes, limit), limit).decode(limit));
            }
        }
    }

    @Test
    void lengthsAndTextsAgreeWithBinutilsWhereBothKnow() throws IOException, InterruptedException {
        Random random = new Random(9);
        int tries = 25_000;
        byte[] bytes = new byte[tries * STRIDE];
        Arrays.fill(bytes, (byte) 0x90);
        for (int i = 0; i < tries; i++) {
            System.arraycopy(noise(random, 15), 0, bytes, i * STRIDE, 15);
        }
        List<Objdump.Line> lines = Objdump.disassemble(bytes, bytes.length);
        Disassembler disassembler = new Disassembler(bytes, bytes.length);
        int compared = 0;
        for (Objdump.Line line : lines) {
            if (line.offset() % STRIDE != 0 || line.text().contains("(bad)")) {
                continue;
            }
            Decoded decoded = disassembler.decode(line.offset());
            if (decoded != null) {
                compared++;
                String text = Objdump.singleBlanks(decoded.text(line.offset(), Symbols.NONE));
                assertEquals(line.length(), decoded.length(), () -> line + " but we say " + text);
                // Superfluous REX prefixes and index fields are not worth words to us.
                String expected = line.text().replaceFirst("\\brex(\\.[WRXB]+)? ", "");
                assertTrue(expected.equals(text) || expected.contains("riz"), () -> line + " but we say " + text);
            }
        }
        assertTrue(compared > tries / 20, "only " + compared + " compared");
    }
}
