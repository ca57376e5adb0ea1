package perigee.syntax;

import java.util.List;

/** The kinds of token (manual 3.1). The row says how a token is shown in messages and which operators it stands for. */
enum Token {
    // ---- reserved words ---------------------------------------------------------------------------------------------
    AND("and", BinaryOperator.AND),
    BREAK("break"),
    DO("do"),
    ELSE("else"),
    ELSEIF("elseif"),
    END("end"),
    FALSE("false"),
    FOR("for"),
    FUNCTION("function"),
    GOTO("goto"),
    IF("if"),
    IN("in"),
    LOCAL("local"),
    NIL("nil"),
    NOT("not", null, UnaryOperator.NOT),
    OR("or", BinaryOperator.OR),
    REPEAT("repeat"),
    RETURN("return"),
    THEN("then"),
    TRUE("true"),
    UNTIL("until"),
    WHILE("while"),

    // ---- symbols -------------------------------------------------------------------------------------------------
    PLUS("+", BinaryOperator.ADD),
    MINUS("-", BinaryOperator.SUB, UnaryOperator.MINUS),
    STAR("*", BinaryOperator.MUL),
    PERCENT("%", BinaryOperator.MOD),
    CARET("^", BinaryOperator.POW),
    SLASH("/", BinaryOperator.DIV),
    DOUBLE_SLASH("//", BinaryOperator.IDIV),
    AMPERSAND("&", BinaryOperator.BAND),
    BAR("|", BinaryOperator.BOR),
    TILDE("~", BinaryOperator.BXOR, UnaryOperator.BNOT),
    SHIFT_LEFT("<<", BinaryOperator.SHL),
    SHIFT_RIGHT(">>", BinaryOperator.SHR),
    HASH("#", null, UnaryOperator.LENGTH),
    DOUBLE_DOT("..", BinaryOperator.CONCAT),
    EQUAL("==", BinaryOperator.EQ),
    NOT_EQUAL("~=", BinaryOperator.NE),
    LESS("<", BinaryOperator.LT),
    LESS_EQUAL("<=", BinaryOperator.LE),
    GREATER(">", BinaryOperator.GT),
    GREATER_EQUAL(">=", BinaryOperator.GE),
    ASSIGN("="),
    LEFT_PARENTHESIS("("),
    RIGHT_PARENTHESIS(")"),
    LEFT_BRACE("{"),
    RIGHT_BRACE("}"),
    LEFT_BRACKET("["),
    RIGHT_BRACKET("]"),
    SEMICOLON(";"),
    COLON(":"),
    DOUBLE_COLON("::"),
    COMMA(","),
    DOT("."),
    DOTS("..."),
    /** A byte that no token begins with. */
    OTHER(""),

    // ---- tokens of many texts ------------------------------------------------------------------------------------
    END_OF_TEXT("<eof>"),
    FLOAT("<number>"),
    INTEGER("<integer>"),
    NAME("<name>"),
    STRING("<string>");

    private static final List<Token> RESERVED_WORDS = List.of(values()).subList(0, PLUS.ordinal());

    /** The text of a word or symbol, or a name for the kind. */
    final String text;
    /** The operator between two operands, or null. */
    final BinaryOperator binary;
    /** The operator before an operand, or null. */
    final UnaryOperator unary;

    Token(String text) {
        this(text, null, null);
    }

    Token(String text, BinaryOperator binary) {
        this(text, binary, null);
    }

    Token(String text, BinaryOperator binary, UnaryOperator unary) {
        this.text = text;
        this.binary = binary;
        this.unary = unary;
    }

    /** How the token is called in "... expected": words and symbols quoted, kinds of many texts not. */
    String display() {
        return ordinal() < END_OF_TEXT.ordinal() ? "'" + text + "'" : text;
    }

    static List<Token> reservedWords() {
        return RESERVED_WORDS;
    }
}
