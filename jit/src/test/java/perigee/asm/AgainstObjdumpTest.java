package perigee.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every row with every form of operand is encoded; binutils, our text of what was meant, and our disassembler's reading
 * of the bytes have to agree. So the rows, the encoder, the decoder and the text are all held against a judge that
 * shares nothing with them.
 */
class AgainstObjdumpTest {
    private record Meant(MachineInstruction instruction, long[] operands, int offset, int length) {
        String text() {
            return Objdump.singleBlanks(InstructionText.of(instruction.row(), operands, offset, length, Symbols.NONE));
        }

        @Override
        public String toString() {
            return instruction + " at 0x" + Integer.toHexString(offset) + ": " + text();
        }
    }

    private static final MachineInstruction[][] TABLES = {
        Alu.values(), Data.values(), Bits.values(), Flow.values(), Sse.values(), Avx.values()};

    /** Encodes all samples of a table one after the other, and says what was meant by each. */
    private static List<Meant> encodeAll(MachineInstruction[] table, Encoder encoder) {
        List<Meant> meant = new ArrayList<>();
        for (MachineInstruction instruction : table) {
            int before = meant.size();
            for (long[] operands : OperandSamples.of(instruction.row())) {
                int offset = encoder.size;
                encode(encoder, instruction.row(), operands);
                meant.add(new Meant(instruction, operands, offset, encoder.size - offset));
            }
            assertTrue(meant.size() > before, instruction::toString);
        }
        return meant;
    }

    @Test
    void everyRowMeansToBinutilsWhatItMeansToUs() throws IOException, InterruptedException {
        for (MachineInstruction[] table : TABLES) {
            Encoder encoder = new Encoder(1 << 20);
            List<Meant> meant = encodeAll(table, encoder);
            List<Objdump.Line> lines = Objdump.disassemble(encoder.bytes, encoder.size);
            for (int i = 0; i < Math.min(lines.size(), meant.size()); i++) {
                Objdump.Line line = lines.get(i);
                Meant expected = meant.get(i);
                assertEquals(line.offset(), expected.offset, expected::toString);
                assertEquals(line.length(), expected.length, expected::toString);
                assertEquals(line.text(), expected.text(), expected::toString);
            }
            assertEquals(lines.size(), meant.size());
        }
    }

    @Test
    void everyRowIsFoundAgainInItsBytes() {
        for (MachineInstruction[] table : TABLES) {
            Encoder encoder = new Encoder(1 << 20);
            decodesToTheSame(encoder, encodeAll(table, encoder));
        }
    }

    /** What the samples are to be: each register in each place, with a register in the other one and with memory there. */
    @Test
    void everyRegisterIsInEveryPlace() {
        for (MachineInstruction instruction : InstructionSet.ALL) {
            Row row = instruction.row();
            List<Integer> forms = OperandSamples.forms(row);
            boolean mayBeMemory = forms.stream().anyMatch(form -> (form & Form.MEMORY) != 0);
            for (int at = 0; at < forms.size(); at++) {
                int form = forms.get(at);
                if (!OperandSamples.takesRegister(form)) {
                    continue;
                }
                BitSet withRegisters = new BitSet();
                BitSet withMemory = new BitSet();
                for (long[] operands : OperandSamples.of(row)) {
                    if (!Operand.isMemory(operands[at])) {
                        boolean memory = Arrays.stream(operands).anyMatch(Operand::isMemory);
                        (memory ? withMemory : withRegisters).set((int) (operands[at] - OperandSamples.firstRegister(form)));
                    }
                }
                BitSet all = new BitSet();
                all.set(0, 16);
                boolean memoryBeside = mayBeMemory && (form & Form.MEMORY) == 0;
                boolean registersBeside = !memoryBeside || forms.stream().allMatch(
                        other -> (other & Form.MEMORY) == 0 || OperandSamples.takesRegister(other));
                assertEquals(registersBeside ? all : new BitSet(), withRegisters, instruction + ", operand " + at);
                assertEquals(memoryBeside ? all : new BitSet(), withMemory, instruction + ", operand " + at);
            }
        }
    }

    private static void encode(Encoder encoder, Row row, long[] operands) {
        long[] four = Arrays.copyOf(operands, 4);
        encoder.encode(row, four[0], four[1], four[2], four[3]);
    }

    private static void decodesToTheSame(Encoder encoder, List<Meant> meant) {
        Disassembler disassembler = new Disassembler(encoder.bytes, encoder.size);
        Encoder again = new Encoder(16);
        for (Meant expected : meant) {
            Decoded decoded = disassembler.decode(expected.offset);
            assertNotNull(decoded, expected::toString);
            assertEquals(expected.length, decoded.length(), expected::toString);
            assertEquals(expected.text(), Objdump.singleBlanks(decoded.text(expected.offset, Symbols.NONE)));
            again.size = 0;
            encode(again, decoded.instruction().row(), decoded.operands());
            assertTrue(Arrays.equals(again.bytes, 0, again.size, encoder.bytes, expected.offset,
                    expected.offset + expected.length), expected::toString);
        }
    }
}
