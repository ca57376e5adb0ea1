package perigee.stub;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.layout.Layout;
import perigee.layout.TableLayout;
import perigee.memory.Memory;
import perigee.object.Shape;
import perigee.object.Validity;

/**
 * The cache that all megamorphic field accesses share: by receiver shape and key, where the field is. A fixed table in
 * guest memory that {@link LookupStubs} read; whoever misses fills it. What it says rests on shapes, behaviours and
 * validity cells, and on keys and cells being alive: when any of that ends, {@link #clear} it.
 */
public final class LookupCache implements AutoCloseable {
    private static final Layout ENTRY = new Layout("lookup");
    static final int SHAPE = ENTRY.u32("shape");
    static final int KIND = ENTRY.u32("kind");
    static final int KEY = ENTRY.raw("key");
    /** An offset, or the address of a holder's value. */
    static final int OPERAND = ENTRY.raw("operand");
    /** Of an entry for a function: the table that it is asked about; 0: the receiver. */
    static final int ASKED = ENTRY.raw("asked");
    /** Of an entry by what metatables have: their shape. */
    static final int CONDITION = ASKED;

    static final int ENTRY_SHIFT = 5;
    /** A power of two. */
    static final int ENTRIES = 2048;
    /** Bits of a key that say what the entry is for. */
    static final int KEY_BITS = 3;
    /** Bits of a key's address that tell nothing. */
    static final int KEY_SHIFT = 4;

    // Kinds: where the value is.
    static final int OWN = 1;
    static final int OUTSIDE = 2;
    static final int OWN_CELL = 3;
    static final int OUTSIDE_CELL = 4;
    /** At the operand: in the cell of a table along {@code __index}. */
    static final int INHERITED = 5;
    /** In the hash part, if it is there. */
    static final int DICTIONARY = 6;
    static final int ABSENT = 7;
    static final int KIND_MASK = 7;
    /** A nil found is the result. */
    static final int FINAL = 8;
    /** Of an absent field: the table is asked that the metatable has at the operand, a location. */
    static final int DELEGATING = 16;

    /** Of a store: the field is added; the operand is | number of the shape afterwards:32 | offset:32 |. */
    static final int ADDED = 3;
    /** Of a store: the same, in the SLOTS block, if that has room. */
    static final int ADDED_OUTSIDE = 4;
    /** Of a store: the cell at the offset in the table gets the value, unless it is a constant up to now. */
    static final int STORED_CELL = 5;
    /** Of a store: likewise of the SLOTS block. */
    static final int STORED_CELL_OUTSIDE = 6;
    /** Set in the key of an entry for stores, which have the kinds OWN, OUTSIDE, and those from ADDED on. */
    static final int STORE_BIT = 0;
    /** Set in the key of an entry for an absent key: its operand is the function that is called with that. */
    static final int FUNCTION_BIT = 1;
    /**
     * Set, all of them, in the key of an entry for an event's name: its operand is what operations call, or 0. A program may read
     * a field of that name, too.
     */
    static final int EVENT_BITS = 7;

    /**
     * Set in the key of an entry that is a metatable, or a metatable's shape. The operand is the shape that tables get with it,
     * and in the latter case, the metatable's then: | metatable:32 | table:32 |.
     */
    static final int METATABLE_BIT = 2;
    /** Of an entry about all metatables of a shape: their shape then. */
    static final int METATABLE_AFTER = OPERAND + 4;
    /**
     * Kind of an entry about metatables of a shape: it depends on the metamethod that one has at an offset in it, the operand.
     * Another entry tells, of which that is the key, with {@link #HELD_BIT} and {@link #METATABLE_BIT}.
     */
    static final int HELD = 1;
    static final int HELD_BIT = FUNCTION_BIT;
    /** Set in the key of an entry for accesses that leave metamethods aside; the key is a string then. */
    static final int RAW_BIT = 2;

