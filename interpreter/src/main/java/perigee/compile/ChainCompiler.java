package perigee.compile;

import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.syntax.Binary;
import perigee.syntax.Call;
import perigee.syntax.Expression;
import perigee.syntax.ExpressionList;
import perigee.syntax.Index;
import perigee.syntax.Literal;
import perigee.syntax.MethodCall;
import perigee.syntax.Variable;

/**
 * Chains: indexing, calls and operators, each applied to the result of the one before, as in {@code a.b(c):d() + e}.
 * They nest to the left as deep as the text is long, so they are unwound into a list, innermost link first, and
 * compiled in a loop. The value that goes from link to link stays in one register, the <em>home</em>: the target, if
 * that is a temporary register and the last in use, else a new one. Calls take their frame from there on.
 */
final class ChainCompiler {
    private static final int NO_HOME = -1;
    private static final int SINGLE = 2;
    private static final int TAIL = -1;
    /** Registers between a function and its arguments. */
    private static final int HEADER = 2;
    /** The first operand is a constant, or an upvalue indexed by a name, that the first link handles itself. */
    private static final int DIRECT = -2;

    private final FunctionState state;
    private final ExpressionCompiler expressions;
    private final OperatorCompiler operators;
    /** The links of all chains being compiled, one after the other. */
    private final List<Expression.Chain> links = new ArrayList<>();

    ChainCompiler(FunctionState state, ExpressionCompiler expressions, OperatorCompiler operators) {
        this.state = state;
        this.expressions = expressions;
        this.operators = operators;
    }

    void into(Expression.Chain chain, int target, int line) {
        compile(chain, target, line, SINGLE);
    }

    /** A chain that ends in a call, with its results from {@code base} on, the last register in use. */
    void call(Expression.Chain chain, int base, int results) {
        compile(chain, base, 0, results);
    }

    void tailCall(Expression.Chain chain, int base) {
        compile(chain, base, 0, TAIL);
    }

    private void compile(Expression.Chain top, int target, int line, int results) {
        int mark = state.registers.free();
        int bottom = links.size();
        Expression first = top;
        while (first instanceof Expression.Chain link) {
            links.add(link);
            first = link.first();
        }
        int home = expressions.isTop(target) ? target : NO_HOME;
        int value = DIRECT;
        Expression.Chain innermost = links.getLast();
        if (!isDirect(first, innermost)) {
            if (needsHome(first, innermost) && home == NO_HOME) {
                home = state.registers.allocate();
            }
            value = first(first, innermost, home);
        }
        while (true) {
            Expression.Chain link = links.removeLast();
            boolean last = links.size() == bottom;
            int delivery = last ? line : links.getLast().firstLine();
            if (home == NO_HOME && (!last || ExpressionCompiler.isCall(link))) {
                home = state.registers.allocate();
            }
            int destination = last ? target : home;
            int scratch = value == home ? NO_HOME : home != NO_HOME ? home : expressions.scratch(destination);
            switch (link.kind()) {
                case CALL -> call((Call) link, home, last ? results : SINGLE);
                case METHOD_CALL -> methodCall((MethodCall) link, value, home, last ? results : SINGLE);
                case INDEX -> index((Index) link, value, destination, scratch, delivery);
                case BINARY -> binary((Binary) link, value, destination, scratch, delivery);
                default -> throw new IllegalArgumentException(link.kind().name());
            }
            value = home;
            state.registers.release(home == NO_HOME ? mark : Math.max(mark, home + 1));
            if (last) {
                if (ExpressionCompiler.isCall(link) && destination != home) {
                    state.emit(Opcode.MOVE, destination, home, 0, delivery);
                }
                break;
            }
        }
        state.registers.release(mark);
    }

    // ---- the first operand ---------------------------------------------------------------------------------------

    private boolean isDirect(Expression first, Expression.Chain link) {
        return switch (link.kind()) {
            case BINARY -> first instanceof Literal;
            case INDEX -> first instanceof Variable variable && !state.isLocal(variable)
                    && expressions.operands.string(((Index) link).key()) >= 0;
            default -> false;
        };
    }

    private boolean needsHome(Expression first, Expression.Chain link) {
        return link instanceof Call
                || !(first instanceof Variable variable && (link instanceof Index || state.isLocal(variable)));
    }

