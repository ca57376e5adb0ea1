package perigee.opt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table for walks over the dominator tree: what was put in below a block is taken out when the walk leaves it. */
final class ScopedTable<K, V> {
    private record Entry<K, V>(K key, V before) {
    }

    private final Map<K, V> map = new HashMap<>();
    private final List<Entry<K, V>> undo = new ArrayList<>();

    V get(K key) {
        return map.get(key);
    }

    void put(K key, V value) {
        undo.add(new Entry<>(key, map.put(key, value)));
    }

    void putIfAbsent(K key, V value) {
        if (map.putIfAbsent(key, value) == null) {
            undo.add(new Entry<>(key, null));
        }
    }

    /** How it is now, for {@link #reset}. */
    int mark() {
        return undo.size();
    }

    void reset(int mark) {
        while (undo.size() > mark) {
            Entry<K, V> last = undo.removeLast();
            if (last.before == null) {
                map.remove(last.key);
            } else {
                map.put(last.key, last.before);
            }
        }
    }
}
