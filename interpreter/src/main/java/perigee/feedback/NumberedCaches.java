package perigee.feedback;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Caches that feedback words know by number. */
public final class NumberedCaches<C> {
    private final List<C> caches = new ArrayList<>();
    /** Numbers below the last that are not in use. */
    private final List<Integer> free = new ArrayList<>();

    /** Gives a cache a number. */
    public int add(C cache) {
        if (free.isEmpty()) {
            caches.add(cache);
            return caches.size() - 1;
        }
        int number = free.removeLast();
        caches.set(number, cache);
        return number;
    }

    public C get(int number) {
        return caches.get(number);
    }

    /** The word that has a number will have it no more. */
    public void release(int number) {
        caches.set(number, null);
        free.add(number);
    }

    /** Keeps those with these numbers only: functions with others have died. */
    public void retain(BitSet used) {
        for (int number = 0; number < caches.size(); number++) {
            if (caches.get(number) != null && !used.get(number)) {
                release(number);
            }
        }
    }

    /** The sum of something that caches have: bytes. */
    public long sum(ToLongFunction<C> bytes) {
        return caches.stream().filter(Objects::nonNull).mapToLong(bytes).sum();
    }

    public void forEach(Consumer<C> action) {
        for (C cache : caches) {
            if (cache != null) {
                action.accept(cache);
            }
        }
    }
}
