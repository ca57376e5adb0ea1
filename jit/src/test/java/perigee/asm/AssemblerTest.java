package perigee.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Data, symbols, patchable fields, and what is refused. */
class AssemblerTest {
    private enum Place implements Site.Kind { HERE, PATCH }

    private static ByteBuffer bytes(MachineCode code) {
        return ByteBuffer.wrap(code.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<String> texts(MachineCode code) {
        List<String> texts = new ArrayList<>();
        Disassembler disassembler = new Disassembler(code.bytes(), code.codeSize());
        for (int at = 0; at < code.codeSize(); ) {
            Decoded decoded = disassembler.decode(at);
            texts.add(Objdump.singleBlanks(decoded.text(at, Symbols.NONE)));
            at += decoded.length();
        }
        return texts;
    }

    private static Decoded decode(MachineCode code, int at) {
        return new Disassembler(code.bytes(), code.codeSize()).decode(at);
    }

    /** Where the rip-relative operand of the instruction at an offset is. */
    private static int referred(MachineCode code, int at) {
        Decoded decoded = decode(code, at);
        for (long operand : decoded.operands()) {
            if (Operand.isMemory(operand)) {
                assertEquals(Operand.RIP, Operand.base(operand));
                return at + decoded.length() + Operand.displacement(operand);
            }
        }
        throw new AssertionError("no memory operand");
    }

    @Test
    void constantsAreSharedAndAligned() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Assembler a = new Assembler(CpuFeatures.BASELINE);
            int count = 1 + random.nextInt(20);
            long[] values = new long[count];
            Label end = a.newLabel();
            for (int i = 0; i < count; i++) {
                a.nop(random.nextInt(20));
                a.jump(Condition.P, end);
                values[i] = random.nextInt(6) - 3;
                a.site(Place.HERE, i);
                switch (random.nextInt(3)) {
                    case 0 -> a.emit(Sse.ADDSD, XMM0, a.constant(Double.longBitsToDouble(values[i])));
                    // An immediate after the displacement counts as well.
                    case 1 -> a.emit(Alu.CMP_RM64_IMM32, a.constant(values[i]), 1000);
                    default -> a.emit(Sse.ANDPD, XMM0, a.constant(values[i], ~values[i]));
                }
            }
            a.bind(end);
            MachineCode code = a.finish();
            for (Site site : code.sites()) {
                int at = referred(code, site.offset());
                long value = values[(Integer) site.payload()];
                assertTrue(at >= code.codeSize());
                assertEquals(value, bytes(code).getLong(at));
                boolean pair = decode(code, site.offset()).instruction() == Sse.ANDPD;
                assertEquals(0, at % (pair ? 16 : 8));
                if (pair) {
                    assertEquals(~value, bytes(code).getLong(at + 8));
                }
            }
            assertTrue(code.bytes().length <= code.codeSize() + 16 + 6 * 24);
        }
    }

