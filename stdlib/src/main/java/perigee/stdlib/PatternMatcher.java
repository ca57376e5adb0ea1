package perigee.stdlib;

import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.Word;

/**
 * Matches patterns by backtracking (manual 6.4.1). One for each state: it holds the pattern, the subject and the
 * captures of the match that was tried last.
 *
 * <p>Positions are offsets from the subject's start. The subject's address is kept from {@link #begin} on, so whoever
 * calls Lua begins again afterwards, which forgets the captures. Recursion is as deep as in the reference, item by
 * item: what is too complex there is so here.
 */
final class PatternMatcher {
    /** Captures of one pattern. */
    static final int MAX_CAPTURES = 32;
    /** What {@link #matchAt} and {@link #search} return when there is no match. */
    static final int NO_MATCH = -1;

    private static final int MAX_DEPTH = 200;
    // Lengths of captures that have none.
    private static final int UNFINISHED = -1;
    private static final int POSITION = -2;
    /** Steps between two looks at whether the program shall stop. */
    private static final int POLL_STEPS = 1 << 16;

    private final LuaState state;
    private final int[] captureStarts = new int[MAX_CAPTURES];
    private final int[] captureLengths = new int[MAX_CAPTURES];
    private int captureCount;
    private Call call;
    private Pattern pattern;
    private byte[] kinds;
    private long subject;
    private int end;
    private int depth;
    private int steps = POLL_STEPS;
    private int start;

    PatternMatcher(LuaState state) {
        this.state = state;
    }

    /** @param string the subject, flat */
    void begin(Call call, Pattern pattern, long string) {
        this.call = call;
        this.pattern = pattern;
        kinds = pattern.kinds;
        subject = Strings.bytes(string);
        end = Strings.length(string);
    }

    /**
     * The end of the first match that begins at an offset or, if the pattern is not anchored, later.
     *
     * @param from at most the subject's length
     */
    int search(int from) {
        int s = from;
        if (pattern.anchored) {
            start = s;
            return matchAt(s);
        }
        while (true) {
            if (pattern.first != null) {
                s = skip(s);
                if (s < 0) {
                    return NO_MATCH;
                }
            }
            int matchEnd = matchAt(s);
            if (matchEnd != NO_MATCH) {
                start = s;
                return matchEnd;
            }
            if (s++ == end) {
                return NO_MATCH;
            }
        }
    }

    /** Where the match that {@link #search} found begins. */
    int start() {
        return start;
    }

    /** The first offset from this one on where a match can begin, or -1. */
    private int skip(int from) {
        int s = from;
        if (pattern.firstByte >= 0) {
            s = ByteSearch.indexOf(pattern.firstByte, subject, from, end);
            countSteps(((s < 0 ? end : s) - from >>> 3) + 1);
            return s;
        }
        boolean[] first = pattern.first;
        while (s < end && !first[Memory.getUnsignedByte(subject + s)]) {
            s++;
        }
        countSteps(s - from);
        return s < end || first[Pattern.SUBJECT_END] ? s : -1;
    }

    private void countSteps(int n) {
        steps -= n;
        if (steps < 0) {
            steps = POLL_STEPS;
            call.pollInterrupt();
        }
    }

    /** The end of the match that begins here, or {@link #NO_MATCH}. */
    int matchAt(int s) {
        captureCount = 0;
        depth = MAX_DEPTH;
        return match(s, 0);
    }

    /** Matches the items from an index on; of several ways, the first. */
    private int match(int s, int item) {
        if (depth == 0) {
            throw call.error("pattern too complex");
        }
        depth--;
        countSteps(1);
        int result = tryItems(s, item);
        depth++;
        return result;
    }

    private int tryItems(int from, int first) {
        byte[] kinds = this.kinds;
        long subject = this.subject;
        int end = this.end;
        int s = from;
        int item = first;
        while (true) {
            switch (kinds[item]) {
                case Pattern.ACCEPT -> {
                    return s;
                }
                case Pattern.LITERAL -> {
                    if (s == end || Memory.getUnsignedByte(subject + s) != pattern.operands[item]) {
                        return NO_MATCH;
                    }
                    s++;
                }
                case Pattern.ONE -> {
                    if (!contains(pattern.tables[item], s)) {
                        return NO_MATCH;
                    }
                    s++;
                }
                case Pattern.OPTIONAL -> {
                    if (contains(pattern.tables[item], s)) {
                        int result = match(s + 1, item + 1);
                        if (result != NO_MATCH) {
                            return result;
                        }
                    }
                }
                case Pattern.STAR -> {
                    if (contains(pattern.tables[item], s)) {
                        return longest(s, item);
                    }
                }
                case Pattern.PLUS -> {
                    return contains(pattern.tables[item], s) ? longest(s + 1, item) : NO_MATCH;
                }
                case Pattern.LAZY -> {
                    if (contains(pattern.tables[item], s)) {
                        return shortest(s, item);
                    }
                }
                case Pattern.OPEN -> {
                    return capture(s, item, UNFINISHED);
                }
                case Pattern.POSITION -> {
                    return capture(s, item, POSITION);
                }
                case Pattern.CLOSE -> {
                    return closeCapture(s, item);
                }
                case Pattern.AT_END -> {
                    return s == end ? s : NO_MATCH;
                }
                case Pattern.BALANCED -> {
                    s = balanced(s, pattern.operands[item]);
                    if (s == NO_MATCH) {
                        return NO_MATCH;
                    }
                }
                case Pattern.FRONTIER -> {
                    boolean[] table = pattern.tables[item];
                    int before = s == 0 ? 0 : Memory.getUnsignedByte(subject + s - 1);
                    int after = s == end ? 0 : Memory.getUnsignedByte(subject + s);
                    if (table[before] || !table[after]) {
                        return NO_MATCH;
                    }
                }
                case Pattern.BACK_REFERENCE -> {
                    s = sameAsCapture(s, pattern.operands[item]);
                    if (s == NO_MATCH) {
                        return NO_MATCH;
                    }
                }
                default -> throw call.error(pattern.messages[pattern.operands[item]]);
            }
            item++;
        }
    }

