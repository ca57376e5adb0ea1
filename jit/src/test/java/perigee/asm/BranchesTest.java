package perigee.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Branches end up where their labels are, as short as they can be, whatever lies between. */
class BranchesTest {
    private static final int MARK = 0x5EED_0000;

    /** Where an instruction at an offset goes. */
    private static long target(Decoded decoded, int at) {
        long[] operands = decoded.operands();
        return at + decoded.length() + operands[operands.length - 1];
    }

    private static Decoded decode(MachineCode code, int at) {
        Decoded decoded = new Disassembler(code.bytes(), code.codeSize()).decode(at);
        assertNotNull(decoded, () -> "at " + at);
        return decoded;
    }

    /**
     * Blocks, each of which begins with a number of its own and ends with a branch to another one; between them gaps,
     * alignment and patchable calls.
     */
    @Test
    void randomGraphsOfBranches() {
        Random random = new Random(1);
        int shortBranches = 0;
        int longBranches = 0;
        for (int round = 0; round < 400; round++) {
            int blocks = 1 + random.nextInt(40);
            boolean padded = random.nextBoolean();
            int gap = new int[] {3, 30, 200, 2000}[random.nextInt(4)];
            Assembler assembler = new Assembler(CpuFeatures.BASELINE);
            Label[] labels = new Label[blocks];
            for (int i = 0; i < blocks; i++) {
                labels[i] = assembler.newLabel("block" + i);
            }
            int[] targets = new int[blocks];
            Condition[] conditions = new Condition[blocks];
            for (int i = 0; i < blocks; i++) {
                assembler.bind(labels[i]);
                assembler.emit(Data.MOV_R32_IMM32, Register.RAX, MARK + i);
                filling(assembler, random, gap, padded);
                targets[i] = random.nextInt(blocks);
                conditions[i] = random.nextBoolean() ? null : Condition.of(random.nextInt(16));
                assembler.site(Place.BRANCH, i);
                if (conditions[i] == null) {
                    assembler.jump(labels[targets[i]]);
                } else {
                    assembler.jump(conditions[i], labels[targets[i]]);
                }
                filling(assembler, random, gap, padded);
            }
            MachineCode code = assembler.finish();
            for (Site site : code.sites()) {
                if (site.kind() != Place.BRANCH) {
                    assertEquals(site.offset() / 8, (site.offset() + 3) / 8);
                    continue;
                }
                int block = (Integer) site.payload();
                Decoded branch = decode(code, site.offset());
                int target = (int) target(branch, site.offset());
                assertEquals(code.labels().get("block" + targets[block]), target);
                assertEquals(MARK + targets[block], decode(code, target).operands()[1]);
                if (conditions[block] != null) {
                    assertEquals(conditions[block].ordinal(), branch.operands()[0]);
                }
                boolean isShort = branch.length() == 2;
                shortBranches += isShort ? 1 : 0;
                longBranches += isShort ? 0 : 1;
                int ifShort = target - site.offset() - (target <= site.offset() ? 2 : branch.length());
                // Padding may shrink again after a branch has become long.
                assertTrue(isShort || padded || ifShort != (byte) ifShort, () -> "long without need: " + ifShort);
            }
            everythingDecodes(code);
        }
        assertTrue(shortBranches > 1000 && longBranches > 1000);
    }

    private enum Place implements Site.Kind { BRANCH, CALL }

    private static void filling(Assembler assembler, Random random, int gap, boolean padded) {
        assembler.nop(random.nextInt(gap));
        switch (padded ? random.nextInt(6) : -1) {
            case 0 -> assembler.align(8 << random.nextInt(3));
            case 1 -> assembler.patchableCall(Place.CALL, null, "callee");
            default -> {
            }
        }
    }

    private static void everythingDecodes(MachineCode code) {
        Disassembler disassembler = new Disassembler(code.bytes(), code.codeSize());
        for (int at = 0; at < code.codeSize(); ) {
            Decoded decoded = disassembler.decode(at);
            assertNotNull(decoded);
            at += decoded.length();
        }
    }