    @Test
    void zerosOfBothSignsAreTwoConstantsAndCellsAreNeverShared() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        assertNotEquals(a.constant(0.0), a.constant(-0.0));
        assertEquals(a.constant(0.0), a.constant(0L));
        assertNotEquals(a.at(a.cell("one", 0)), a.at(a.cell("two", 0)));
        a.emit(Flow.RET);
        MachineCode code = a.finish();
        assertEquals(code.labels().get("one") + 8, code.labels().get("two"));
    }

    @Test
    void symbolsBecomeRelocations() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        a.call("f");
        a.jump("g");
        a.jump(Condition.A, "f");
        a.emit(Alu.CMP_RM32_IMM32, a.at("cell"), 0x1234);
        a.emit(Data.MOV_R64_RM64, RAX, a.at("cell"));
        a.moveAddress(R9, "g");
        a.emit(Flow.CALL_RM64, a.addressConstant("h"));
        a.emit(Data.MOV_R64_RM64, RAX, a.addressConstant("h"));
        a.patchableJump(Place.PATCH, null, Condition.B, "f");
        MachineCode code = a.finish();
        assertEquals(List.of(
                new Relocation(1, Relocation.Kind.REL32, "f", -4),
                new Relocation(6, Relocation.Kind.REL32, "g", -4),
                new Relocation(12, Relocation.Kind.REL32, "f", -4),
                new Relocation(18, Relocation.Kind.REL32, "cell", -8),
                new Relocation(29, Relocation.Kind.REL32, "cell", -4),
                new Relocation(35, Relocation.Kind.ABS64, "g", 0),
                new Relocation(58, Relocation.Kind.REL32, "f", -4),
                new Relocation(64, Relocation.Kind.ABS64, "h", 0)), code.relocations());
        assertEquals("cmp DWORD PTR [rip+0x0],0x1234 # 0x1a", texts(code).get(3));
        Relocation call = code.relocations().get(0);
        assertEquals(0x2000 - 0x1005, call.value(0x1000, 0x2000));
        assertEquals(0x2000, code.relocations().get(5).value(0x1000, 0x2000));
        assertThrows(IllegalArgumentException.class, () -> call.value(0, 1L << 32));
    }

    @Test
    void jumpTables() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        Label[] cases = {a.newLabel("a"), a.newLabel("b"), a.newLabel("c")};
        Label table = a.jumpTable(cases[0], cases[1], cases[2], cases[1]);
        a.jump(table, RCX, RDX);
        for (Label label : cases) {
            a.bind(label);
            a.nop(100);
            a.jump(cases[2]);
        }
        MachineCode code = a.finish();
        int tableAt = referred(code, 0);
        String[] expected = {"a", "b", "c", "b"};
        for (int i = 0; i < 4; i++) {
            assertEquals(code.labels().get(expected[i]), tableAt + bytes(code).getInt(tableAt + 4 * i));
        }
        assertEquals(List.of("movsxd rcx,DWORD PTR [rdx+rcx*4]", "add rcx,rdx", "jmp rcx"), texts(code).subList(1, 4));
    }

    @Test
    void patchableFieldsDoNotCrossAWord() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            Assembler a = new Assembler(CpuFeatures.BASELINE);
            Label end = a.newLabel("end");
            for (int i = 0; i < 14; i++) {
                a.nop(random.nextInt(12));
                a.jump(Condition.S, end);
                switch (i % 7) {
                    case 0 -> a.patchableCall(Place.PATCH, 4, "f");
                    case 1 -> a.patchableJump(Place.PATCH, 4, end);
                    case 2 -> a.patchableNop(Place.PATCH, 5);
                    case 3 -> a.patchableImmediate(Place.PATCH, 8, Data.MOVABS_R64_IMM64, R10, 1);
                    case 4 -> a.patchableImmediate(Place.PATCH, 4, Alu.CMP_RM32_IMM32, a.at("shape"), 1);
                    case 5 -> a.patchableJump(Place.PATCH, 4, Condition.NE, end);
                    default -> a.patchableDisplacement(Place.PATCH, 4, Data.MOV_RM64_R64, mem(RBX, 8), RAX);
                }
            }
            a.bind(end);
            a.emit(Flow.RET);
            MachineCode code = a.finish();
            int[] contents = {0, code.labels().get("end"), 0, 1, 1, 0, 8};
            int number = 0;
            for (Site site : code.sites()) {
                int size = (Integer) site.payload();
                int which = number++ % 7;
                assertEquals(site.offset() / 8, (site.offset() + size - 1) / 8);
                switch (which) {
                    case 1, 5 -> assertEquals(contents[1], site.offset() + 4 + bytes(code).getInt(site.offset()));
                    case 2 -> assertEquals(5, decode(code, site.offset()).length());
                    case 3 -> assertEquals(1, bytes(code).getLong(site.offset()));
                    default -> assertEquals(contents[which], bytes(code).getInt(site.offset()));
                }
            }
            assertEquals(14, number);
            // The relocation of [rip + shape] counts the immediate behind it.
            assertTrue(code.relocations().contains(
                    new Relocation(code.sites().get(4).offset() - 4, Relocation.Kind.REL32, "shape", -8)));
        }
    }

    @Test
    void immediatesAreAsShortAsTheyCanBe() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        a.emit(Alu.ADD_RM64_IMM32, RAX, 127);
        a.emit(Alu.ADD_RM64_IMM32, RAX, 128);
        a.emit(Alu.CMP_RM16_IMM16, mem(RAX), -1);
        a.emit(Alu.IMUL_R64_RM64_IMM32, RAX, RCX, -128);
        a.emit(Data.PUSH_IMM32, 3);
        a.emit(Alu.LOCK_ADD_M64_IMM32, mem(RAX), 1);
        assertEquals(4 + 7 + 4 + 4 + 2 + 5, a.finish().codeSize());
        long[] values = {
            0, 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 0x1_0000_0000L, -1, Integer.MIN_VALUE, Long.MIN_VALUE};
        int[] sizes = {5, 5, 5, 5, 5, 10, 7, 7, 10};
        for (int i = 0; i < values.length; i++) {
            Assembler move = new Assembler(CpuFeatures.BASELINE);
            move.move(RBX, values[i]);
            MachineCode code = move.finish();
            assertEquals(sizes[i], code.codeSize());
            assertEquals("0x" + Long.toHexString(values[i]), texts(code).get(0).split(",")[1]);
        }
    }

    @Test
    void operandsThatARowDoesNotTakeAreRefusedAndNothingIsEmitted() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        record Refused(MachineInstruction instruction, long... operands) {
        }
        Refused[] all = {
            new Refused(Alu.ADD_R64_RM64, RAX), new Refused(Alu.ADD_R64_RM64, RAX, 5),
            new Refused(Alu.ADD_R64_RM64, XMM1, RAX), new Refused(Alu.ADD_R64_RM64, mem(RAX), RAX),
            new Refused(Alu.ADD_R64_RM64, RAX, RCX, RDX),
            new Refused(Data.LEA_R64_M, RAX, RCX), new Refused(Alu.ADD_RM64_IMM32, RAX, 1L << 31),
            new Refused(Alu.ADD_RM32_IMM32, RAX, 1L << 32), new Refused(Alu.CMP_RM8_IMM8, RAX, 256),
            new Refused(Alu.CMP_RM8_IMM8, RAX, -129), new Refused(Alu.ADD_RM64_IMM8, RAX, 128),
            new Refused(Sse.ADDSD, XMM0, RAX), new Refused(Sse.CVTSI2SD_XMM_RM64, XMM0, XMM1),
            new Refused(Alu.LOCK_INC_M64, RAX), new Refused(Data.SETCC_RM8, 16, RAX), new Refused(Flow.JMP_REL8, 128)};
        for (Refused refused : all) {
            long[] o = refused.operands;
            assertThrows(IllegalArgumentException.class, () -> {
                switch (o.length) {
                    case 1 -> a.emit(refused.instruction, o[0]);
                    case 2 -> a.emit(refused.instruction, o[0], o[1]);
                    default -> a.emit(refused.instruction, o[0], o[1], o[2]);
                }
            }, refused::toString);
        }
        assertThrows(IllegalArgumentException.class, () -> mem(RAX, RSP, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> mem(RAX, RCX, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> mem(XMM0));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> a.emit(Alu.ADD_R64_RM64, RAX, XMM7));
        assertEquals("add r64, r/m64 does not take xmm7", e.getMessage());
        assertEquals(0, a.emitted());
        assertEquals(0, a.finish().codeSize());
    }

    @Test
    void whatTheProcessorLacksIsNotEmitted() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        assertThrows(AssertionError.class, () -> a.emit(Avx.VADDSD, XMM0, XMM1, XMM2));
        assertThrows(AssertionError.class, () -> a.emit(Bits.TZCNT_R64_RM64, RAX, RCX));
    }
}
