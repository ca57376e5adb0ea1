package perigee.syntax;

/** Reading what the grammar expects, with the reference's messages where it is not there; and the limit of nesting. */
final class TokenReader {
    /** How deep statements, expressions and calls into the parser may nest together (LUAI_MAXCCALLS). */
    private static final int MAX_LEVELS = 200;

    final Lexer lexer;

    /** @param levels how many levels are in use already */
    TokenReader(Lexer lexer, int levels) {
        this.lexer = lexer;
        lexer.source.levels = levels;
    }

    Token token() {
        return lexer.token();
    }

    void next() {
        lexer.next();
    }

    /** Reads the token if it is the current one. */
    boolean accept(Token token) {
        if (lexer.token() != token) {
            return false;
        }
        lexer.next();
        return true;
    }

    /** Reads the token, which must be the current one. */
    void expect(Token token) {
        check(token);
        lexer.next();
    }

    void check(Token token) {
        if (lexer.token() != token) {
            throw lexer.error(token.display() + " expected");
        }
    }

    /** Reads the token that closes what {@code opening} opened at {@code line}. */
    void expectClosing(Token closing, Token opening, int line) {
        if (accept(closing)) {
            return;
        }
        if (line == lexer.line()) {
            throw lexer.error(closing.display() + " expected");
        }
        throw lexer.error(closing.display() + " expected (to close " + opening.display() + " at line " + line + ")");
    }

    Name expectName() {
        check(Token.NAME);
        Name name = lexer.name();
        lexer.next();
        return name;
    }

    /** Whether the current token ends a block. */
    boolean atBlockEnd(boolean untilEnds) {
        return switch (lexer.token()) {
            case ELSE, ELSEIF, END, END_OF_TEXT -> true;
            case UNTIL -> untilEnds;
            default -> false;
        };
    }

    void enterLevel() {
        if (++lexer.source.levels >= MAX_LEVELS) {
            throw SyntaxException.overflow();
        }
    }

    void leaveLevel() {
        lexer.source.levels--;
    }

    void leaveLevels(int count) {
        lexer.source.levels -= count;
    }
}
