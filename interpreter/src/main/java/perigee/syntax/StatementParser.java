package perigee.syntax;

import java.util.ArrayList;
import java.util.List;

/** Statements (manual 3.3) except loops. */
final class StatementParser {
    private static final Statement[] NO_STATEMENTS = {};

    private final TokenReader tokens;
    private final Lexer lexer;
    private final Scopes scopes;
    private final FunctionParser functions;
    private final ExpressionParser expressions;
    private final LoopParser loops;

    StatementParser(TokenReader tokens, Scopes scopes, FunctionParser functions) {
        this.tokens = tokens;
        this.lexer = tokens.lexer;
        this.scopes = scopes;
        this.functions = functions;
        this.expressions = new ExpressionParser(tokens, scopes, functions);
        this.loops = new LoopParser(tokens, scopes, expressions, this);
    }

    // ---- blocks --------------------------------------------------------------------------------------------------

    /** Reads statements up to the end of the block. */
    Statement[] statements() {
        List<Statement> list = new ArrayList<>();
        while (!tokens.atBlockEnd(true)) {
            boolean last = tokens.token() == Token.RETURN;
            statement(list);
            if (last) {
                break;
            }
        }
        return list.toArray(NO_STATEMENTS);
    }

    /** Reads statements as a block of their own. */
    Block block() {
        scopes.enterBlock(false);
        Statement[] statements = statements();
        int endLine = lexer.lastLine();
        return new Block(statements, scopes.leaveBlock().closes, endLine);
    }

    /** Reads one statement and adds to the list what it means: nothing, one node, or several labels. */
    private void statement(List<Statement> list) {
        int line = lexer.line();
        tokens.enterLevel();
        switch (tokens.token()) {
            case SEMICOLON -> tokens.next();
            case IF -> list.add(ifStatement(line));
            case WHILE -> list.add(loops.whileLoop(line));
            case DO -> {
                tokens.next();
                Block body = block();
                tokens.expectClosing(Token.END, Token.DO, line);
                list.add(new Statement.Do(body));
            }
            case FOR -> list.add(loops.forLoop(line));
            case REPEAT -> list.add(loops.repeatLoop(line));
            case FUNCTION -> list.add(functionStatement(line));
            case LOCAL -> {
                tokens.next();
                if (tokens.accept(Token.FUNCTION)) {
                    list.add(localFunction());
                } else {
                    local(list);
                }
            }
            case DOUBLE_COLON -> {
                tokens.next();
                label(tokens.expectName(), line, list);
            }
            case RETURN -> {
                tokens.next();
                list.add(returnStatement());
            }
            case BREAK -> {
                tokens.next();
                list.add(scopes.jumps.breakAt(line, scopes.function()));
            }
            case GOTO -> {
                tokens.next();
                int nameLine = lexer.line();
                list.add(scopes.jumps.gotoAt(nameLine, tokens.expectName(), scopes.function()));
            }
            default -> list.add(expressionStatement());
        }
        scopes.registers().endStatement();
        tokens.leaveLevel();
    }

    // ---- control -------------------------------------------------------------------------------------------------

    private Statement ifStatement(int line) {
        List<Statement.Clause> clauses = new ArrayList<>();
        do {
            tokens.next();
            Expression condition = expressions.expression();
            tokens.expect(Token.THEN);
            scopes.registers().condition();
            int conditionLine = lexer.lastLine();
            clauses.add(new Statement.Clause(condition, conditionLine, block()));
        } while (tokens.token() == Token.ELSEIF);
        Block otherwise = tokens.accept(Token.ELSE) ? block() : null;
        tokens.expectClosing(Token.END, Token.IF, line);
        return new Statement.If(clauses.toArray(new Statement.Clause[0]), otherwise);
    }

    private Statement returnStatement() {
        ExpressionList values = ExpressionList.EMPTY;
        if (!tokens.atBlockEnd(true) && tokens.token() != Token.SEMICOLON) {
            values = expressions.expressionList();
            if (values.size() == 1 && !values.isOpen()) {
                scopes.registers().register();
            } else {
                scopes.registers().nextRegister();
            }
        }
        int line = lexer.lastLine();
        tokens.accept(Token.SEMICOLON);
        return new Statement.Return(values, line);
    }

    private void label(Name name, int line, List<Statement> list) {
        tokens.expect(Token.DOUBLE_COLON);
        while (tokens.token() == Token.SEMICOLON || tokens.token() == Token.DOUBLE_COLON) {
            statement(list);
        }
        scopes.jumps.checkNotDeclared(name, scopes.function());
        boolean last = tokens.atBlockEnd(false);
        list.add(new Statement.LabelPosition(scopes.jumps.declare(name, line, last, scopes.function())));
    }

