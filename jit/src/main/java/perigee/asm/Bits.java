package perigee.asm;

/**
 * Shifts, rotates and single bits, and the bit manipulation extensions.
 *
 * <p>BSF and BSR leave the destination undefined for zero; TZCNT and LZCNT give the operand's size. A processor that
 * lacks TZCNT or LZCNT takes it for BSF or BSR, so the features are to be asked for first.
 */
public enum Bits implements MachineInstruction {
    // ---- shifts and rotates -----------------------------------------------------------------------------------------
    ROL_RM32_1("D1 /0", "rol r/m32, 1"),
    ROL_RM32_IMM8("C1 /0 ib", "rol r/m32, imm8"),
    ROL_RM32_CL("D3 /0", "rol r/m32, cl"),
    ROL_RM64_1("REX.W + D1 /0", "rol r/m64, 1"),
    ROL_RM64_IMM8("REX.W + C1 /0 ib", "rol r/m64, imm8"),
    ROL_RM64_CL("REX.W + D3 /0", "rol r/m64, cl"),
    ROR_RM32_1("D1 /1", "ror r/m32, 1"),
    ROR_RM32_IMM8("C1 /1 ib", "ror r/m32, imm8"),
    ROR_RM32_CL("D3 /1", "ror r/m32, cl"),
    ROR_RM64_1("REX.W + D1 /1", "ror r/m64, 1"),
    ROR_RM64_IMM8("REX.W + C1 /1 ib", "ror r/m64, imm8"),
    ROR_RM64_CL("REX.W + D3 /1", "ror r/m64, cl"),
    RCL_RM32_1("D1 /2", "rcl r/m32, 1"),
    RCL_RM32_IMM8("C1 /2 ib", "rcl r/m32, imm8"),
    RCL_RM32_CL("D3 /2", "rcl r/m32, cl"),
    RCL_RM64_1("REX.W + D1 /2", "rcl r/m64, 1"),
    RCL_RM64_IMM8("REX.W + C1 /2 ib", "rcl r/m64, imm8"),
    RCL_RM64_CL("REX.W + D3 /2", "rcl r/m64, cl"),
    RCR_RM32_1("D1 /3", "rcr r/m32, 1"),
    RCR_RM32_IMM8("C1 /3 ib", "rcr r/m32, imm8"),
    RCR_RM32_CL("D3 /3", "rcr r/m32, cl"),
    RCR_RM64_1("REX.W + D1 /3", "rcr r/m64, 1"),
    RCR_RM64_IMM8("REX.W + C1 /3 ib", "rcr r/m64, imm8"),
    RCR_RM64_CL("REX.W + D3 /3", "rcr r/m64, cl"),
    SHL_RM32_1("D1 /4", "shl r/m32, 1"),
    SHL_RM32_IMM8("C1 /4 ib", "shl r/m32, imm8"),
    SHL_RM32_CL("D3 /4", "shl r/m32, cl"),
    SHL_RM64_1("REX.W + D1 /4", "shl r/m64, 1"),
    SHL_RM64_IMM8("REX.W + C1 /4 ib", "shl r/m64, imm8"),
    SHL_RM64_CL("REX.W + D3 /4", "shl r/m64, cl"),
    SHR_RM32_1("D1 /5", "shr r/m32, 1"),
    SHR_RM32_IMM8("C1 /5 ib", "shr r/m32, imm8"),
    SHR_RM32_CL("D3 /5", "shr r/m32, cl"),
    SHR_RM64_1("REX.W + D1 /5", "shr r/m64, 1"),
    SHR_RM64_IMM8("REX.W + C1 /5 ib", "shr r/m64, imm8"),
    SHR_RM64_CL("REX.W + D3 /5", "shr r/m64, cl"),
    SAR_RM32_1("D1 /7", "sar r/m32, 1"),
    SAR_RM32_IMM8("C1 /7 ib", "sar r/m32, imm8"),
    SAR_RM32_CL("D3 /7", "sar r/m32, cl"),
    SAR_RM64_1("REX.W + D1 /7", "sar r/m64, 1"),
    SAR_RM64_IMM8("REX.W + C1 /7 ib", "sar r/m64, imm8"),
    SAR_RM64_CL("REX.W + D3 /7", "sar r/m64, cl"),
    SHLD_RM32_R32_IMM8("0F A4 /r ib", "shld r/m32, r32, imm8"),
    SHLD_RM32_R32_CL("0F A5 /r", "shld r/m32, r32, cl"),
    SHLD_RM64_R64_IMM8("REX.W + 0F A4 /r ib", "shld r/m64, r64, imm8"),
    SHLD_RM64_R64_CL("REX.W + 0F A5 /r", "shld r/m64, r64, cl"),
    SHRD_RM32_R32_IMM8("0F AC /r ib", "shrd r/m32, r32, imm8"),
    SHRD_RM32_R32_CL("0F AD /r", "shrd r/m32, r32, cl"),
    SHRD_RM64_R64_IMM8("REX.W + 0F AC /r ib", "shrd r/m64, r64, imm8"),
    SHRD_RM64_R64_CL("REX.W + 0F AD /r", "shrd r/m64, r64, cl"),

