package perigee.interp;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.feedback.Feedback;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldCacheBuilder;
import perigee.feedback.IndexFeedback;
import perigee.feedback.KeyedCache;
import perigee.feedback.NumberedCaches;
import perigee.memory.Memory;
import perigee.object.Shape;
import perigee.runtime.LuaState;
import perigee.value.ValueType;

/** Has accesses by computed keys learn what they amount to for keys that are strings. */
public final class KeyedAccess {
    private final LuaState state;
    private final FieldCacheBuilder builder;
    private final NumberedCaches<KeyedCache> caches = new NumberedCaches<>();

    KeyedAccess(LuaState state, FieldCacheBuilder builder) {
        this.state = state;
        this.builder = builder;
    }

    /**
     * Learns of an access that is about to be made.
     *
     * @param pc the instruction after the access
     */
    void learn(boolean isStore, long object, long key, long pc) {
        if (!IndexFeedback.learns(Memory.getLong(pc + Feedback.WORD)) || !ValueType.isFlatString(key)
                || !ValueType.isTable(object) || state.tables().shape(object).kind == Shape.Kind.DICTIONARY) {
            return;
        }
        long interned = state.strings().knownInterned(key);
        boolean isUseful = interned != 0 && !state.heap().isYoung(interned);
        FieldCache.Entry entry = !isUseful ? null : isStore ? builder.forSet(object, interned) : builder.forGet(object, interned);
        // To find the entry out may have ended behaviours, and so have changed what is known here.
        KeyedCache cache = cache(pc);
        if (entry != null) {
            cache.add(interned, entry);
        }
        if (cache.isLastVisit()) {
            Memory.putLong(pc + Feedback.WORD, Memory.getLong(pc + Feedback.WORD) | IndexFeedback.LEARNT);
        }
    }

    private KeyedCache cache(long pc) {
        long word = Memory.getLong(pc + Feedback.WORD);
        if (!IndexFeedback.hasCache(word)) {
            word = IndexFeedback.withCache(word, caches.add(new KeyedCache()));
            Memory.putLong(pc + Feedback.WORD, word);
        }
        return caches.get(IndexFeedback.cache(word));
    }

    /** What a feedback word of an access by a computed key knows, by key. */
    public Map<Long, List<FieldCache.Entry>> known(long word) {
        return IndexFeedback.hasCache(word) ? caches.get(IndexFeedback.cache(word)).known() : Map.of();
    }

    /** The feedback word without what it knows of keys, to be learnt again. */
    public long forgotten(long word) {
        if (IndexFeedback.hasCache(word)) {
            caches.release(IndexFeedback.cache(word));
        }
        return IndexFeedback.withoutCache(word);
    }

    /** Forgets keys and cells that are dead. */
    void dropDead(LongPredicate isDead) {
        caches.forEach(cache -> cache.dropDead(isDead));
    }

    /** Keeps the caches with these numbers only. */
    void retain(BitSet used) {
        caches.retain(used);
    }

    /** The feedback word without what is no longer true, some behaviours being retired. */
    long withoutStale(long word) {
        boolean isStale = IndexFeedback.hasCache(word) && caches.get(IndexFeedback.cache(word))
                .removeIf(entry -> !entry.isValid() || state.shapes().isStale(entry.shape()));
        return isStale ? word & ~IndexFeedback.LEARNT : word;
    }
}
