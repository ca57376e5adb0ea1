package perigee.asm;

/**
 * Integer arithmetic, logic and comparison. All of them set the flags but NOT; INC and DEC leave the carry alone.
 *
 * <p>The rows of 32 bits clear the upper half of a destination register.
 */
public enum Alu implements Instruction {
    // ---- add --------------------------------------------------------------------------------------------------------
    ADD_RM8_IMM8("80 /0 ib", "add r/m8, imm8"),
    ADD_RM8_R8("00 /r", "add r/m8, r8"),
    ADD_R8_RM8("02 /r", "add r8, r/m8"),
    ADD_RM16_IMM16("66 81 /0 iw", "add r/m16, imm16"),
    ADD_RM16_IMM8("66 83 /0 ib", "add r/m16, imm8"),
    ADD_RM16_R16("66 01 /r", "add r/m16, r16"),
    ADD_R16_RM16("66 03 /r", "add r16, r/m16"),
    ADD_RM32_IMM32("81 /0 id", "add r/m32, imm32"),
    ADD_RM32_IMM8("83 /0 ib", "add r/m32, imm8"),
    ADD_RM32_R32("01 /r", "add r/m32, r32"),
    ADD_R32_RM32("03 /r", "add r32, r/m32"),
    ADD_RM64_IMM32("REX.W + 81 /0 id", "add r/m64, imm32"),
    ADD_RM64_IMM8("REX.W + 83 /0 ib", "add r/m64, imm8"),
    ADD_RM64_R64("REX.W + 01 /r", "add r/m64, r64"),
    ADD_R64_RM64("REX.W + 03 /r", "add r64, r/m64"),

    // ---- or ---------------------------------------------------------------------------------------------------------
    OR_RM8_IMM8("80 /1 ib", "or r/m8, imm8"),
    OR_RM8_R8("08 /r", "or r/m8, r8"),
    OR_R8_RM8("0A /r", "or r8, r/m8"),
    OR_RM16_IMM16("66 81 /1 iw", "or r/m16, imm16"),
    OR_RM16_IMM8("66 83 /1 ib", "or r/m16, imm8"),
    OR_RM16_R16("66 09 /r", "or r/m16, r16"),
    OR_R16_RM16("66 0B /r", "or r16, r/m16"),
    OR_RM32_IMM32("81 /1 id", "or r/m32, imm32"),
    OR_RM32_IMM8("83 /1 ib", "or r/m32, imm8"),
    OR_RM32_R32("09 /r", "or r/m32, r32"),
    OR_R32_RM32("0B /r", "or r32, r/m32"),
    OR_RM64_IMM32("REX.W + 81 /1 id", "or r/m64, imm32"),
    OR_RM64_IMM8("REX.W + 83 /1 ib", "or r/m64, imm8"),
    OR_RM64_R64("REX.W + 09 /r", "or r/m64, r64"),
    OR_R64_RM64("REX.W + 0B /r", "or r64, r/m64"),

    // ---- adc --------------------------------------------------------------------------------------------------------
    ADC_RM8_IMM8("80 /2 ib", "adc r/m8, imm8"),
    ADC_RM8_R8("10 /r", "adc r/m8, r8"),
    ADC_R8_RM8("12 /r", "adc r8, r/m8"),
    ADC_RM16_IMM16("66 81 /2 iw", "adc r/m16, imm16"),
    ADC_RM16_IMM8("66 83 /2 ib", "adc r/m16, imm8"),
    ADC_RM16_R16("66 11 /r", "adc r/m16, r16"),
    ADC_R16_RM16("66 13 /r", "adc r16, r/m16"),
    ADC_RM32_IMM32("81 /2 id", "adc r/m32, imm32"),
    ADC_RM32_IMM8("83 /2 ib", "adc r/m32, imm8"),
    ADC_RM32_R32("11 /r", "adc r/m32, r32"),
    ADC_R32_RM32("13 /r", "adc r32, r/m32"),
    ADC_RM64_IMM32("REX.W + 81 /2 id", "adc r/m64, imm32"),
    ADC_RM64_IMM8("REX.W + 83 /2 ib", "adc r/m64, imm8"),
    ADC_RM64_R64("REX.W + 11 /r", "adc r/m64, r64"),
    ADC_R64_RM64("REX.W + 13 /r", "adc r64, r/m64"),

