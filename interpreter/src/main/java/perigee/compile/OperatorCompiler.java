package perigee.compile;

import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Binary;
import perigee.syntax.BinaryOperator;
import perigee.syntax.Expression;
import perigee.syntax.Literal;

/** Arithmetic, and comparisons as conditional jumps, with constants as operands where there is such an instruction. */
final class OperatorCompiler {
    private final FunctionState state;
    private final Operands operands;

    OperatorCompiler(FunctionState state, Operands operands) {
        this.state = state;
        this.operands = operands;
    }

    // ---- arithmetic ----------------------------------------------------------------------------------------------

    /**
     * Applies the operator to {@code left}, an operand that is evaluated already.
     *
     * @param scratch a temporary register for the other operand, or -1
     */
    void arithmetic(Binary binary, int left, int destination, int scratch) {
        BinaryOperator operator = binary.operator();
        Expression right = binary.right();
        boolean isSum = operator == BinaryOperator.ADD;
        if ((isSum || operator == BinaryOperator.SUB) && Operands.isInteger(right, Short.MIN_VALUE, Short.MAX_VALUE)) {
            int register = operands.settle(left, binary.line());
            state.emit(isSum ? Opcode.ADDI : Opcode.SUBI, destination, register, Operands.integer(right),
                    binary.line());
            return;
        }
        int constant = number(operator, right);
        if (constant >= 0) {
            int register = operands.settle(left, binary.line());
            state.emit(withConstant(operator), destination, register, constant, binary.line());
        } else {
            int rightOperand = operands.evaluate(right, binary.rightLine(), scratch);
            int register = operands.settle(left, binary.line());
            rightOperand = operands.settle(rightOperand, binary.line());
            state.emit(withRegisters(operator), destination, register, rightOperand, binary.line());
        }
    }

    /** The same where the left operand is a constant, not evaluated yet. */
    void arithmeticOnConstant(Binary binary, int destination, int scratch) {
        BinaryOperator operator = binary.operator();
        Expression left = binary.left();
        boolean isNumber = ((Literal) left).isNumber();
        if (!isNumber || binary.right() instanceof Literal) {
            int line = isNumber ? binary.rightLine() : binary.line();
            arithmetic(binary, operands.register(left, line, scratch), destination, -1);
            return;
        }
        boolean immediate = operator == BinaryOperator.ADD
                && Operands.isInteger(left, Short.MIN_VALUE, Short.MAX_VALUE);
        int constant = immediate || !isReversible(operator) ? -1 : number(operator, left);
        int right = operands.evaluate(binary.right(), binary.rightLine(), scratch);
        if (immediate || constant >= 0) {
            Opcode op = immediate ? Opcode.ADDI : withConstant(operator);
            int operand = immediate ? Operands.integer(left) : constant;
            int register = operands.settle(right, binary.line());
            state.code.emit(Instruction.abc(op, destination, register, operand, 1), binary.line());
        } else {
            int register = operands.register(left, binary.rightLine());
            state.emit(withRegisters(operator), destination, register, operands.settle(right, binary.line()),
                    binary.line());
        }
    }

    /** The index of a constant that the operator's variant for constants takes, or -1. */
    private int number(BinaryOperator operator, Expression expression) {
        if (!(expression instanceof Literal literal) || !literal.isNumber()) {
            return -1;
        }
        boolean fits = !operator.isBitwise() || literal.value() instanceof Constant.Int;
        return fits ? operands.constant(literal) : -1;
    }

    /** Whether the variant for constants takes the constant as left operand, too. */
    private static boolean isReversible(BinaryOperator operator) {
        return switch (operator) {
            case MOD, POW, IDIV -> false;
            default -> true;
        };
    }

