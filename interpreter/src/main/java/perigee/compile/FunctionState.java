package perigee.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import perigee.bytecode.Constant;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.syntax.FunctionBody;
import perigee.syntax.Label;
import perigee.syntax.Variable;

/** One function while its code is made: what all parts of the code generator share. */
final class FunctionState {
    private static final Prototype[] NO_PROTOTYPES = {};
    private static final Prototype.Local[] NO_LOCALS = {};

    final FunctionBody body;
    final CodeBuffer code = new CodeBuffer();
    final Registers registers = new Registers();
    private final FunctionState parent;
    private final byte[] source;
    private final ConstantTable constants = new ConstantTable();
    private final List<Prototype> prototypes = new ArrayList<>();

    /** Variables in scope, the n-th in register n, with the pc where their scope begins. */
    private final List<ActiveLocal> active = new ArrayList<>();
    /** All variables so far, in the order of their declaration; null while in scope. */
    private final List<Prototype.Local> locals = new ArrayList<>();
    private final Map<Label, LabelState> labels = new IdentityHashMap<>();
    /** How many variables in scope are to be closed. */
    private int toClose;

    private record ActiveLocal(Variable variable, int startPc, int index) {
    }

    private static final class LabelState {
        final JumpList waiting = new JumpList();
        int position = -1;
    }

    FunctionState(FunctionBody body, FunctionState parent, byte[] source) {
        this.body = body;
        this.parent = parent;
        this.source = source;
    }

    // ---- emitting ------------------------------------------------------------------------------------------------

    void emit(Opcode op, int a, int b, int c, int line) {
        code.emit(op, a, b, c, line);
    }

    int constant(Constant constant) {
        return constants.index(constant);
    }

    /** Compiles a nested function; returns its number. */
    int nested(FunctionBody nestedBody) {
        prototypes.add(FunctionCompiler.compile(nestedBody, this, source));
        return prototypes.size() - 1;
    }

    // ---- variables -----------------------------------------------------------------------------------------------

    /** Begins the scope of the variable in the register after those of the variables in scope, which is in use. */
    void declare(Variable variable) {
        assert variable.register() == active.size();
        active.add(new ActiveLocal(variable, code.here(), locals.size()));
        locals.add(null);
    }

    /** How many variables with registers are in scope. */
    int activeLocals() {
        return active.size();
    }

    /** Ends scopes until so many variables are left, and frees their registers. */
    void leaveScope(int level) {
        while (active.size() > level) {
            ActiveLocal local = active.removeLast();
            locals.set(local.index, new Prototype.Local(local.variable.name(), local.startPc, code.here(),
                    local.variable.isCell()));
        }
        registers.release(level);
    }

    /** Whether the register is not a variable's, so that it may be written before the value is complete. */
    boolean isTemporary(int register) {
        return register >= active.size();
    }

    boolean isLocal(Variable variable) {
        return variable.isLocalTo(body);
    }

    int upvalue(Variable variable) {
        return body.upvalueIndex(variable);
    }

    // ---- variables to be closed ----------------------------------------------------------------------------------

    int toClose() {
        return toClose;
    }

    void setToClose(int count) {
        toClose = count;
    }

    // ---- labels --------------------------------------------------------------------------------------------------

    void bind(Label label) {
        LabelState state = state(label);
        code.bind(state.waiting);
        state.position = code.markTarget();
    }

    void jump(Label label, int line) {
        LabelState state = state(label);
        if (state.position < 0) {
            code.emitJump(state.waiting, line);
        } else {
            code.emitBackwardJump(Opcode.LOOP, 0, state.position, line);
        }
    }

    boolean isBound(Label label) {
        return state(label).position >= 0;
    }

    /** The jumps to a label further on. */
    JumpList waiting(Label label) {
        return state(label).waiting;
    }

    private LabelState state(Label label) {
        LabelState state = labels.get(label);
        if (state == null) {
            state = new LabelState();
            labels.put(label, state);
        }
        return state;
    }

    // ---- the result ----------------------------------------------------------------------------------------------

    Prototype finish() {
        code.threadJumps();
        return new Prototype(source, body.line(), body.lastLine(), body.parameters().length, body.isVararg(),
                registers.frame(), code.code(), code.lines(), constants.toArray(), upvalues(),
                prototypes.toArray(NO_PROTOTYPES), locals.toArray(NO_LOCALS));
    }

    private Prototype.Upvalue[] upvalues() {
        Variable[] variables = body.upvalues();
        Prototype.Upvalue[] upvalues = new Prototype.Upvalue[variables.length];
        for (int i = 0; i < variables.length; i++) {
            Variable variable = variables[i];
            boolean inStack = parent == null || parent.isLocal(variable);
            int index = parent == null ? 0 : inStack ? variable.register() : parent.upvalue(variable);
            upvalues[i] = new Prototype.Upvalue(variable.name(), inStack, index, variable.isCell(),
                    variable.isReadOnly());
        }
        return upvalues;
    }
}
