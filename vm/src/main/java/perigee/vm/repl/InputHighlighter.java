package perigee.vm.repl;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import perigee.syntax.TokenSpans.Span;

/** Colours for what is being typed, and for the bracket at the cursor with its partner. */
final class InputHighlighter implements Highlighter {
    @Override
    public AttributedString highlight(LineReader reader, String text) {
        return highlight(text, reader.getBuffer().cursor());
    }

    static AttributedString highlight(String text, int cursor) {
        TypedText typed = TypedText.of(text);
        Style[] styles = new Style[text.length()];
        for (Span span : typed.spans()) {
            fill(styles, span.from(), span.to(), style(span));
        }
        if (typed.isCommand()) {
            int colon = text.indexOf(':');
            int blank = text.indexOf(' ', colon);
            fill(styles, colon, blank < 0 ? text.length() : blank, Style.COMMAND);
        }
        int[] brackets = typed.brackets(cursor);
        if (brackets != null) {
            styles[brackets[0]] = Style.BRACKET;
            styles[brackets[1]] = Style.BRACKET;
        }
        AttributedStringBuilder out = new AttributedStringBuilder(text.length());
        for (int i = 0; i < styles.length; i++) {
            if (styles[i] == null) {
                out.append(text.charAt(i));
            } else {
                out.styled(styles[i].attributes, text.substring(i, i + 1));
            }
        }
        return out.toAttributedString();
    }

    private static Style style(Span span) {
        return switch (span.kind()) {
            case KEYWORD -> Style.KEYWORD;
            case STRING, UNFINISHED -> Style.STRING;
            case NUMBER -> Style.NUMBER;
            case COMMENT -> Style.COMMENT;
            case WRONG -> Style.WRONG;
            case NAME, SYMBOL -> null;
        };
    }

    private static void fill(Style[] styles, int from, int to, Style style) {
        for (int i = from; i < to; i++) {
            styles[i] = style;
        }
    }
}