    private final long table;
    /** Whether entries are about objects that may move. */
    private boolean hasYoung;
    /** Cells whose end clears the cache. */
    private final Set<Validity> rests = Collections.newSetFromMap(new WeakHashMap<>());
    /** For tests: nothing else is known when something is entered. */
    private final boolean hasOneEntry;

    public LookupCache() {
        this(false);
    }

    /** @param hasOneEntry whether each entry takes the place of all others, for tests */
    public LookupCache(boolean hasOneEntry) {
        this.hasOneEntry = hasOneEntry;
        table = Memory.reserve((long) ENTRIES << ENTRY_SHIFT);
        clear();
    }

    /** Address of the first entry. */
    public long address() {
        return table;
    }

    /** What it takes. */
    public long bytes() {
        return (long) ENTRIES << ENTRY_SHIFT;
    }

    /** A minor collection has moved objects. */
    public void objectsMoved() {
        if (hasYoung) {
            clear();
        }
    }

    /** Forgets everything. */
    public void clear() {
        hasYoung = false;
        Memory.fill(table, (long) ENTRIES << ENTRY_SHIFT, (byte) 0);
    }

    /**
     * Enters what was found out of a field of tables of a shape.
     *
     * @param isYoung whether the key may still move
     */
    public void add(FieldCache.Entry entry, long key, boolean isYoung) {
        hasYoung |= isYoung;
        int location = entry.location();
        int kind;
        long operand = FieldFeedback.offset(location);
        if (entry.cell() != 0) {
            kind = INHERITED;
            operand = entry.cell() + perigee.layout.FunctionLayout.CELL_VALUE;
        } else if (operand == 0) {
            kind = ABSENT;
        } else if ((location & FieldFeedback.OUTSIDE) == 0) {
            kind = (location & FieldFeedback.CELL) == 0 ? OWN : OWN_CELL;
        } else {
            kind = (location & FieldFeedback.CELL) == 0 ? OUTSIDE : OUTSIDE_CELL;
        }
        put(entry.shape(), key, entry.nilIsFinal() ? kind | FINAL : kind, operand);
        restOn(entry.validity());
    }

    /**
     * Enters that a field which tables of a shape do not have is that of the tables that their metatables have somewhere.
     *
     * @param entry one with a delegate, which is in no cell
     */
    public void addDelegating(FieldCache.Entry entry, long key, boolean isYoung) {
        hasYoung |= isYoung;
        put(entry.shape(), key, ABSENT | DELEGATING, Integer.toUnsignedLong(entry.delegate().place()));
        restOn(entry.validity());
    }

    private void restOn(Validity validity) {
        if (validity != null && rests.add(validity)) {
            validity.whenInvalid(this::clear);
        }
    }

    /** Enters that tables of a shape keep string keys in their hash parts. */
    public void addDictionary(int shape, long key, boolean nilIsFinal) {
        put(shape, key, nilIsFinal ? DICTIONARY | FINAL : DICTIONARY, 0);
    }

    /**
     * Enters how a field of tables of a shape is written.
     *
     * @param after   the shape afterwards, if the entry adds the field
     * @param isYoung whether the key may still move
     */
    public void addStore(FieldCache.Entry entry, long key, Shape after, boolean isYoung) {
        hasYoung |= isYoung;
        int location = entry.location();
        long tagged = key | 1L << STORE_BIT;
        if (after != null) {
            int slot = after.slotCount() - 1;
            boolean isInside = slot < after.inlineSlots;
            long offset = isInside ? TableLayout.INLINE_SLOTS + 8L * slot
                    : TableLayout.FIRST_SLOT + 8L * (slot - after.inlineSlots);
            put(entry.shape(), tagged, isInside ? ADDED : ADDED_OUTSIDE, (long) after.id << 32 | offset);
        } else if ((location & FieldFeedback.FINAL_NIL) != 0) {
            boolean isInside = (location & FieldFeedback.OUTSIDE) == 0;
            boolean isCell = (location & FieldFeedback.CELL) != 0;
            put(entry.shape(), tagged, isCell ? isInside ? STORED_CELL : STORED_CELL_OUTSIDE : isInside ? OWN : OUTSIDE,
                    FieldFeedback.offset(location));
        }
    }

