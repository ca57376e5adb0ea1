package perigee.bytecode;

import static perigee.bytecode.Operand.*;

/**
 * The one opcode table: name, format, operand roles, feedback, and the meaning as a register transfer.
 *
 * <p>{@code R[x]} is a register of the current frame, {@code K[x]} a constant, {@code U[x]} an upvalue word of the
 * current closure, {@code P[x]} a nested prototype, {@code top} the end of an open list of values. A register that
 * holds a <em>cell</em> stands for a captured variable that is assigned after its capture; all other captured
 * variables are copied into closures (design: no open upvalues).
 *
 * <p>A call places the function in {@code R[A]}, leaves {@code R[A+1]} and {@code R[A+2]} to the callee's frame
 * header, and places the arguments from {@code R[A+3]} on; results come back from {@code R[A]} on.
 *
 * <p>Jump distances count instructions from the one after the jump.
 */
public enum Opcode {
    // ---- moves and constants -------------------------------------------------------------------------------------
    /** {@code R[A] := R[B]} */
    MOVE(Format.ABC, DEF, USE, NONE, NONE, Feedback.NONE),
    /** {@code R[A] := integer J} */
    LOADI(Format.AJ, DEF, NONE, SIGNED, NONE, Feedback.NONE),
    /** {@code R[A] := K[J]} */
    LOADK(Format.AJ, DEF, NONE, CONSTANT, NONE, Feedback.NONE),
    /** {@code R[A], ..., R[A+B] := nil} */
    LOADNIL(Format.ABC, BASE, UNSIGNED, NONE, NONE, Feedback.NONE),
    /** {@code R[A] := true} */
    LOADTRUE(Format.ABC, DEF, NONE, NONE, NONE, Feedback.NONE),
    /** {@code R[A] := false} */
    LOADFALSE(Format.ABC, DEF, NONE, NONE, NONE, Feedback.NONE),

    // ---- captured variables --------------------------------------------------------------------------------------
    /** {@code R[A] := new cell(R[A])} */
    NEWCELL(Format.ABC, USE_DEF, NONE, NONE, NONE, Feedback.NONE),
    /** {@code R[A] := cell(R[B]).value} */
    GETCELL(Format.ABC, DEF, USE, NONE, NONE, Feedback.NONE),
    /** {@code cell(R[A]).value := R[B]} */
    SETCELL(Format.ABC, USE, USE, NONE, NONE, Feedback.NONE),
    /** {@code R[A] := U[B]}, an upvalue captured by value */
    GETUPVAL(Format.ABC, DEF, UPVALUE, NONE, NONE, Feedback.NONE),
    /** {@code R[A] := cell(U[B]).value} */
    GETUPCELL(Format.ABC, DEF, UPVALUE, NONE, NONE, Feedback.NONE),
    /** {@code cell(U[B]).value := R[A]} */
    SETUPCELL(Format.ABC, USE, UPVALUE, NONE, NONE, Feedback.NONE),

    // ---- tables --------------------------------------------------------------------------------------------------
    /** {@code R[A] := U[B][K[C]]}, U[B] captured by value: a global, the main function's {@code _ENV} being U[B] */
    GETGLOBAL(Format.ABC, DEF, UPVALUE, STRING, NONE, Feedback.FIELD),
    /** {@code U[B][K[C]] := R[A]} */
    SETGLOBAL(Format.ABC, USE, UPVALUE, STRING, NONE, Feedback.FIELD),
    /** {@code R[A] := R[B][K[C]]} */
    GETFIELD(Format.ABC, DEF, USE, STRING, NONE, Feedback.FIELD),
    /** {@code R[A] := R[B][R[C]]} */
    GETINDEX(Format.ABC, DEF, USE, USE, NONE, Feedback.INDEX),
    /** {@code R[A] := R[B][integer C]} */
    GETI(Format.ABC, DEF, USE, UNSIGNED, NONE, Feedback.INDEX),
    /** {@code R[A][K[B]] := R[C]} */
    SETFIELD(Format.ABC, USE, STRING, USE, NONE, Feedback.FIELD),
    /** {@code R[A][R[B]] := R[C]} */
    SETINDEX(Format.ABC, USE, USE, USE, NONE, Feedback.INDEX),
    /** {@code R[A][integer B] := R[C]} */
    SETI(Format.ABC, USE, UNSIGNED, USE, NONE, Feedback.INDEX),
    /** {@code R[A+3] := R[B]; R[A] := R[B][K[C]]}: the method and its receiver, placed for a call */
    SELF(Format.ABC, BASE, USE, STRING, NONE, Feedback.FIELD),
    /** {@code R[A] := {}} with room for B array elements and C record fields (both only hints) */
    NEWTABLE(Format.ABC, DEF, UNSIGNED, UNSIGNED, NONE, Feedback.ALLOCATION),
    /** {@code R[A][J+i] := R[A+i]} for {@code 1 <= i < B}; B = 0: up to top */
    SETLIST(Format.ABJ, BASE, COUNT, UNSIGNED, NONE, Feedback.NONE),

