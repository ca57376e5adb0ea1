package perigee.asm;

/**
 * Moves of integers and addresses: loads, stores, extensions, the stack, exchanges, conditional moves. None sets the
 * flags but the compare-and-exchange and exchange-and-add instructions.
 */
public enum Data implements MachineInstruction {
    // ---- mov --------------------------------------------------------------------------------------------------------
    MOV_RM8_R8("88 /r", "mov r/m8, r8"),
    MOV_R8_RM8("8A /r", "mov r8, r/m8"),
    MOV_RM8_IMM8("C6 /0 ib", "mov r/m8, imm8"),
    MOV_RM16_R16("66 89 /r", "mov r/m16, r16"),
    MOV_R16_RM16("66 8B /r", "mov r16, r/m16"),
    MOV_RM16_IMM16("66 C7 /0 iw", "mov r/m16, imm16"),
    MOV_RM32_R32("89 /r", "mov r/m32, r32"),
    MOV_R32_RM32("8B /r", "mov r32, r/m32"),
    MOV_RM32_IMM32("C7 /0 id", "mov r/m32, imm32"),
    MOV_R32_IMM32("B8+rd id", "mov r32, imm32"),
    MOV_RM64_R64("REX.W + 89 /r", "mov r/m64, r64"),
    MOV_R64_RM64("REX.W + 8B /r", "mov r64, r/m64"),
    MOV_RM64_IMM32("REX.W + C7 /0 id", "mov r/m64, imm32"),
    MOVABS_R64_IMM64("REX.W + B8+rd io", "movabs r64, imm64"),

    // ---- mov with extension -----------------------------------------------------------------------------------------
    MOVZX_R32_RM8("0F B6 /r", "movzx r32, r/m8"),
    MOVZX_R32_RM16("0F B7 /r", "movzx r32, r/m16"),
    MOVZX_R64_RM8("REX.W + 0F B6 /r", "movzx r64, r/m8"),
    MOVZX_R64_RM16("REX.W + 0F B7 /r", "movzx r64, r/m16"),
    MOVSX_R32_RM8("0F BE /r", "movsx r32, r/m8"),
    MOVSX_R32_RM16("0F BF /r", "movsx r32, r/m16"),
    MOVSX_R64_RM8("REX.W + 0F BE /r", "movsx r64, r/m8"),
    MOVSX_R64_RM16("REX.W + 0F BF /r", "movsx r64, r/m16"),
    MOVSXD_R64_RM32("REX.W + 63 /r", "movsxd r64, r/m32"),
    CWDE("98", "cwde"),
    CDQE("REX.W + 98", "cdqe"),

    // ---- addresses --------------------------------------------------------------------------------------------------
    LEA_R32_M("8D /r", "lea r32, m"),
    LEA_R64_M("REX.W + 8D /r", "lea r64, m"),

    // ---- conditional ------------------------------------------------------------------------------------------------
    SETCC_RM8("0F 90+cc /0", "setcc r/m8"),
    CMOVCC_R32_RM32("0F 40+cc /r", "cmovcc r32, r/m32"),
    CMOVCC_R64_RM64("REX.W + 0F 40+cc /r", "cmovcc r64, r/m64"),

    // ---- the stack --------------------------------------------------------------------------------------------------
    PUSH_R64("50+rd", "push r64"),
    PUSH_M64("FF /6", "push m64"),
    PUSH_IMM32("68 id", "push imm32"),
    PUSH_IMM8("6A ib", "push imm8"),
    POP_R64("58+rd", "pop r64"),
    POP_M64("8F /0", "pop m64"),
    PUSHF("9C", "pushf"),
    POPF("9D", "popf"),

    // ---- exchange; with memory, xchg is locked by itself ------------------------------------------------------------
    XCHG_RM8_R8("86 /r", "xchg r/m8, r8"),
    XCHG_RM32_R32("87 /r", "xchg r/m32, r32"),
    XCHG_RM64_R64("REX.W + 87 /r", "xchg r/m64, r64"),
    CMPXCHG_RM32_R32("0F B1 /r", "cmpxchg r/m32, r32"),
    CMPXCHG_RM64_R64("REX.W + 0F B1 /r", "cmpxchg r/m64, r64"),
    LOCK_CMPXCHG_M32_R32("F0 0F B1 /r", "lock cmpxchg m32, r32"),
    LOCK_CMPXCHG_M64_R64("F0 REX.W + 0F B1 /r", "lock cmpxchg m64, r64"),
    XADD_RM32_R32("0F C1 /r", "xadd r/m32, r32"),
    XADD_RM64_R64("REX.W + 0F C1 /r", "xadd r/m64, r64"),
    LOCK_XADD_M32_R32("F0 0F C1 /r", "lock xadd m32, r32"),
    LOCK_XADD_M64_R64("F0 REX.W + 0F C1 /r", "lock xadd m64, r64"),
    BSWAP_R32("0F C8+rd", "bswap r32"),
    BSWAP_R64("REX.W + 0F C8+rd", "bswap r64"),

    // ---- prefetching ------------------------------------------------------------------------------------------------
    PREFETCHNTA_M8("0F 18 /0", "prefetchnta m8"),
    PREFETCHT0_M8("0F 18 /1", "prefetcht0 m8"),
    PREFETCHT1_M8("0F 18 /2", "prefetcht1 m8"),
    PREFETCHT2_M8("0F 18 /3", "prefetcht2 m8"),
    PREFETCHW_M8("0F 0D /1", "prefetchw m8");

    private final Notation notation;

    Data(String opcode, String instruction) {
        notation = new Notation(opcode, instruction, null);
    }

    @Override
    public Row row() {
        return notation.row();
    }
}
