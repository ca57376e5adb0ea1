package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perigee.bytecode.Assembly.bytes;
import static perigee.bytecode.Assembly.function;
import static perigee.bytecode.Opcode.*;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile chunks: whatever passes reader and verifier is harmless, and whatever does not is refused in order. */
class MutationTest {
    private static final int PATHS = 8;
    private static final int STEPS = 200;

    /** The verified function of a chunk, or null when it is refused; fails for anything else. */
    private static Prototype readOrNull(byte[] chunk) {
        try {
            return BinaryReader.read(chunk, 0, chunk.length, bytes("=mutant"));
        } catch (MalformedChunkException e) {
            assertTrue(e.getMessage().startsWith("mutant: bad binary format ("), e::getMessage);
            return null;
        }
    }

    private static void runAtRandom(Prototype prototype, Random random) {
        for (int path = 0; path < PATHS; path++) {
            FrameModel.run(prototype, random, STEPS);
        }
    }

    @Test
    void samplesAreHarmless() {
        Random random = new Random(1);
        for (Prototype sample : Samples.all()) {
            assertDoesNotThrow(() -> Verifier.verify(sample));
            for (int i = 0; i < 100; i++) {
                runAtRandom(sample, random);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void changedBytes(long seed) {
        Random random = new Random(seed);
        List<byte[]> chunks = Samples.all().stream().map(p -> BinaryWriter.write(p, random.nextBoolean())).toList();
        int passed = 0;
        for (int i = 0; i < 12_000; i++) {
            Prototype prototype = readOrNull(changeBytes(chunks.get(random.nextInt(chunks.size())), random));
            if (prototype != null) {
                passed++;
                runAtRandom(prototype, random);
                byte[] again = BinaryWriter.write(prototype, false);
                assertArrayEquals(again, BinaryWriter.write(readOrNull(again), false));
                Printer.print(prototype);
            }
        }
        assertTrue(passed > 200, "only " + passed + " passed");
    }

    private static byte[] changeBytes(byte[] chunk, Random random) {
        byte[] changed = chunk.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(6)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed[at]++;
                case 3 -> changed[at]--;
                case 4 -> { // one byte more
                    byte[] longer = Arrays.copyOf(changed, changed.length + 1);
                    System.arraycopy(changed, at, longer, at + 1, changed.length - at);
                    changed = longer;
                }
                default -> { // one byte less
                    byte[] shorter = Arrays.copyOf(changed, changed.length - 1);
                    System.arraycopy(changed, at + 1, shorter, at, shorter.length - at);
                    changed = shorter;
                }
            }
        }
        return changed;
    }

    /** Wanders through the space of verified functions: a change that passes is where the next one starts from. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void changedInstructions(long seed) {
        Random random = new Random(seed);
        int passed = 0;
        for (Prototype sample : Samples.all()) {
            Prototype current = sample;
            for (int i = 0; i < 3_000; i++) {
                Prototype mutant = changeInstruction(current, random);
                if (passes(mutant)) {
                    passed++;
                    runAtRandom(mutant, random);
                    current = random.nextInt(50) == 0 ? sample : mutant;
                }
            }
        }
        assertTrue(passed > 1_500, "only " + passed + " passed");
    }

    private static boolean passes(Prototype prototype) {
        try {
            Verifier.verify(prototype);
            return true;
        } catch (MalformedChunkException e) {
            return false;
        }
    }

    private static Prototype changeInstruction(Prototype p, Random random) {
        Prototype[] prototypes = p.prototypes();
        long[] code = p.code();
        Prototype.Upvalue[] upvalues = p.upvalues();
        if (prototypes.length > 0 && random.nextInt(3) == 0) {
            int nested = random.nextInt(prototypes.length);
            prototypes = prototypes.clone();
            prototypes[nested] = changeInstruction(prototypes[nested], random);
        } else if (upvalues.length > 0 && random.nextInt(10) == 0) {
            int index = random.nextInt(upvalues.length);
            upvalues = upvalues.clone();
            upvalues[index] = new Prototype.Upvalue(upvalues[index].name(), random.nextBoolean(), random.nextInt(4),
                    random.nextBoolean(), false);
        } else {
            code = code.clone();
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                int at = random.nextInt(code.length);
                code[at] = changeFields(code, at, random);
            }
        }
        return new Prototype(p.source(), p.lineDefined(), p.lastLineDefined(), p.parameters(), p.vararg(), p.maxStack(),
                code, p.lines(), p.constants(), upvalues, prototypes, new Prototype.Local[0]);
    }

    private static long changeFields(long[] code, int at, Random random) {
        long word = code[at];
        int small = random.nextInt(7);
        return switch (random.nextInt(8)) {
            case 0 -> word & ~0xFFL | random.nextInt(Opcode.count());
            case 1 -> word & ~0xFF00L | (long) small << 8;
            case 2 -> word & ~0xFFFF_0000L | (long) small << 16;
            case 3 -> word & ~0xFFFF_0000_0000L | (long) small << 32;
            case 4 -> Instruction.withJ(word, Instruction.j(word) + random.nextInt(5) - 2);
            case 5 -> code[random.nextInt(code.length)];
            case 6 -> Instruction.abc(MOVE, small, random.nextInt(7), 0);
            default -> word ^ 1L << random.nextInt(64);
        };
    }

    // ---- work in proportion ----------------------------------------------------------------------------------------

    @Test
    void aMillionBytesOfJoinsAreVerifiedSoon() {
        Assembly a = function(255).parameters(255);
        for (int i = 0; i < 60_000; i++) {
            a.aj(JT, i % 255, 1).abc(MOVE, i % 255, (i + 1) % 255, 0);
        }
        Prototype prototype = a.return0().build();
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> Verifier.verify(prototype));
    }

    /**
     * The worst case: news of one register after the other arrives at the head of a long stretch of code, each a sweep
     * later than the one before, because it comes over one more backward jump.
     */
    @Test
    void newsThatComesOneByOneIsTakenInProportion() {
        int count = 250;
        Assembly a = function(255);
        for (int register = 0; register < 255; register++) {
            a.abc(NEWTABLE, register, 0, 0);
        }
        a.label("head");
        for (int i = 0; i < 12_000; i++) {
            a.aj(JT, 254, 1).abc(MOVE, 254, 253, 0);
        }
        for (int k = 1; k <= count; k++) {
            a.jump(JT, 254, "block" + k);
        }
        a.return0().label("hop1").jump(LOOP, 0, "head");
        for (int k = 2; k <= count; k++) {
            a.label("hop" + k).jump(LOOP, 0, "hop" + (k - 1));
        }
        for (int k = 1; k <= count; k++) {
            a.label("block" + k).value(k).jump(LOOP, 0, "hop" + k);
        }
        Prototype prototype = a.build();
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> Verifier.verify(prototype));
    }
}
