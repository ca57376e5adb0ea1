package perigee.compile;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Block;
import perigee.syntax.Expression;
import perigee.syntax.ExpressionList;
import perigee.syntax.Statement;
import perigee.syntax.Variable;

/** Statements except loops and assignments. */
final class StatementCompiler {
    private final FunctionState state;
    private final ExpressionCompiler expressions;
    private final AssignmentCompiler assignments;
    private final LoopCompiler loops;

    StatementCompiler(FunctionState state) {
        this.state = state;
        this.expressions = new ExpressionCompiler(state);
        this.assignments = new AssignmentCompiler(state, expressions);
        this.loops = new LoopCompiler(state, expressions, this);
    }

    void statements(Statement[] statements) {
        for (Statement statement : statements) {
            statement(statement);
        }
    }

    /** A block with a scope of its own. */
    void block(Block block) {
        int level = state.activeLocals();
        int toClose = state.toClose();
        statements(block.statements());
        if (block.closes() && state.code.isReachable()) {
            state.emit(Opcode.CLOSE, level, 0, 0, block.endLine());
        }
        state.leaveScope(level);
        state.setToClose(toClose);
    }

    private void statement(Statement statement) {
        switch (statement.kind()) {
            case LOCAL -> local((Statement.Local) statement);
            case LOCAL_FUNCTION -> localFunction((Statement.LocalFunction) statement);
            case FUNCTION -> assignments.assign((Statement.Function) statement);
            case ASSIGNMENT -> assignments.assign((Statement.Assignment) statement);
            case CALL -> {
                int mark = state.registers.free();
                expressions.multiple(((Statement.Call) statement).call(), 1);
                state.registers.release(mark);
            }
            case DO -> block(((Statement.Do) statement).body());
            case WHILE -> loops.whileLoop((Statement.While) statement);
            case REPEAT -> loops.repeatLoop((Statement.Repeat) statement);
            case NUMERIC_FOR -> loops.numericFor((Statement.NumericFor) statement);
            case GENERIC_FOR -> loops.genericFor((Statement.GenericFor) statement);
            case IF -> ifStatement((Statement.If) statement);
            case RETURN -> returnStatement((Statement.Return) statement);
            case GOTO -> gotoStatement((Statement.Goto) statement);
            case LABEL -> state.bind(((Statement.LabelPosition) statement).label());
        }
    }

    // ---- variables -----------------------------------------------------------------------------------------------

    private void local(Statement.Local local) {
        Variable[] variables = local.variables();
        expressions.adjusted(local.values(), variables.length, local.line());
        makeCells(variables, state.code.lastLine());
        declare(variables);
        if (local.toClose() != null) {
            state.emit(Opcode.TBC, local.toClose().register(), 0, 0, local.line());
            state.setToClose(state.toClose() + 1);
        }
    }

    /** Moves those variables into cells, whose values are in their registers, that have to live there. */
    void makeCells(Variable[] variables, int line) {
        for (Variable variable : variables) {
            if (variable.isCell()) {
                state.emit(Opcode.NEWCELL, variable.register(), 0, 0, line);
            }
        }
    }

    /** Begins the scope of variables. */
    void declare(Variable[] variables) {
        for (Variable variable : variables) {
            state.declare(variable);
        }
    }

    /** The function may use its own variable, as a copy of itself or, if something assigns to it, as a cell. */
    private void localFunction(Statement.LocalFunction statement) {
        Variable variable = statement.variable();
        int register = state.registers.allocate();
        int line = statement.body().returnLine();
        if (!variable.isCell()) {
            expressions.closure(statement.body(), register, line);
            state.declare(variable);
            return;
        }
        state.code.emitNil(register, 1, line);
        state.emit(Opcode.NEWCELL, register, 0, 0, line);
        int closure = state.registers.allocate();
        expressions.closure(statement.body(), closure, line);
        state.emit(Opcode.SETCELL, register, closure, 0, line);
        state.registers.release(closure);
        state.declare(variable);
    }

    // ---- control -------------------------------------------------------------------------------------------------

    private void ifStatement(Statement.If statement) {
        JumpList end = new JumpList();
        Statement.Clause[] clauses = statement.clauses();
        for (int i = 0; i < clauses.length; i++) {
            Statement.Clause clause = clauses[i];
            JumpList next = new JumpList();
            Statement.Goto jump = onlyJump(clause);
            if (jump != null) {
                expressions.conditions.jump(clause.condition(), true, state.waiting(jump.label()),
                        clause.conditionLine());
                continue;
            }
            expressions.conditions.jump(clause.condition(), false, next, clause.conditionLine());
            block(clause.body());
            boolean more = i < clauses.length - 1 || statement.otherwise() != null;
            if (more && state.code.isReachable()) {
                state.code.emitJump(end, clause.body().endLine());
            }
            state.code.bind(next);
        }
        if (statement.otherwise() != null) {
            block(statement.otherwise());
        }
        state.code.bind(end);
    }

    /** The forward jump that is all a clause does, if the condition can jump in its place; else null. */
    private Statement.Goto onlyJump(Statement.Clause clause) {
        Statement[] statements = clause.body().statements();
        if (statements.length != 1 || !(statements[0] instanceof Statement.Goto jump)) {
            return null;
        }
        boolean sameLine = jump.isBreak() || jump.line() == clause.conditionLine();
        return sameLine && jump.closeFrom() < 0 && !state.isBound(jump.label()) ? jump : null;
    }

    private void gotoStatement(Statement.Goto jump) {
        if (jump.closeFrom() >= 0) {
            state.emit(Opcode.CLOSE, jump.closeFrom(), 0, 0, jump.line());
        }
        state.jump(jump.label(), jump.line());
    }

    private void returnStatement(Statement.Return statement) {
        int mark = state.registers.free();
        ExpressionList values = statement.values();
        int line = statement.line();
        if (values.size() == 1 && ExpressionCompiler.isCall(values.last()) && state.toClose() == 0) {
            int base = expressions.tailCall(values.last());
            state.emit(Opcode.RETURN, base, 0, 0, line);
        } else if (values.size() == 1 && !values.isOpen()) {
            Expression value = values.last();
            emitReturn(state, expressions.operands.register(value, values.line(0)), 1, line);
        } else {
            emitReturn(state, mark, expressions.open(values), line);
        }
        state.registers.release(mark);
    }

    /** @param count how many values, or -1 for all up to the top */
    static void emitReturn(FunctionState state, int first, int count, int line) {
        if (state.toClose() > 0 || count > 1 || count < 0) {
            state.code.emit(Instruction.abc(Opcode.RETURN, first, count + 1, 0, state.toClose() > 0 ? 1 : 0), line);
        } else if (count == 1) {
            state.emit(Opcode.RETURN1, first, 0, 0, line);
        } else {
            state.emit(Opcode.RETURN0, 0, 0, 0, line);
        }
    }
}
