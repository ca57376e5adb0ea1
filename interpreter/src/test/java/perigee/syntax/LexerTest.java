package perigee.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import perigee.bytecode.Constant;

class LexerTest {
    private static Lexer lexer(String source) {
        byte[] text = source.getBytes(StandardCharsets.ISO_8859_1);
        Lexer lexer = new Lexer(new SourceText(text, 0, text.length, new byte[] {'=', 'x'}), new NameTable());
        lexer.next();
        return lexer;
    }

    /** The kinds of all tokens, with their values. */
    private static String tokens(String source) {
        StringJoiner tokens = new StringJoiner(" ");
        Lexer lexer = lexer(source);
        while (lexer.token() != Token.END_OF_TEXT) {
            tokens.add(switch (lexer.token()) {
                case NAME -> lexer.name().toString();
                case STRING -> "'" + lexer.name() + "'";
                case INTEGER -> String.valueOf(((Constant.Int) lexer.number().value()).value());
                case FLOAT -> String.valueOf(((Constant.Float) lexer.number().value()).value());
                default -> lexer.token().name();
            });
            lexer.next();
        }
        return tokens.toString();
    }

    @Test
    void wordsAndNames() {
        assertEquals("AND andy _x x1 END eND", tokens("and andy _x x1 end eND"));
    }

    @Test
    void symbols() {
        assertEquals("DOTS DOUBLE_DOT DOT", tokens("... .. ."));
        assertEquals("DOTS DOT", tokens("...."));
        assertEquals("SHIFT_LEFT LESS_EQUAL LESS SHIFT_RIGHT GREATER_EQUAL GREATER", tokens("<<<=< >>>=>"));
        assertEquals("NOT_EQUAL TILDE EQUAL ASSIGN", tokens("~=~ == ="));
        assertEquals("DOUBLE_SLASH SLASH DOUBLE_COLON COLON", tokens("///:::"));
        assertEquals("LEFT_BRACKET ASSIGN RIGHT_BRACKET", tokens("[ =]"));
        assertEquals("OTHER OTHER", tokens("@\0"));
    }

    @Test
    void numerals() {
        assertEquals("3 3.0 0.5 255 1000.0 3", tokens("3 3. .5 0xFF 1e3 003"));
        assertEquals("9223372036854775807 9.223372036854776E18 -1",
                tokens("9223372036854775807 9223372036854775808 0xffffffffffffffff"));
        assertEquals("1.0 10 MINUS 1 15 PLUS 1", tokens("0x1p0 10-1 0xf+1"));
        assertEquals("1 DOUBLE_DOT 2", tokens("1 ..2"));
    }

    @Test
    void escapes() {
        assertEquals("'\7\b\f\n\r\t\13\\\"''", tokens("\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\\'\""));
        assertEquals("'A0\0Az'", tokens("'\\x410\\0\\065z'"));
        assertEquals("'ab'", tokens("'a\\z \n\t b'"));
        assertEquals("'a\nb'", tokens("'a\\\r\nb'"));
        assertEquals("'\302\200\340\240\200\360\220\200\200'", tokens("'\\u{80}\\u{800}\\u{10000}'"));
        assertEquals("'\370\210\200\200\200\374\204\200\200\200\200\375\277\277\277\277\277'",
                tokens("'\\u{200000}\\u{4000000}\\u{7FFFFFFF}'"));
    }

    @Test
    void bytesAreNotDecoded() {
        assertEquals("'\303\244\377'", tokens("'\303\244\377'"));
        assertEquals("'\377\0'", tokens("[[\377\0]]"));
    }

    @Test
    void longStrings() {
        assertEquals("'a]b'", tokens("[[a]b]]"));
        assertEquals("'a]]b]=]'", tokens("[==[a]]b]=]]==]"));
        assertEquals("'a\nb\n\nc'", tokens("[[\r\na\nb\r\n\rc]]"));
        assertEquals("'\n'", tokens("[[\n\n]]"));
        assertEquals("''", tokens("[[]]"));
        assertEquals("'\\n'", tokens("[[\\n]]"));
    }

    @Test
    void comments() {
        assertEquals("a b", tokens("a -- c\nb"));
        assertEquals("a b", tokens("a --[[ c\n\n]] b"));
        assertEquals("a b", tokens("a --[==[ ]] ]==] b"));
        assertEquals("a b", tokens("a --[=c\nb"));
        assertEquals("a", tokens("a --"));
    }

    @Test
    void equalTextsAreOneName() {
        Lexer lexer = lexer("abc 'abc'");
        Name first = lexer.name();
        lexer.next();
        assertEquals(true, first == lexer.name());
    }

    @Test
    void linesCountAllKindsOfLineBreaks() {
        Lexer lexer = lexer("a\nb\rc\r\nd\n\re 'x\\\ny' [[\n\n]]");
        StringJoiner lines = new StringJoiner(" ");
        while (lexer.token() != Token.END_OF_TEXT) {
            lines.add(String.valueOf(lexer.line()));
            lexer.next();
        }
        assertEquals("1 2 3 4 5 6 8", lines.toString());
        assertEquals(8, lexer.lastLine());
    }

    @Test
    void peekingKeepsTheCurrentToken() {
        Lexer lexer = lexer("abc\n= 1");
        assertEquals(Token.ASSIGN, lexer.peek());
        assertEquals("NAME abc 2", lexer.token() + " " + lexer.name() + " " + lexer.line());
        lexer.next();
        assertEquals(Token.ASSIGN, lexer.token());
        lexer.next();
        assertEquals(Token.INTEGER, lexer.token());
    }
}