    // ---- single bits ------------------------------------------------------------------------------------------------
    BT_RM32_R32("0F A3 /r", "bt r/m32, r32"),
    BT_RM32_IMM8("0F BA /4 ib", "bt r/m32, imm8"),
    BT_RM64_R64("REX.W + 0F A3 /r", "bt r/m64, r64"),
    BT_RM64_IMM8("REX.W + 0F BA /4 ib", "bt r/m64, imm8"),
    BTS_RM32_R32("0F AB /r", "bts r/m32, r32"),
    BTS_RM32_IMM8("0F BA /5 ib", "bts r/m32, imm8"),
    BTS_RM64_R64("REX.W + 0F AB /r", "bts r/m64, r64"),
    BTS_RM64_IMM8("REX.W + 0F BA /5 ib", "bts r/m64, imm8"),
    BTR_RM32_R32("0F B3 /r", "btr r/m32, r32"),
    BTR_RM32_IMM8("0F BA /6 ib", "btr r/m32, imm8"),
    BTR_RM64_R64("REX.W + 0F B3 /r", "btr r/m64, r64"),
    BTR_RM64_IMM8("REX.W + 0F BA /6 ib", "btr r/m64, imm8"),
    BTC_RM32_R32("0F BB /r", "btc r/m32, r32"),
    BTC_RM32_IMM8("0F BA /7 ib", "btc r/m32, imm8"),
    BTC_RM64_R64("REX.W + 0F BB /r", "btc r/m64, r64"),
    BTC_RM64_IMM8("REX.W + 0F BA /7 ib", "btc r/m64, imm8"),

    // ---- searching and counting -------------------------------------------------------------------------------------
    BSF_R32_RM32("0F BC /r", "bsf r32, r/m32"),
    BSF_R64_RM64("REX.W + 0F BC /r", "bsf r64, r/m64"),
    BSR_R32_RM32("0F BD /r", "bsr r32, r/m32"),
    BSR_R64_RM64("REX.W + 0F BD /r", "bsr r64, r/m64"),
    TZCNT_R32_RM32("F3 0F BC /r", "tzcnt r32, r/m32", CpuFeature.BMI1),
    TZCNT_R64_RM64("F3 REX.W 0F BC /r", "tzcnt r64, r/m64", CpuFeature.BMI1),
    LZCNT_R32_RM32("F3 0F BD /r", "lzcnt r32, r/m32", CpuFeature.LZCNT),
    LZCNT_R64_RM64("F3 REX.W 0F BD /r", "lzcnt r64, r/m64", CpuFeature.LZCNT),
    POPCNT_R32_RM32("F3 0F B8 /r", "popcnt r32, r/m32", CpuFeature.POPCNT),
    POPCNT_R64_RM64("F3 REX.W 0F B8 /r", "popcnt r64, r/m64", CpuFeature.POPCNT),