    // ---- sbb --------------------------------------------------------------------------------------------------------
    SBB_RM8_IMM8("80 /3 ib", "sbb r/m8, imm8"),
    SBB_RM8_R8("18 /r", "sbb r/m8, r8"),
    SBB_R8_RM8("1A /r", "sbb r8, r/m8"),
    SBB_RM16_IMM16("66 81 /3 iw", "sbb r/m16, imm16"),
    SBB_RM16_IMM8("66 83 /3 ib", "sbb r/m16, imm8"),
    SBB_RM16_R16("66 19 /r", "sbb r/m16, r16"),
    SBB_R16_RM16("66 1B /r", "sbb r16, r/m16"),
    SBB_RM32_IMM32("81 /3 id", "sbb r/m32, imm32"),
    SBB_RM32_IMM8("83 /3 ib", "sbb r/m32, imm8"),
    SBB_RM32_R32("19 /r", "sbb r/m32, r32"),
    SBB_R32_RM32("1B /r", "sbb r32, r/m32"),
    SBB_RM64_IMM32("REX.W + 81 /3 id", "sbb r/m64, imm32"),
    SBB_RM64_IMM8("REX.W + 83 /3 ib", "sbb r/m64, imm8"),
    SBB_RM64_R64("REX.W + 19 /r", "sbb r/m64, r64"),
    SBB_R64_RM64("REX.W + 1B /r", "sbb r64, r/m64"),

    // ---- and --------------------------------------------------------------------------------------------------------
    AND_RM8_IMM8("80 /4 ib", "and r/m8, imm8"),
    AND_RM8_R8("20 /r", "and r/m8, r8"),
    AND_R8_RM8("22 /r", "and r8, r/m8"),
    AND_RM16_IMM16("66 81 /4 iw", "and r/m16, imm16"),
    AND_RM16_IMM8("66 83 /4 ib", "and r/m16, imm8"),
    AND_RM16_R16("66 21 /r", "and r/m16, r16"),
    AND_R16_RM16("66 23 /r", "and r16, r/m16"),
    AND_RM32_IMM32("81 /4 id", "and r/m32, imm32"),
    AND_RM32_IMM8("83 /4 ib", "and r/m32, imm8"),
    AND_RM32_R32("21 /r", "and r/m32, r32"),
    AND_R32_RM32("23 /r", "and r32, r/m32"),
    AND_RM64_IMM32("REX.W + 81 /4 id", "and r/m64, imm32"),
    AND_RM64_IMM8("REX.W + 83 /4 ib", "and r/m64, imm8"),
    AND_RM64_R64("REX.W + 21 /r", "and r/m64, r64"),
    AND_R64_RM64("REX.W + 23 /r", "and r64, r/m64"),

    // ---- sub --------------------------------------------------------------------------------------------------------
    SUB_RM8_IMM8("80 /5 ib", "sub r/m8, imm8"),
    SUB_RM8_R8("28 /r", "sub r/m8, r8"),
    SUB_R8_RM8("2A /r", "sub r8, r/m8"),
    SUB_RM16_IMM16("66 81 /5 iw", "sub r/m16, imm16"),
    SUB_RM16_IMM8("66 83 /5 ib", "sub r/m16, imm8"),
    SUB_RM16_R16("66 29 /r", "sub r/m16, r16"),
    SUB_R16_RM16("66 2B /r", "sub r16, r/m16"),
    SUB_RM32_IMM32("81 /5 id", "sub r/m32, imm32"),
    SUB_RM32_IMM8("83 /5 ib", "sub r/m32, imm8"),
    SUB_RM32_R32("29 /r", "sub r/m32, r32"),
    SUB_R32_RM32("2B /r", "sub r32, r/m32"),
    SUB_RM64_IMM32("REX.W + 81 /5 id", "sub r/m64, imm32"),
    SUB_RM64_IMM8("REX.W + 83 /5 ib", "sub r/m64, imm8"),
    SUB_RM64_R64("REX.W + 29 /r", "sub r/m64, r64"),
    SUB_R64_RM64("REX.W + 2B /r", "sub r64, r/m64"),

