package perigee.syntax;

import java.util.ArrayList;
import java.util.List;

/** Functions: parameter lists and bodies (manual 3.4.11), and the main function of a chunk. */
final class FunctionParser {
    private final TokenReader tokens;
    private final Lexer lexer;
    private final Scopes scopes;
    private final StatementParser statements;

    FunctionParser(TokenReader tokens, Scopes scopes) {
        this.tokens = tokens;
        this.lexer = tokens.lexer;
        this.scopes = scopes;
        this.statements = new StatementParser(tokens, scopes, this);
    }

    FunctionBody main() {
        scopes.enterMain();
        tokens.next();
        Statement[] block = statements.statements();
        tokens.check(Token.END_OF_TEXT);
        return leave(0, new Variable[0], 1, block, 0);
    }

    /**
     * Reads parameters and body after {@code function} and the name.
     *
     * @param isMethod whether there is a parameter {@code self} in front
     * @param line     line that counts as that of the {@code function}
     */
    FunctionBody body(boolean isMethod, int line) {
        scopes.enterFunction(line);
        tokens.expect(Token.LEFT_PARENTHESIS);
        List<Variable> parameters = new ArrayList<>();
        if (isMethod) {
            parameters.add(scopes.declare("self"));
        }
        int varargLine = parameters(parameters);
        tokens.expect(Token.RIGHT_PARENTHESIS);
        Statement[] block = statements.statements();
        int lastLine = lexer.line();
        tokens.expectClosing(Token.END, Token.FUNCTION, line);
        FunctionBody body = leave(line, parameters.toArray(new Variable[0]), varargLine, block, lastLine);
        scopes.registers().closure();
        return body;
    }

    /** Reads parameters up to the closing parenthesis; returns the line of the final {@code ...}, or 0. */
    private int parameters(List<Variable> parameters) {
        int varargLine = 0;
        if (tokens.token() != Token.RIGHT_PARENTHESIS) {
            do {
                switch (tokens.token()) {
                    case NAME -> parameters.add(scopes.declare(tokens.expectName(), Variable.Attribute.NONE));
                    case DOTS -> {
                        tokens.next();
                        varargLine = lexer.lastLine();
                    }
                    default -> throw lexer.error("<name> or '...' expected");
                }
            } while (varargLine == 0 && tokens.accept(Token.COMMA));
        }
        scopes.activate();
        scopes.registers().reserve(scopes.function().registerLevel());
        scopes.function().isVararg = varargLine != 0;
        return varargLine;
    }

    private FunctionBody leave(int line, Variable[] parameters, int varargLine, Statement[] block, int lastLine) {
        int returnLine = lexer.lastLine();
        BlockScope scope = scopes.leaveBlock();
        FunctionBody body = new FunctionBody(line, lastLine, returnLine, parameters, varargLine,
                scopes.function().upvalues(), scopes.registers().isCrowded(), new Block(block, scope.closes, returnLine));
        scopes.leaveFunction(body);
        return body;
    }
}
