package perigee.feedback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * What one access by a computed key has found for keys that are strings: by key, the entries that an access by that constant key
 * would have. A compiler that knows the key, as it does in the body of an inlined function, builds the access of a field.
 *
 * <p>The cache learns for a while only, since it costs time: from the first {@link #VISITS} accesses of records and modules.
 */
public final class KeyedCache {
    private static final int MAX_KEYS = 16;
    private static final int MAX_SHAPES = 4;
    private static final int VISITS = 16;

    private final Map<Long, FieldCache> byKey = new LinkedHashMap<>();
    private int visits;

    /** Counts an access; whether it was the last to learn from. */
    public boolean isLastVisit() {
        return ++visits >= VISITS;
    }

    /** Learns again from as many accesses. */
    private void reopen() {
        visits = 0;
    }

    /** Adds an entry for a key, an interned string that is old, if there is room. */
    public void add(long key, FieldCache.Entry entry) {
        FieldCache entries = byKey.get(key);
        if (entries == null && byKey.size() < MAX_KEYS) {
            entries = new FieldCache(MAX_SHAPES);
            byKey.put(key, entries);
        }
        if (entries != null) {
            entries.add(entry);
        }
    }

    /** The entries that are valid, by key. */
    public Map<Long, List<FieldCache.Entry>> known() {
        Map<Long, List<FieldCache.Entry>> known = new LinkedHashMap<>();
        byKey.forEach((key, entries) -> {
            List<FieldCache.Entry> valid = new ArrayList<>();
            for (int i = 0; i < entries.count(); i++) {
                if (entries.entry(i).isValid()) {
                    valid.add(entries.entry(i));
                }
            }
            if (!valid.isEmpty()) {
                known.put(key, valid);
            }
        });
        return known;
    }

    /** Forgets keys, and what was found in cells, that are dead. */
    public void dropDead(LongPredicate isDead) {
        byKey.keySet().removeIf(isDead::test);
        removeIf(entry -> entry.isDead(isDead));
    }

    /** Removes entries, and learns again if there were some. */
    public boolean removeIf(Predicate<FieldCache.Entry> unwanted) {
        int before = count();
        byKey.values().forEach(entries -> entries.removeIf(unwanted));
        byKey.values().removeIf(entries -> entries.count() == 0);
        if (count() == before) {
            return false;
        }
        reopen();
        return true;
    }

    private int count() {
        return byKey.values().stream().mapToInt(FieldCache::count).sum();
    }
}
