package perigee.syntax;

import perigee.bytecode.Constant;
import perigee.number.NumberParser;

/**
 * From bytes to tokens (manual 3.1). One token is current; {@link #peek} looks at the one after it.
 *
 * <p>{@link #line} and {@link #lastLine} move exactly as in the reference, as the lines of a program's instructions
 * and error messages depend on when they are read.
 */
final class Lexer {
    private static final int CACHED_LITERALS = 1024;

    final SourceText source;
    final NameTable names;
    private final StringScanner strings;
    private final NumberParser numbers = new NumberParser();
    /** The integer literal last met for each hash: long lists of numbers share their literals. */
    private final Literal[] integers = new Literal[CACHED_LITERALS];

    /** The current token. */
    private Token token = Token.END_OF_TEXT;
    /** The text of the token last scanned, if it was a NAME, a reserved word or a STRING. */
    private Name scannedName;
    /** The value of the token last scanned, if it was an INTEGER or a FLOAT. */
    private Literal scannedNumber;
    /** Where the token last scanned begins. */
    private int scannedFrom;

    /** The token after the current one, if {@link #peek} has scanned it, or null. */
    private Token ahead;
    /** The text of the current token while {@link #ahead} is there. */
    private Name currentName;

    /** The line of the last byte of the token before the current one: what was consumed. */
    private int lastLine = 1;

    Lexer(SourceText source, NameTable names) {
        this.source = source;
        this.names = names;
        this.strings = new StringScanner(source, names);
    }

    // ---- the parser's view ---------------------------------------------------------------------------------------

    Token token() {
        return token;
    }

    /** The text of the current token, a NAME or STRING. */
    Name name() {
        return ahead == null ? scannedName : currentName;
    }

    /** The value of the current token, an INTEGER or FLOAT. */
    Literal number() {
        return scannedNumber;
    }

    /** The line at which scanning stands: that of the current token's last byte, unless the next was peeked at. */
    int line() {
        return source.line;
    }

    /** The line of the token consumed last. */
    int lastLine() {
        return lastLine;
    }

    /** Where the token that was scanned, or refused, last begins; the scanner stands behind it. */
    int scannedFrom() {
        return scannedFrom;
    }

    /** Consumes the current token. */
    void next() {
        lastLine = source.line;
        if (ahead != null) {
            token = ahead;
            ahead = null;
        } else {
            token = scan();
        }
    }

    /** The token after the current one, which must be a NAME. */
    Token peek() {
        currentName = scannedName;
        ahead = scan();
        return ahead;
    }

    /** An error at the current line, near the current token. */
    SyntaxException error(String message) {
        return source.error(message, displayCurrent());
    }

    /** An error at the current line that is about something before the current token. */
    SyntaxException semanticError(String message) {
        return source.error(message, null);
    }

    /** The current token as messages show it, or null for a byte 0, which they do not mention. */
    private String displayCurrent() {
        return switch (token) {
            case NAME -> SourceText.quote(name().bytes, 0, name().bytes.length);
            case STRING -> strings.quote(scannedFrom, scannedName);
            case INTEGER, FLOAT -> source.quote(scannedFrom, source.position);
            case OTHER -> {
                int c = source.bytes[scannedFrom] & 0xFF;
                yield c == 0 ? null : Characters.isPrintable(c) ? "'" + (char) c + "'" : "'<\\" + c + ">'";
            }
            default -> token.display();
        };
    }

    // ---- scanning ------------------------------------------------------------------------------------------------

    /** The next token. As in the reference, the byte after it has been asked for, too. */
    private Token scan() {
        Token scanned = scanToken();
        source.has(source.position);
        return scanned;
    }

    private Token scanToken() {
        SourceText text = source;
        while (true) {
            text.forget();
            scannedFrom = text.position;
            int c = text.current();
            switch (c) {
                case -1:
                    return Token.END_OF_TEXT;
                case ' ', '\t', '\f', 11:
                    text.position++;
                    break;
                case '\n', '\r':
                    text.skipNewline();
                    break;
                case '-':
                    if (text.following() != '-') {
                        return symbol(Token.MINUS, 1);
                    }
                    skipComment();
                    break;
                default:
                    return Characters.isAlphabetic(c) ? word() : Characters.isDigit(c) ? numeral() : symbol(c);
            }
        }
    }

