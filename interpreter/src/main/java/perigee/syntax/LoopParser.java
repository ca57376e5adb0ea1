package perigee.syntax;

import java.util.ArrayList;
import java.util.List;

/** Loops (manual 3.3.4, 3.3.5). */
final class LoopParser {
    /** Registers that a generic loop needs above its state to call the iterator. */
    private static final int ITERATOR_CALL = 3;

    private final TokenReader tokens;
    private final Lexer lexer;
    private final Scopes scopes;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    LoopParser(TokenReader tokens, Scopes scopes, ExpressionParser expressions, StatementParser statements) {
        this.tokens = tokens;
        this.lexer = tokens.lexer;
        this.scopes = scopes;
        this.expressions = expressions;
        this.statements = statements;
    }

    Statement whileLoop(int line) {
        tokens.next();
        scopes.function().enterLoop();
        Expression condition = expressions.expression();
        scopes.registers().condition();
        int conditionLine = lexer.lastLine();
        scopes.enterBlock(true);
        tokens.expect(Token.DO);
        Block body = statements.block();
        tokens.expectClosing(Token.END, Token.WHILE, line);
        scopes.function().leaveLoop();
        return new Statement.While(condition, conditionLine, body, scopes.leaveLoopBlock());
    }

    Statement repeatLoop(int line) {
        scopes.function().enterLoop();
        scopes.enterBlock(true);
        scopes.enterBlock(false);
        tokens.next();
        Statement[] body = statements.statements();
        int endLine = lexer.lastLine();
        tokens.expectClosing(Token.UNTIL, Token.REPEAT, line);
        Expression condition = expressions.expression();
        scopes.registers().condition();
        int conditionLine = lexer.lastLine();
        Block block = new Block(body, scopes.leaveBlock().closes, endLine);
        scopes.function().leaveLoop();
        return new Statement.Repeat(block, condition, conditionLine, scopes.leaveLoopBlock());
    }

    Statement forLoop(int line) {
        scopes.enterBlock(true);
        tokens.next();
        Name first = tokens.expectName();
        return switch (tokens.token()) {
            case ASSIGN -> numeric(first, line);
            case COMMA, IN -> generic(first, line);
            default -> throw lexer.error("'=' or 'in' expected");
        };
    }

    private Statement numeric(Name name, int line) {
        Variable[] control = declareControl(3);
        Variable variable = scopes.declare(name, Variable.Attribute.NONE);
        tokens.expect(Token.ASSIGN);
        ExpressionList.Builder range = new ExpressionList.Builder();
        addDelivered(range);
        tokens.expect(Token.COMMA);
        addDelivered(range);
        if (tokens.accept(Token.COMMA)) {
            addDelivered(range);
        } else {
            scopes.registers().reserve(1);
        }
        scopes.activate(control.length);
        tokens.expect(Token.DO);
        int doLine = lexer.lastLine();
        Block body = body(1);
        tokens.expectClosing(Token.END, Token.FOR, line);
        int endLine = lexer.lastLine();
        return new Statement.NumericFor(control, variable, range.build(), body, doLine, line, endLine,
                scopes.leaveLoopBlock());
    }

    private void addDelivered(ExpressionList.Builder list) {
        Expression expression = expressions.expression();
        scopes.registers().nextRegister();
        list.add(expression, lexer.lastLine());
    }

    private Statement generic(Name first, int forLine) {
        Variable[] control = declareControl(4);
        List<Variable> variables = new ArrayList<>();
        variables.add(scopes.declare(first, Variable.Attribute.NONE));
        while (tokens.accept(Token.COMMA)) {
            variables.add(scopes.declare(tokens.expectName(), Variable.Attribute.NONE));
        }
        tokens.expect(Token.IN);
        int line = lexer.line();
        ExpressionList values = expressions.expressionList();
        scopes.registers().adjust(control.length, values.size());
        scopes.activate(control.length);
        scopes.markToClose(control[control.length - 1]);
        scopes.registers().check(ITERATOR_CALL);
        tokens.expect(Token.DO);
        int doLine = lexer.lastLine();
        Block body = body(variables.size());
        tokens.expectClosing(Token.END, Token.FOR, forLine);
        int endLine = lexer.lastLine();
        return new Statement.GenericFor(control, variables.toArray(new Variable[0]), values, body, doLine, line,
                endLine, scopes.leaveLoopBlock());
    }

    private Variable[] declareControl(int count) {
        Variable[] control = new Variable[count];
        for (int i = 0; i < count; i++) {
            control[i] = scopes.declare("(for state)");
        }
        return control;
    }

    /** The block of the declared variables and, in it, that of the statements. */
    private Block body(int variables) {
        scopes.function().enterLoop();
        scopes.enterBlock(false);
        scopes.registers().reserve(variables);
        scopes.activate();
        Block body = statements.block();
        scopes.leaveBlock();
        scopes.function().leaveLoop();
        return body;
    }
}
