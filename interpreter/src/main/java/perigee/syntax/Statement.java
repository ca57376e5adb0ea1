package perigee.syntax;

/** A statement (manual 3.3). Empty statements have no node. */
public sealed interface Statement {

    /** The kinds of node, for an exhaustive {@code switch} without start-up cost. */
    enum Kind {
        LOCAL, LOCAL_FUNCTION, FUNCTION, ASSIGNMENT, CALL, DO, WHILE, REPEAT, NUMERIC_FOR, GENERIC_FOR, IF, RETURN,
        GOTO, LABEL
    }

    Kind kind();

    /**
     * {@code local ... = ...}, without compile-time constants.
     *
     * @param toClose the variable declared {@code <close>}, or null
     * @param line    line of its last token
     */
    record Local(Variable[] variables, ExpressionList values, Variable toClose, int line) implements Statement {
        @Override
        public Kind kind() {
            return Kind.LOCAL;
        }
    }

    record LocalFunction(Variable variable, FunctionBody body) implements Statement {
        @Override
        public Kind kind() {
            return Kind.LOCAL_FUNCTION;
        }
    }

    /** {@code function a.b:c() ... end}; {@code line} is that of the {@code function}. */
    record Function(Expression target, FunctionBody body, int line) implements Statement {
        @Override
        public Kind kind() {
            return Kind.FUNCTION;
        }
    }

    /** Each target is a {@link Variable} or an {@link Index}; {@code line} is that of the last token. */
    record Assignment(Expression[] targets, ExpressionList values, int line) implements Statement {
        @Override
        public Kind kind() {
            return Kind.ASSIGNMENT;
        }
    }

    /** The expression is a {@link perigee.syntax.Call} or a {@link MethodCall}. */
    record Call(Expression call) implements Statement {
        @Override
        public Kind kind() {
            return Kind.CALL;
        }
    }

    record Do(Block body) implements Statement {
        @Override
        public Kind kind() {
            return Kind.DO;
        }
    }

    /** @param exit where a {@code break} goes */
    record While(Expression condition, int conditionLine, Block body, Label exit) implements Statement {
        @Override
        public Kind kind() {
            return Kind.WHILE;
        }
    }

    /** The condition is in the scope of the body. */
    record Repeat(Block body, Expression condition, int conditionLine, Label exit) implements Statement {
        @Override
        public Kind kind() {
            return Kind.REPEAT;
        }
    }

    /**
     * @param range   initial value, limit, and step if there is one
     * @param doLine  line of the {@code do}
     * @param line    line of the {@code for}
     * @param endLine line of the {@code end}
     */
    record NumericFor(Variable[] control, Variable variable, ExpressionList range, Block body, int doLine, int line,
            int endLine, Label exit) implements Statement {
        @Override
        public Kind kind() {
            return Kind.NUMERIC_FOR;
        }
    }

    /**
     * @param doLine  line of the {@code do}
     * @param line    line of the first token after {@code in}
     * @param endLine line of the {@code end}
     */
    record GenericFor(Variable[] control, Variable[] variables, ExpressionList values, Block body, int doLine, int line,
            int endLine, Label exit) implements Statement {
        @Override
        public Kind kind() {
            return Kind.GENERIC_FOR;
        }
    }

    /** @param conditionLine line of the {@code then} */
    record Clause(Expression condition, int conditionLine, Block body) {
    }

    /** @param otherwise the {@code else} part, or null */
    record If(Clause[] clauses, Block otherwise) implements Statement {
        @Override
        public Kind kind() {
            return Kind.IF;
        }
    }

    record Return(ExpressionList values, int line) implements Statement {
        @Override
        public Kind kind() {
            return Kind.RETURN;
        }
    }

    record LabelPosition(Label label) implements Statement {
        @Override
        public Kind kind() {
            return Kind.LABEL;
        }
    }

    /** A {@code goto} or {@code break}; its label becomes known later if it stands further on. */
    final class Goto implements Statement {
        private final int line;
        private final boolean isBreak;
        private Label label;
        private int closeFrom;

        Goto(int line, boolean isBreak) {
            this.line = line;
            this.isBreak = isBreak;
        }

        @Override
        public Kind kind() {
            return Kind.GOTO;
        }

        public int line() {
            return line;
        }

        public boolean isBreak() {
            return isBreak;
        }

        public Label label() {
            return label;
        }

        /** The register from which on variables must be closed before the jump, or -1. */
        public int closeFrom() {
            return closeFrom;
        }

        /** @param innermostToClose register of the innermost variable to be closed at the jump, or -1 */
        void resolve(Label target, int innermostToClose) {
            label = target;
            closeFrom = innermostToClose >= target.registerLevel && !target.closes ? target.registerLevel : -1;
        }
    }
}
