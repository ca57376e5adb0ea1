package perigee.interp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import perigee.feedback.Feedback;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldCacheBuilder;
import perigee.feedback.FieldFeedback;
import perigee.feedback.NumberedCaches;
import perigee.layout.FunctionLayout;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** Field accesses that the interpreter's monomorphic fast path did not serve: evaluates and fills the caches. */
public final class FieldAccess {
    private static final int CACHE_BYTES = 40;
    private static final int ENTRY_BYTES = 40;

    private final LuaState state;
    private final Tables tables;
    private final FieldCacheBuilder builder;
    private final KeyedAccess keyed;
    private final NumberedCaches<FieldCache> caches = new NumberedCaches<>();
    /** Entries of a cache. */
    private int most = FieldCache.MAX;

    FieldAccess(LuaState state) {
        this.state = state;
        tables = state.tables();
        builder = new FieldCacheBuilder(state);
        keyed = new KeyedAccess(state, builder);
    }

    /** What is known of accesses by computed keys. */
    public KeyedAccess keyed() {
        return keyed;
    }

    /** Caches that are made from now on have so many entries, for tests. */
    public void limit(int entries) {
        most = entries;
    }

    /** About what the caches take that feedback words refer to: for each an object, an array, and its entries. */
    public long cacheBytes() {
        return caches.sum(cache -> CACHE_BYTES + 4L * most + (long) ENTRY_BYTES * cache.count());
    }

    /**
     * Reads a field.
     *
     * @param pc  the instruction after the access
     * @param key an interned string
     * @return the value, or {@link LuaState#PENDING}
     */
    long get(long object, long key, long pc) {
        if (Word.isObject(object)) {
            long word = Memory.getLong(pc + Feedback.WORD);
            int shape = Memory.getInt(object + ObjectHeader.SHAPE);
            if (FieldFeedback.hasCache(word)) {
                long value = getCached(word, object, shape);
                if (value != LuaState.PENDING) {
                    return value;
                }
                if (caches.get(FieldFeedback.cache(word)).isServed(shape)) {
                    return state.indexing().get(object, key);
                }
            } else if (FieldFeedback.shape(word) == shape) {
                long value = FieldFeedback.load(object, FieldFeedback.location(word));
                if (value != Word.NIL || (FieldFeedback.location(word) & FieldFeedback.FINAL_NIL) != 0) {
                    return value;
                }
                if ((FieldFeedback.location(word) & FieldFeedback.FUNCTION) != 0 && !state.shapes().isStale(shape)) {
                    return state.indexing().get(object, key);
                }
            }
            if (!FieldFeedback.isMegamorphic(word)) {
                FieldCache.Entry entry = learnt(builder.forGet(object, key), pc);
                long value = entry == null ? LuaState.PENDING : entry.read(object);
                if (value != LuaState.PENDING) {
                    return value;
                }
            }
        }
        return state.indexing().get(object, key);
    }

    /**
     * Reads a field by the site's cache.
     *
     * @param word the site's feedback, which is polymorphic
     * @return {@link LuaState#PENDING} when there is more to it
     */
    long getCached(long word, long object, int shape) {
        return caches.get(FieldFeedback.cache(word)).read(object, shape);
    }

    /** Writes a field of a table as the site's feedback says; false when there is more to it. */
    boolean setCached(long word, long object, int shape, long value) {
        int location = FieldFeedback.location(word);
        if (FieldFeedback.hasCache(word)) {
            FieldCache.Entry entry = caches.get(FieldFeedback.cache(word)).find(shape);
            if (entry == null) {
                return false;
            }
            location = entry.location();
        } else if (FieldFeedback.shape(word) != shape) {
            return false;
        }
        return FieldFeedback.store(tables, state.heap(), object, location, value);
    }

    /** Writes a field. Returns {@link LuaState#PENDING} when a metamethod has to be called. */
    long set(long object, long key, long value, long pc) {
        if (!ValueType.isTable(object)) {
            return state.indexing().set(object, key, value);
        }
        long word = Memory.getLong(pc + Feedback.WORD);
        int shape = Memory.getInt(object + ObjectHeader.SHAPE);
        if (setCached(word, object, shape, value)) {
            return Word.NIL;
        }
        boolean isServed = FieldFeedback.hasCache(word) && caches.get(FieldFeedback.cache(word)).isServed(shape);
        if (!isServed && !FieldFeedback.isMegamorphic(word)) {
            FieldCache.Entry entry = learnt(builder.forSet(object, key), pc);
            if (entry != null) {
                if (FieldFeedback.store(tables, state.heap(), object, entry.location(), value)) {
                    return Word.NIL;
                }
            } else if (tables.shape(object).kind == Shape.Kind.RECORD
                    && tables.metamethod(object, Event.NEWINDEX) == Word.NIL) {
                // A record that is full: by a constant key it becomes a module, not a dictionary.
                tables.setString(object, key, value, false);
                return Word.NIL;
            }
        }
        return state.indexing().set(object, key, value);
    }

