package perigee.interp;

import static perigee.layout.TableLayout.*;

import java.util.Arrays;
import perigee.feedback.Feedback;
import perigee.heap.Relocation;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.object.Shape;
import perigee.object.Tables;
import perigee.runtime.LuaState;

/**
 * NEWTABLE and SETLIST. A table constructor's site learns how many fields its tables get later: its feedback word keeps
 * the last table made there, and the next execution looks how that one has grown.
 *
 * <pre>
 *   | in-object slots:8 | tables looked at:8 | last table:48 |
 * </pre>
 */
public final class TableCreation {
    /** After so many tables the site has learnt enough. */
    public static final int LESSONS = 16;
    /** More in-object slots than this do not pay. */
    private static final int MAX_LEARNT = 24;
    private static final long ADDRESS = (1L << 48) - 1;
    private static final long LESSONS_MASK = 0xFFL << 48;

    private final LuaState state;
    private final Tables tables;
    /** Addresses of the feedback words that know a table. */
    private long[] sites = new long[64];
    private int siteCount;

    /**
     * In-object slots that tables of a site get, by its feedback word.
     *
     * @param fields that the instruction announces
     */
    public static int slots(long word, int fields) {
        return Math.max((int) (word >>> 56), Math.min(fields, MAX_LEARNT));
    }

    TableCreation(LuaState state) {
        this.state = state;
        tables = state.tables();
    }

    long create(long pc, int fields, int elements) {
        long word = Memory.getLong(pc + Feedback.WORD);
        int slots = slots(word, fields);
        int lessons = (int) (word >>> 48) & 0xFF;
        if (lessons < LESSONS) {
            long last = word & ADDRESS;
            slots = Math.max(slots, last == 0 ? 0 : grownTo(last));
            long table = tables.create(slots, elements);
            if (last == 0) {
                noteSite(pc + Feedback.WORD);
            }
            Memory.putLong(pc + Feedback.WORD, (long) slots << 56 | (long) (lessons + 1) << 48 | table);
            return table;
        }
        if ((word & ADDRESS) != 0) {
            Memory.putLong(pc + Feedback.WORD, word & ~ADDRESS);
        }
        return tables.create(slots, elements);
    }

    private void noteSite(long word) {
        if (siteCount == sites.length) {
            sites = Arrays.copyOf(sites, 2 * siteCount);
        }
        sites[siteCount++] = word;
    }

    /** A collection has moved or left the last tables: the sites that know one learn from it at once, and forget it. */
    void forgetTables(Relocation relocation) {
        for (int i = 0; i < siteCount; i++) {
            long word = Memory.getLong(sites[i]);
            long last = word & ADDRESS;
            if (last != 0) {
                long now = relocation.of(last);
                // What a dead one was is still to be seen.
                long slots = Math.max(word >>> 56, grownTo(now == 0 ? last : now));
                Memory.putLong(sites[i], slots << 56 | word & LESSONS_MASK);
            }
        }
        siteCount = 0;
    }

    private int grownTo(long table) {
        Shape shape = tables.shapeById(Memory.getInt(table + ObjectHeader.SHAPE));
        return shape.kind == Shape.Kind.RECORD ? Math.min(shape.slotCount(), MAX_LEARNT) : 0;
    }

    /** Elements {@code after + 1} and on of a fresh table, from the words at an address. */
    void setList(long table, long first, long after, int count) {
        tables.fill(table, first, after, count);
    }
}
