package perigee.stdlib;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.runtime.Intrinsic;

/** Takes the text of a pattern apart into items. Raises nothing: mistakes become items. */
final class PatternParser {
    private final byte[] text;
    private byte[] kinds = new byte[16];
    private int[] operands = new int[16];
    private boolean[][] tables = new boolean[16][];
    private final List<String> messages = new ArrayList<>(0);
    private int count;
    private int at;
    /** Where the set that was read last ends. */
    private int setEnd;

    private PatternParser(byte[] text) {
        this.text = text;
    }

    /** @param caretIsAnchor whether a caret at the start means anything ({@code gmatch} takes it for a character) */
    static Pattern parse(byte[] text, boolean caretIsAnchor) {
        return new PatternParser(text).parse(caretIsAnchor);
    }

    private Pattern parse(boolean caretIsAnchor) {
        boolean anchored = caretIsAnchor && text.length > 0 && text[0] == '^';
        at = anchored ? 1 : 0;
        while (at < text.length) {
            item();
        }
        add(Pattern.ACCEPT, 0, null);
        return new Pattern(Arrays.copyOf(kinds, count), Arrays.copyOf(operands, count), Arrays.copyOf(tables, count),
                messages.toArray(String[]::new), anchored, isPlain());
    }

    private boolean isPlain() {
        for (byte b : text) {
            if (Intrinsic.PATTERN_SPECIALS.indexOf(b) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The byte at an index as a number from 0 to 255; 0 behind the end, where it means nothing either. */
    private int byteAt(int i) {
        return i < text.length ? text[i] & 0xFF : 0;
    }

    private void item() {
        switch (byteAt(at)) {
            case '(' -> {
                boolean position = byteAt(at + 1) == ')';
                add(position ? Pattern.POSITION : Pattern.OPEN, 0, null);
                at += position ? 2 : 1;
            }
            case ')' -> {
                add(Pattern.CLOSE, 0, null);
                at++;
            }
            case '$' -> {
                if (at + 1 == text.length) {
                    add(Pattern.AT_END, 0, null);
                    at++;
                } else {
                    character();
                }
            }
            case '%' -> escape();
            default -> character();
        }
    }

    private void escape() {
        int c = byteAt(at + 1);
        if (c == 'b') {
            if (at + 3 < text.length) {
                add(Pattern.BALANCED, byteAt(at + 2) | byteAt(at + 3) << 8, null);
                at += 4;
            } else {
                mistake("malformed pattern (missing arguments to '%b')");
            }
        } else if (c == 'f') {
            at += 2;
            if (byteAt(at) != '[') {
                mistake("missing '[' after '%f' in pattern");
                return;
            }
            boolean[] set = set();
            if (set != null) {
                add(Pattern.FRONTIER, 0, set);
                at = setEnd;
            }
        } else if (CharacterClass.isDigit(c)) {
            add(Pattern.BACK_REFERENCE, c - '1', null);
            at += 2;
        } else {
            character();
        }
    }

    /** A class of characters and what repeats it. */
    private void character() {
        int c = byteAt(at);
        int literal = -1;
        boolean[] table = null;
        int end = at + 1;
        if (c == '.') {
            table = CharacterClass.ALL;
        } else if (c == '[') {
            table = set();
            if (table == null) {
                return;
            }
            end = setEnd;
        } else if (c == '%') {
            if (end == text.length) {
                mistake("malformed pattern (ends with '%')");
                return;
            }
            table = CharacterClass.ofLetter(byteAt(end));
            literal = byteAt(end);
            end++;
        } else {
            literal = c;
        }
        byte kind = switch (byteAt(end)) {
            case '?' -> Pattern.OPTIONAL;
            case '*' -> Pattern.STAR;
            case '+' -> Pattern.PLUS;
            case '-' -> Pattern.LAZY;
            default -> Pattern.ONE;
        };
        at = kind == Pattern.ONE ? end : end + 1;
        if (table == null && kind == Pattern.ONE) {
            add(Pattern.LITERAL, literal, null);
        } else {
            add(kind, 0, table != null ? table : CharacterClass.ofByte(literal));
        }
    }

    /** Reads the set whose bracket is next; null when it does not end, which then has been noted. */
    private boolean[] set() {
        int from = at + 1;
        boolean complement = byteAt(from) == '^';
        if (complement) {
            from++;
        }
        int close = closingBracket(from);
        if (close < 0) {
            mistake("malformed pattern (missing ']')");
            return null;
        }
        setEnd = close + 1;
        boolean[] members = new boolean[CharacterClass.SIZE];
        int i = from;
        while (i < close) {
            int c = byteAt(i);
            if (c == '%') {
                addClass(members, byteAt(i + 1));
                i += 2;
            } else if (byteAt(i + 1) == '-' && i + 2 < close) {
                int last = byteAt(i + 2);
                if (c <= last) {
                    Arrays.fill(members, c, last + 1, true);
                }
                i += 3;
            } else {
                members[c] = true;
                i++;
            }
        }
        for (int b = 0; complement && b < members.length; b++) {
            members[b] = !members[b];
        }
        return members;
    }

    /** The bracket that ends a set: neither its first character nor an escaped one; -1 when there is none. */
    private int closingBracket(int from) {
        int i = from;
        do {
            if (i == text.length) {
                return -1;
            }
            i += byteAt(i) == '%' && i + 1 < text.length ? 2 : 1;
        } while (byteAt(i) != ']');
        return i;
    }

    private static void addClass(boolean[] members, int letter) {
        boolean[] table = CharacterClass.ofLetter(letter);
        if (table == null) {
            members[letter] = true;
            return;
        }
        for (int b = 0; b < members.length; b++) {
            members[b] |= table[b];
        }
    }

    /** Matching never gets beyond this. */
    private void mistake(String message) {
        add(Pattern.MISTAKE, messages.size(), null);
        messages.add(message);
        at = text.length;
    }

    private void add(byte kind, int operand, boolean[] table) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * count);
            operands = Arrays.copyOf(operands, 2 * count);
            tables = Arrays.copyOf(tables, 2 * count);
        }
        kinds[count] = kind;
        operands[count] = operand;
        tables[count] = table;
        count++;
    }
}
