package perigee.compile;

import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Expression;
import perigee.syntax.Index;
import perigee.syntax.Literal;
import perigee.syntax.Parenthesized;
import perigee.syntax.Variable;

/**
 * Where the operands of an instruction are. A local variable is read where it is, without a move, and only when the
 * instruction executes: {@code a + f()} sees what {@code f} assigns to {@code a}, as in the reference. For a variable
 * in a cell that takes a read of the cell after all other operands have been evaluated. So an operand is a number that
 * says either "this register" or "what is in this cell, or upvalue, then"; {@link #settle} turns the latter into the
 * former.
 */
final class Operands {
    private static final int CELL = 0x100;
    private static final int UPVALUE_CELL = 0x200;
    private static final int UPVALUE = 0x300;
    private static final int NUMBER_MASK = 0xFF;

    private final FunctionState state;
    private final ExpressionCompiler expressions;

    Operands(FunctionState state, ExpressionCompiler expressions) {
        this.state = state;
        this.expressions = expressions;
    }

    /** Evaluates now what has to be evaluated now. */
    int evaluate(Expression expression, int line) {
        return evaluate(expression, line, -1);
    }

    /** @param scratch a temporary register for the value, if it needs one, or -1 */
    int evaluate(Expression expression, int line, int scratch) {
        Variable local = local(expression);
        if (local != null) {
            return late(local);
        }
        int register = scratch >= 0 ? scratch : state.registers.allocate();
        expressions.into(expression, register, line);
        return register;
    }

    /** The register of the value, which is read now. */
    int register(Expression expression, int line) {
        return settle(evaluate(expression, line), line);
    }

    /** @param scratch a temporary register for the value, if it needs one, or -1 */
    int register(Expression expression, int line, int scratch) {
        Variable local = local(expression);
        if (local != null && !local.isCell()) {
            return local.register();
        }
        int register = scratch >= 0 ? scratch : state.registers.allocate();
        expressions.into(expression, register, line);
        return register;
    }

    /** The variable, which is read when the operand is settled. */
    int late(Variable variable) {
        if (!state.isLocal(variable)) {
            return (variable.isCell() ? UPVALUE_CELL : UPVALUE) | state.upvalue(variable);
        }
        return variable.isCell() ? CELL | variable.register() : variable.register();
    }

    /** The register of the operand; a cell is read now. */
    int settle(int operand, int line) {
        return operand < CELL ? operand : settle(operand, line, state.registers.allocate());
    }

    /** @param scratch a temporary register for the value, if it needs one */
    int settle(int operand, int line, int scratch) {
        if (operand < CELL) {
            return operand;
        }
        Opcode op = operand < UPVALUE_CELL ? Opcode.GETCELL : operand < UPVALUE ? Opcode.GETUPCELL : Opcode.GETUPVAL;
        state.emit(op, scratch, operand & NUMBER_MASK, 0, line);
        return scratch;
    }

    /**
     * The register of the object of an index; a cell or upvalue is read now. In the reference an upvalue is read once
     * the key is complete, a local variable when it is indexed.
     */
    int settleObject(int operand, Index index, int line) {
        boolean early = operand >= UPVALUE_CELL && !(index.key() instanceof Literal);
        return settle(operand, early ? index.objectLine() : line);
    }

    /**
     * The line at which a value is delivered: a constant or local variable only where it is wanted, anything else where
     * its own text ends.
     */
    int deliveryLine(Expression expression, int end, int wanted) {
        return expression instanceof Literal || local(expression) != null ? wanted : end;
    }

    /** The local variable that is all the expression consists of, or null. */
    private Variable local(Expression expression) {
        Expression inner = expression instanceof Parenthesized parenthesized ? parenthesized.inner() : expression;
        return inner instanceof Variable variable && state.isLocal(variable) ? variable : null;
    }

    // ---- constants -----------------------------------------------------------------------------------------------

    /** The index of a constant for a 16-bit field; -1 if the expression is none or the index does not fit. */
    int constant(Expression expression) {
        return expression instanceof Literal literal ? fitting(state.constant(literal.value())) : -1;
    }

    /** The same for strings only. */
    int string(Expression expression) {
        return expression instanceof Literal(Constant.Str value) ? fitting(state.constant(value)) : -1;
    }

    private static int fitting(int index) {
        return index <= Instruction.MAX_16 ? index : -1;
    }

    /** Whether the expression is an integer constant between the bounds. */
    static boolean isInteger(Expression expression, int min, int max) {
        return expression instanceof Literal literal && literal.value() instanceof Constant.Int i
                && i.value() >= min && i.value() <= max;
    }

    /** The value of an expression that {@link #isInteger} is true of. */
    static int integer(Expression expression) {
        return (int) ((Constant.Int) ((Literal) expression).value()).value();
    }
}
