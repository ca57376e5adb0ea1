package perigee.syntax;

/** Expressions (manual 3.4). */
final class ExpressionParser {
    private final TokenReader tokens;
    private final Lexer lexer;
    private final Scopes scopes;
    private final FunctionParser functions;

    ExpressionParser(TokenReader tokens, Scopes scopes, FunctionParser functions) {
        this.tokens = tokens;
        this.lexer = tokens.lexer;
        this.scopes = scopes;
        this.functions = functions;
    }

    Expression expression() {
        return operation(0);
    }

    /**
     * Reads expressions separated by commas, into {@code list} all but the last.
     *
     * @return the last, whose line depends on what follows
     */
    private Expression expressions(ExpressionList.Builder list) {
        Expression item = expression();
        while (tokens.accept(Token.COMMA)) {
            scopes.registers().nextRegister();
            list.add(item, lexer.lastLine());
            item = expression();
        }
        return item;
    }

    /** Reads expressions separated by commas, the last of which is delivered at once. */
    ExpressionList expressionList() {
        ExpressionList.Builder list = new ExpressionList.Builder();
        Expression last = expressions(list);
        list.add(last, lexer.lastLine());
        return list.build();
    }

    // ---- operators -----------------------------------------------------------------------------------------------

    /** Reads operands and operators that bind stronger than {@code limit}. */
    private Expression operation(int limit) {
        tokens.enterLevel();
        Expression left = operand();
        LogicalChain chain = null;
        BinaryOperator operator = tokens.token().binary;
        while (operator != null && operator.left > limit) {
            int line = lexer.line();
            tokens.next();
            scopes.registers().infix(operator);
            if (operator == BinaryOperator.AND || operator == BinaryOperator.OR) {
                boolean isAnd = operator == BinaryOperator.AND;
                if (chain == null || chain.isAnd != isAnd) {
                    left = chain == null ? left : chain.finish();
                    chain = new LogicalChain(isAnd, left, line);
                }
                chain.add(line, operation(operator.right), lexer.lastLine());
            } else {
                Expression right = operation(operator.right);
                left = binary(operator, left, right, line, lexer.lastLine());
            }
            scopes.registers().postfix(operator, left);
            operator = tokens.token().binary;
        }
        tokens.leaveLevel();
        return chain == null ? left : chain.finish();
    }

    /**
     * Operands joined by the same one of {@code and} and {@code or}. All but the first are delivered where their own
     * text ends; all but the last are tested at the operator after them.
     */
    private static final class LogicalChain {
        final boolean isAnd;
        private final ExpressionList.Builder operands = new ExpressionList.Builder();
        private Expression last;
        private int lastLine;

        LogicalChain(boolean isAnd, Expression first, int operatorLine) {
            this.isAnd = isAnd;
            this.last = first;
            this.lastLine = operatorLine;
        }

        /** Adds the operand after an operator; one that decides nothing is dropped from before it. */
        void add(int operatorLine, Expression operand, int line) {
            if (!(last instanceof Literal literal && literal.isTruthy() == isAnd)) {
                operands.add(lastLine == operatorLine ? last : single(last, lastLine), operatorLine);
            }
            last = operand;
            lastLine = line;
        }

        Expression finish() {
            if (operands.size() == 0) {
                return single(last, lastLine);
            }
            operands.add(last, lastLine);
            return new Logical(isAnd, operands.build());
        }
    }

    private Expression operand() {
        UnaryOperator operator = tokens.token().unary;
        if (operator == null) {
            return simple();
        }
        int line = lexer.line();
        tokens.next();
        Expression operand = operation(UnaryOperator.PRIORITY);
        Literal folded = operand instanceof Literal literal ? ConstantFolding.fold(operator, literal) : null;
        Expression result = folded != null ? folded : new Unary(operator, operand, line, lexer.lastLine());
        scopes.registers().unary(operator, result);
        return result;
    }

    private static Expression binary(BinaryOperator operator, Expression left, Expression right, int line,
            int rightLine) {
        if (operator == BinaryOperator.CONCAT) {
            return new Concatenation(left, right, line, rightLine);
        }
        if (left instanceof Literal a && right instanceof Literal b) {
            Literal folded = ConstantFolding.fold(operator, a, b);
            if (folded != null) {
                return folded;
            }
        }
        return new Binary(operator, left, right, line, rightLine);
    }

