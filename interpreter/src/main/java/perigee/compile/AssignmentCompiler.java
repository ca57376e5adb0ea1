package perigee.compile;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Expression;
import perigee.syntax.ExpressionList;
import perigee.syntax.FunctionBody;
import perigee.syntax.Index;
import perigee.syntax.Statement;
import perigee.syntax.Variable;

/**
 * Assignments (manual 3.3.3). As in the reference, tables and keys of the targets are evaluated first, then the values,
 * then the values are assigned from the last to the first; tables and keys that are plain local variables are read only
 * when they are needed, unless the same statement assigns to them further right.
 */
final class AssignmentCompiler {
    private static final int NONE = -1;

    private final FunctionState state;
    private final ExpressionCompiler expressions;
    private final Operands operands;

    AssignmentCompiler(FunctionState state, ExpressionCompiler expressions) {
        this.state = state;
        this.expressions = expressions;
        this.operands = expressions.operands;
    }

    /** Where a value goes: a variable, or a field with its table and key evaluated. */
    private static final class Target {
        final Expression expression;
        /** The table: an operand; or {@link #NONE} for a variable and for a named field of an upvalue. */
        int table = NONE;
        /** The key: an operand; or {@link #NONE} for a variable and where the key is a constant. */
        int key = NONE;

        Target(Expression expression) {
            this.expression = expression;
        }
    }

    void assign(Statement.Assignment assignment) {
        int mark = state.registers.free();
        Expression[] expressionsOfTargets = assignment.targets();
        Target[] targets = new Target[expressionsOfTargets.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = prepare(expressionsOfTargets[i]);
            if (expressionsOfTargets[i] instanceof Variable variable) {
                keepOldValue(variable, targets, i);
            }
        }
        store(targets, assignment.values(), assignment.line());
        state.registers.release(mark);
    }

    /** A function statement; the store counts as done at the line of its {@code function}. */
    void assign(Statement.Function statement) {
        int mark = state.registers.free();
        Target target = prepare(statement.target());
        FunctionBody body = statement.body();
        if (isPlainLocal(statement.target())) {
            expressions.closure(body, ((Variable) statement.target()).register(), statement.line());
        } else {
            int closure = state.registers.allocate();
            expressions.closure(body, closure, body.returnLine());
            store(target, closure, statement.line());
        }
        state.registers.release(mark);
    }

    // ---- targets -------------------------------------------------------------------------------------------------

    private Target prepare(Expression expression) {
        Target target = new Target(expression);
        if (expression instanceof Index index) {
            boolean named = operands.string(index.key()) >= 0;
            if (!(index.object() instanceof Variable)) {
                target.table = operands.evaluate(index.object(), index.objectLine());
            }
            if (!named && !Operands.isInteger(index.key(), 0, Instruction.MAX_16)) {
                target.key = operands.evaluate(index.key(), index.keyLine());
            }
            if (index.object() instanceof Variable variable) {
                target.table = table(variable, index, named);
            }
        }
        return target;
    }

    /** A variable whose field is a target; an upvalue is read now, unless the field has a name. */
    private int table(Variable variable, Index index, boolean named) {
        if (named && !state.isLocal(variable) && !variable.isCell()) {
            return NONE;
        }
        int operand = operands.late(variable);
        return named || state.isLocal(variable) ? operand : operands.settle(operand, index.objectLine());
    }

    /** The first {@code count} targets use the variable's value from before this statement assigns to it. */
    private void keepOldValue(Variable variable, Target[] targets, int count) {
        int operand = operands.late(variable);
        int copy = NONE;
        for (int i = 0; i < count; i++) {
            Target target = targets[i];
            if (target.table == operand || target.key == operand) {
                if (copy == NONE) {
                    Index index = (Index) target.expression;
                    copy = state.registers.allocate();
                    expressions.into(variable, copy, index.keyLine());
                }
                target.table = target.table == operand ? copy : target.table;
                target.key = target.key == operand ? copy : target.key;
            }
        }
    }

    private boolean isPlainLocal(Expression target) {
        return target instanceof Variable variable && state.isLocal(variable) && !variable.isCell();
    }

    // ---- values --------------------------------------------------------------------------------------------------

    private void store(Target[] targets, ExpressionList values, int line) {
        int first = state.registers.free();
        int stored = targets.length;
        if (values.size() == targets.length) {
            for (int i = 0; i < values.size() - 1; i++) {
                expressions.into(values.get(i), state.registers.allocate(), values.line(i));
            }
            stored--;
            storeLast(targets[stored], values.last(), values.line(stored), line);
        } else {
            expressions.adjusted(values, targets.length, line);
        }
        for (int i = stored - 1; i >= 0; i--) {
            store(targets[i], first + i, line);
        }
    }

    private void storeLast(Target target, Expression value, int valueLine, int line) {
        if (isPlainLocal(target.expression)) {
            expressions.into(value, ((Variable) target.expression).register(), valueLine);
        } else {
            int mark = state.registers.free();
            store(target, operands.register(value, valueLine), line);
            state.registers.release(mark);
        }
    }

    private void store(Target target, int value, int line) {
        if (target.expression instanceof Variable variable) {
            storeVariable(variable, value, line);
        } else {
            int mark = state.registers.free();
            storeField((Index) target.expression, target, value, line);
            state.registers.release(mark);
        }
    }

    private void storeVariable(Variable variable, int value, int line) {
        if (!state.isLocal(variable)) {
            state.emit(Opcode.SETUPCELL, value, state.upvalue(variable), 0, line);
        } else if (variable.isCell()) {
            state.emit(Opcode.SETCELL, variable.register(), value, 0, line);
        } else {
            state.emit(Opcode.MOVE, variable.register(), value, 0, line);
        }
    }

    private void storeField(Index index, Target target, int value, int line) {
        int string = target.key == NONE ? operands.string(index.key()) : NONE;
        if (target.table == NONE) {
            setGlobal((Variable) index.object(), string, value, line);
            return;
        }
        int table = operands.settle(target.table, line);
        if (string >= 0) {
            state.emit(Opcode.SETFIELD, table, string, value, line);
        } else if (target.key == NONE) {
            state.emit(Opcode.SETI, table, Operands.integer(index.key()), value, line);
        } else {
            state.emit(Opcode.SETINDEX, table, operands.settle(target.key, line), value, line);
        }
    }

    /** The field of an upvalue: a global, if the upvalue is the {@code _ENV} of the main function. */
    private void setGlobal(Variable table, int string, int value, int line) {
        int upvalue = state.upvalue(table);
        if (table.isMainEnvironment() && !table.isCell()) {
            state.emit(Opcode.SETGLOBAL, value, upvalue, string, line);
            return;
        }
        int object = state.registers.allocate();
        state.emit(Opcode.GETUPVAL, object, upvalue, 0, line);
        state.emit(Opcode.SETFIELD, object, string, value, line);
    }
}
