package perigee.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables are what they say they are. */
class TablesTest {
    @Test
    void namesSayMnemonicAndOperands() {
        Set<String> seen = new HashSet<>();
        for (MachineInstruction instruction : InstructionSet.ALL) {
            Row row = instruction.row();
            String mnemonic = row.mnemonic().replace(' ', '_');
            StringBuilder full = new StringBuilder(mnemonic);
            if (row.syntax.length() > mnemonic.length()) {
                for (String operand : row.syntax.substring(mnemonic.length() + 1).split(", ")) {
                    full.append('_').append(operand.replaceFirst("^xmm\\d/m", "xm").replaceFirst("^xmm\\d", "xmm")
                            .replaceFirst("^(r\\d\\d)[ab]", "$1").replace("/", ""));
                }
            }
            String name = instruction.toString().toLowerCase(Locale.ROOT);
            assertTrue(name.equals(full.toString()) || name.equals(mnemonic), name + " is " + row.syntax);
            assertTrue(seen.add(name), name + " is there twice");
        }
        assertTrue(seen.size() > 450);
    }

    /** The sizes of immediates in the two columns are the same. */
    @Test
    void columnsAgree() {
        for (MachineInstruction instruction : InstructionSet.ALL) {
            Row row = instruction.row();
            int announced = 0;
            for (String word : row.notation.split(" ")) {
                announced += switch (word) {
                    case "ib", "cb" -> 1;
                    case "iw" -> 2;
                    case "id", "cd" -> 4;
                    case "io" -> 8;
                    default -> 0;
                };
            }
            int taken = 0;
            for (long rest = row.operands; rest != 0; rest >>>= 16) {
                taken += Form.slot((int) rest) == Form.IMMEDIATE ? Form.size((int) rest & 0xFFFF) : 0;
            }
            assertEquals(announced, taken, row.syntax);
            assertEquals(row.notation.contains("VEX"), row.isVex());
            assertFalse(row.isVex() && row.feature == null, row.syntax);
        }
    }

    /** The byte form that a row makes for itself is the row that the table has for it. */
    @Test
    void byteFormsAreRowsOfTheirOwn() {
        int count = 0;
        for (MachineInstruction instruction : InstructionSet.ALL) {
            Row row = instruction.row().byteForm;
            if (row != null) {
                count++;
                assertTrue(InstructionSet.ALL.stream().map(MachineInstruction::row).anyMatch(
                        other -> other.syntax.equals(row.syntax) && other.notation.equals(row.notation)), row.syntax);
            }
        }
        assertTrue(count > 30);
    }

    @Test
    void conditions() {
        for (Condition condition : Condition.values()) {
            assertEquals(condition, condition.negate().negate());
            assertFalse(condition == condition.negate());
        }
        for (long[] pair : new long[][] {{1, 2}, {2, 1}, {1, 1}, {-1, 1}, {1, -1}}) {
            for (Condition condition : Condition.values()) {
                if (holds(condition, pair[0], pair[1]) != null) {
                    assertEquals(holds(condition, pair[0], pair[1]), holds(condition.swap(), pair[1], pair[0]));
                    assertEquals(!holds(condition, pair[0], pair[1]), holds(condition.negate(), pair[0], pair[1]));
                }
            }
        }
        assertThrows(IllegalArgumentException.class, Condition.P::swap);
    }

    /** Whether a condition holds after {@code cmp a, b}; null if it is no comparison. */
    private static Boolean holds(Condition condition, long a, long b) {
        return switch (condition) {
            case B -> Long.compareUnsigned(a, b) < 0;
            case AE -> Long.compareUnsigned(a, b) >= 0;
            case BE -> Long.compareUnsigned(a, b) <= 0;
            case A -> Long.compareUnsigned(a, b) > 0;
            case E -> a == b;
            case NE -> a != b;
            case L -> a < b;
            case GE -> a >= b;
            case LE -> a <= b;
            case G -> a > b;
            case O, NO, S, NS, P, NP -> null;
        };
    }

    @Test
    void featuresOfTheMachineAndSwitchedOff() {
        CpuFeatures all = CpuFeatures.parse(
                "processor\t: 0\nflags\t\t: fpu sse4_1 avx abm popcnt bmi1 bmi2 fma avx2\nbugs\t:\n");
        assertEquals(Set.of(CpuFeature.values()), all.present());
        CpuFeatures old = CpuFeatures.parse("flags of what?\nflags\t\t: fpu sse4_1x xavx\n");
        assertEquals(Set.of(), old.present());
        assertEquals(CpuFeatures.BASELINE, CpuFeatures.parse("Features: none"));
        assertFalse(all.without(CpuFeature.AVX).has(CpuFeature.FMA));
        assertTrue(all.without(CpuFeature.AVX).has(CpuFeature.BMI2));
        assertTrue(all.has(CpuFeature.FMA));
        assertNotNull(CpuFeatures.host());
    }
}