    // ---- variables -----------------------------------------------------------------------------------------------

    private void local(List<Statement> list) {
        List<Variable> variables = new ArrayList<>();
        Variable toClose = null;
        do {
            Name name = tokens.expectName();
            Variable variable = declareWithAttribute(name);
            if (variable.attribute == Variable.Attribute.CLOSE) {
                if (toClose != null) {
                    throw lexer.semanticError("multiple to-be-closed variables in local list");
                }
                toClose = variable;
            }
            variables.add(variable);
        } while (tokens.accept(Token.COMMA));
        ExpressionList values = tokens.accept(Token.ASSIGN) ? expressions.expressionList() : ExpressionList.EMPTY;
        Variable last = variables.getLast();
        if (last.attribute == Variable.Attribute.CONST && variables.size() == values.size()
                && values.last() instanceof Literal literal) {
            last.constant = literal;
            variables.removeLast();
            values = values.withoutLast();
        } else {
            scopes.registers().adjust(variables.size(), values.size());
        }
        scopes.activate();
        if (toClose != null) {
            scopes.markToClose(toClose);
        }
        if (!variables.isEmpty()) {
            list.add(new Statement.Local(variables.toArray(new Variable[0]), values, toClose, lexer.lastLine()));
        }
    }

    private Variable declareWithAttribute(Name name) {
        scopes.checkRoomForVariable();
        return scopes.declare(name, attribute());
    }

    private Variable.Attribute attribute() {
        if (!tokens.accept(Token.LESS)) {
            return Variable.Attribute.NONE;
        }
        String text = tokens.expectName().toString();
        tokens.expect(Token.GREATER);
        return switch (text) {
            case "const" -> Variable.Attribute.CONST;
            case "close" -> Variable.Attribute.CLOSE;
            default -> throw lexer.semanticError("unknown attribute '" + text + "'");
        };
    }

    private Statement localFunction() {
        Variable variable = scopes.declare(tokens.expectName(), Variable.Attribute.NONE);
        scopes.activate();
        return new Statement.LocalFunction(variable, functions.body(false, lexer.line()));
    }

    private Statement functionStatement(int line) {
        tokens.next();
        Expression target = scopes.resolve(tokens.expectName());
        boolean isMethod = false;
        while (!isMethod && (tokens.token() == Token.DOT || tokens.token() == Token.COLON)) {
            isMethod = tokens.token() == Token.COLON;
            target = expressions.field(target);
        }
        FunctionBody body = functions.body(isMethod, line);
        checkAssignable(target);
        scopes.registers().store();
        assign(target);
        return new Statement.Function(target, body, line);
    }

    private Statement expressionStatement() {
        Expression first = expressions.suffixed();
        if (tokens.token() == Token.ASSIGN || tokens.token() == Token.COMMA) {
            return assignment(first);
        }
        if (!(first instanceof Call) && !(first instanceof MethodCall)) {
            throw lexer.error("syntax error");
        }
        return new Statement.Call(first);
    }

    private Statement assignment(Expression first) {
        List<Expression> targets = new ArrayList<>();
        checkTarget(first);
        targets.add(first);
        while (tokens.accept(Token.COMMA)) {
            Expression target = expressions.suffixed();
            scopes.registers().target();
            tokens.enterLevel();
            checkTarget(target);
            targets.add(target);
        }
        tokens.expect(Token.ASSIGN);
        ExpressionList values = expressions.expressionList();
        if (values.size() == targets.size()) {
            scopes.registers().store();
        } else {
            scopes.registers().adjust(targets.size(), values.size());
        }
        tokens.leaveLevels(targets.size() - 1);
        for (Expression target : targets) {
            assign(target);
        }
        return new Statement.Assignment(targets.toArray(new Expression[0]), values, lexer.lastLine());
    }

    private void checkTarget(Expression target) {
        if (!(target instanceof Variable) && !(target instanceof Index)) {
            throw lexer.error("syntax error");
        }
        checkAssignable(target);
    }

    private void checkAssignable(Expression target) {
        if (target instanceof Variable variable && variable.isReadOnly()) {
            throw lexer.semanticError("attempt to assign to const variable '" + variable.name + "'");
        }
    }

    /** Tells the capture analysis, after everything that is evaluated before the assignment has been read. */
    private void assign(Expression target) {
        if (target instanceof Variable variable) {
            variable.assign(scopes.function());
        }
    }
}
