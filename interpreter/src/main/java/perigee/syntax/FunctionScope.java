package perigee.syntax;

import java.util.ArrayList;
import java.util.List;

/** A function while the parser is in it: its active variables, upvalues, blocks and loops. */
final class FunctionScope {
    final FunctionScope parent;
    /** Line of its {@code function}; 0 for a main chunk. */
    final int line;
    /** The innermost block. */
    BlockScope block;
    boolean isVararg;
    /** Whether some goto jumps to a label before it. */
    boolean hasBackwardGoto;
    final RegisterUse registers;
    /** How many labels of enclosing functions there are. */
    final int firstLabel;

    /** Variables in scope and, behind them, those declared whose scope has not begun. */
    private final List<Variable> variables = new ArrayList<>();
    private int activeCount;
    private int registerLevel;
    private final List<Variable> upvalues = new ArrayList<>();
    private final List<Variable> captured = new ArrayList<>();
    private final List<LoopScope> loops = new ArrayList<>();
    private FunctionBody body;

    FunctionScope(FunctionScope parent, int line, int firstLabel, Lexer lexer) {
        this.parent = parent;
        this.line = line;
        this.firstLabel = firstLabel;
        this.registers = new RegisterUse(lexer, this);
    }

    // ---- variables -----------------------------------------------------------------------------------------------

    /** Variables in scope and those declared, compile-time constants included. */
    int variableCount() {
        return variables.size();
    }

    /** Variables in scope, compile-time constants included. */
    int activeCount() {
        return activeCount;
    }

    /** Registers of variables in scope. */
    int registerLevel() {
        return registerLevel;
    }

    Variable variable(int index) {
        return variables.get(index);
    }

    void declare(Variable variable) {
        variables.add(variable);
    }

    /** Begins the scope of the first variable declared whose scope has not begun. */
    Variable activateNext() {
        Variable variable = variables.get(activeCount++);
        if (variable.constant == null) {
            variable.activate(registerLevel++);
        }
        variable.hidden = variable.name.variable;
        variable.name.variable = variable;
        return variable;
    }

    /** Ends scopes until so many variables are left. */
    void deactivateTo(int count) {
        while (activeCount > count) {
            Variable variable = variables.remove(--activeCount);
            variable.name.variable = variable.hidden;
            if (variable.constant == null) {
                registerLevel--;
            }
        }
    }

    // ---- upvalues and captures -----------------------------------------------------------------------------------

    boolean hasUpvalue(Variable variable) {
        for (int i = 0; i < upvalues.size(); i++) {
            if (upvalues.get(i) == variable) {
                return true;
            }
        }
        return false;
    }

    int upvalueCount() {
        return upvalues.size();
    }

    void addUpvalue(Variable variable) {
        upvalues.add(variable);
    }

    Variable[] upvalues() {
        return upvalues.toArray(new Variable[0]);
    }

    void addCaptured(Variable variable) {
        captured.add(variable);
    }

    /** The function is complete: whether it has a backward goto is known, and so which variables need cells. */
    void complete(FunctionBody parsed) {
        body = parsed;
        if (hasBackwardGoto) {
            for (Variable variable : captured) {
                variable.capturedUnderBackwardGoto();
            }
        }
    }

    /** The function once it is complete. */
    FunctionBody body() {
        return body;
    }

    // ---- loops ---------------------------------------------------------------------------------------------------

    int openLoops() {
        return loops.size();
    }

    /** The outermost open loop that was entered when {@code depth} loops were open, or null. */
    LoopScope loopSince(int depth) {
        return depth < loops.size() ? loops.get(depth) : null;
    }

    void enterLoop() {
        loops.add(new LoopScope());
    }

    void leaveLoop() {
        loops.removeLast().close();
    }
}
