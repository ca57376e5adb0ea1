package perigee.feedback;

import java.util.Arrays;
import java.util.function.Predicate;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.object.Validity;

/**
 * A polymorphic inline cache: up to {@link #MAX} receivers shapes with what was found for each. The interpreter evaluates
 * it; the compilers read the same entries.
 */
public final class FieldCache {
    /** Entries before the site is megamorphic. */
    public static final int MAX = 8;

    /**
     * One receiver shape.
     *
     * @param shape    its number
     * @param location own field: see {@link FieldFeedback}; not used when {@code cell} is set
     * @param cell     of a module-like table, or found along {@code __index}: the cell that has it; 0 otherwise
     * @param validity what the lookup along {@code __index} rests on; null when nothing can change it but shapes
     */
    public record Entry(int shape, int location, long cell, Validity validity) {
        public boolean isValid() {
            return validity == null || validity.isValid();
        }

        /** Loads the field for a receiver of the entry's shape; nil may mean that only the slow path knows. */
        public long load(long table) {
            return cell != 0 ? Memory.getLong(cell + FunctionLayout.CELL_VALUE) : FieldFeedback.load(table, location);
        }

        /** Whether the field is absent, and a function serves it. */
        public boolean isFunction() {
            return cell == 0 && (location & (FieldFeedback.FUNCTION | FieldFeedback.ADDED)) == FieldFeedback.FUNCTION;
        }

        /** Whether a nil loaded is the result. */
        public boolean nilIsFinal() {
            return cell == 0 && (location & FieldFeedback.FINAL_NIL) != 0;
        }
    }

    private final Entry[] entries;
    private int count;

    /** @param most entries, {@link #MAX} but for tests */
    public FieldCache(int most) {
        entries = new Entry[most];
    }

    public int count() {
        return count;
    }

    public Entry entry(int i) {
        return entries[i];
    }

    /** The valid entry of a shape, or null. */
    public Entry find(int shape) {
        for (int i = 0; i < count; i++) {
            Entry entry = entries[i];
            if (entry.shape == shape) {
                return entry.isValid() ? entry : null;
            }
        }
        return null;
    }

    /** Adds an entry, replacing one of the same shape or an invalid one; false when there is no place. */
    public boolean add(Entry entry) {
        for (int i = 0; i < count; i++) {
            if (entries[i].shape == entry.shape || !entries[i].isValid()) {
                entries[i] = entry;
                return true;
            }
        }
        if (count == entries.length) {
            return false;
        }
        entries[count++] = entry;
        return true;
    }

    /** Removes entries; the site may learn new ones in their place. */
    public void removeIf(Predicate<Entry> unwanted) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!unwanted.test(entries[i])) {
                entries[kept++] = entries[i];
            }
        }
        Arrays.fill(entries, kept, entries.length, null);
        count = kept;
    }
}