    // ---- operands ------------------------------------------------------------------------------------------------

    private Expression simple() {
        switch (tokens.token()) {
            case INTEGER, FLOAT -> {
                return literal(lexer.number());
            }
            case STRING -> {
                return literal(lexer.name().literal());
            }
            case NIL -> {
                return literal(Literal.NIL);
            }
            case TRUE -> {
                return literal(Literal.TRUE);
            }
            case FALSE -> {
                return literal(Literal.FALSE);
            }
            case DOTS -> {
                if (!scopes.function().isVararg) {
                    throw lexer.error("cannot use '...' outside a vararg function");
                }
                Expression vararg = new Vararg(lexer.lastLine());
                tokens.next();
                scopes.registers().pending();
                return vararg;
            }
            case LEFT_BRACE -> {
                return table();
            }
            case FUNCTION -> {
                tokens.next();
                return new FunctionExpression(functions.body(false, lexer.line()));
            }
            default -> {
                return constantOr(suffixed());
            }
        }
    }

    private Literal literal(Literal literal) {
        scopes.registers().literal(literal);
        tokens.next();
        return literal;
    }

    /** A variable that is a compile-time constant stands for its value, except to be (wrongly) assigned to. */
    private static Expression constantOr(Expression expression) {
        return expression instanceof Variable variable && variable.constant != null ? variable.constant : expression;
    }

    /** The expression as one value, delivered at this line, and nothing to assign to. */
    private static Expression single(Expression expression, int line) {
        return switch (expression.kind()) {
            case VARIABLE, INDEX, CALL, METHOD_CALL, VARARG -> new Parenthesized(expression, line);
            default -> expression;
        };
    }

    private Expression primary() {
        switch (tokens.token()) {
            case NAME -> {
                return scopes.resolve(tokens.expectName());
            }
            case LEFT_PARENTHESIS -> {
                int line = lexer.line();
                tokens.next();
                Expression inner = expression();
                tokens.expectClosing(Token.RIGHT_PARENTHESIS, Token.LEFT_PARENTHESIS, line);
                scopes.registers().parenthesized();
                return single(inner, lexer.lastLine());
            }
            default -> throw lexer.error("unexpected symbol");
        }
    }

    /** Reads a variable, a parenthesized expression, and what is indexed or called starting from it. */
    Expression suffixed() {
        Expression expression = primary();
        while (true) {
            switch (tokens.token()) {
                case DOT -> expression = field(expression);
                case LEFT_BRACKET -> {
                    int line = lexer.lastLine();
                    scopes.registers().object();
                    tokens.next();
                    Expression key = expression();
                    int keyLine = lexer.lastLine();
                    scopes.registers().key();
                    tokens.expect(Token.RIGHT_BRACKET);
                    scopes.registers().index(key);
                    Expression object = constantOr(expression);
                    expression = new Index(object, key, object instanceof Variable ? lexer.lastLine() : line,
                            key instanceof Literal ? lexer.lastLine() : keyLine);
                }
                case COLON -> {
                    tokens.next();
                    Literal name = tokens.expectName().literal();
                    int nameLine = lexer.lastLine();
                    int line = lexer.line();
                    scopes.registers().method();
                    expression = new MethodCall(constantOr(expression), name, arguments(), nameLine, line);
                    scopes.registers().call();
                }
                case LEFT_PARENTHESIS, STRING, LEFT_BRACE -> {
                    int functionLine = lexer.lastLine();
                    int line = lexer.line();
                    scopes.registers().callee();
                    expression = new Call(constantOr(expression), arguments(), functionLine, line);
                    scopes.registers().call();
                }
                default -> {
                    return expression;
                }
            }
        }
    }

    /** Reads the dot (or colon) and the name of a field. */
    Index field(Expression object) {
        int line = lexer.lastLine();
        scopes.registers().object();
        tokens.next();
        Literal name = tokens.expectName().literal();
        scopes.registers().field(name);
        return new Index(constantOr(object), name, line, lexer.lastLine());
    }

