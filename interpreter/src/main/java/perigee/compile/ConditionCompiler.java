package perigee.compile;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Binary;
import perigee.syntax.Expression;
import perigee.syntax.ExpressionList;
import perigee.syntax.Literal;
import perigee.syntax.Logical;
import perigee.syntax.Parenthesized;
import perigee.syntax.Unary;
import perigee.syntax.UnaryOperator;

/**
 * Conditions as jumps: comparisons jump themselves, {@code not} turns a jump around, {@code and} and {@code or} are
 * where the jumps lead. Where such an expression's value is wanted, the operand that decides leaves with its value.
 */
final class ConditionCompiler {
    private final FunctionState state;
    private final ExpressionCompiler expressions;
    private final OperatorCompiler operators;

    ConditionCompiler(FunctionState state, ExpressionCompiler expressions, OperatorCompiler operators) {
        this.state = state;
        this.expressions = expressions;
        this.operators = operators;
    }

    /** Jumps if the expression is true (or if it is false), and else goes on; all at one line. */
    void jump(Expression expression, boolean outcome, JumpList to, int line) {
        jump(expression, outcome, to, line, line);
    }

    /**
     * @param valueLine line at which the value is delivered
     * @param testLine  line at which it is tested
     */
    private void jump(Expression expression, boolean outcome, JumpList to, int valueLine, int testLine) {
        switch (expression.kind()) {
            case LITERAL -> {
                if (((Literal) expression).isTruthy() == outcome) {
                    state.code.emitJump(to, testLine);
                }
            }
            case LOGICAL -> jumpLogical((Logical) expression, outcome, to, testLine);
            case PARENTHESIZED -> {
                Parenthesized parenthesized = (Parenthesized) expression;
                jump(parenthesized.inner(), outcome, to, parenthesized.line(), testLine);
            }
            case UNARY -> {
                Unary unary = (Unary) expression;
                if (unary.operator() == UnaryOperator.NOT) {
                    jump(unary.operand(), !outcome, to, unary.operandLine(), testLine);
                } else {
                    test(expression, outcome, to, valueLine, testLine);
                }
            }
            case BINARY -> {
                Binary binary = (Binary) expression;
                if (binary.operator().isComparison()) {
                    compare(binary, outcome, to);
                } else {
                    test(expression, outcome, to, valueLine, testLine);
                }
            }
            case VARIABLE, VARARG, FUNCTION, TABLE, CONCATENATION, INDEX, CALL, METHOD_CALL ->
                test(expression, outcome, to, valueLine, testLine);
        }
    }

    private void jumpLogical(Logical logical, boolean outcome, JumpList to, int testLine) {
        ExpressionList operands = logical.operands();
        int last = operands.size() - 1;
        boolean deciding = !logical.isAnd();
        JumpList decided = deciding == outcome ? to : new JumpList();
        for (int i = 0; i < last; i++) {
            jump(operands.get(i), deciding, decided, operands.line(i));
        }
        jump(operands.get(last), outcome, to, operands.line(last), testLine);
        if (decided != to) {
            state.code.bind(decided);
        }
    }

    private void compare(Binary binary, boolean outcome, JumpList to) {
        int mark = state.registers.free();
        if (binary.left() instanceof Literal) {
            operators.compareConstant(binary, -1, outcome, to);
        } else {
            int left = expressions.operands.evaluate(binary.left(), binary.line());
            operators.compare(binary, left, -1, outcome, to);
        }
        state.registers.release(mark);
    }

    private void test(Expression expression, boolean outcome, JumpList to, int valueLine, int testLine) {
        int mark = state.registers.free();
        Operands operands = expressions.operands;
        int line = operands.deliveryLine(expression, valueLine, testLine);
        emitTest(operands.register(expression, line), outcome, to, testLine);
        state.registers.release(mark);
    }

    private void emitTest(int register, boolean outcome, JumpList to, int line) {
        state.code.emitJump(Instruction.aj(outcome ? Opcode.JT : Opcode.JF, register, 0), to, line);
    }

    // ---- values --------------------------------------------------------------------------------------------------

    /** Whether the expression is better tested by jumps than by its value. */
    boolean isCondition(Expression expression) {
        return switch (expression.kind()) {
            case LOGICAL -> true;
            case BINARY -> ((Binary) expression).operator().isComparison();
            case UNARY -> ((Unary) expression).operator() == UnaryOperator.NOT
                    && isCondition(((Unary) expression).operand());
            case LITERAL, VARIABLE, VARARG, FUNCTION, TABLE, PARENTHESIZED, CONCATENATION, INDEX, CALL, METHOD_CALL ->
                false;
        };
    }

    /** A {@code not} as true or false. */
    void materialize(Unary not, int target, int line) {
        JumpList isFalse = new JumpList();
        jumpBefore(target, not, false, isFalse, not.operandLine());
        booleans(target, isFalse, line);
    }

    /** Jumps while nothing is in the target yet, so that the condition may use the register. */
    private void jumpBefore(int target, Expression expression, boolean outcome, JumpList to, int line) {
        boolean isTop = expressions.isTop(target);
        if (isTop) {
            state.registers.release(target);
        }
        jump(expression, outcome, to, line);
        if (isTop) {
            state.registers.allocate();
        }
    }

