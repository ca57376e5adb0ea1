package perigee.regalloc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.lir.Place;

/**
 * Where a virtual register is alive, as ranges of positions [from, to), and where it is read or written; or a part of
 * that, after it was split. The first part of a register has the list of all of them.
 */
final class Interval implements Comparable<Interval> {
    static final int INFINITY = Integer.MAX_VALUE;
    /** Instead of a place: in the register's slot, or nowhere if it is a constant. */
    static final int SPILLED = -2;

    /** The virtual register; -1 for a machine register. */
    final int register;
    final boolean xmm;
    /** Pairs; while it is built, in descending order. */
    private int[] ranges;
    private int rangeCount;
    /** Position, doubled, plus 1 if a register is needed there; while it is built, in descending order. */
    private int[] uses = {};
    private int useCount;
    /** A machine register, {@link #SPILLED}, or {@link Place#NONE}. */
    int place = Place.NONE;
    /** A machine register that would save a move, or an interval whose register would; either may be missing. */
    int hint = Place.NONE;
    Interval hintInterval;
    /** All parts, in order; of the first part only. */
    final List<Interval> parts;
    /** By number of a part: where it begins. Of the first part only, and without its own beginning. */
    private int[] begins = {};
    final Interval first;
    /** Index of the first range that may still matter to the scan. */
    private int cursor;

    /** The first part of a register. */
    Interval(int register, boolean xmm) {
        this.register = register;
        this.xmm = xmm;
        ranges = new int[4];
        parts = new ArrayList<>(1);
        parts.add(this);
        first = this;
    }

    private Interval(Interval first, int[] ranges, int[] uses) {
        register = first.register;
        xmm = first.xmm;
        this.first = first;
        this.ranges = ranges;
        rangeCount = ranges.length / 2;
        this.uses = uses;
        useCount = uses.length;
        parts = null;
    }

    // ---- building, backwards -------------------------------------------------------------------------------------------