    private Token symbol(int c) {
        return switch (c) {
            case '+' -> symbol(Token.PLUS, 1);
            case '*' -> symbol(Token.STAR, 1);
            case '/' -> source.following() == '/' ? symbol(Token.DOUBLE_SLASH, 2) : symbol(Token.SLASH, 1);
            case '%' -> symbol(Token.PERCENT, 1);
            case '^' -> symbol(Token.CARET, 1);
            case '#' -> symbol(Token.HASH, 1);
            case '&' -> symbol(Token.AMPERSAND, 1);
            case '|' -> symbol(Token.BAR, 1);
            case '~' -> source.following() == '=' ? symbol(Token.NOT_EQUAL, 2) : symbol(Token.TILDE, 1);
            case '<' -> switch (source.following()) {
                case '=' -> symbol(Token.LESS_EQUAL, 2);
                case '<' -> symbol(Token.SHIFT_LEFT, 2);
                default -> symbol(Token.LESS, 1);
            };
            case '>' -> switch (source.following()) {
                case '=' -> symbol(Token.GREATER_EQUAL, 2);
                case '>' -> symbol(Token.SHIFT_RIGHT, 2);
                default -> symbol(Token.GREATER, 1);
            };
            case '=' -> source.following() == '=' ? symbol(Token.EQUAL, 2) : symbol(Token.ASSIGN, 1);
            case '(' -> symbol(Token.LEFT_PARENTHESIS, 1);
            case ')' -> symbol(Token.RIGHT_PARENTHESIS, 1);
            case '{' -> symbol(Token.LEFT_BRACE, 1);
            case '}' -> symbol(Token.RIGHT_BRACE, 1);
            case ']' -> symbol(Token.RIGHT_BRACKET, 1);
            case ';' -> symbol(Token.SEMICOLON, 1);
            case ',' -> symbol(Token.COMMA, 1);
            case ':' -> source.following() == ':' ? symbol(Token.DOUBLE_COLON, 2) : symbol(Token.COLON, 1);
            case '.' -> dot(source.following());
            case '[' -> bracket();
            case '"', '\'' -> {
                scannedName = strings.quoted();
                yield Token.STRING;
            }
            default -> symbol(Token.OTHER, 1);
        };
    }

    private Token symbol(Token symbol, int length) {
        source.position += length;
        return symbol;
    }

    private Token dot(int following) {
        if (following == '.') {
            int third = source.position + 2;
            boolean dots = source.has(third) && source.bytes[third] == '.';
            return dots ? symbol(Token.DOTS, 3) : symbol(Token.DOUBLE_DOT, 2);
        }
        return Characters.isDigit(following) ? numeral() : symbol(Token.DOT, 1);
    }

    private Token bracket() {
        int level = strings.longBracketLevel();
        if (level == -1) {
            return symbol(Token.LEFT_BRACKET, 1);
        }
        if (level < 0) {
            int from = source.position++;
            while (source.current() == '=') {
                source.position++;
            }
            throw source.error("invalid long string delimiter", source.quote(from, source.position));
        }
        scannedName = strings.longString(level);
        return Token.STRING;
    }

    private void skipComment() {
        SourceText text = source;
        text.position += 2;
        if (text.current() == '[') {
            int level = strings.longBracketLevel();
            if (level >= 0) {
                strings.skipLongComment(level);
                return;
            }
        }
        while (text.current() != -1 && !Characters.isNewline(text.current())) {
            text.position++;
            text.forget();
        }
    }

    private Token word() {
        int from = source.position;
        int hash = 0;
        int i = from;
        do {
            hash = 31 * hash + source.bytes[i++];
        } while (source.has(i) && Characters.isAlphanumeric(source.bytes[i] & 0xFF));
        source.position = i;
        scannedName = names.intern(source.bytes, from, i, hash);
        return scannedName.reserved != null ? scannedName.reserved : Token.NAME;
    }

    /** Reads what looks like a numeral, liberally, and leaves it to the number parser to say whether it is one. */
    private Token numeral() {
        SourceText text = source;
        int from = text.position;
        int exponent = 'e';
        if (text.current() == '.') {
            text.position++;
        }
        if (text.current() == '0' && (text.following() | 0x20) == 'x') {
            exponent = 'p';
            text.position++;
        }
        text.position++;
        int c = text.current();
        while (true) {
            if ((c | 0x20) == exponent) {
                text.position++;
                c = text.current();
                if (c != '-' && c != '+') {
                    continue;
                }
            } else if (!Characters.isHexadecimal(c) && c != '.') {
                break;
            }
            text.position++;
            c = text.current();
        }
        if (Characters.isAlphabetic(c)) {
            text.position++; // a numeral that touches a letter is malformed
        }
        // As in the reference, before the numeral is judged.
        text.has(text.position);
        int to = text.position;
        switch (numbers.parse(text.bytes, from, to)) {
            case NumberParser.INTEGER -> {
                scannedNumber = integer(numbers.integerValue());
                return Token.INTEGER;
            }
            case NumberParser.FLOAT -> {
                scannedNumber = new Literal(new Constant.Float(numbers.floatValue()));
                return Token.FLOAT;
            }
            default -> throw source.error("malformed number", source.quote(from, to));
        }
    }

    private Literal integer(long value) {
        int slot = (int) (value ^ value >>> 20) & CACHED_LITERALS - 1;
        Literal cached = integers[slot];
        if (cached != null && ((Constant.Int) cached.value()).value() == value) {
            return cached;
        }
        return integers[slot] = new Literal(new Constant.Int(value));
    }
}
