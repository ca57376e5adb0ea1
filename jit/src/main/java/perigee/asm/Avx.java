package perigee.asm;

/**
 * Doubles with three operands: the first is written, the others stay. All of them need AVX, the fused ones FMA as well.
 * Memory operands need no alignment but for {@code vmovaps} and {@code vmovapd}.
 *
 * <p>Only the lower 128 bits of registers are used here, so rows of {@link Sse} may stand beside these.
 */
public enum Avx implements MachineInstruction {
    // ---- moves ------------------------------------------------------------------------------------------------------
    VMOVSD_XMM_XMM_XMM("VEX.LIG.F2.0F.WIG 10 /r", "vmovsd xmm1, xmm2, xmm3", CpuFeature.AVX),
    VMOVSD_XMM_M64("VEX.LIG.F2.0F.WIG 10 /r", "vmovsd xmm1, m64", CpuFeature.AVX),
    VMOVSD_M64_XMM("VEX.LIG.F2.0F.WIG 11 /r", "vmovsd m64, xmm1", CpuFeature.AVX),
    VMOVSS_XMM_M32("VEX.LIG.F3.0F.WIG 10 /r", "vmovss xmm1, m32", CpuFeature.AVX),
    VMOVSS_M32_XMM("VEX.LIG.F3.0F.WIG 11 /r", "vmovss m32, xmm1", CpuFeature.AVX),
    VMOVAPS_XMM_XM128("VEX.128.0F.WIG 28 /r", "vmovaps xmm1, xmm2/m128", CpuFeature.AVX),
    VMOVAPS_XM128_XMM("VEX.128.0F.WIG 29 /r", "vmovaps xmm2/m128, xmm1", CpuFeature.AVX),
    VMOVAPD_XMM_XM128("VEX.128.66.0F.WIG 28 /r", "vmovapd xmm1, xmm2/m128", CpuFeature.AVX),
    VMOVAPD_XM128_XMM("VEX.128.66.0F.WIG 29 /r", "vmovapd xmm2/m128, xmm1", CpuFeature.AVX),
    VMOVUPS_XMM_XM128("VEX.128.0F.WIG 10 /r", "vmovups xmm1, xmm2/m128", CpuFeature.AVX),
    VMOVUPS_XM128_XMM("VEX.128.0F.WIG 11 /r", "vmovups xmm2/m128, xmm1", CpuFeature.AVX),
    VMOVDQU_XMM_XM128("VEX.128.F3.0F.WIG 6F /r", "vmovdqu xmm1, xmm2/m128", CpuFeature.AVX),
    VMOVDQU_XM128_XMM("VEX.128.F3.0F.WIG 7F /r", "vmovdqu xmm2/m128, xmm1", CpuFeature.AVX),
    VMOVD_XMM_RM32("VEX.128.66.0F.W0 6E /r", "vmovd xmm1, r/m32", CpuFeature.AVX),
    VMOVD_RM32_XMM("VEX.128.66.0F.W0 7E /r", "vmovd r/m32, xmm1", CpuFeature.AVX),
    VMOVQ_XMM_RM64("VEX.128.66.0F.W1 6E /r", "vmovq xmm1, r/m64", CpuFeature.AVX),
    VMOVQ_RM64_XMM("VEX.128.66.0F.W1 7E /r", "vmovq r/m64, xmm1", CpuFeature.AVX),
    VMOVQ_XMM_XM64("VEX.128.F3.0F.WIG 7E /r", "vmovq xmm1, xmm2/m64", CpuFeature.AVX),
    VMOVQ_XM64_XMM("VEX.128.66.0F.WIG D6 /r", "vmovq xmm1/m64, xmm2", CpuFeature.AVX),
    VMOVMSKPD("VEX.128.66.0F.WIG 50 /r", "vmovmskpd r32, xmm2", CpuFeature.AVX),
    VZEROUPPER("VEX.128.0F.WIG 77", "vzeroupper", CpuFeature.AVX),

    // ---- arithmetic -------------------------------------------------------------------------------------------------
    VADDSD("VEX.LIG.F2.0F.WIG 58 /r", "vaddsd xmm1, xmm2, xmm3/m64", CpuFeature.AVX),
    VSUBSD("VEX.LIG.F2.0F.WIG 5C /r", "vsubsd xmm1, xmm2, xmm3/m64", CpuFeature.AVX),
    VMULSD("VEX.LIG.F2.0F.WIG 59 /r", "vmulsd xmm1, xmm2, xmm3/m64", CpuFeature.AVX),
    VDIVSD("VEX.LIG.F2.0F.WIG 5E /r", "vdivsd xmm1, xmm2, xmm3/m64", CpuFeature.AVX),
    VSQRTSD("VEX.LIG.F2.0F.WIG 51 /r", "vsqrtsd xmm1, xmm2, xmm3/m64", CpuFeature.AVX),
    VMINSD("VEX.LIG.F2.0F.WIG 5D /r", "vminsd xmm1, xmm2, xmm3/m64", CpuFeature.AVX),
    VMAXSD("VEX.LIG.F2.0F.WIG 5F /r", "vmaxsd xmm1, xmm2, xmm3/m64", CpuFeature.AVX),
    VROUNDSD("VEX.LIG.66.0F3A.WIG 0B /r ib", "vroundsd xmm1, xmm2, xmm3/m64, imm8", CpuFeature.AVX),