    private static Opcode withRegisters(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> Opcode.ADD;
            case SUB -> Opcode.SUB;
            case MUL -> Opcode.MUL;
            case MOD -> Opcode.MOD;
            case POW -> Opcode.POW;
            case DIV -> Opcode.DIV;
            case IDIV -> Opcode.IDIV;
            case BAND -> Opcode.BAND;
            case BOR -> Opcode.BOR;
            case BXOR -> Opcode.BXOR;
            case SHL -> Opcode.SHL;
            case SHR -> Opcode.SHR;
            case CONCAT, EQ, NE, LT, LE, GT, GE, AND, OR -> throw new IllegalArgumentException(operator.name());
        };
    }

    private static Opcode withConstant(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> Opcode.ADDK;
            case SUB -> Opcode.SUBK;
            case MUL -> Opcode.MULK;
            case MOD -> Opcode.MODK;
            case POW -> Opcode.POWK;
            case DIV -> Opcode.DIVK;
            case IDIV -> Opcode.IDIVK;
            case BAND -> Opcode.BANDK;
            case BOR -> Opcode.BORK;
            case BXOR -> Opcode.BXORK;
            case SHL -> Opcode.SHLK;
            case SHR -> Opcode.SHRK;
            case CONCAT, EQ, NE, LT, LE, GT, GE, AND, OR -> throw new IllegalArgumentException(operator.name());
        };
    }

    // ---- comparisons ---------------------------------------------------------------------------------------------

    /**
     * Jumps if the comparison's result is {@code outcome}; {@code left} is an operand that is evaluated already.
     *
     * @param scratch a temporary register for the other operand, or -1
     */
    void compare(Binary binary, int left, int scratch, boolean outcome, JumpList to) {
        BinaryOperator operator = binary.operator();
        Expression right = binary.right();
        int line = binary.rightLine();
        if (isEquality(operator)) {
            int constant = operands.constant(right);
            if (constant >= 0) {
                emitConstantEquality(operator, operands.settle(left, line), constant, outcome, to, line);
                return;
            }
        } else if (Operands.isInteger(right, Short.MIN_VALUE, Short.MAX_VALUE)) {
            int register = operands.settle(left, line);
            emit(withImmediate(operator, outcome), register, Operands.integer(right), to, line);
            return;
        }
        int rightOperand = operands.evaluate(right, line, scratch);
        int register = operands.settle(left, line);
        emitRegisters(operator, register, operands.settle(rightOperand, line), outcome, to, line);
    }

    /** The same where the left operand is a constant, not evaluated yet. */
    void compareConstant(Binary binary, int scratch, boolean outcome, JumpList to) {
        BinaryOperator operator = binary.operator();
        Expression left = binary.left();
        int line = binary.rightLine();
        int right = operands.settle(operands.evaluate(binary.right(), line, scratch), line);
        int constant = isEquality(operator) ? operands.constant(left) : -1;
        if (constant >= 0) {
            emitConstantEquality(operator, right, constant, outcome, to, line);
        } else if (!isEquality(operator) && Operands.isInteger(left, Short.MIN_VALUE, Short.MAX_VALUE)) {
            emit(withImmediate(mirrored(operator), outcome), right, Operands.integer(left), to, line);
        } else {
            emitRegisters(operator, operands.register(left, line), right, outcome, to, line);
        }
    }

    private static boolean isEquality(BinaryOperator operator) {
        return operator == BinaryOperator.EQ || operator == BinaryOperator.NE;
    }

    private void emitConstantEquality(BinaryOperator operator, int register, int constant, boolean outcome,
            JumpList to, int line) {
        boolean ifEqual = outcome == (operator == BinaryOperator.EQ);
        emit(ifEqual ? Opcode.JEQK : Opcode.JNEK, register, constant, to, line);
    }

    private void emitRegisters(BinaryOperator operator, int left, int right, boolean outcome, JumpList to, int line) {
        switch (operator) {
            case EQ -> emit(outcome ? Opcode.JEQ : Opcode.JNE, left, right, to, line);
            case NE -> emit(outcome ? Opcode.JNE : Opcode.JEQ, left, right, to, line);
            case LT -> emit(outcome ? Opcode.JLT : Opcode.JNLT, left, right, to, line);
            case LE -> emit(outcome ? Opcode.JLE : Opcode.JNLE, left, right, to, line);
            case GT -> emit(outcome ? Opcode.JLT : Opcode.JNLT, right, left, to, line);
            case GE -> emit(outcome ? Opcode.JLE : Opcode.JNLE, right, left, to, line);
            default -> throw new IllegalArgumentException(operator.name());
        }
    }

    private void emit(Opcode op, int a, int b, JumpList to, int line) {
        state.code.emitJump(Instruction.abj(op, a, b, 0), to, line);
    }

    /** The jump for {@code register operator immediate}. */
    private static Opcode withImmediate(BinaryOperator operator, boolean outcome) {
        return switch (operator) {
            case LT -> outcome ? Opcode.JLTI : Opcode.JNLTI;
            case LE -> outcome ? Opcode.JLEI : Opcode.JNLEI;
            case GT -> outcome ? Opcode.JGTI : Opcode.JNGTI;
            case GE -> outcome ? Opcode.JGEI : Opcode.JNGEI;
            default -> throw new IllegalArgumentException(operator.name());
        };
    }

    /** The operator that gives the same result with its operands exchanged. */
    private static BinaryOperator mirrored(BinaryOperator operator) {
        return switch (operator) {
            case LT -> BinaryOperator.GT;
            case LE -> BinaryOperator.GE;
            case GT -> BinaryOperator.LT;
            case GE -> BinaryOperator.LE;
            default -> operator;
        };
    }
}