    // ---- xor --------------------------------------------------------------------------------------------------------
    XOR_RM8_IMM8("80 /6 ib", "xor r/m8, imm8"),
    XOR_RM8_R8("30 /r", "xor r/m8, r8"),
    XOR_R8_RM8("32 /r", "xor r8, r/m8"),
    XOR_RM16_IMM16("66 81 /6 iw", "xor r/m16, imm16"),
    XOR_RM16_IMM8("66 83 /6 ib", "xor r/m16, imm8"),
    XOR_RM16_R16("66 31 /r", "xor r/m16, r16"),
    XOR_R16_RM16("66 33 /r", "xor r16, r/m16"),
    XOR_RM32_IMM32("81 /6 id", "xor r/m32, imm32"),
    XOR_RM32_IMM8("83 /6 ib", "xor r/m32, imm8"),
    XOR_RM32_R32("31 /r", "xor r/m32, r32"),
    XOR_R32_RM32("33 /r", "xor r32, r/m32"),
    XOR_RM64_IMM32("REX.W + 81 /6 id", "xor r/m64, imm32"),
    XOR_RM64_IMM8("REX.W + 83 /6 ib", "xor r/m64, imm8"),
    XOR_RM64_R64("REX.W + 31 /r", "xor r/m64, r64"),
    XOR_R64_RM64("REX.W + 33 /r", "xor r64, r/m64"),

    // ---- cmp --------------------------------------------------------------------------------------------------------
    CMP_RM8_IMM8("80 /7 ib", "cmp r/m8, imm8"),
    CMP_RM8_R8("38 /r", "cmp r/m8, r8"),
    CMP_R8_RM8("3A /r", "cmp r8, r/m8"),
    CMP_RM16_IMM16("66 81 /7 iw", "cmp r/m16, imm16"),
    CMP_RM16_IMM8("66 83 /7 ib", "cmp r/m16, imm8"),
    CMP_RM16_R16("66 39 /r", "cmp r/m16, r16"),
    CMP_R16_RM16("66 3B /r", "cmp r16, r/m16"),
    CMP_RM32_IMM32("81 /7 id", "cmp r/m32, imm32"),
    CMP_RM32_IMM8("83 /7 ib", "cmp r/m32, imm8"),
    CMP_RM32_R32("39 /r", "cmp r/m32, r32"),
    CMP_R32_RM32("3B /r", "cmp r32, r/m32"),
    CMP_RM64_IMM32("REX.W + 81 /7 id", "cmp r/m64, imm32"),
    CMP_RM64_IMM8("REX.W + 83 /7 ib", "cmp r/m64, imm8"),
    CMP_RM64_R64("REX.W + 39 /r", "cmp r/m64, r64"),
    CMP_R64_RM64("REX.W + 3B /r", "cmp r64, r/m64"),

    // ---- test -------------------------------------------------------------------------------------------------------
    TEST_RM8_IMM8("F6 /0 ib", "test r/m8, imm8"),
    TEST_RM8_R8("84 /r", "test r/m8, r8"),
    TEST_RM16_IMM16("66 F7 /0 iw", "test r/m16, imm16"),
    TEST_RM16_R16("66 85 /r", "test r/m16, r16"),
    TEST_RM32_IMM32("F7 /0 id", "test r/m32, imm32"),
    TEST_RM32_R32("85 /r", "test r/m32, r32"),
    TEST_RM64_IMM32("REX.W + F7 /0 id", "test r/m64, imm32"),
    TEST_RM64_R64("REX.W + 85 /r", "test r/m64, r64"),

    // ---- one operand ------------------------------------------------------------------------------------------------
    INC_RM8("FE /0", "inc r/m8"),
    INC_RM16("66 FF /0", "inc r/m16"),
    INC_RM32("FF /0", "inc r/m32"),
    INC_RM64("REX.W + FF /0", "inc r/m64"),
    DEC_RM8("FE /1", "dec r/m8"),
    DEC_RM16("66 FF /1", "dec r/m16"),
    DEC_RM32("FF /1", "dec r/m32"),
    DEC_RM64("REX.W + FF /1", "dec r/m64"),
    NOT_RM32("F7 /2", "not r/m32"),
    NOT_RM64("REX.W + F7 /2", "not r/m64"),
    NEG_RM32("F7 /3", "neg r/m32"),
    NEG_RM64("REX.W + F7 /3", "neg r/m64"),

