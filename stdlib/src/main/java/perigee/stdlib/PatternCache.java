package perigee.stdlib;

import java.util.Arrays;
import java.util.function.LongPredicate;
import perigee.heap.Relocation;
import perigee.object.Strings;
import perigee.runtime.LuaState;

/**
 * Parsed patterns by their text. Keys are interned strings, which are not kept alive. The cache is emptied when one of
 * them dies, and when it has become large.
 */
final class PatternCache {
    /** A power of two, of which half is used. */
    private static final int CAPACITY = 512;

    private final LuaState state;
    private final boolean caretIsAnchor;
    private final long[] keys = new long[CAPACITY];
    private final Pattern[] patterns = new Pattern[CAPACITY];
    private int count;

    /** @param caretIsAnchor as of {@link PatternParser#parse} */
    PatternCache(LuaState state, boolean caretIsAnchor) {
        this.state = state;
        this.caretIsAnchor = caretIsAnchor;
        state.heapConnection().addDeathListener(this::dropDead);
        state.heapConnection().addMoveListener(this::relocate);
    }

    private void dropDead(LongPredicate isDead) {
        for (long key : keys) {
            if (key != 0 && isDead.test(key)) {
                clear();
                return;
            }
        }
    }

    private void relocate(Relocation relocation) {
        for (int i = 0; i < CAPACITY && count > 0; i++) {
            if (keys[i] != 0) {
                keys[i] = relocation.of(keys[i]);
                if (keys[i] == 0) {
                    clear();
                }
            }
        }
    }

    private void clear() {
        Arrays.fill(keys, 0);
        Arrays.fill(patterns, null);
        count = 0;
    }

    /** The pattern that a flat string is. */
    Pattern get(long text) {
        long key = state.strings().intern(text);
        int i = Strings.hash(key) & CAPACITY - 1;
        while (keys[i] != key) {
            if (keys[i] == 0) {
                return add(key, i);
            }
            i = i + 1 & CAPACITY - 1;
        }
        return patterns[i];
    }

    private Pattern add(long key, int place) {
        Pattern pattern = PatternParser.parse(Strings.toBytes(key), caretIsAnchor);
        int i = place;
        if (count == CAPACITY / 2) {
            clear();
            i = Strings.hash(key) & CAPACITY - 1;
        }
        keys[i] = key;
        patterns[i] = pattern;
        count++;
        return pattern;
    }
}
