package perigee.asm;

/**
 * An instruction found in memory. Encoding it again gives the same bytes, if they came from here.
 *
 * @param operands as passed to the encoder, a condition first
 * @param length   in bytes
 */
public record Decoded(MachineInstruction instruction, long[] operands, int length) {
    /** Whether the last operand is a distance from the end of the instruction: a jump or call. */
    public boolean isRelative() {
        Row row = instruction.row();
        return row.arity > 0 && ((int) (row.operands >>> 16 * (row.arity - 1)) & Form.RELATIVE) != 0;
    }

    /**
     * The instruction as text in Intel's syntax, with the spacing of {@code objdump -M intel}.
     *
     * @param address where the instruction is; targets are absolute
     */
    public String text(long address, Symbols symbols) {
        return InstructionText.of(instruction.row(), operands, address, length, symbols);
    }
}
