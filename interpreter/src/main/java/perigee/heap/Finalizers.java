package perigee.heap;

/**
 * Objects with finalizers (manual 2.5.3). An object is registered when it gets a metatable with {@code __gc}; found
 * unreachable, it moves to the queue, in the reverse order of registration, and is kept alive until its finalizer has run.
 * That happens in minor collections, too, to objects that die young; so an object that was registered earlier may well
 * be finalized later, in a major one, as in the reference's generational mode.
 */
public final class Finalizers {
    private final WorkStack registered = new WorkStack();
    /** Registered objects before this one are old. */
    private int firstYoung;
    private final WorkStack queue = new WorkStack();
    /** The queue's objects before this one have been taken off. */
    private int head;

    /** The object is to be finalized when it is unreachable. */
    public void register(long object) {
        registered.push(object);
    }

    /** The next object whose finalizer is to be run, taken off the queue; 0 when there is none. */
    public long next() {
        if (isEmpty()) {
            return 0;
        }
        long object = queue.get(head++);
        if (head == queue.size()) {
            queue.truncate(0);
            head = 0;
        }
        return object;
    }

    public boolean isEmpty() {
        return head == queue.size();
    }

    /** The state ends: all objects are to be finalized, the last registered first. */
    public void queueAll() {
        for (int i = registered.size() - 1; i >= 0; i--) {
            queue.push(registered.get(i));
        }
        registered.truncate(0);
        firstYoung = 0;
    }

    /** Keeps what is queued alive. */
    void visitQueue(RootVisitor visitor) {
        for (int i = head; i < queue.size(); i++) {
            queue.set(i, visitor.visit(queue.get(i)));
        }
    }

    /** In a minor collection that has found all that is reachable: those that died are moved to the queue, and kept. */
    void separateYoung(Scavenger scavenger) {
        int kept = firstYoung;
        int from = queue.size();
        boolean allOld = true;
        for (int i = firstYoung; i < registered.size(); i++) {
            long object = registered.get(i);
            long now = scavenger.of(object);
            if (now == 0) {
                queue.push(object);
                continue;
            }
            registered.set(kept++, now);
            allOld &= !scavenger.isYoungNow(now);
            if (allOld) {
                firstYoung = kept;
            }
        }
        registered.truncate(kept);
        queue.reverse(from);
        for (int i = from; i < queue.size(); i++) {
            queue.set(i, scavenger.visit(queue.get(i)));
        }
    }

    /** In a major collection that has marked all that is reachable: moves the others to the queue. */
    void separate(Marker marker) {
        int kept = 0;
        int from = queue.size();
        for (int i = 0; i < registered.size(); i++) {
            long object = registered.get(i);
            if (marker.isDead(object)) {
                queue.push(object);
            } else {
                registered.set(kept++, object);
            }
        }
        registered.truncate(kept);
        firstYoung = kept;
        queue.reverse(from);
    }
}