    /**
     * Enters what tables of a shape have for an event.
     *
     * @param name    of the event
     * @param value   a Lua function, or a table for {@code __index}, or 0: there is nothing
     * @param isYoung whether the value may still move
     */
    public void addMetamethod(int shape, long name, long value, boolean isYoung) {
        hasYoung |= isYoung;
        put(shape, name | EVENT_BITS, ABSENT, value);
    }

    /**
     * Enters what a read or a write of a key calls that tables of a shape do not have.
     *
     * @param entry    says so
     * @param function a Lua function
     * @param isYoung  whether the key or the function may still move
     */
    public void addFunction(FieldCache.Entry entry, long key, boolean isStore, long function, boolean isYoung) {
        hasYoung |= isYoung;
        long tagged = key | 1L << FUNCTION_BIT | (isStore ? 1L << STORE_BIT : 0);
        Memory.putLong(put(entry.shape(), tagged, ABSENT, function) + ASKED, entry.cell());
        restOn(entry.validity());
    }

    /** Enters where a field is for accesses that leave metamethods aside, as the other methods do. */
    public void addRaw(FieldCache.Entry entry, long key, boolean isStore, Shape after, boolean isYoung) {
        if (isStore) {
            addStore(entry, key | 1L << RAW_BIT, after, isYoung);
        } else {
            add(entry, key | 1L << RAW_BIT, isYoung);
        }
    }

    /** Enters which shape records of a shape without metatable get with a metatable. */
    public void addMetatable(int shape, long metatable, int after, boolean isYoung) {
        hasYoung |= isYoung;
        put(shape, metatable | 1L << METATABLE_BIT, ABSENT, after);
    }

    /** Enters the same for all metatables of a shape, which have another one afterwards. */
    public void addMetatables(int shape, int metatableShape, int after, int metatableAfter) {
        put(shape, (long) metatableShape << KEY_SHIFT | 1L << METATABLE_BIT, ABSENT, (long) metatableAfter << 32 | after);
    }

    /**
     * Enters the same for metatables of a shape that have this metamethod and no other one.
     *
     * @param offset  where it is in the metatable
     * @param isYoung whether it may still move
     */
    public void addMetatablesHolding(long metamethod, int offset, int shape, int metatableShape, int after, int metatableAfter,
            boolean isYoung) {
        hasYoung |= isYoung;
        put(shape, (long) metatableShape << KEY_SHIFT | 1L << METATABLE_BIT, HELD, offset);
        long entry = put(shape, metamethod | 1L << METATABLE_BIT | 1L << HELD_BIT, ABSENT, (long) metatableAfter << 32 | after);
        Memory.putInt(entry + CONDITION, metatableShape);
    }

    private long put(int shape, long key, int kind, long operand) {
        if (hasOneEntry) {
            Memory.fill(table, (long) ENTRIES << ENTRY_SHIFT, (byte) 0);
        }
        // The bits in the key and the shape are apart: neighbouring shapes have places of their own for all uses of a key.
        int number = ((int) (key >>> KEY_SHIFT) ^ (int) key) + (shape << KEY_BITS) & ENTRIES - 1;
        long entry = table + ((long) number << ENTRY_SHIFT);
        Memory.putInt(entry + SHAPE, shape);
        Memory.putInt(entry + KIND, kind);
        Memory.putLong(entry + KEY, key);
        Memory.putLong(entry + OPERAND, operand);
        Memory.putLong(entry + ASKED, 0);
        return entry;
    }

    @Override
    public void close() {
        Memory.release(table);
    }
}
