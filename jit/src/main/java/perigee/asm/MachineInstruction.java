package perigee.asm;

/**
 * A machine instruction in one of its forms: a row of one of the tables {@link Alu}, {@link Data}, {@link Bits},
 * {@link Flow}, {@link Sse} and {@link Avx}. The name of a row is its mnemonic and, where there are several forms, its
 * operands: {@code ADD_R64_RM64} is {@code add r64, r/m64}.
 */
public sealed interface MachineInstruction permits Alu, Data, Bits, Flow, Sse, Avx {
    /** The row, parsed. */
    Row row();
}