    /** The last distance that is short and the first that is long, both ways, of both kinds. */
    @Test
    void theEdgeBetweenShortAndLong() {
        for (Condition condition : new Condition[] {null, Condition.NE}) {
            for (int distance = 100; distance <= 140; distance++) {
                MachineCode forward = branchOver(condition, distance, true);
                assertEquals(distance <= 127 ? 2 : condition == null ? 5 : 6, decode(forward, 0).length());
                assertEquals(decode(forward, 0).length() + distance, target(decode(forward, 0), 0));
                MachineCode backward = branchOver(condition, distance, false);
                assertEquals(distance + 2 <= 128 ? 2 : condition == null ? 5 : 6, decode(backward, distance).length());
                assertEquals(0, target(decode(backward, distance), distance));
            }
        }
    }

    private static MachineCode branchOver(Condition condition, int distance, boolean forward) {
        Assembler assembler = new Assembler(CpuFeatures.BASELINE);
        Label label = assembler.newLabel();
        if (!forward) {
            assembler.bind(label);
            assembler.nop(distance);
        }
        if (condition == null) {
            assembler.jump(label);
        } else {
            assembler.jump(condition, label);
        }
        if (forward) {
            assembler.nop(distance);
            assembler.bind(label);
        }
        return assembler.finish();
    }

    /** Each branch that grows pushes the next one over the edge. */
    @Test
    void growthIsPassedOn() {
        Assembler assembler = new Assembler(CpuFeatures.BASELINE);
        int count = 100;
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            labels.add(assembler.newLabel());
        }
        // Branch i jumps to behind branch i + 63: 126 bytes while all are short.
        for (int i = 0; i < count; i++) {
            assembler.site(Place.BRANCH, i);
            assembler.jump(labels.get(i));
            if (i >= 63) {
                assembler.bind(labels.get(i - 63));
            }
        }
        assembler.nop(4);
        for (int i = count - 63; i <= count; i++) {
            assembler.bind(labels.get(i));
        }
        MachineCode code = assembler.finish();
        int longOnes = 0;
        for (Site site : code.sites()) {
            longOnes += decode(code, site.offset()).length() == 5 ? 1 : 0;
        }
        assertTrue(longOnes > 0, "nothing has grown");
        everythingDecodes(code);
    }

    @Test
    void alignmentIsKept() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            Assembler assembler = new Assembler(CpuFeatures.BASELINE);
            Label end = assembler.newLabel();
            List<Integer> multiples = new ArrayList<>();
            int largest = 16;
            for (int i = 0; i < 20; i++) {
                assembler.nop(random.nextInt(50));
                assembler.jump(Condition.E, end);
                int multiple = 1 << random.nextInt(7);
                multiples.add(multiple);
                largest = Math.max(largest, multiple);
                assembler.align(multiple);
                assembler.site(Place.BRANCH, i);
            }
            assembler.bind(end);
            MachineCode code = assembler.finish();
            assertEquals(largest, code.alignment());
            for (Site site : code.sites()) {
                assertEquals(0, site.offset() % multiples.get((Integer) site.payload()));
            }
        }
    }

    @Test
    void aLabelThatIsNeverBoundIsRefused() {
        Assembler jumping = new Assembler(CpuFeatures.BASELINE);
        jumping.jump(jumping.newLabel("nowhere"));
        assertEquals("never bound: nowhere", assertThrows(IllegalStateException.class, jumping::finish).getMessage());
        Assembler loading = new Assembler(CpuFeatures.BASELINE);
        loading.emit(Data.LEA_R64_M, Register.RAX, loading.at(loading.newLabel("nowhere")));
        assertThrows(IllegalStateException.class, loading::finish);
    }

    @Test
    void nopsOfEveryLength() {
        for (int length = 0; length <= 40; length++) {
            Assembler assembler = new Assembler(CpuFeatures.BASELINE);
            assembler.nop(length);
            MachineCode code = assembler.finish();
            assertEquals(length, code.codeSize());
            int count = 0;
            for (int at = 0; at < length; count++) {
                Decoded decoded = decode(code, at);
                assertTrue(decoded.text(0, Symbols.NONE).matches("nop.*|xchg +ax,ax"), decoded.text(0, Symbols.NONE));
                at += decoded.length();
            }
            assertEquals((length + Nops.LONGEST - 1) / Nops.LONGEST, count);
        }
    }
}
