package perigee.stdlib;

import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** What the string library does with patterns: {@code find}, {@code match}, {@code gmatch} and {@code gsub}. */
final class PatternFunctions {
    /** So many captures can be pushed, together with a function, without making room. */
    private static final int FEW_CAPTURES = 16;

    // Upvalues of the iterator of gmatch.
    private static final int SUBJECT = 0;
    private static final int PATTERN = 1;
    /** Offset where the search goes on. */
    private static final int NEXT = 2;
    /** Offset where the last match ended, where no empty one may follow it; -1 at first. */
    private static final int LAST_END = 3;

    private final LuaState state;
    private final TextBuffers buffers;
    private final PatternMatcher matcher;
    private final PatternCache patterns;
    private final PatternCache unanchoredPatterns;
    private final int iterator;

    private PatternFunctions(LuaState state, TextBuffers buffers) {
        this.state = state;
        this.buffers = buffers;
        matcher = new PatternMatcher(state);
        patterns = new PatternCache(state, true);
        unanchoredPatterns = new PatternCache(state, false);
        iterator = state.functions().register("gmatch_iterator", this::nextMatch, 3);
    }

    static void addTo(LuaState state, LibraryTable library, TextBuffers buffers) {
        PatternFunctions functions = new PatternFunctions(state, buffers);
        library.add("find", Intrinsic.FIND, functions::find)
                .add("match", Intrinsic.MATCH, functions::match)
                .add("gmatch", functions::gmatch)
                .add("gsub", Intrinsic.GSUB, functions::gsub);
    }

    // ---- find and match ---------------------------------------------------------------------------------------------

    private int find(Call call) {
        long subject = call.checkString(1);
        long text = call.checkString(2);
        int length = Strings.length(subject);
        long from = StringPositions.start(call.optInteger(3, 1), length);
        if (from > length) {
            return call.result(Word.NIL);
        }
        Pattern pattern = call.toBoolean(4) ? null : patterns.get(text);
        if (pattern == null || pattern.plain) {
            int textLength = Strings.length(text);
            int found = ByteSearch.indexOf(call, Strings.bytes(text), textLength, Strings.bytes(subject), (int) from,
                    length);
            return found < 0 ? call.result(Word.NIL)
                    : call.results(Word.ofInteger(found + 1L), Word.ofInteger((long) found + textLength));
        }
        expose(text, pattern);
        matcher.begin(call, pattern, subject);
        int end = matcher.search((int) from);
        if (end == PatternMatcher.NO_MATCH) {
            return call.result(Word.NIL);
        }
        int start = matcher.start();
        int captures = matcher.captureCount();
        setCaptures(call, 2, captures, start, end);
        call.results(Word.ofInteger(start + 1L), Word.ofInteger(end));
        return captures + 2;
    }

    private int match(Call call) {
        long subject = call.checkString(1);
        long text = call.checkString(2);
        Pattern pattern = patterns.get(text);
        expose(text, pattern);
        int length = Strings.length(subject);
        long from = StringPositions.start(call.optInteger(3, 1), length);
        if (from > length) {
            return call.result(Word.NIL);
        }
        matcher.begin(call, pattern, subject);
        int end = matcher.search((int) from);
        return end == PatternMatcher.NO_MATCH ? call.result(Word.NIL) : captures(call, matcher.start(), end);
    }

    /** The next matches of a pattern may be found by machine code. */
    private void expose(long text, Pattern pattern) {
        if (pattern.program != null) {
            state.patternPrograms().expose(state.strings().intern(text), pattern.program);
        }
    }

    /** Gives the captures of a match, or else the whole match, as results. */
    private int captures(Call call, int start, int end) {
        int count = Math.max(1, matcher.captureCount());
        setCaptures(call, 0, count, start, end);
        return count;
    }

    private void setCaptures(Call call, int firstResult, int count, int start, int end) {
        if (count > FEW_CAPTURES) {
            call.ensure(firstResult + count);
        }
        for (int i = 0; i < count; i++) {
            call.setResult(firstResult + i, matcher.captured(i, start, end));
        }
    }

    // ---- gmatch -----------------------------------------------------------------------------------------------------

    private int gmatch(Call call) {
        long subject = call.checkString(1);
        long text = state.strings().intern(call.checkString(2));
        int length = Strings.length(subject);
        long from = Math.min(StringPositions.start(call.optInteger(3, 1), length), length + 1L);
        long matches = state.functions().nativeValue(iterator, subject, text, Word.ofInteger(from), Word.ofInteger(-1));
        state.functions().markIntrinsic(matches, Intrinsic.MATCHES);
        return call.result(matches);
    }

