package perigee.asm;

/** Control flow, traps, and what acts on the processor as a whole. */
public enum Flow implements MachineInstruction {
    // ---- jumps, calls and returns; Assembler.jump and call take labels and symbols ----------------------------------
    JMP_REL8("EB cb", "jmp rel8"),
    JMP_REL32("E9 cd", "jmp rel32"),
    JMP_RM64("FF /4", "jmp r/m64"),
    JCC_REL8("70+cc cb", "jcc rel8"),
    JCC_REL32("0F 80+cc cd", "jcc rel32"),
    CALL_REL32("E8 cd", "call rel32"),
    CALL_RM64("FF /2", "call r/m64"),
    RET("C3", "ret"),
    RET_IMM16("C2 iw", "ret imm16"),

    // ---- traps ------------------------------------------------------------------------------------------------------
    INT3("CC", "int3"),
    UD2("0F 0B", "ud2"),
    HLT("F4", "hlt"),

    // ---- nothing at all; Assembler.nop chooses by length ------------------------------------------------------------
    NOP("90", "nop"),
    XCHG_AX_AX("66 90", "xchg ax, ax"),
    NOP_RM32("0F 1F /0", "nop r/m32"),
    NOP_RM16("66 0F 1F /0", "nop r/m16"),
    PAUSE("F3 90", "pause"),
    ENDBR64("F3 0F 1E FA", "endbr64"),

    // ---- order and time ---------------------------------------------------------------------------------------------
    LFENCE("NP 0F AE E8", "lfence"),
    MFENCE("NP 0F AE F0", "mfence"),
    SFENCE("NP 0F AE F8", "sfence"),
    RDTSC("0F 31", "rdtsc"),
    RDTSCP("0F 01 F9", "rdtscp"),
    CPUID("0F A2", "cpuid");

    private final Notation notation;

    Flow(String opcode, String instruction) {
        notation = new Notation(opcode, instruction, null);
    }

    @Override
    public Row row() {
        return notation.row();
    }
}
