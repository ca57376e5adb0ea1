package perigee.heap;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** Old objects that have something outside the heap, which is released some time after they have been found dead. */
final class OwnerList {
    private final WorkStack owners = new WorkStack();
    /** Those before this one have been looked at in this cycle; and so many of them have been kept. */
    private int next;
    private int kept;

    void add(long object) {
        owners.push(object);
    }

    /** A marking has ended: {@link #release} begins with the first one. */
    void begin() {
        next = 0;
        kept = 0;
    }

    /** Shows all that have not been released. */
    void forEach(LongConsumer action) {
        for (int i = 0; i < owners.size(); i++) {
            if (i < kept || i >= next) {
                action.accept(owners.get(i));
            }
        }
    }

    /** Looks at so many more, and releases those that are dead; whether all have been looked at. */
    boolean release(int count, LongPredicate isDead, LongConsumer releasing) {
        for (int end = (int) Math.min((long) next + count, owners.size()); next < end; next++) {
            long owner = owners.get(next);
            if (isDead.test(owner)) {
                releasing.accept(owner);
            } else {
                owners.set(kept++, owner);
            }
        }
        if (next < owners.size()) {
            return false;
        }
        owners.truncate(kept);
        next = kept;
        return true;
    }
}