    private int first(Expression first, Expression.Chain link, int home) {
        if (link instanceof Call) {
            expressions.into(first, home, link.firstLine());
            return home;
        }
        if (link instanceof Index && first instanceof Variable variable) {
            return expressions.operands.late(variable);
        }
        return expressions.operands.evaluate(first, link.firstLine(), home);
    }

    // ---- links ---------------------------------------------------------------------------------------------------

    /** @param scratch a temporary register for the second operand, or -1; the same for {@link #binary} */
    private void index(Index index, int value, int destination, int scratch, int line) {
        Operands operands = expressions.operands;
        int string = operands.string(index.key());
        if (value == DIRECT) {
            global((Variable) index.object(), string, destination, line);
        } else if (string >= 0) {
            state.emit(Opcode.GETFIELD, destination, operands.settle(value, line), string, line);
        } else if (Operands.isInteger(index.key(), 0, Instruction.MAX_16)) {
            int object = operands.settleObject(value, index, line);
            state.emit(Opcode.GETI, destination, object, Operands.integer(index.key()), line);
        } else {
            int key = operands.evaluate(index.key(), index.keyLine(), scratch);
            int object = operands.settleObject(value, index, line);
            state.emit(Opcode.GETINDEX, destination, object, operands.settle(key, line), line);
        }
    }

    /** The field of an upvalue: a global, if the upvalue is the {@code _ENV} of the main function. */
    private void global(Variable table, int string, int destination, int line) {
        int upvalue = state.upvalue(table);
        if (table.isMainEnvironment() && !table.isCell()) {
            state.emit(Opcode.GETGLOBAL, destination, upvalue, string, line);
            return;
        }
        int object = state.isTemporary(destination) ? destination : state.registers.allocate();
        state.emit(table.isCell() ? Opcode.GETUPCELL : Opcode.GETUPVAL, object, upvalue, 0, line);
        state.emit(Opcode.GETFIELD, destination, object, string, line);
    }

    private void binary(Binary binary, int value, int destination, int scratch, int line) {
        if (binary.operator().isComparison()) {
            JumpList isFalse = new JumpList();
            compareFirst(binary, value, scratch, isFalse);
            expressions.conditions.booleans(destination, isFalse, line);
        } else if (value == DIRECT) {
            operators.arithmeticOnConstant(binary, destination, scratch);
        } else {
            operators.arithmetic(binary, value, destination, scratch);
        }
    }

    private void compareFirst(Binary binary, int value, int scratch, JumpList isFalse) {
        if (value == DIRECT) {
            operators.compareConstant(binary, scratch, false, isFalse);
        } else {
            operators.compare(binary, value, scratch, false, isFalse);
        }
    }

    private void methodCall(MethodCall call, int value, int home, int results) {
        Operands operands = expressions.operands;
        int object = operands.settle(value, call.nameLine(), home);
        int string = operands.string(call.name());
        state.registers.allocate(3);
        if (string >= 0) {
            state.emit(Opcode.SELF, home, object, string, call.nameLine());
        } else {
            state.emit(Opcode.MOVE, home + 3, object, 0, call.nameLine());
            int name = operands.register(call.name(), call.nameLine());
            state.emit(Opcode.GETINDEX, home, object, name, call.nameLine());
            state.registers.release(home + 4);
        }
        if (state.body.isCrowded()) {
            state.emit(Opcode.MOVE, home + 1, home + 3, 0, call.nameLine());
            state.registers.release(home + 2);
        }
        finishCall(call.arguments(), 1, home, results, call.line());
    }

    private void call(Call call, int home, int results) {
        if (!state.body.isCrowded()) {
            state.registers.allocate(HEADER);
        }
        finishCall(call.arguments(), 0, home, results, call.line());
    }

    /** In a crowded frame the arguments wait for the call right above the function, without the header between. */
    private void finishCall(ExpressionList arguments, int before, int home, int results, int line) {
        int count = expressions.open(arguments);
        int passed = count < 0 ? 0 : before + count + 1;
        if (state.body.isCrowded()) {
            state.registers.reserve(HEADER);
            boolean isOpen = count < 0;
            int fixed = before + (isOpen ? arguments.size() - 1 : count);
            if (isOpen || fixed > 0) {
                state.code.emit(Instruction.abc(Opcode.LIFT, home + 1, fixed, 0, isOpen ? 1 : 0), line);
            }
        }
        if (results == TAIL) {
            state.emit(Opcode.TAILCALL, home, passed, 0, line);
        } else {
            state.emit(Opcode.CALL, home, passed, results, line);
        }
    }
}