    private ExpressionList arguments() {
        switch (tokens.token()) {
            case LEFT_PARENTHESIS -> {
                int line = lexer.line();
                tokens.next();
                if (tokens.token() == Token.RIGHT_PARENTHESIS) {
                    tokens.next();
                    return ExpressionList.EMPTY;
                }
                ExpressionList.Builder list = new ExpressionList.Builder();
                Expression last = expressions(list);
                if (last instanceof Vararg) {
                    scopes.registers().nextRegister();
                }
                tokens.expectClosing(Token.RIGHT_PARENTHESIS, Token.LEFT_PARENTHESIS, line);
                if (!(last instanceof Vararg)) {
                    scopes.registers().nextRegister();
                }
                list.add(last, lexer.lastLine());
                return list.build();
            }
            case LEFT_BRACE -> {
                Expression table = table();
                scopes.registers().nextRegister();
                return ExpressionList.of(table, lexer.lastLine());
            }
            case STRING -> {
                Expression string = literal(lexer.name().literal());
                scopes.registers().nextRegister();
                return ExpressionList.of(string, lexer.lastLine());
            }
            default -> throw lexer.error("function arguments expected");
        }
    }

    // ---- table constructors --------------------------------------------------------------------------------------

    private TableConstructor table() {
        int openingLine = lexer.line();
        int line = lexer.lastLine();
        scopes.registers().table();
        tokens.expect(Token.LEFT_BRACE);
        FieldList fields = new FieldList(scopes.registers());
        while (tokens.token() != Token.RIGHT_BRACE) {
            field(fields);
            if (!tokens.accept(Token.COMMA) && !tokens.accept(Token.SEMICOLON)) {
                break;
            }
            if (tokens.token() != Token.RIGHT_BRACE) {
                fields.deliver(lexer.lastLine());
            }
        }
        tokens.expectClosing(Token.RIGHT_BRACE, Token.LEFT_BRACE, openingLine);
        fields.deliver(lexer.lastLine());
        scopes.registers().endTable();
        return fields.build(line, lexer.lastLine());
    }

    private void field(FieldList fields) {
        switch (tokens.token()) {
            case NAME -> {
                if (lexer.peek() != Token.ASSIGN) {
                    fields.positional(expression());
                    return;
                }
                Literal key = tokens.expectName().literal();
                scopes.registers().literal(key);
                keyed(fields, key, lexer.lastLine());
            }
            case LEFT_BRACKET -> {
                tokens.next();
                Expression key = expression();
                int keyLine = lexer.lastLine();
                scopes.registers().key();
                tokens.expect(Token.RIGHT_BRACKET);
                keyed(fields, key, keyLine);
            }
            default -> fields.positional(expression());
        }
    }

    private void keyed(FieldList fields, Expression key, int keyLine) {
        tokens.expect(Token.ASSIGN);
        scopes.registers().itemKey(key);
        Expression value = expression();
        scopes.registers().keyedItem();
        fields.keyed(key, keyLine, value, lexer.lastLine());
    }

    /** The fields read so far. A positional one is delivered only after its separator. */
    private static final class FieldList {
        private final ExpressionList.Builder values = new ExpressionList.Builder();
        private final RegisterUse registers;
        private ExpressionList.Builder keys;
        private Expression pending;
        private int delivered;

        FieldList(RegisterUse registers) {
            this.registers = registers;
        }

        void positional(Expression value) {
            pending = value;
        }

        void deliver(int line) {
            if (pending != null) {
                registers.item(++delivered);
                add(null, 0, pending, line);
                pending = null;
            }
        }

        void keyed(Expression key, int keyLine, Expression value, int line) {
            if (keys == null) {
                keys = new ExpressionList.Builder();
                for (int i = 0; i < values.size(); i++) {
                    keys.add(null, 0);
                }
            }
            add(key, keyLine, value, line);
        }

        private void add(Expression key, int keyLine, Expression value, int line) {
            if (keys != null) {
                keys.add(key, keyLine);
            }
            values.add(value, line);
        }

        TableConstructor build(int line, int endLine) {
            return new TableConstructor(line, endLine, values.build(), keys == null ? null : keys.build());
        }
    }
}
