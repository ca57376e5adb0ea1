package perigee.compile;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Block;
import perigee.syntax.ExpressionList;
import perigee.syntax.Literal;
import perigee.syntax.Statement;
import perigee.syntax.Variable;

/** Loops (manual 3.3.4, 3.3.5). Every way back is a LOOP, FORLOOP or TFORLOOP. */
final class LoopCompiler {
    /** The frame of a generic loop's call beyond its base: R[A+4], header, two arguments. */
    private static final int ITERATOR_CALL = 5;

    /** Instructions that the reference's loop instructions can jump over. */
    private static final int MAX_LENGTH = 131_071;

    private final FunctionState state;
    private final ExpressionCompiler expressions;
    private final StatementCompiler statements;

    LoopCompiler(FunctionState state, ExpressionCompiler expressions, StatementCompiler statements) {
        this.state = state;
        this.expressions = expressions;
        this.statements = statements;
    }

    void whileLoop(Statement.While loop) {
        int start = state.code.markTarget();
        JumpList end = new JumpList();
        expressions.conditions.jump(loop.condition(), false, end, loop.conditionLine());
        statements.block(loop.body());
        repeatFrom(start, loop.body().endLine());
        state.code.bind(end);
        state.bind(loop.exit());
    }

    private void repeatFrom(int start, int line) {
        if (state.code.isReachable()) {
            state.code.emitBackwardJump(Opcode.LOOP, 0, start, line);
        }
    }

    void repeatLoop(Statement.Repeat loop) {
        int start = state.code.markTarget();
        int level = state.activeLocals();
        int toClose = state.toClose();
        int line = loop.conditionLine();
        JumpList end = new JumpList();
        statements.statements(loop.body().statements());
        if (!(loop.condition() instanceof Literal literal && literal.isTruthy())) {
            expressions.conditions.jump(loop.condition(), true, end, line);
            if (loop.body().closes() && state.code.isReachable()) {
                state.emit(Opcode.CLOSE, level, 0, 0, line);
            }
            repeatFrom(start, line);
        }
        state.code.bind(end);
        if (loop.body().closes() && state.code.isReachable()) {
            state.emit(Opcode.CLOSE, level, 0, 0, line);
        }
        state.leaveScope(level);
        state.setToClose(toClose);
        state.bind(loop.exit());
    }

    void numericFor(Statement.NumericFor loop) {
        int level = state.activeLocals();
        int base = state.registers.free();
        ExpressionList range = loop.range();
        for (int i = 0; i < range.size(); i++) {
            expressions.into(range.get(i), state.registers.allocate(), range.line(i));
        }
        if (range.size() == 2) {
            int step = state.registers.allocate();
            state.code.emit(Instruction.aj(Opcode.LOADI, step, 1), range.line(1));
        }
        statements.declare(loop.control());
        JumpList end = new JumpList();
        state.code.emitJump(Instruction.aj(Opcode.FORPREP, base, 0), end, loop.doLine());
        int start = state.code.markTarget();
        int bodyStart = body(new Variable[] {loop.variable()}, loop.body(), loop.doLine());
        state.code.emitBackwardJump(Opcode.FORLOOP, base, start, loop.line());
        checkLength(start, loop.endLine());
        state.code.chargeToNext(start, bodyStart);
        state.code.bind(end);
        state.leaveScope(level);
        state.bind(loop.exit());
    }

    void genericFor(Statement.GenericFor loop) {
        int level = state.activeLocals();
        int toClose = state.toClose();
        int base = state.registers.free();
        ExpressionList values = loop.values();
        expressions.adjusted(values, loop.control().length, values.line(values.size() - 1));
        statements.declare(loop.control());
        state.registers.reserve(ITERATOR_CALL);
        state.setToClose(toClose + 1);
        JumpList first = new JumpList();
        state.code.emitJump(Instruction.aj(Opcode.TFORPREP, base, 0), first, loop.doLine());
        int start = state.code.markTarget();
        int bodyStart = body(loop.variables(), loop.body(), loop.doLine());
        state.code.bind(first);
        state.emit(Opcode.TFORCALL, base, loop.variables().length, 0, loop.line());
        state.code.chargeToNext(start, bodyStart);
        state.code.emitBackwardJump(Opcode.TFORLOOP, base, start, loop.line());
        checkLength(start, loop.endLine());
        state.leaveScope(level);
        state.setToClose(toClose);
        state.bind(loop.exit());
        state.emit(Opcode.CLOSE, base, 0, 0, loop.endLine());
    }

    private void checkLength(int start, int endLine) {
        if (2 * (state.code.here() - start) > MAX_LENGTH && state.code.referenceLength(start) > MAX_LENGTH) {
            throw LimitExceededException.loopTooLong(endLine);
        }
    }

    /** Returns where the body begins, after the variables have been moved into cells where they have to be. */
    private int body(Variable[] variables, Block block, int line) {
        int level = state.activeLocals();
        state.registers.allocate(variables.length);
        statements.makeCells(variables, line);
        int start = state.code.here();
        statements.declare(variables);
        statements.block(block);
        state.leaveScope(level);
        return start;
    }
}
