package perigee.vm.repl;

import org.jline.utils.AttributedStyle;

/** How kinds of text look on a terminal with colours. */
enum Style {
    KEYWORD(AttributedStyle.BLUE, true),
    NUMBER(AttributedStyle.CYAN, false),
    STRING(AttributedStyle.GREEN, false),
    COMMENT(AttributedStyle.BLACK + AttributedStyle.BRIGHT, false),
    COMMAND(AttributedStyle.MAGENTA, true),
    WRONG(AttributedStyle.RED, false),
    BRACKET(AttributedStyle.YELLOW, true),
    /** Where an error is. */
    POSITION(AttributedStyle.YELLOW, true),
    ERROR(AttributedStyle.RED, true),
    KEY(AttributedStyle.BLUE, false),
    FUNCTION(AttributedStyle.MAGENTA, false),
    /** What is said about values rather than printed of them. */
    REMARK(AttributedStyle.BLACK + AttributedStyle.BRIGHT, false);

    private static final String RESET = "\033[0m";

    final AttributedStyle attributes;
    private final String start;

    Style(int colour, boolean isBold) {
        AttributedStyle plain = AttributedStyle.DEFAULT.foreground(colour);
        attributes = isBold ? plain.bold() : plain;
        int code = colour < AttributedStyle.BRIGHT ? 30 + colour : 90 + colour - AttributedStyle.BRIGHT;
        start = "\033[" + (isBold ? "1;" : "") + code + "m";
    }

    /** The text between the codes that switch the style on and off. */
    String paint(String text) {
        return start + text + RESET;
    }

    /** Number of characters of a text that the codes are not part of. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\033') {
                i = text.indexOf('m', i);
            } else {
                width++;
            }
        }
        return width;
    }
}
