package perigee.asm;

/**
 * Doubles, one in a vector register, as every x86-64 processor has them, and moves of 16 bytes.
 *
 * <p>CVTSI2SD, SQRTSD and their like write the low half of the destination only, and so wait for whatever wrote the
 * register before: clear it first with {@code xorps} unless that was long ago.
 */
public enum Sse implements MachineInstruction {
    // ---- moves ------------------------------------------------------------------------------------------------------
    MOVSD_XMM_XM64("F2 0F 10 /r", "movsd xmm1, xmm2/m64"),
    MOVSD_XM64_XMM("F2 0F 11 /r", "movsd xmm1/m64, xmm2"),
    MOVSS_XMM_XM32("F3 0F 10 /r", "movss xmm1, xmm2/m32"),
    MOVSS_XM32_XMM("F3 0F 11 /r", "movss xmm1/m32, xmm2"),
    MOVAPS_XMM_XM128("NP 0F 28 /r", "movaps xmm1, xmm2/m128"),
    MOVAPS_XM128_XMM("NP 0F 29 /r", "movaps xmm2/m128, xmm1"),
    MOVAPD_XMM_XM128("66 0F 28 /r", "movapd xmm1, xmm2/m128"),
    MOVAPD_XM128_XMM("66 0F 29 /r", "movapd xmm2/m128, xmm1"),
    MOVUPS_XMM_XM128("NP 0F 10 /r", "movups xmm1, xmm2/m128"),
    MOVUPS_XM128_XMM("NP 0F 11 /r", "movups xmm2/m128, xmm1"),
    MOVDQU_XMM_XM128("F3 0F 6F /r", "movdqu xmm1, xmm2/m128"),
    MOVDQU_XM128_XMM("F3 0F 7F /r", "movdqu xmm2/m128, xmm1"),
    MOVD_XMM_RM32("66 0F 6E /r", "movd xmm1, r/m32"),
    MOVD_RM32_XMM("66 0F 7E /r", "movd r/m32, xmm1"),
    MOVQ_XMM_RM64("66 REX.W 0F 6E /r", "movq xmm1, r/m64"),
    MOVQ_RM64_XMM("66 REX.W 0F 7E /r", "movq r/m64, xmm1"),
    MOVQ_XMM_XM64("F3 0F 7E /r", "movq xmm1, xmm2/m64"),
    MOVQ_XM64_XMM("66 0F D6 /r", "movq xmm1/m64, xmm2"),
    MOVMSKPD("66 0F 50 /r", "movmskpd r32, xmm2"),

    // ---- arithmetic -------------------------------------------------------------------------------------------------
    ADDSD("F2 0F 58 /r", "addsd xmm1, xmm2/m64"),
    SUBSD("F2 0F 5C /r", "subsd xmm1, xmm2/m64"),
    MULSD("F2 0F 59 /r", "mulsd xmm1, xmm2/m64"),
    DIVSD("F2 0F 5E /r", "divsd xmm1, xmm2/m64"),
    SQRTSD("F2 0F 51 /r", "sqrtsd xmm1, xmm2/m64"),
    MINSD("F2 0F 5D /r", "minsd xmm1, xmm2/m64"),
    MAXSD("F2 0F 5F /r", "maxsd xmm1, xmm2/m64"),
    ROUNDSD("66 0F 3A 0B /r ib", "roundsd xmm1, xmm2/m64, imm8", CpuFeature.SSE41),

    // ---- comparison -------------------------------------------------------------------------------------------------
    UCOMISD("66 0F 2E /r", "ucomisd xmm1, xmm2/m64"),
    COMISD("66 0F 2F /r", "comisd xmm1, xmm2/m64"),
    CMPSD("F2 0F C2 /r ib", "cmpsd xmm1, xmm2/m64, imm8"),

    // ---- conversion -------------------------------------------------------------------------------------------------
    CVTSI2SD_XMM_RM32("F2 0F 2A /r", "cvtsi2sd xmm1, r/m32"),
    CVTSI2SD_XMM_RM64("F2 REX.W 0F 2A /r", "cvtsi2sd xmm1, r/m64"),
    CVTTSD2SI_R32_XM64("F2 0F 2C /r", "cvttsd2si r32, xmm2/m64"),
    CVTTSD2SI_R64_XM64("F2 REX.W 0F 2C /r", "cvttsd2si r64, xmm2/m64"),
    CVTSD2SI_R32_XM64("F2 0F 2D /r", "cvtsd2si r32, xmm2/m64"),
    CVTSD2SI_R64_XM64("F2 REX.W 0F 2D /r", "cvtsd2si r64, xmm2/m64"),
    CVTSS2SD("F3 0F 5A /r", "cvtss2sd xmm1, xmm2/m32"),
    CVTSD2SS("F2 0F 5A /r", "cvtsd2ss xmm1, xmm2/m64"),

    // ---- bits; memory operands of 16 bytes are aligned --------------------------------------------------------------
    ANDPD("66 0F 54 /r", "andpd xmm1, xmm2/m128"),
    ANDNPD("66 0F 55 /r", "andnpd xmm1, xmm2/m128"),
    ORPD("66 0F 56 /r", "orpd xmm1, xmm2/m128"),
    XORPD("66 0F 57 /r", "xorpd xmm1, xmm2/m128"),
    XORPS("NP 0F 57 /r", "xorps xmm1, xmm2/m128"),
    PXOR("66 0F EF /r", "pxor xmm1, xmm2/m128"),
    PCMPEQD("66 0F 76 /r", "pcmpeqd xmm1, xmm2/m128"),
    UNPCKLPD("66 0F 14 /r", "unpcklpd xmm1, xmm2/m128"),
    PSLLQ("66 0F 73 /6 ib", "psllq xmm1, imm8"),
    PSRLQ("66 0F 73 /2 ib", "psrlq xmm1, imm8");

    private final Notation notation;

    Sse(String opcode, String instruction) {
        notation = new Notation(opcode, instruction, null);
    }

    Sse(String opcode, String instruction, CpuFeature feature) {
        notation = new Notation(opcode, instruction, feature);
    }

    @Override
    public Row row() {
        return notation.row();
    }
}