    private int nextMatch(Call call) {
        long subject = call.upvalue(SUBJECT);
        long from = Word.integer(call.upvalue(NEXT));
        long lastEnd = Word.integer(call.upvalue(LAST_END));
        long text = call.upvalue(PATTERN);
        Pattern pattern = unanchoredPatterns.get(text);
        if (!startsWithCaret(text)) {
            expose(text, pattern);
        }
        matcher.begin(call, pattern, subject);
        int length = Strings.length(subject);
        while (from <= length) {
            int end = matcher.search((int) from);
            if (end == PatternMatcher.NO_MATCH) {
                break;
            }
            if (end != lastEnd) {
                call.setUpvalue(NEXT, Word.ofInteger(end));
                call.setUpvalue(LAST_END, Word.ofInteger(end));
                return captures(call, matcher.start(), end);
            }
            from = matcher.start() + 1;
        }
        return call.none();
    }

    /** Whether the text means something else as a pattern of other functions. */
    private static boolean startsWithCaret(long text) {
        return Strings.length(text) > 0 && Strings.byteAt(text, 0) == '^';
    }

    // ---- gsub -------------------------------------------------------------------------------------------------------

    private int gsub(Call call) {
        int length = Strings.length(call.checkString(1));
        long text = call.checkString(2);
        Pattern pattern = patterns.get(text);
        expose(text, pattern);
        long limit = call.optInteger(4, length + 1L);
        long replacement = call.arg(3);
        if (ValueType.isNumber(replacement)) {
            replacement = call.checkString(3);
        } else if (!ValueType.isString(replacement) && !ValueType.isTable(replacement)
                && !ValueType.isFunction(replacement)) {
            throw call.typeError(3, "string/function/table");
        }
        ByteBuilder out = buffers.take();
        try {
            return gsub(call, pattern, limit, ValueType.isString(replacement), out);
        } finally {
            buffers.give(out);
        }
    }

    private int gsub(Call call, Pattern pattern, long limit, boolean byText, ByteBuilder out) {
        matcher.begin(call, pattern, call.checkString(1));
        int length = Strings.length(call.checkString(1));
        int next = 0;
        int lastEnd = -1;
        int copied = 0;
        boolean changed = false;
        long count = 0;
        while (count < limit) {
            int end = matcher.search(next);
            if (end == PatternMatcher.NO_MATCH) {
                break;
            }
            int start = matcher.start();
            if (end != lastEnd) {
                count++;
                if (byText) {
                    matcher.appendSubject(out, copied, start);
                    appendTemplate(call, out, start, end);
                    copied = end;
                    changed = true;
                } else {
                    long value = replacementValue(call, start, end);
                    matcher.begin(call, pattern, call.checkString(1));
                    if (Word.isTruthy(value)) {
                        matcher.appendSubject(out, copied, start);
                        state.conversions().appendPlainText(out, textOf(call, value));
                        copied = end;
                        changed = true;
                    }
                }
                next = end;
                lastEnd = end;
            } else if (start < length) {
                next = start + 1;
            } else {
                break;
            }
            if (pattern.anchored) {
                break;
            }
        }
        if (!changed) {
            return call.results(call.arg(1), Word.ofInteger(count));
        }
        matcher.appendSubject(out, copied, length);
        return call.results(state.strings().of(out.array(), 0, out.length()), Word.ofInteger(count));
    }

    /** What the function returns for a match, or the table has for it. */
    private long replacementValue(Call call, int start, int end) {
        long replacement = call.arg(3);
        if (ValueType.isTable(replacement)) {
            return call.index(replacement, matcher.captured(0, start, end));
        }
        int count = Math.max(1, matcher.captureCount());
        if (count > FEW_CAPTURES) {
            call.ensure(count + StackLayout.HEADER_WORDS);
        }
        call.pushFunction(replacement);
        for (int i = 0; i < count; i++) {
            call.push(matcher.captured(i, start, end));
        }
        call.call(count, 1);
        return call.popWord();
    }

    /** The replacement as a value that {@link perigee.runtime.Conversions#appendPlainText} takes. */
    private long textOf(Call call, long value) {
        if (ValueType.isString(value)) {
            return state.strings().flat(value);
        }
        if (!ValueType.isNumber(value)) {
            throw call.error("invalid replacement value (a " + ValueType.of(value).luaName + ")");
        }
        return value;
    }

    /** Appends the replacement string, its percent signs replaced by what they stand for. */
    private void appendTemplate(Call call, ByteBuilder out, int start, int end) {
        long template = call.checkString(3);
        long bytes = Strings.bytes(template);
        int length = Strings.length(template);
        int from = 0;
        while (true) {
            int escape = ByteSearch.indexOf('%', bytes, from, length);
            if (escape < 0) {
                TextBuffers.append(out, bytes + from, length - from);
                return;
            }
            TextBuffers.append(out, bytes + from, escape - from);
            int c = escape + 1 < length ? Memory.getUnsignedByte(bytes + escape + 1) : 0;
            if (c == '%') {
                out.append(c);
            } else if (c == '0') {
                matcher.appendSubject(out, start, end);
            } else if (CharacterClass.isDigit(c)) {
                matcher.appendCaptured(out, c - '1', start, end);
            } else {
                throw call.error("invalid use of '%' in replacement string");
            }
            from = escape + 2;
        }
    }
}