    // ---- arithmetic: registers -----------------------------------------------------------------------------------
    /** {@code R[A] := R[B] + R[C]} */
    ADD(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] - R[C]} */
    SUB(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] * R[C]} */
    MUL(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] % R[C]} */
    MOD(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] ^ R[C]} */
    POW(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] / R[C]} */
    DIV(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] // R[C]} */
    IDIV(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] & R[C]} */
    BAND(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] | R[C]} */
    BOR(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] ~ R[C]} */
    BXOR(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] << R[C]} */
    SHL(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] >> R[C]} */
    SHR(Format.ABC, DEF, USE, USE, NONE, Feedback.ARITHMETIC),

    // ---- arithmetic: a numeric constant; D = 1 when the constant is the left operand ------------------------------
    /** {@code R[A] := R[B] + integer C}; D = 1: {@code integer C + R[B]} */
    ADDI(Format.ABC, DEF, USE, SIGNED, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] + -(integer C)}: a subtraction, but for {@code -0.0 - 0}, as in the reference */
    SUBI(Format.ABC, DEF, USE, SIGNED, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] + K[C]}; D = 1: {@code K[C] + R[B]} */
    ADDK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] - K[C]}; D = 1: {@code K[C] - R[B]} */
    SUBK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] * K[C]}; D = 1: {@code K[C] * R[B]} */
    MULK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] % K[C]} */
    MODK(Format.ABC, DEF, USE, NUMBER, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] ^ K[C]} */
    POWK(Format.ABC, DEF, USE, NUMBER, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] / K[C]}; D = 1: {@code K[C] / R[B]} */
    DIVK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] // K[C]} */
    IDIVK(Format.ABC, DEF, USE, NUMBER, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] & K[C]}; D = 1: {@code K[C] & R[B]} */
    BANDK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] | K[C]}; D = 1: {@code K[C] | R[B]} */
    BORK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] ~ K[C]}; D = 1: {@code K[C] ~ R[B]} */
    BXORK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] << K[C]}; D = 1: {@code K[C] << R[B]} */
    SHLK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),
    /** {@code R[A] := R[B] >> K[C]}; D = 1: {@code K[C] >> R[B]} */
    SHRK(Format.ABC, DEF, USE, NUMBER, FLAG, Feedback.ARITHMETIC),

    // ---- unary and concatenation ---------------------------------------------------------------------------------
    /** {@code R[A] := -R[B]} */
    UNM(Format.ABC, DEF, USE, NONE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := ~R[B]} */
    BNOT(Format.ABC, DEF, USE, NONE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := not R[B]} */
    NOT(Format.ABC, DEF, USE, NONE, NONE, Feedback.NONE),
    /** {@code R[A] := #R[B]} */
    LEN(Format.ABC, DEF, USE, NONE, NONE, Feedback.ARITHMETIC),
    /** {@code R[A] := R[A] .. ... .. R[A+B-1]}, B >= 2 */
    CONCAT(Format.ABC, BASE, UNSIGNED, NONE, NONE, Feedback.ARITHMETIC),

    // ---- jumps ---------------------------------------------------------------------------------------------------
    /** {@code pc += J}, J >= 0 */
    JMP(Format.AJ, NONE, NONE, JUMP, NONE, Feedback.NONE),
    /** {@code pc += J}, J < 0: the back edge of a loop, where the collector and interrupts are polled */
    LOOP(Format.AJ, NONE, NONE, JUMP, NONE, Feedback.COUNTER),
    /** {@code if R[A] is neither nil nor false then pc += J} */
    JT(Format.AJ, USE, NONE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if R[A] is nil or false then pc += J} */
    JF(Format.AJ, USE, NONE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if R[A] == R[B] then pc += J} */
    JEQ(Format.ABJ, USE, USE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (R[A] == R[B]) then pc += J} */
    JNE(Format.ABJ, USE, USE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if R[A] < R[B] then pc += J} */
    JLT(Format.ABJ, USE, USE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (R[A] < R[B]) then pc += J} */
    JNLT(Format.ABJ, USE, USE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if R[A] <= R[B] then pc += J} */
    JLE(Format.ABJ, USE, USE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (R[A] <= R[B]) then pc += J} */
    JNLE(Format.ABJ, USE, USE, JUMP, NONE, Feedback.BRANCH),
    /** {@code if R[A] == K[B] then pc += J} (raw: K[B] is nil, a boolean, a number or a string) */
    JEQK(Format.ABJ, USE, CONSTANT, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (R[A] == K[B]) then pc += J} */
    JNEK(Format.ABJ, USE, CONSTANT, JUMP, NONE, Feedback.BRANCH),
    /** {@code if R[A] < integer B then pc += J} */
    JLTI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (R[A] < integer B) then pc += J} */
    JNLTI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),
    /** {@code if R[A] <= integer B then pc += J} */
    JLEI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (R[A] <= integer B) then pc += J} */
    JNLEI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),
    /** {@code if integer B < R[A] then pc += J} */
    JGTI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (integer B < R[A]) then pc += J} */
    JNGTI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),
    /** {@code if integer B <= R[A] then pc += J} */
    JGEI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),
    /** {@code if not (integer B <= R[A]) then pc += J} */
    JNGEI(Format.ABJ, USE, SIGNED, JUMP, NONE, Feedback.BRANCH),

    // ---- calls ---------------------------------------------------------------------------------------------------
    /**
     * {@code R[A+2], ..., R[A+1+B] := R[A], ..., R[A+B-1]}: makes room for a frame header below the arguments of a
     * call. D = 1: an open list from {@code R[A+B]} to top moves along, and top with it.
     */
    LIFT(Format.ABC, BASE, UNSIGNED, NONE, FLAG, Feedback.NONE),
    /** {@code R[A], ... := R[A](R[A+3], ..., R[A+1+B])}; B - 1 arguments (0: to top), C - 1 results (0: sets top) */
    CALL(Format.ABC, BASE, COUNT, COUNT, NONE, Feedback.CALL),
    /** {@code return R[A](R[A+3], ..., R[A+1+B])} in the caller's place; never where variables are to be closed */
    TAILCALL(Format.ABC, BASE, COUNT, NONE, NONE, Feedback.CALL),
    /** {@code return R[A], ..., R[A+B-2]} (B = 0: to top); D = 1: variables are to be closed first */
    RETURN(Format.ABC, BASE, COUNT, NONE, FLAG, Feedback.NONE),
    /** {@code return} */
    RETURN0(Format.ABC, NONE, NONE, NONE, NONE, Feedback.NONE),
    /** {@code return R[A]} */
    RETURN1(Format.ABC, USE, NONE, NONE, NONE, Feedback.NONE),

    // ---- loops ---------------------------------------------------------------------------------------------------
    /**
     * Numeric loop entry. R[A] is the initial value, R[A+1] the limit, R[A+2] the step. Checks and converts them;
     * {@code if the loop runs at all then R[A+3] := R[A] else pc += J} (J leads past the FORLOOP).
     */
    FORPREP(Format.AJ, BASE, NONE, JUMP, NONE, Feedback.ARITHMETIC),
    /** {@code if another iteration then { R[A] += R[A+2]; R[A+3] := R[A]; pc += J }}, J < 0 */
    FORLOOP(Format.AJ, BASE, NONE, JUMP, NONE, Feedback.COUNTER),
    /** Generic loop entry: marks R[A+3] as to be closed, then {@code pc += J} to the TFORCALL. */
    TFORPREP(Format.AJ, BASE, NONE, JUMP, NONE, Feedback.NONE),
    /** {@code R[A+4], ..., R[A+3+B] := R[A](R[A+1], R[A+2])}; the call's frame stands from R[A+4] on */
    TFORCALL(Format.ABC, BASE, UNSIGNED, NONE, NONE, Feedback.CALL),
    /** {@code if R[A+4] ~= nil then { R[A+2] := R[A+4]; pc += J }}, J < 0 */
    TFORLOOP(Format.AJ, BASE, NONE, JUMP, NONE, Feedback.COUNTER),

    // ---- functions -----------------------------------------------------------------------------------------------
    /** {@code R[A] := closure(P[J])} */
    CLOSURE(Format.AJ, DEF, NONE, PROTOTYPE, NONE, Feedback.NONE),
    /** {@code R[A], ..., R[A+B-2] := ...} (B = 0: all of them, sets top) */
    VARARG(Format.ABC, BASE, COUNT, NONE, NONE, Feedback.NONE),
    /** First instruction of a vararg function with A fixed parameters: moves its frame above the extra arguments. */
    VARARGPREP(Format.ABC, UNSIGNED, NONE, NONE, NONE, Feedback.NONE),

    // ---- variables to be closed ----------------------------------------------------------------------------------
    /** Marks R[A] as to be closed. */
    TBC(Format.ABC, USE, NONE, NONE, NONE, Feedback.NONE),
    /** Closes all variables that are to be closed and stand at R[A] or above. */
    CLOSE(Format.ABC, BASE, NONE, NONE, NONE, Feedback.NONE);

    /** Which fields the 56 operand bits hold: A and B, C, D; or A and a 32-bit J; or A, B and a 32-bit J. */
    public enum Format { ABC, AJ, ABJ }

    /** What the feedback word beside the instruction collects (see {@code perigee.feedback}). */
    public enum Feedback { NONE, ARITHMETIC, FIELD, INDEX, ALLOCATION, BRANCH, COUNTER, CALL }

    private static final Opcode[] VALUES = values();

    public final Format format;
    /** Role of the 8-bit field A. */
    public final Operand a;
    /** Role of the 16-bit field B; NONE in format AJ. */
    public final Operand b;
    /** Role of the 16-bit field C in format ABC, of the signed 32-bit field J in the others. */
    public final Operand c;
    /** Role of the 16-bit field D; NONE in the formats with J. */
    public final Operand d;
    public final Feedback feedback;

    Opcode(Format format, Operand a, Operand b, Operand c, Operand d, Feedback feedback) {
        this.format = format;
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
        this.feedback = feedback;
    }

    /** The opcode of this number; the number must be valid ({@code 0 <= number < count()}). */
    public static Opcode of(int number) {
        return VALUES[number];
    }

    /** How many opcodes there are. */
    public static int count() {
        return VALUES.length;
    }

    /** Whether it reads or writes a field by a constant key; globals, whose feedback is a place, aside. */
    public boolean accessesField() {
        return feedback == Feedback.FIELD && this != GETGLOBAL && this != SETGLOBAL;
    }

    /** Whether the instruction may continue at {@code pc + 1 + J}. */
    public boolean jumps() {
        return format != Format.ABC && c == JUMP;
    }

    /** Whether the instruction never continues at the one that follows it. */
    public boolean endsBlock() {
        return switch (this) {
            case JMP, LOOP, TFORPREP, RETURN, RETURN0, RETURN1 -> true;
            default -> false;
        };
    }
}
