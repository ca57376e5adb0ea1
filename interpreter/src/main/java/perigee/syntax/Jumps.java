package perigee.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Labels and gotos of the functions being parsed (manual 3.3.4). A goto whose label has not been seen waits; each block
 * that ends hands its waiting gotos to the enclosing one; a label takes those that wait in its block. {@code break} is
 * a goto to a label named "break" which stands after every loop.
 */
final class Jumps {
    private static final class Pending {
        final Statement.Goto jump;
        final Name name;
        final int innermostToClose;
        /** Active variables at the goto, or at the end of the outermost block it has left. */
        int activeVariables;

        Pending(Statement.Goto jump, Name name, BlockScope block, int activeVariables) {
            this.jump = jump;
            this.name = name;
            this.innermostToClose = block.innermostToClose;
            this.activeVariables = activeVariables;
        }
    }

    private final Lexer lexer;
    private final Name breakName;
    private final List<Label> labels = new ArrayList<>();
    private final List<Pending> gotos = new ArrayList<>();

    Jumps(Lexer lexer) {
        this.lexer = lexer;
        this.breakName = lexer.names.intern(Token.BREAK.text);
    }

    int labelCount() {
        return labels.size();
    }

    int gotoCount() {
        return gotos.size();
    }

    Statement.Goto breakAt(int line, FunctionScope function) {
        return pending(new Statement.Goto(line, true), breakName, function);
    }

    /** A goto; if it jumps backwards, its function's capture analysis is told. */
    Statement.Goto gotoAt(int line, Name name, FunctionScope function) {
        Statement.Goto jump = new Statement.Goto(line, false);
        Label label = find(name, function);
        if (label == null) {
            return pending(jump, name, function);
        }
        jump.resolve(label, function.block.innermostToClose);
        function.hasBackwardGoto = true;
        return jump;
    }

    private Statement.Goto pending(Statement.Goto jump, Name name, FunctionScope function) {
        gotos.add(new Pending(jump, name, function.block, function.activeCount()));
        return jump;
    }

    /** Raises an error if the function has a visible label of this name. */
    void checkNotDeclared(Name name, FunctionScope function) {
        Label label = find(name, function);
        if (label != null) {
            throw lexer.semanticError("label '" + name + "' already defined on line " + label.line);
        }
    }

    /** @param last whether no statement but empty ones follows in the block: then its variables are out of scope */
    Label declare(Name name, int line, boolean last, FunctionScope function) {
        Label label = new Label(name, line);
        label.activeVariables = last ? function.block.activeBefore : function.activeCount();
        label.registerLevel = last ? function.block.registersBefore : function.registerLevel();
        labels.add(label);
        resolve(label, function);
        return label;
    }

    /** The label after a loop, whose variables are out of scope. */
    Label declareExit(boolean closes, FunctionScope function) {
        Label label = new Label(breakName, 0);
        label.activeVariables = function.activeCount();
        label.registerLevel = function.registerLevel();
        label.closes = closes;
        resolve(label, function);
        return label;
    }

    private void resolve(Label label, FunctionScope function) {
        int kept = function.block.firstGoto;
        for (int i = kept; i < gotos.size(); i++) {
            Pending pending = gotos.get(i);
            if (pending.name != label.name) {
                gotos.set(kept++, pending);
                continue;
            }
            if (pending.activeVariables < label.activeVariables) {
                Name entered = function.variable(pending.activeVariables).name;
                throw lexer.semanticError("<goto " + label.name + "> at line " + pending.jump.line()
                        + " jumps into the scope of local '" + entered + "'");
            }
            pending.jump.resolve(label, pending.innermostToClose);
        }
        gotos.subList(kept, gotos.size()).clear();
    }

    private Label find(Name name, FunctionScope function) {
        for (int i = function.firstLabel; i < labels.size(); i++) {
            if (labels.get(i).name == name) {
                return labels.get(i);
            }
        }
        return null;
    }

    /** A block is left: its labels are no longer visible, its waiting gotos belong to the enclosing block. */
    void leave(BlockScope block) {
        labels.subList(block.firstLabel, labels.size()).clear();
        if (block.previous == null) {
            if (gotos.size() > block.firstGoto) {
                throw undefined(gotos.get(block.firstGoto));
            }
            return;
        }
        for (int i = block.firstGoto; i < gotos.size(); i++) {
            gotos.get(i).activeVariables = block.activeBefore;
        }
    }

    private SyntaxException undefined(Pending pending) {
        if (pending.name == breakName) {
            return lexer.semanticError("break outside loop at line " + pending.jump.line());
        }
        return lexer.semanticError(
                "no visible label '" + pending.name + "' for <goto> at line " + pending.jump.line());
    }
}
