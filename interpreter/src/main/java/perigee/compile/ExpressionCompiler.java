package perigee.compile;

import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Call;
import perigee.syntax.Concatenation;
import perigee.syntax.Expression;
import perigee.syntax.ExpressionList;
import perigee.syntax.FunctionBody;
import perigee.syntax.FunctionExpression;
import perigee.syntax.Literal;
import perigee.syntax.Logical;
import perigee.syntax.MethodCall;
import perigee.syntax.Parenthesized;
import perigee.syntax.TableConstructor;
import perigee.syntax.Unary;
import perigee.syntax.UnaryOperator;
import perigee.syntax.Variable;
import perigee.syntax.Vararg;

/**
 * Values into registers. The target of an expression is a variable's register, which is written by the last instruction
 * only since the expression may read it until then, or a temporary one, which may be written before.
 */
final class ExpressionCompiler {
    final Operands operands;
    final ConditionCompiler conditions;
    private final FunctionState state;
    private final ChainCompiler chains;
    private final TableCompiler tables;

    ExpressionCompiler(FunctionState state) {
        this.state = state;
        this.operands = new Operands(state, this);
        OperatorCompiler operators = new OperatorCompiler(state, operands);
        this.conditions = new ConditionCompiler(state, this, operators);
        this.chains = new ChainCompiler(state, this, operators);
        this.tables = new TableCompiler(state, this);
    }

    /**
     * Evaluates one value into a register that is in use. Temporary registers are as before afterwards.
     *
     * @param line line charged to the instruction that delivers the value
     */
    void into(Expression expression, int target, int line) {
        switch (expression.kind()) {
            case LITERAL -> literal((Literal) expression, target, line);
            case VARIABLE -> variable((Variable) expression, target, line);
            case VARARG -> state.emit(Opcode.VARARG, target, 2, 0, ((Vararg) expression).line());
            case FUNCTION -> {
                FunctionBody body = ((FunctionExpression) expression).body();
                closure(body, target, body.returnLine());
            }
            case TABLE -> tables.into((TableConstructor) expression, target, line);
            case PARENTHESIZED -> {
                Parenthesized parenthesized = (Parenthesized) expression;
                into(parenthesized.inner(), target,
                        operands.deliveryLine(parenthesized.inner(), parenthesized.line(), line));
            }
            case UNARY -> unary((Unary) expression, target, line);
            case LOGICAL -> conditions.logicalInto((Logical) expression, target, line);
            case CONCATENATION -> concatenation((Concatenation) expression, target, line);
            case BINARY, INDEX, CALL, METHOD_CALL -> chains.into((Expression.Chain) expression, target, line);
        }
    }

    // ---- leaves --------------------------------------------------------------------------------------------------

    private void literal(Literal literal, int target, int line) {
        Constant value = literal.value();
        if (value instanceof Constant.Nil) {
            state.code.emitNil(target, 1, line);
        } else if (value instanceof Constant.Bool bool) {
            state.emit(bool.value() ? Opcode.LOADTRUE : Opcode.LOADFALSE, target, 0, 0, line);
        } else if (value instanceof Constant.Int i && i.value() == (int) i.value()) {
            state.code.emit(Instruction.aj(Opcode.LOADI, target, (int) i.value()), line);
        } else {
            state.code.emit(Instruction.aj(Opcode.LOADK, target, state.constant(value)), line);
        }
    }

    private void variable(Variable variable, int target, int line) {
        if (!state.isLocal(variable)) {
            Opcode op = variable.isCell() ? Opcode.GETUPCELL : Opcode.GETUPVAL;
            state.emit(op, target, state.upvalue(variable), 0, line);
        } else if (variable.isCell()) {
            state.emit(Opcode.GETCELL, target, variable.register(), 0, line);
        } else if (variable.register() != target) {
            state.emit(Opcode.MOVE, target, variable.register(), 0, line);
        }
    }

    void closure(FunctionBody body, int target, int line) {
        state.code.emit(Instruction.aj(Opcode.CLOSURE, target, state.nested(body)), line);
    }

    // ---- operators -----------------------------------------------------------------------------------------------