    // ---- without flags, with three operands -------------------------------------------------------------------------
    RORX_R32_RM32_IMM8("VEX.LZ.F2.0F3A.W0 F0 /r ib", "rorx r32, r/m32, imm8", CpuFeature.BMI2),
    RORX_R64_RM64_IMM8("VEX.LZ.F2.0F3A.W1 F0 /r ib", "rorx r64, r/m64, imm8", CpuFeature.BMI2),
    SHLX_R32_RM32_R32("VEX.LZ.66.0F38.W0 F7 /r", "shlx r32a, r/m32, r32b", CpuFeature.BMI2),
    SHLX_R64_RM64_R64("VEX.LZ.66.0F38.W1 F7 /r", "shlx r64a, r/m64, r64b", CpuFeature.BMI2),
    SHRX_R32_RM32_R32("VEX.LZ.F2.0F38.W0 F7 /r", "shrx r32a, r/m32, r32b", CpuFeature.BMI2),
    SHRX_R64_RM64_R64("VEX.LZ.F2.0F38.W1 F7 /r", "shrx r64a, r/m64, r64b", CpuFeature.BMI2),
    SARX_R32_RM32_R32("VEX.LZ.F3.0F38.W0 F7 /r", "sarx r32a, r/m32, r32b", CpuFeature.BMI2),
    SARX_R64_RM64_R64("VEX.LZ.F3.0F38.W1 F7 /r", "sarx r64a, r/m64, r64b", CpuFeature.BMI2),
    MULX_R32_R32_RM32("VEX.LZ.F2.0F38.W0 F6 /r", "mulx r32a, r32b, r/m32", CpuFeature.BMI2),
    MULX_R64_R64_RM64("VEX.LZ.F2.0F38.W1 F6 /r", "mulx r64a, r64b, r/m64", CpuFeature.BMI2),

    // ---- masks and fields -------------------------------------------------------------------------------------------
    ANDN_R32_R32_RM32("VEX.LZ.0F38.W0 F2 /r", "andn r32a, r32b, r/m32", CpuFeature.BMI1),
    ANDN_R64_R64_RM64("VEX.LZ.0F38.W1 F2 /r", "andn r64a, r64b, r/m64", CpuFeature.BMI1),
    BEXTR_R32_RM32_R32("VEX.LZ.0F38.W0 F7 /r", "bextr r32a, r/m32, r32b", CpuFeature.BMI1),
    BEXTR_R64_RM64_R64("VEX.LZ.0F38.W1 F7 /r", "bextr r64a, r/m64, r64b", CpuFeature.BMI1),
    BZHI_R32_RM32_R32("VEX.LZ.0F38.W0 F5 /r", "bzhi r32a, r/m32, r32b", CpuFeature.BMI2),
    BZHI_R64_RM64_R64("VEX.LZ.0F38.W1 F5 /r", "bzhi r64a, r/m64, r64b", CpuFeature.BMI2),
    BLSR_R32_RM32("VEX.LZ.0F38.W0 F3 /1", "blsr r32, r/m32", CpuFeature.BMI1),
    BLSR_R64_RM64("VEX.LZ.0F38.W1 F3 /1", "blsr r64, r/m64", CpuFeature.BMI1),
    BLSMSK_R32_RM32("VEX.LZ.0F38.W0 F3 /2", "blsmsk r32, r/m32", CpuFeature.BMI1),
    BLSMSK_R64_RM64("VEX.LZ.0F38.W1 F3 /2", "blsmsk r64, r/m64", CpuFeature.BMI1),
    BLSI_R32_RM32("VEX.LZ.0F38.W0 F3 /3", "blsi r32, r/m32", CpuFeature.BMI1),
    BLSI_R64_RM64("VEX.LZ.0F38.W1 F3 /3", "blsi r64, r/m64", CpuFeature.BMI1),
    PDEP_R32_R32_RM32("VEX.LZ.F2.0F38.W0 F5 /r", "pdep r32a, r32b, r/m32", CpuFeature.BMI2),
    PDEP_R64_R64_RM64("VEX.LZ.F2.0F38.W1 F5 /r", "pdep r64a, r64b, r/m64", CpuFeature.BMI2),
    PEXT_R32_R32_RM32("VEX.LZ.F3.0F38.W0 F5 /r", "pext r32a, r32b, r/m32", CpuFeature.BMI2),
    PEXT_R64_R64_RM64("VEX.LZ.F3.0F38.W1 F5 /r", "pext r64a, r64b, r/m64", CpuFeature.BMI2);

    private final Notation notation;

    Bits(String opcode, String instruction) {
        notation = new Notation(opcode, instruction, null);
    }

    Bits(String opcode, String instruction, CpuFeature feature) {
        notation = new Notation(opcode, instruction, feature);
    }

    @Override
    public Row row() {
        return notation.row();
    }
}