    /**
     * Learns of an access that compiled code is about to have made in another way.
     *
     * @param pc the instruction after the access
     */
    public void learn(boolean isStore, long object, long key, long pc) {
        long word = Memory.getLong(pc + Feedback.WORD);
        if (Word.isObject(object) && !FieldFeedback.isMegamorphic(word)) {
            learnt(isStore ? builder.forSet(object, key) : builder.forGet(object, key), pc);
        }
    }

    /** An entry, which the site knows from now on; null: there is none, and a site that knows nothing has an empty cache then. */
    private FieldCache.Entry learnt(FieldCache.Entry entry, long pc) {
        if (entry != null) {
            install(pc, entry);
        } else if (Memory.getLong(pc + Feedback.WORD) == 0) {
            Memory.putLong(pc + Feedback.WORD, FieldFeedback.polymorphic(caches.add(new FieldCache(most))));
        }
        return entry;
    }

    private void install(long pc, FieldCache.Entry entry) {
        // To find the entry out may have ended behaviours, and so have changed what is known here.
        long word = Memory.getLong(pc + Feedback.WORD);
        long result;
        int seen = FieldFeedback.shape(word);
        if (FieldFeedback.hasCache(word)) {
            int number = FieldFeedback.cache(word);
            result = caches.get(number).add(entry) ? word : FieldFeedback.megamorphic(number);
        } else if (entry.isPlain() && (word == 0 || seen == entry.shape())) {
            result = FieldFeedback.monomorphic(entry.shape(), entry.location());
        } else {
            FieldCache cache = new FieldCache(most);
            if (word != 0 && seen != entry.shape()) {
                cache.add(new FieldCache.Entry(seen, FieldFeedback.location(word), 0, null));
            }
            cache.add(entry);
            result = FieldFeedback.polymorphic(caches.add(cache));
        }
        Memory.putLong(pc + Feedback.WORD, result);
    }

    // ---- globals -----------------------------------------------------------------------------------------------------

    /** Reads a field of an environment; when that is the table of globals, the feedback word becomes the cell's address. */
    long getGlobal(long environment, long key, long pc) {
        if (environment == state.globals()) {
            long cell = cellOf(environment, key);
            if (cell != 0) {
                long value = Memory.getLong(cell + FunctionLayout.CELL_VALUE);
                if (value != Word.NIL) {
                    Memory.putLong(pc + Feedback.WORD, cell);
                    return value;
                }
            }
        }
        return state.indexing().get(environment, key);
    }

    /** Writes a field of an environment; the same. */
    long setGlobal(long environment, long key, long value, long pc) {
        if (environment == state.globals()) {
            long cell = cellOf(environment, key);
            if (cell != 0 && Memory.getLong(cell + FunctionLayout.CELL_VALUE) != Word.NIL) {
                Memory.putLong(pc + Feedback.WORD, cell);
                tables.setCell(cell, value);
                return Word.NIL;
            }
        }
        return state.indexing().set(environment, key, value);
    }

    private long cellOf(long table, long key) {
        Shape shape = tables.shape(table);
        if (!shape.hasCells()) {
            return 0;
        }
        int slot = shape.find(key);
        return slot < 0 ? 0 : Memory.getLong(Tables.slotAddress(table, slot));
    }

    /** What a feedback word of a field access says, or its cache, if that is worth relying on. */
    public List<FieldCache.Entry> known(long word) {
        int seen = FieldFeedback.shape(word);
        List<FieldCache.Entry> entries = new ArrayList<>();
        if (FieldFeedback.hasCache(word)) {
            FieldCache cache = caches.get(FieldFeedback.cache(word));
            for (int i = 0; i < cache.count(); i++) {
                if (cache.entry(i).isValid()) {
                    entries.add(cache.entry(i));
                }
            }
        } else if (word != 0) {
            entries.add(new FieldCache.Entry(seen, FieldFeedback.location(word), 0, null));
        }
        return entries;
    }

    /** Forgets what was found in cells that are dead. */
    void dropDead(LongPredicate isDead) {
        caches.forEach(cache -> cache.removeIf(entry -> entry.isDead(isDead)));
    }

    /** Keeps the caches with these numbers only: functions with others have died. */
    void retain(BitSet used) {
        caches.retain(used);
    }

    /** The feedback word without what is no longer true, some behaviours being retired. */
    long withoutStale(long word) {
        if (!FieldFeedback.hasCache(word)) {
            return state.shapes().isStale(FieldFeedback.shape(word)) ? 0 : word;
        }
        caches.get(FieldFeedback.cache(word)).removeIf(entry -> !entry.isValid() || state.shapes().isStale(entry.shape()));
        return withRoom(word);
    }

    /** The feedback word of a cache that may have lost entries: if most are gone, the site learns again. */
    long withRoom(long word) {
        if (!FieldFeedback.hasCache(word)) {
            return word;
        }
        int known = caches.get(FieldFeedback.cache(word)).count();
        if (known == 0) {
            release(word);
            return 0;
        }
        return known <= most / 2 ? FieldFeedback.polymorphic(FieldFeedback.cache(word)) : word;
    }

    /** The feedback word that has this one has a cache, and is to be another. */
    public void release(long word) {
        caches.release(FieldFeedback.cache(word));
    }
}