    /** Makes true of coming here, and false of the jumps. */
    void booleans(int target, JumpList isFalse, int line) {
        JumpList end = new JumpList();
        state.emit(Opcode.LOADTRUE, target, 0, 0, line);
        state.code.emitJump(end, line);
        state.code.bind(isFalse);
        state.emit(Opcode.LOADFALSE, target, 0, 0, line);
        state.code.bind(end);
    }

    /** Where operands that decide an {@code and} or {@code or} go: with their value in the target, or knowing it. */
    private static final class Exit {
        final int target;
        /** Where the value is delivered. */
        final int line;
        final JumpList end = new JumpList();
        final JumpList isTrue = new JumpList();
        final JumpList isFalse = new JumpList();

        Exit(int target, int line) {
            this.target = target;
            this.line = line;
        }

        JumpList of(boolean outcome) {
            return outcome ? isTrue : isFalse;
        }
    }

    void logicalInto(Logical logical, int target, int line) {
        Exit exit = new Exit(target, line);
        boolean isTrue = operands(logical, exit);
        if (isTrue || !exit.isTrue.isEmpty()) {
            if (!isTrue) {
                state.code.emitJump(exit.end, line);
            }
            state.code.bind(exit.isTrue);
            state.emit(Opcode.LOADTRUE, target, 0, 0, line);
        }
        if (!exit.isFalse.isEmpty()) {
            state.code.emitJump(exit.end, line);
            state.code.bind(exit.isFalse);
            state.emit(Opcode.LOADFALSE, target, 0, 0, line);
        }
        state.code.bind(exit.end);
    }

    /** Returns whether going on means that the value is true; else it is in the target then. */
    private boolean operands(Logical logical, Exit exit) {
        ExpressionList operands = logical.operands();
        int last = operands.size() - 1;
        for (int i = 0; i < last; i++) {
            leave(operands.get(i), !logical.isAnd(), exit, operands.line(i));
        }
        Expression expression = operands.get(last);
        int line = operands.line(last);
        if (expression instanceof Logical nested) {
            return operands(nested, exit);
        }
        if (isCondition(expression)) {
            jumpBefore(exit.target, expression, false, exit.isFalse, line);
            return true;
        }
        expressions.into(expression, exit.target, expressions.operands.deliveryLine(expression, line, exit.line));
        return false;
    }

    /** Leaves with the expression's value if it is true (or if it is false), and else goes on. */
    private void leave(Expression expression, boolean outcome, Exit exit, int line) {
        switch (expression.kind()) {
            case LITERAL -> {
                if (((Literal) expression).isTruthy() == outcome) {
                    expressions.into(expression, exit.target, line);
                    state.code.emitJump(exit.end, line);
                }
            }
            case LOGICAL -> leaveLogical((Logical) expression, outcome, exit, line);
            case UNARY -> {
                if (((Unary) expression).operator() == UnaryOperator.NOT) {
                    jumpBefore(exit.target, expression, outcome, exit.of(outcome), line);
                } else {
                    leaveWithValue(expression, outcome, exit, line);
                }
            }
            case BINARY -> {
                if (((Binary) expression).operator().isComparison()) {
                    jumpBefore(exit.target, expression, outcome, exit.of(outcome), line);
                } else {
                    leaveWithValue(expression, outcome, exit, line);
                }
            }
            case VARIABLE, VARARG, FUNCTION, TABLE, PARENTHESIZED, CONCATENATION, INDEX, CALL, METHOD_CALL ->
                leaveWithValue(expression, outcome, exit, line);
        }
    }

    private void leaveLogical(Logical logical, boolean outcome, Exit exit, int line) {
        ExpressionList operands = logical.operands();
        int last = operands.size() - 1;
        boolean deciding = !logical.isAnd();
        JumpList decided = new JumpList();
        for (int i = 0; i < last; i++) {
            if (deciding == outcome) {
                leave(operands.get(i), outcome, exit, operands.line(i));
            } else {
                jumpBefore(exit.target, operands.get(i), deciding, decided, operands.line(i));
            }
        }
        leave(operands.get(last), outcome, exit, line);
        state.code.bind(decided);
    }

    /** A variable's register is not written before the value is known to be the result. */
    private void leaveWithValue(Expression expression, boolean outcome, Exit exit, int line) {
        int mark = state.registers.free();
        int target = exit.target;
        int register = expressions.operands.register(expression, line, expressions.scratch(target));
        if (register == target) {
            emitTest(register, outcome, exit.end, line);
        } else if (state.isTemporary(target)) {
            state.emit(Opcode.MOVE, target, register, 0, line);
            emitTest(register, outcome, exit.end, line);
        } else {
            JumpList goOn = new JumpList();
            emitTest(register, !outcome, goOn, line);
            state.emit(Opcode.MOVE, target, register, 0, line);
            state.code.emitJump(exit.end, line);
            state.code.bind(goOn);
        }
        state.registers.release(mark);
    }
}