    /** Adds a range before, or overlapping, those that are there. */
    void addRange(int from, int to) {
        assert from < to;
        if (rangeCount > 0) {
            int last = 2 * (rangeCount - 1);
            if (ranges[last] <= to) {
                ranges[last] = Math.min(from, ranges[last]);
                ranges[last + 1] = Math.max(to, ranges[last + 1]);
                return;
            }
        }
        if (2 * rangeCount == ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * ranges.length);
        }
        ranges[2 * rangeCount] = from;
        ranges[2 * rangeCount + 1] = to;
        rangeCount++;
    }

    /** Cuts the first range off before a definition; a range of the least length if there is none. */
    void define(int at, int least) {
        if (rangeCount == 0 || ranges[2 * (rangeCount - 1)] > at) {
            addRange(at, least);
        } else {
            ranges[2 * (rangeCount - 1)] = at;
        }
    }

    void addUse(int position, boolean needsRegister) {
        if (useCount == uses.length) {
            uses = Arrays.copyOf(uses, Math.max(4, 2 * useCount));
        }
        uses[useCount++] = position << 1 | (needsRegister ? 1 : 0);
    }

    /** Ends building: everything in ascending order. */
    void finish() {
        for (int a = 0, b = rangeCount - 1; a < b; a++, b--) {
            swap(ranges, 2 * a, 2 * b);
            swap(ranges, 2 * a + 1, 2 * b + 1);
        }
        for (int a = 0, b = useCount - 1; a < b; a++, b--) {
            swap(uses, a, b);
        }
    }

    /** Adds a use that needs no register to those of a finished interval. */
    void insertUse(int position) {
        int at = useAt(position);
        if (at == useCount || uses[at] >> 1 != position) {
            uses = Arrays.copyOf(uses, Math.max(uses.length, useCount + 1));
            System.arraycopy(uses, at, uses, at + 1, useCount++ - at);
            uses[at] = position << 1;
        }
    }

    private static void swap(int[] array, int a, int b) {
        int value = array[a];
        array[a] = array[b];
        array[b] = value;
    }

    boolean isEmpty() {
        return rangeCount == 0;
    }

    // ---- questions -----------------------------------------------------------------------------------------------------

    int from() {
        return ranges[0];
    }

    int to() {
        return ranges[2 * rangeCount - 1];
    }

    int rangeCount() {
        return rangeCount;
    }

    /** Of the first part: whether there are others. */
    boolean isSplit() {
        return parts.size() > 1;
    }

    int rangeFrom(int i) {
        return ranges[2 * i];
    }

    int rangeTo(int i) {
        return ranges[2 * i + 1];
    }

    /** Whether it is alive at a position; asked for positions that do not fall. */
    boolean coversAdvancing(int position) {
        while (cursor < rangeCount && ranges[2 * cursor + 1] <= position) {
            cursor++;
        }
        return cursor < rangeCount && ranges[2 * cursor] <= position;
    }

    /** The first position that both cover, or {@link #INFINITY}; ranges that the scan has passed do not matter. */
    int intersection(Interval other) {
        int a = cursor;
        int b = other.cursor;
        while (a < rangeCount && b < other.rangeCount) {
            int from = Math.max(ranges[2 * a], other.ranges[2 * b]);
            int to = Math.min(ranges[2 * a + 1], other.ranges[2 * b + 1]);
            if (from < to) {
                return from;
            }
            if (ranges[2 * a + 1] <= other.ranges[2 * b + 1]) {
                a++;
            } else {
                b++;
            }
        }
        return INFINITY;
    }

    /** The first of some positions, ascending, that lies within, or {@link #INFINITY}. */
    int firstWithin(int[] positions, int count) {
        for (int i = cursor; i < rangeCount; i++) {
            int at = Arrays.binarySearch(positions, 0, count, ranges[2 * i]);
            at = at < 0 ? -1 - at : at;
            if (at < count && positions[at] < ranges[2 * i + 1]) {
                return positions[at];
            }
        }
        return INFINITY;
    }

    /** Index of the first use from a position on. */
    private int useAt(int from) {
        int low = 0;
        int high = useCount;
        while (low < high) {
            int middle = low + high >>> 1;
            if (uses[middle] >> 1 < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first use from a position on, or {@link #INFINITY}. */
    int nextUse(int from) {
        int i = useAt(from);
        return i < useCount ? uses[i] >> 1 : INFINITY;
    }

    /** The first use that needs a register, from a position on, or {@link #INFINITY}. */
    int nextRegisterUse(int from) {
        for (int i = useAt(from); i < useCount; i++) {
            if ((uses[i] & 1) != 0) {
                return uses[i] >> 1;
            }
        }
        return INFINITY;
    }

    /** The last use before a position, or -1. */
    int lastUse(int before) {
        int i = useAt(before);
        return i == 0 ? -1 : uses[i - 1] >> 1;
    }

    // ---- splitting -----------------------------------------------------------------------------------------------------

    /** Cuts it in two; the second part begins at the position, or behind a hole there. */
    Interval split(int position) {
        assert position > from() && position < to() : position + " " + this;
        int i = 0;
        while (ranges[2 * i + 1] <= position) {
            i++;
        }
        int[] later = Arrays.copyOfRange(ranges, 2 * i, 2 * rangeCount);
        if (later[0] < position) {
            later[0] = position;
            ranges[2 * i + 1] = position;
            rangeCount = i + 1;
        } else {
            rangeCount = i;
        }
        int u = useAt(position);
        Interval part = new Interval(first, later, Arrays.copyOfRange(uses, u, useCount));
        useCount = u;
        part.hint = hint;
        part.hintInterval = hintInterval;
        List<Interval> all = first.parts;
        int at = all.size();
        while (all.get(at - 1).from() > part.from()) {
            at--;
        }
        all.add(at, part);
        first.addBegin(at, part.from());
        return part;
    }

    private void addBegin(int number, int position) {
        if (parts.size() > begins.length) {
            begins = Arrays.copyOf(begins, Math.max(4, 2 * begins.length));
        }
        System.arraycopy(begins, number, begins, number + 1, parts.size() - 1 - number);
        begins[number] = position;
    }

    /** Of the first part: the part that is alive at a position. */
    Interval partAt(int position) {
        if (!isSplit()) {
            return this;
        }
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (begins[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return parts.get(low);
    }

    @Override
    public int compareTo(Interval other) {
        return from() != other.from() ? Integer.compare(from(), other.from()) : Integer.compare(register, other.register);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(register < 0 ? "fixed" : "v" + register);
        for (int i = 0; i < rangeCount; i++) {
            text.append(" [").append(ranges[2 * i]).append(", ").append(ranges[2 * i + 1]).append(')');
        }
        return text.append(" in ").append(place == SPILLED ? "memory" : Place.text(place)).toString();
    }
}
