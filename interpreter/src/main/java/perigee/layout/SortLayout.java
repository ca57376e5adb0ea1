package perigee.layout;

import static perigee.layout.StackLayout.HEADER_BYTES;

/**
 * The frame of {@code table.sort} with an order function: all that is known of a sort while that function runs, so that Java
 * and machine code take turns at it. Offsets from the frame's base.
 *
 * <pre>
 *   table, function, the range that is sorted and where in it, the elements at hand, ranges to be sorted later,
 *   the function again with its frame header and two arguments
 * </pre>
 *
 * Indices and numbers are integer words from 0 to 2^31 - 1, so the lower half of such a word is the number.
 */
public final class SortLayout {
    /** The two arguments. */
    public static final int TABLE = 0;
    public static final int FUNCTION = 8;
    /** First and last index of the range. */
    public static final int LOW = 16;
    public static final int HIGH = 24;
    /** While the pivot is looked for, its index; in a partition, where the search from below has got. */
    public static final int UP = 32;
    /** Where the search from above has got. */
    public static final int DOWN = 40;
    public static final int PIVOT = 48;
    public static final int LEFT = 56;
    public static final int RIGHT = 64;
    /** One of the numbers below: what the order function has been asked, or where to go on. */
    public static final int STATE = 72;
    /** Not 0: a partition has turned out lopsided, so large ranges get a random pivot. */
    public static final int RANDOM = 80;
    /** Bytes of the ranges that are still to be sorted, and these: each a first and a last index. */
    public static final int PENDING = 88;
    public static final int RANGES = 96;
    public static final int RANGE_BYTES = 16;
    /** The smaller part of a partition is sorted first, so there are not so many as a size has bits. */
    private static final int MOST_RANGES = 31;
    /** Where the order function is called. */
    public static final int CALLEE = RANGES + MOST_RANGES * RANGE_BYTES;
    /** From the frame's base to that of the order function. */
    public static final int CALLEE_BASE = CALLEE + HEADER_BYTES;
    public static final int END = CALLEE_BASE + 16;

    // ---- states: questions ---------------------------------------------------------------------------------------------
    /** RIGHT, the last element, before LEFT, the first one? */
    public static final int ENDS = 0;
    /** LEFT, the pivot, before RIGHT, the first element? */
    public static final int PIVOT_FIRST = 1;
    /** RIGHT, the last element, before LEFT, the pivot? */
    public static final int LAST_PIVOT = 2;
    /** LEFT, the element at UP, before the pivot? */
    public static final int FROM_BELOW = 3;
    /** The pivot before RIGHT, the element at DOWN? */
    public static final int FROM_ABOVE = 4;
    public static final int QUESTIONS = 5;
    // ---- others --------------------------------------------------------------------------------------------------------
    /** A range is to be sorted. */
    public static final int RANGE = 5;
    /** Its ends are in order, and its pivot is to be chosen. */
    public static final int CHOICE = 6;
    public static final int DONE = 7;

    /** Ranges from this size on get a random pivot once partitions have turned out lopsided. */
    public static final int RANDOM_LIMIT = 100;
    /** Binary logarithm: a partition is lopsided when its larger part is this many times its smaller one. */
    public static final int LOPSIDED_SHIFT = 7;

    private SortLayout() {
    }
}