    private boolean contains(boolean[] table, int s) {
        return s < end && table[Memory.getUnsignedByte(subject + s)];
    }

    // ---- repetition -------------------------------------------------------------------------------------------------

    /**
     * The rest after as many bytes of the item's table as possible. The first try is made in any case, for it raises
     * what there is to raise; others only where the rest can begin.
     */
    private int longest(int from, int item) {
        boolean[] table = pattern.tables[item];
        int s = from;
        if (table == CharacterClass.ALL) {
            s = end;
        } else {
            while (s < end && table[Memory.getUnsignedByte(subject + s)]) {
                s++;
            }
        }
        countSteps(s - from >>> 2);
        if (kinds[item + 1] == Pattern.ACCEPT && depth > 0) {
            return s;
        }
        boolean[] following = pattern.following[item];
        int result = match(s, item + 1);
        while (result == NO_MATCH && --s >= from) {
            if (following == null || following[Memory.getUnsignedByte(subject + s)]) {
                result = match(s, item + 1);
            }
        }
        return result;
    }

    /** The rest after as few bytes of the item's table as possible. */
    private int shortest(int from, int item) {
        boolean[] table = pattern.tables[item];
        boolean[] following = pattern.following[item];
        int s = from;
        while (true) {
            int result = match(s, item + 1);
            if (result != NO_MATCH) {
                return result;
            }
            int tried = s;
            boolean more;
            do {
                more = contains(table, s);
                s++;
            } while (more && following != null
                    && !following[s < end ? Memory.getUnsignedByte(subject + s) : Pattern.SUBJECT_END]);
            countSteps(s - tried >>> 2);
            if (!more) {
                return NO_MATCH;
            }
        }
    }

    private int balanced(int s, int operand) {
        int open = operand & 0xFF;
        int close = operand >>> 8;
        if (s == end || Memory.getUnsignedByte(subject + s) != open) {
            return NO_MATCH;
        }
        int nesting = 1;
        for (int i = s + 1; i < end; i++) {
            int b = Memory.getUnsignedByte(subject + i);
            if (b == close) {
                if (--nesting == 0) {
                    countSteps(i - s >>> 2);
                    return i + 1;
                }
            } else if (b == open) {
                nesting++;
            }
        }
        countSteps(end - s >>> 2);
        return NO_MATCH;
    }

    // ---- captures ---------------------------------------------------------------------------------------------------

    private int capture(int s, int item, int length) {
        int i = captureCount;
        if (i >= MAX_CAPTURES) {
            throw call.error("too many captures");
        }
        captureStarts[i] = s;
        captureLengths[i] = length;
        captureCount = i + 1;
        int result = match(s, item + 1);
        if (result == NO_MATCH) {
            captureCount--;
        }
        return result;
    }

    private int closeCapture(int s, int item) {
        int i = captureCount - 1;
        while (i >= 0 && captureLengths[i] != UNFINISHED) {
            i--;
        }
        if (i < 0) {
            throw call.error("invalid pattern capture");
        }
        captureLengths[i] = s - captureStarts[i];
        int result = match(s, item + 1);
        if (result == NO_MATCH) {
            captureLengths[i] = UNFINISHED;
        }
        return result;
    }

    private int sameAsCapture(int s, int i) {
        if (i < 0 || i >= captureCount || captureLengths[i] == UNFINISHED) {
            throw call.error("invalid capture index %" + (i + 1));
        }
        int length = captureLengths[i];
        if (length == POSITION || length > end - s) {
            return NO_MATCH;
        }
        countSteps(length >>> 3);
        return Memory.compare(subject + captureStarts[i], subject + s, length) == 0 ? s + length : NO_MATCH;
    }

    /** Captures of the match. */
    int captureCount() {
        return captureCount;
    }

    /**
     * The word of a capture: a string, or an integer for a position. In a match without captures, the first one is the
     * whole match.
     *
     * @param matchStart where the whole match begins and ends
     */
    long captured(int i, int matchStart, int matchEnd) {
        int length = checkCapture(i, matchStart, matchEnd);
        int from = i < captureCount ? captureStarts[i] : matchStart;
        return length == POSITION ? Word.ofInteger(from + 1L) : state.strings().copyOf(subject + from, length);
    }

    /** Appends the text of a capture; as {@link #captured}. */
    void appendCaptured(ByteBuilder to, int i, int matchStart, int matchEnd) {
        int length = checkCapture(i, matchStart, matchEnd);
        int from = i < captureCount ? captureStarts[i] : matchStart;
        if (length == POSITION) {
            to.appendAscii(Integer.toString(from + 1));
        } else {
            TextBuffers.append(to, subject + from, length);
        }
    }

    /** Appends a part of the subject. */
    void appendSubject(ByteBuilder to, int from, int until) {
        TextBuffers.append(to, subject + from, until - from);
    }

    private int checkCapture(int i, int matchStart, int matchEnd) {
        if (i >= captureCount) {
            if (i != 0) {
                throw call.error("invalid capture index %" + (i + 1));
            }
            return matchEnd - matchStart;
        }
        if (captureLengths[i] == UNFINISHED) {
            throw call.error("unfinished capture");
        }
        return captureLengths[i];
    }
}
