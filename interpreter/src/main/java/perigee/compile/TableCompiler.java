package perigee.compile;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Expression;
import perigee.syntax.ExpressionList;
import perigee.syntax.TableConstructor;

/** Table constructors (manual 3.4.9): fields with keys one by one, the others in batches. */
final class TableCompiler {
    /** How many values are collected in registers before they are stored. */
    private static final int BATCH = 50;
    /** From this register on values are stored earlier, to leave registers for what follows. */
    private static final int SCARCE = 220;

    private final FunctionState state;
    private final ExpressionCompiler expressions;

    TableCompiler(FunctionState state, ExpressionCompiler expressions) {
        this.state = state;
        this.expressions = expressions;
    }

    void into(TableConstructor table, int target, int line) {
        int mark = state.registers.free();
        int base = expressions.isTop(target) ? target : state.registers.allocate();
        int keyed = keyed(table.keys());
        int positional = table.values().size() - keyed;
        if (positional > 0 && endsOpen(table)) {
            positional--;
        }
        state.emit(Opcode.NEWTABLE, base, Math.min(positional, Instruction.MAX_16),
                Math.min(keyed, Instruction.MAX_16), table.line());
        fields(table, base);
        if (base != target) {
            state.emit(Opcode.MOVE, target, base, 0, line);
        }
        state.registers.release(mark);
    }

    private static int keyed(ExpressionList keys) {
        int keyed = 0;
        for (int i = 0; keys != null && i < keys.size(); i++) {
            keyed += keys.get(i) != null ? 1 : 0;
        }
        return keyed;
    }

    /** Whether the last field has no key and any number of values. */
    private static boolean endsOpen(TableConstructor table) {
        return table.values().isOpen() && (table.keys() == null || table.keys().last() == null);
    }

    private void fields(TableConstructor table, int base) {
        ExpressionList values = table.values();
        ExpressionList keys = table.keys();
        int last = values.size() - 1;
        int stored = 0;
        int pending = 0;
        for (int i = 0; i <= last; i++) {
            if (keys != null && keys.get(i) != null) {
                keyed(base, keys.get(i), keys.line(i), values.get(i), values.line(i));
                continue;
            }
            if (i == last && values.isOpen()) {
                expressions.multiple(values.get(i), 0);
                state.code.emit(Instruction.abj(Opcode.SETLIST, base, 0, stored), table.endLine());
                return;
            }
            expressions.into(values.get(i), state.registers.allocate(), values.line(i));
            pending++;
            if (i < last && (pending == BATCH || state.registers.free() > SCARCE)) {
                store(base, pending, stored, values.line(i));
                stored += pending;
                pending = 0;
            }
        }
        if (pending > 0) {
            store(base, pending, stored, table.endLine());
        }
    }

    private void store(int base, int count, int stored, int line) {
        state.code.emit(Instruction.abj(Opcode.SETLIST, base, count + 1, stored), line);
        state.registers.release(base + 1);
    }

    private void keyed(int base, Expression key, int keyLine, Expression value, int line) {
        int mark = state.registers.free();
        Operands operands = expressions.operands;
        int string = operands.string(key);
        if (string >= 0) {
            state.emit(Opcode.SETFIELD, base, string, operands.register(value, line), line);
        } else if (Operands.isInteger(key, 0, Instruction.MAX_16)) {
            state.emit(Opcode.SETI, base, Operands.integer(key), operands.register(value, line), line);
        } else {
            int keyOperand = operands.evaluate(key, keyLine);
            int register = operands.register(value, line);
            state.emit(Opcode.SETINDEX, base, operands.settle(keyOperand, line), register, line);
        }
        state.registers.release(mark);
    }
}