    private void unary(Unary unary, int target, int line) {
        if (unary.operator() == UnaryOperator.NOT && conditions.isCondition(unary.operand())) {
            conditions.materialize(unary, target, line);
            return;
        }
        int mark = state.registers.free();
        int ownLine = unary.operator() == UnaryOperator.NOT ? unary.operandLine() : unary.line();
        int operandLine = operands.deliveryLine(unary.operand(), unary.operandLine(), ownLine);
        int operand = operands.register(unary.operand(), operandLine, scratch(target));
        state.emit(opcode(unary.operator()), target, operand, 0, ownLine);
        state.registers.release(mark);
    }

    private static Opcode opcode(UnaryOperator operator) {
        return switch (operator) {
            case MINUS -> Opcode.UNM;
            case BNOT -> Opcode.BNOT;
            case NOT -> Opcode.NOT;
            case LENGTH -> Opcode.LEN;
        };
    }

    /** All operands of a run of concatenations, into consecutive registers; the instruction has the last one's line. */
    private void concatenation(Concatenation first, int target, int line) {
        int mark = state.registers.free();
        int base = isTop(target) ? target : state.registers.allocate();
        into(first.left(), base, first.line());
        int count = 1;
        Concatenation each = first;
        while (each.right() instanceof Concatenation next) {
            into(next.left(), state.registers.allocate(), next.line());
            count++;
            each = next;
        }
        into(each.right(), state.registers.allocate(), each.rightLine());
        state.emit(Opcode.CONCAT, base, count + 1, 0, each.line());
        if (base != target) {
            state.emit(Opcode.MOVE, target, base, 0, line);
        }
        state.registers.release(mark);
    }

    /** The register itself if it may be written before the value is complete, else -1. */
    int scratch(int target) {
        return state.isTemporary(target) ? target : -1;
    }

    /** Whether the register is a temporary one and the last in use, so that a list of values can stand there. */
    boolean isTop(int register) {
        return state.isTemporary(register) && register == state.registers.free() - 1;
    }

    // ---- lists of values -----------------------------------------------------------------------------------------

    /** Evaluates all values of the list into new registers; all but the last are single. Returns how many, or -1. */
    int open(ExpressionList list) {
        int count = list.size();
        for (int i = 0; i < count; i++) {
            if (i == count - 1 && list.isOpen()) {
                multiple(list.get(i), 0);
                return -1;
            }
            into(list.get(i), state.registers.allocate(), list.line(i));
        }
        return count;
    }

    /** Evaluates the list into exactly so many new registers: drops values or adds nils. */
    void adjusted(ExpressionList list, int wanted, int line) {
        int first = state.registers.free();
        int count = list.size();
        for (int i = 0; i < count; i++) {
            if (i == count - 1 && list.isOpen()) {
                int missing = Math.max(0, wanted - i);
                multiple(list.get(i), missing + 1);
                state.registers.release(first + i);
                state.registers.allocate(missing);
            } else {
                into(list.get(i), state.registers.allocate(), list.line(i));
            }
        }
        int filled = state.registers.free() - first;
        if (filled < wanted) {
            state.code.emitNil(state.registers.allocate(wanted - filled), wanted - filled, line);
        }
        state.registers.release(first + wanted);
    }

    /**
     * Evaluates a call or vararg for several values, which come into the registers from the next one on. That one
     * alone is in use afterwards.
     *
     * @param results how many plus one, or 0 for all
     */
    void multiple(Expression expression, int results) {
        int base = state.registers.allocate();
        switch (expression.kind()) {
            case VARARG -> state.emit(Opcode.VARARG, base, results, 0, ((Vararg) expression).line());
            case CALL, METHOD_CALL -> chains.call((Expression.Chain) expression, base, results);
            default -> throw new IllegalArgumentException(expression.kind().name());
        }
    }

    /** Evaluates a call in the caller's place; returns the register of the call. */
    int tailCall(Expression call) {
        int base = state.registers.allocate();
        chains.tailCall((Expression.Chain) call, base);
        return base;
    }

    static boolean isCall(Expression expression) {
        return expression instanceof Call || expression instanceof MethodCall;
    }
}
