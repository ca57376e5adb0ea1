package perigee.feedback;

import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import perigee.layout.FunctionLayout;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.object.Tables;
import perigee.object.Validity;
import perigee.runtime.LuaState;
import perigee.value.Word;

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
     * @param cell     of a module-like table, or found along {@code __index}: the cell that has it. If the location says a
     *                 function: the table along {@code __index} that this is asked about, in the receiver's place. 0 otherwise
     * @param validity what the lookup along {@code __index} rests on; null when nothing can change it but shapes
     * @param delegate what is asked when there is no own field, or it is nil: see there; null if location and cell say all
     */
    public record Entry(int shape, int location, long cell, Validity validity, Delegate delegate) {
        /** One without a delegate. */
        public Entry(int shape, int location, long cell, Validity validity) {
            this(shape, location, cell, validity, null);
        }

        public boolean isValid() {
            return validity == null || validity.isValid();
        }

        /** Reads the field of a table of the entry's shape; {@link LuaState#PENDING} when only the slow path knows. */
        public long read(long table) {
            long value = isInCell() ? Memory.getLong(cell + FunctionLayout.CELL_VALUE) : FieldFeedback.load(table, location);
            if (value != Word.NIL || nilIsFinal()) {
                return value;
            }
            return delegate == null ? LuaState.PENDING : delegate.read(table);
        }

        /** Whether the field is absent, and a function serves it: the receiver's, or that of a table asked in its place. */
        public boolean isFunction() {
            return delegate != null ? delegate.isFunction()
                    : (location & (FieldFeedback.FUNCTION | FieldFeedback.ADDED)) == FieldFeedback.FUNCTION;
        }

        /** Whether there is a place for the field in the object, or outside. */
        public boolean hasOwn() {
            return FieldFeedback.offset(location) != 0 && (location & FieldFeedback.ADDED) == 0;
        }

        /** Whether the field is in the cell. */
        public boolean isInCell() {
            return cell != 0 && location == 0;
        }

        /** Whether shape and location say all. */
        public boolean isPlain() {
            return cell == 0 && validity == null && delegate == null;
        }

        /** Whether a nil loaded is the result. */
        public boolean nilIsFinal() {
            return cell == 0 && (location & FieldFeedback.FINAL_NIL) != 0;
        }

        /** Whether a cell that the entry is about is dead. */
        public boolean isDead(LongPredicate isDead) {
            return cell != 0 && isDead.test(cell)
                    || delegate != null && delegate.holder != null && delegate.holder.isDead(isDead);
        }

        /** Whether another entry is about the same tables, and so takes the place of this one. */
        boolean isSuperseded(Entry other) {
            return shape == other.shape && (delegate == null || other.delegate != null && delegate.isSuperseded(other.delegate));
        }
    }

    /**
     * What is asked in the place of a table: its metatable's {@code __index}, or {@code __newindex}, which its shape says only
     * the place of. Or, if the shape says all, what is true of the table itself where its own field is nil.
     *
     * @param place    location of the metamethod in the metatable; {@link #HERE} in the other case
     * @param holder   what is known of a table that is there, or of the table itself; null if a function is there
     * @param function number of that function; 0 if there is none
     */
    public record Delegate(int place, Entry holder, int function) {
        /** Of a delegate whose holder is about the table itself. */
        public static final int HERE = 0;

        private long read(long table) {
            if (holder == null) {
                return LuaState.PENDING;
            }
            if (isHere()) {
                return holder.read(table);
            }
            long value = FieldFeedback.load(Tables.metatable(table), place);
            return Word.isObject(value) && Memory.getInt(value + ObjectHeader.SHAPE) == holder.shape ? holder.read(value)
                    : LuaState.PENDING;
        }

        /** Whether the holder is about the table itself. */
        public boolean isHere() {
            return place == HERE;
        }

        boolean isFunction() {
            return holder == null || holder.isFunction();
        }

        private boolean isSuperseded(Delegate other) {
            return holder == null || other.holder == null ? holder == other.holder && function == other.function
                    : holder.isSuperseded(other.holder);
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

    /** Reads the field of an object that has a shape; {@link LuaState#PENDING} when no entry tells. */
    public long read(long object, int shape) {
        for (int i = 0; i < count; i++) {
            if (entries[i].shape == shape && entries[i].isValid()) {
                long value = entries[i].read(object);
                if (value != LuaState.PENDING) {
                    return value;
                }
            }
        }
        return LuaState.PENDING;
    }

    /** Whether functions are known to serve the access of tables of a shape. */
    public boolean isServed(int shape) {
        Entry entry = find(shape);
        return entry != null && entry.isFunction();
    }

    /** Adds an entry, replacing one about the same tables or an invalid one; false when there is no place. */
    public boolean add(Entry entry) {
        for (int i = 0; i < count; i++) {
            if (entries[i].isSuperseded(entry) || !entries[i].isValid()) {
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