    // ---- multiplication and division; the one-operand forms work on rdx:rax -----------------------------------------
    IMUL_R32_RM32("0F AF /r", "imul r32, r/m32"),
    IMUL_R64_RM64("REX.W + 0F AF /r", "imul r64, r/m64"),
    IMUL_R32_RM32_IMM32("69 /r id", "imul r32, r/m32, imm32"),
    IMUL_R32_RM32_IMM8("6B /r ib", "imul r32, r/m32, imm8"),
    IMUL_R64_RM64_IMM32("REX.W + 69 /r id", "imul r64, r/m64, imm32"),
    IMUL_R64_RM64_IMM8("REX.W + 6B /r ib", "imul r64, r/m64, imm8"),
    MUL_RM32("F7 /4", "mul r/m32"),
    MUL_RM64("REX.W + F7 /4", "mul r/m64"),
    IMUL_RM32("F7 /5", "imul r/m32"),
    IMUL_RM64("REX.W + F7 /5", "imul r/m64"),
    DIV_RM32("F7 /6", "div r/m32"),
    DIV_RM64("REX.W + F7 /6", "div r/m64"),
    IDIV_RM32("F7 /7", "idiv r/m32"),
    IDIV_RM64("REX.W + F7 /7", "idiv r/m64"),
    CDQ("99", "cdq"),
    CQO("REX.W + 99", "cqo"),

    // ---- locked, on memory that other threads see -------------------------------------------------------------------
    LOCK_ADD_M32_IMM32("F0 81 /0 id", "lock add m32, imm32"),
    LOCK_ADD_M32_IMM8("F0 83 /0 ib", "lock add m32, imm8"),
    LOCK_ADD_M64_IMM32("F0 REX.W + 81 /0 id", "lock add m64, imm32"),
    LOCK_ADD_M64_IMM8("F0 REX.W + 83 /0 ib", "lock add m64, imm8"),
    LOCK_ADD_M32_R32("F0 01 /r", "lock add m32, r32"),
    LOCK_ADD_M64_R64("F0 REX.W + 01 /r", "lock add m64, r64"),
    LOCK_OR_M32_IMM32("F0 81 /1 id", "lock or m32, imm32"),
    LOCK_OR_M32_IMM8("F0 83 /1 ib", "lock or m32, imm8"),
    LOCK_OR_M64_IMM32("F0 REX.W + 81 /1 id", "lock or m64, imm32"),
    LOCK_OR_M64_IMM8("F0 REX.W + 83 /1 ib", "lock or m64, imm8"),
    LOCK_OR_M32_R32("F0 09 /r", "lock or m32, r32"),
    LOCK_OR_M64_R64("F0 REX.W + 09 /r", "lock or m64, r64"),
    LOCK_AND_M32_IMM32("F0 81 /4 id", "lock and m32, imm32"),
    LOCK_AND_M32_IMM8("F0 83 /4 ib", "lock and m32, imm8"),
    LOCK_AND_M64_IMM32("F0 REX.W + 81 /4 id", "lock and m64, imm32"),
    LOCK_AND_M64_IMM8("F0 REX.W + 83 /4 ib", "lock and m64, imm8"),
    LOCK_AND_M32_R32("F0 21 /r", "lock and m32, r32"),
    LOCK_AND_M64_R64("F0 REX.W + 21 /r", "lock and m64, r64"),
    LOCK_SUB_M32_IMM32("F0 81 /5 id", "lock sub m32, imm32"),
    LOCK_SUB_M32_IMM8("F0 83 /5 ib", "lock sub m32, imm8"),
    LOCK_SUB_M64_IMM32("F0 REX.W + 81 /5 id", "lock sub m64, imm32"),
    LOCK_SUB_M64_IMM8("F0 REX.W + 83 /5 ib", "lock sub m64, imm8"),
    LOCK_SUB_M32_R32("F0 29 /r", "lock sub m32, r32"),
    LOCK_SUB_M64_R64("F0 REX.W + 29 /r", "lock sub m64, r64"),
    LOCK_INC_M32("F0 FF /0", "lock inc m32"),
    LOCK_INC_M64("F0 REX.W + FF /0", "lock inc m64"),
    LOCK_DEC_M32("F0 FF /1", "lock dec m32"),
    LOCK_DEC_M64("F0 REX.W + FF /1", "lock dec m64");

    static {
        Row.linkByteForms(values());
    }

    private final Row row;

    Alu(String notation, String syntax) {
        row = new Row(notation, syntax, null);
    }

    @Override
    public Row row() {
        return row;
    }
}