    // ---- fused: 132 is a*c+b, 213 is b*a+c, 231 is b*c+a of the operands a, b, c ------------------------------------
    VFMADD132SD("VEX.LIG.66.0F38.W1 99 /r", "vfmadd132sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFMADD213SD("VEX.LIG.66.0F38.W1 A9 /r", "vfmadd213sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFMADD231SD("VEX.LIG.66.0F38.W1 B9 /r", "vfmadd231sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFMSUB132SD("VEX.LIG.66.0F38.W1 9B /r", "vfmsub132sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFMSUB213SD("VEX.LIG.66.0F38.W1 AB /r", "vfmsub213sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFMSUB231SD("VEX.LIG.66.0F38.W1 BB /r", "vfmsub231sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFNMADD132SD("VEX.LIG.66.0F38.W1 9D /r", "vfnmadd132sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFNMADD213SD("VEX.LIG.66.0F38.W1 AD /r", "vfnmadd213sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFNMADD231SD("VEX.LIG.66.0F38.W1 BD /r", "vfnmadd231sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFNMSUB132SD("VEX.LIG.66.0F38.W1 9F /r", "vfnmsub132sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFNMSUB213SD("VEX.LIG.66.0F38.W1 AF /r", "vfnmsub213sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),
    VFNMSUB231SD("VEX.LIG.66.0F38.W1 BF /r", "vfnmsub231sd xmm1, xmm2, xmm3/m64", CpuFeature.FMA),

    // ---- comparison -------------------------------------------------------------------------------------------------
    VUCOMISD("VEX.LIG.66.0F.WIG 2E /r", "vucomisd xmm1, xmm2/m64", CpuFeature.AVX),
    VCOMISD("VEX.LIG.66.0F.WIG 2F /r", "vcomisd xmm1, xmm2/m64", CpuFeature.AVX),
    VCMPSD("VEX.LIG.F2.0F.WIG C2 /r ib", "vcmpsd xmm1, xmm2, xmm3/m64, imm8", CpuFeature.AVX),

    // ---- conversion -------------------------------------------------------------------------------------------------
    VCVTSI2SD_XMM_XMM_RM32("VEX.LIG.F2.0F.W0 2A /r", "vcvtsi2sd xmm1, xmm2, r/m32", CpuFeature.AVX),
    VCVTSI2SD_XMM_XMM_RM64("VEX.LIG.F2.0F.W1 2A /r", "vcvtsi2sd xmm1, xmm2, r/m64", CpuFeature.AVX),
    VCVTTSD2SI_R32_XM64("VEX.LIG.F2.0F.W0 2C /r", "vcvttsd2si r32, xmm1/m64", CpuFeature.AVX),
    VCVTTSD2SI_R64_XM64("VEX.LIG.F2.0F.W1 2C /r", "vcvttsd2si r64, xmm1/m64", CpuFeature.AVX),
    VCVTSD2SI_R32_XM64("VEX.LIG.F2.0F.W0 2D /r", "vcvtsd2si r32, xmm1/m64", CpuFeature.AVX),
    VCVTSD2SI_R64_XM64("VEX.LIG.F2.0F.W1 2D /r", "vcvtsd2si r64, xmm1/m64", CpuFeature.AVX),
    VCVTSS2SD("VEX.LIG.F3.0F.WIG 5A /r", "vcvtss2sd xmm1, xmm2, xmm3/m32", CpuFeature.AVX),
    VCVTSD2SS("VEX.LIG.F2.0F.WIG 5A /r", "vcvtsd2ss xmm1, xmm2, xmm3/m64", CpuFeature.AVX),

    // ---- bits -------------------------------------------------------------------------------------------------------
    VANDPD("VEX.128.66.0F.WIG 54 /r", "vandpd xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VANDNPD("VEX.128.66.0F.WIG 55 /r", "vandnpd xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VORPD("VEX.128.66.0F.WIG 56 /r", "vorpd xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VXORPD("VEX.128.66.0F.WIG 57 /r", "vxorpd xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VXORPS("VEX.128.0F.WIG 57 /r", "vxorps xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VPXOR("VEX.128.66.0F.WIG EF /r", "vpxor xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VPCMPEQD("VEX.128.66.0F.WIG 76 /r", "vpcmpeqd xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VUNPCKLPD("VEX.128.66.0F.WIG 14 /r", "vunpcklpd xmm1, xmm2, xmm3/m128", CpuFeature.AVX),
    VPSLLQ("VEX.128.66.0F.WIG 73 /6 ib", "vpsllq xmm1, xmm2, imm8", CpuFeature.AVX),
    VPSRLQ("VEX.128.66.0F.WIG 73 /2 ib", "vpsrlq xmm1, xmm2, imm8", CpuFeature.AVX);

    private final Notation notation;

    Avx(String opcode, String instruction, CpuFeature feature) {
        notation = new Notation(opcode, instruction, feature);
    }

    @Override
    public Row row() {
        return notation.row();
    }
}
