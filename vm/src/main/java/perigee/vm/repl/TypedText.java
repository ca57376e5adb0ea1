package perigee.vm.repl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import perigee.syntax.TokenSpans;
import perigee.syntax.TokenSpans.Kind;
import perigee.syntax.TokenSpans.Span;

/**
 * What stands in the line editor, finished or not.
 *
 * @param spans its tokens and comments, by index of characters
 */
record TypedText(String text, List<Span> spans) {
    private static final int FIRST_NOT_ASCII = 0x80;
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    static TypedText of(String text) {
        // Characters and bytes are to be as many; which ones are in strings and comments does not matter.
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.min(text.charAt(i), FIRST_NOT_ASCII);
        }
        return new TypedText(text, TokenSpans.of(bytes));
    }

    /** Whether the text is for the prompt itself: no Lua text begins with one colon. */
    boolean isCommand() {
        return isCommand(text);
    }

    static boolean isCommand(String text) {
        String stripped = text.stripLeading();
        return stripped.startsWith(":") && !stripped.startsWith("::");
    }

    String textOf(Span span) {
        return text.substring(span.from(), span.to());
    }

    /** Whether a span is this word or symbol. */
    boolean is(Span span, String token) {
        return (span.kind() == Kind.SYMBOL || span.kind() == Kind.KEYWORD) && textOf(span).equals(token);
    }

    /**
     * The bracket before the cursor, or else at it, and its partner, as indexes; null when there is none, or it has no
     * partner.
     */
    int[] brackets(int cursor) {
        int[] before = partners(cursor - 1);
        return before != null ? before : partners(cursor);
    }

    private int[] partners(int index) {
        Deque<Integer> open = new ArrayDeque<>();
        for (Span span : spans) {
            char c = text.charAt(span.from());
            if (span.kind() != Kind.SYMBOL || span.to() - span.from() > 1) {
                continue;
            }
            if (OPENING.indexOf(c) >= 0) {
                open.push(span.from());
            } else if (CLOSING.indexOf(c) >= 0) {
                if (open.isEmpty() || OPENING.indexOf(text.charAt(open.peek())) != CLOSING.indexOf(c)) {
                    return null;
                }
                int opening = open.pop();
                if (opening == index || span.from() == index) {
                    return new int[] {opening, span.from()};
                }
            }
        }
        return null;
    }
}
