package perigee.bytecode;

/**
 * What one operand field of an instruction means. The printer, the verifier, liveness and the baseline
 * compiler read operands through these roles and know no opcode by name unless its effect is a range.
 */
public enum Operand {
    /** The field is unused and zero. */
    NONE,
    /** A register that is written. */
    DEF,
    /** A register that is read. */
    USE,
    /** A register that is read, then written. */
    USE_DEF,
    /** The first register of a range whose extent the opcode defines (calls, lists, loops). */
    BASE,
    /** An index into the constant table; any constant. */
    CONSTANT,
    /** An index into the constant table; the constant is a string. */
    STRING,
    /** An index into the constant table; the constant is an integer or a float. */
    NUMBER,
    /** An index into the function's upvalues. */
    UPVALUE,
    /** An index into the function's nested prototypes. */
    PROTOTYPE,
    /** An unsigned immediate. */
    UNSIGNED,
    /** A signed immediate (two's complement in the width of its field). */
    SIGNED,
    /** A count plus one; zero means "up to the top of the stack" (open arguments or results). */
    COUNT,
    /** A jump distance in instructions, relative to the following instruction. */
    JUMP,
    /** Zero or one. */
    FLAG
}
