package perigee.asm;

import java.util.Arrays;

/**
 * The places whose size is known only at the end: branches, which are short or long, and padding. The code is emitted
 * as if every branch were short and there were no padding; when it is complete, {@link #settle} finds the branches that
 * have to be long, and {@link #copy} writes the code out stretched.
 *
 * <pre>
 *   emitted    ...... jne + ...... | ..... jmp - .....         + forward, - backward, | padding
 *   stretch           0            1       2
 *   settled    ...... jne ++++ ...... nop ..... jmp - .....    shift 0, 4, 4 + nop, ... of all that follows
 * </pre>
 *
 * A place in emitted code is its offset there and the number of stretches before it. Branches start out short and
 * become long for good, so settling ends; it finds the shortest code but for what padding, which may shrink while a
 * branch grows, could have saved.
 */
final class Stretches {
    private static final int PADDING = 17;
    private static final int ALWAYS = 16;
    /** Bytes of a short branch. */
    private static final int SHORT = 2;

    private int count;
    private int[] at = new int[16];
    /** A condition or {@link #ALWAYS} of a branch; {@link #PADDING}. */
    private byte[] kind = new byte[16];
    /** Where a branch goes. */
    private Label[] target = new Label[16];
    /** The field that padding is for: where it is after the padding, its size, and its boundary. */
    private int[] fieldOffset = new int[16];
    private int[] fieldSize = new int[16];
    private int[] boundary = new int[16];
    /** Bytes that each stretch has beyond what was emitted. */
    private int[] extra = new int[16];
    /** Bytes inserted before each stretch, and at last before the end of the code. */
    private int[] shift;

    int count() {
        return count;
    }

    /** Adds a branch whose two bytes are emitted at an offset; null is no condition. */
    void addBranch(int offset, Condition condition, Label to) {
        add(offset, condition == null ? ALWAYS : condition.ordinal());
        target[count - 1] = to;
    }

    /**
     * Adds padding so that some bytes that follow do not cross a multiple of the boundary. With as many bytes as the
     * boundary they stand exactly at a multiple.
     */
    void addPadding(int offset, int toField, int size, int multiple) {
        assert size <= multiple && Integer.bitCount(multiple) == 1;
        add(offset, PADDING);
        fieldOffset[count - 1] = toField;
        fieldSize[count - 1] = size;
        boundary[count - 1] = multiple;
    }

    private void add(int offset, int what) {
        if (count == at.length) {
            int room = 2 * count;
            at = Arrays.copyOf(at, room);
            kind = Arrays.copyOf(kind, room);
            target = Arrays.copyOf(target, room);
            fieldOffset = Arrays.copyOf(fieldOffset, room);
            fieldSize = Arrays.copyOf(fieldSize, room);
            boundary = Arrays.copyOf(boundary, room);
            extra = Arrays.copyOf(extra, room);
        }
        assert count == 0 || at[count - 1] <= offset : "stretches come in the order of the code";
        at[count] = offset;
        kind[count++] = (byte) what;
    }

    /** Decides about every branch and padding. */
    void settle() {
        shift = new int[count + 1];
        do {
            layOut();
        } while (lengthen());
    }

    private void layOut() {
        int inserted = 0;
        for (int i = 0; i < count; i++) {
            shift[i] = inserted;
            if (kind[i] == PADDING) {
                int within = at[i] + inserted + fieldOffset[i] & boundary[i] - 1;
                extra[i] = within + fieldSize[i] <= boundary[i] ? 0 : boundary[i] - within;
            }
            inserted += extra[i];
        }
        shift[count] = inserted;
    }

    /** Makes the short branches long whose target is too far; whether there were any. */
    private boolean lengthen() {
        boolean changed = false;
        for (int i = 0; i < count; i++) {
            if (kind[i] != PADDING && extra[i] == 0) {
                int distance = offset(target[i], 0) - (at[i] + shift[i] + SHORT);
                if (distance != (byte) distance) {
                    extra[i] = kind[i] == ALWAYS ? 3 : 4;
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** The final offset of a place. */
    int offset(int emitted, int stretchesBefore) {
        return emitted + shift[stretchesBefore];
    }

    /** The final offset of a label; the data begin at the one given. */
    int offset(Label label, int dataStart) {
        if (label.at < 0) {
            throw new IllegalStateException("never bound: " + label);
        }
        return label.stretches == Label.IN_DATA ? dataStart + label.at : offset(label.at, label.stretches);
    }

    /** Writes the code out at its final size. */
    void copy(Encoder from, Encoder to) {
        int done = 0;
        for (int i = 0; i < count; i++) {
            to.append(from.bytes, done, at[i]);
            done = at[i];
            assert to.size == at[i] + shift[i];
            if (kind[i] == PADDING) {
                Nops.fill(to, extra[i]);
            } else {
                branch(to, i);
                done += SHORT;
            }
        }
        to.append(from.bytes, done, from.size);
    }

    private void branch(Encoder to, int i) {
        int end = to.size + SHORT + extra[i];
        long distance = offset(target[i], 0) - end;
        boolean isShort = extra[i] == 0;
        if (kind[i] == ALWAYS) {
            to.encode(isShort ? Flow.JMP_REL8.row() : Flow.JMP_REL32.row(), distance, 0, 0, 0);
        } else {
            to.encode(isShort ? Flow.JCC_REL8.row() : Flow.JCC_REL32.row(), kind[i], distance, 0, 0);
        }
        assert to.size == end;
    }
}
