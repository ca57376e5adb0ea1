package perigee.vm.repl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Prototype;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.object.TableIteration;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.syntax.TokenSpans;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * Values as readable text: tables with their contents, down to some depth and up to some number of entries, each on one
 * line if it fits. Everything is read raw. Text in Java is Unicode; bytes of strings that are no UTF-8 are shown as
 * escapes.
 */
final class TableView {
    private static final int DEEPEST = 4;
    private static final int MOST_ENTRIES = 50;
    private static final int LONGEST_STRING = 200;
    /** Bytes of UTF-8. */
    private static final int LONGEST_CHARACTER = 4;
    private static final int INDENT = 2;
    private static final String CYCLE = "<cycle>";

    private final LuaState state;
    private final Palette palette;
    private final int width;
    /** The tables that the one at hand is in, outermost first. */
    private final List<Long> enclosing = new ArrayList<>();

    /** @param width of a line in characters */
    TableView(LuaState state, Palette palette, int width) {
        this.state = state;
        this.palette = palette;
        this.width = width;
    }

    /** A value as it stands in a table: strings are quoted. */
    String of(long value) {
        return of(value, 0);
    }

    private String of(long value, int indent) {
        return switch (ValueType.of(value)) {
            case TABLE -> table(value, indent);
            case STRING -> palette.paint(Style.STRING, quoted(Strings.toBytes(state.strings().flat(value))));
            case FUNCTION -> palette.paint(Style.FUNCTION, function(value));
            case NUMBER -> palette.paint(Style.NUMBER, plain(value));
            case NIL, BOOLEAN -> palette.paint(Style.KEYWORD, plain(value));
            case USERDATA, LIGHT_USERDATA, THREAD -> palette.paint(Style.FUNCTION, "<" + plain(value) + ">");
        };
    }

    private String plain(long value) {
        ByteBuilder text = new ByteBuilder();
        state.conversions().appendPlainText(text, value);
        return text.toString();
    }

    private String function(long value) {
        if (ValueType.isNative(value)) {
            return "<function " + state.functions().nameOf(value) + ">";
        }
        Prototype prototype = state.functions().ofClosure(value).prototype();
        return "<function " + utf8(ChunkName.display(prototype.source())) + ":" + prototype.lineDefined() + ">";
    }

    // ---- tables --------------------------------------------------------------------------------------------------------

    private String table(long table, int indent) {
        if (enclosing.contains(table)) {
            return palette.paint(Style.REMARK, CYCLE);
        }
        String name = name(table);
        long first = TableIteration.nextFrom(state.tables(), table, 0);
        if (first == TableIteration.END) {
            return name + "{}";
        }
        if (enclosing.size() == DEEPEST) {
            return name + "{" + palette.paint(Style.REMARK, "...") + "}";
        }
        enclosing.add(table);
        List<String> entries = new ArrayList<>();
        int positional = entries(table, first, indent, entries);
        enclosing.removeLast();
        String line = name + "{" + String.join(", ", entries) + "}";
        return fits(line, indent) ? line : name + lines(entries, positional, indent);
    }

    private boolean fits(String line, int indent) {
        return line.indexOf('\n') < 0 && indent + Style.width(line) <= width;
    }

    /** {@code __name} of the metatable. */
    private String name(long table) {
        long metatable = Tables.metatable(table);
        long name = metatable == 0 ? Word.NIL : state.tables().getString(metatable, state.strings().internOf("__name"));
        return ValueType.isString(name) ? utf8(Strings.toBytes(state.strings().flat(name))) + " " : "";
    }

    /** Adds the entries from a position on; how many of them have no key in front. */
    private int entries(long table, long position, int indent, List<String> entries) {
        Tables tables = state.tables();
        int positional = 0;
        for (; position != TableIteration.END; position = TableIteration.nextFrom(tables, table, position + 1)) {
            if (entries.size() == MOST_ENTRIES) {
                entries.add(palette.paint(Style.REMARK, "... " + count(table, position) + " more"));
                break;
            }
            long key = TableIteration.keyAt(tables, table, position);
            long value = TableIteration.valueAt(tables, table, position);
            boolean isNext = Word.isInteger(key) && Word.integer(key) == entries.size() + 1 && positional == entries.size();
            if (isNext) {
                positional++;
                entries.add(of(value, indent + INDENT));
            } else {
                String before = key(key) + " = ";
                entries.add(before + of(value, indent + INDENT));
            }
        }
        return positional;
    }

    private long count(long table, long position) {
        long count = 0;
        for (; position != TableIteration.END; position = TableIteration.nextFrom(state.tables(), table, position + 1)) {
            count++;
        }
        return count;
    }

    private String key(long key) {
        if (ValueType.isString(key)) {
            byte[] bytes = Strings.toBytes(state.strings().flat(key));
            List<TokenSpans.Span> spans = TokenSpans.of(bytes);
            if (spans.size() == 1 && spans.getFirst().equals(new TokenSpans.Span(TokenSpans.Kind.NAME, 0, bytes.length))) {
                return palette.paint(Style.KEY, plain(key));
            }
        }
        if (ValueType.isTable(key)) {
            return "[" + palette.paint(Style.FUNCTION, "<table " + state.conversions().pointerText(key) + ">") + "]";
        }
        return "[" + of(key, 0) + "]";
    }

    /** Those without keys fill lines, the others have one each. */
    private String lines(List<String> entries, int positional, int indent) {
        String margin = "\n" + " ".repeat(indent + INDENT);
        StringBuilder text = new StringBuilder("{");
        int column = width;
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i) + (i + 1 < entries.size() ? "," : "");
            int length = Style.width(entry);
            boolean isLong = entry.indexOf('\n') >= 0 || column + 1 + length > width;
            if (i == 0 || i >= positional || isLong) {
                text.append(margin).append(entry);
                column = entry.indexOf('\n') >= 0 ? width : indent + INDENT + length;
            } else {
                text.append(' ').append(entry);
                column += 1 + length;
            }
        }
        return text.append('\n').append(" ".repeat(indent)).append('}').toString();
    }

    // ---- strings -------------------------------------------------------------------------------------------------------

    private static String quoted(byte[] bytes) {
        int length = Math.min(bytes.length, LONGEST_STRING);
        // A character is not cut.
        while (length < bytes.length && length > LONGEST_STRING - LONGEST_CHARACTER && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        StringBuilder text = new StringBuilder("\"");
        boolean isUtf8 = isUtf8(bytes, length);
        String characters = new String(bytes, 0, length, isUtf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        for (int i = 0; i < characters.length(); i++) {
            escape(characters.charAt(i), isUtf8, text);
        }
        text.append('"');
        return length == bytes.length ? text.toString() : text + "... " + (bytes.length - length) + " bytes more";
    }

    private static void escape(char c, boolean isUtf8, StringBuilder text) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '\r' -> text.append("\\r");
            case '"', '\\' -> text.append('\\').append(c);
            default -> {
                if (c < ' ' || c >= 0x7F && (!isUtf8 || c < 0xA0)) {
                    text.append(String.format(isUtf8 && c >= 0x80 ? "\\u{%x}" : "\\x%02x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }

    private static boolean isUtf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
