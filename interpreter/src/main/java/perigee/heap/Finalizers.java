package perigee.heap;

/**
 * Objects with finalizers (manual 2.5.3). An object is registered when it gets a metatable with {@code __gc}; found
 * unreachable by marking, it moves to the queue, in the reverse order of registration, and is kept alive until its
 * finalizer has run.
 *
 * <p>Minor collections keep what is registered alive: then finalizers run in the order of the manual, when weak tables have
 * forgotten the objects, and a program that sees a finalizer run may take it that a cycle has ended, as it may in the
 * reference's incremental mode.
 */
public final class Finalizers {
    private final WorkStack registered = new WorkStack();
    /** Registered objects before this one are old. */
    private int firstYoung;
    /** Registered objects before this one have been found alive in a major collection. */
    private int firstNew;
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
        firstNew = 0;
    }

    /** Keeps what is queued alive. */
    void visitQueue(RootVisitor visitor) {
        for (int i = head; i < queue.size(); i++) {
            queue.set(i, visitor.visit(queue.get(i)));
        }
    }

    /** Keeps registered objects alive in a minor collection. */
    void visitYoung(Scavenger scavenger) {
        for (int i = firstYoung; i < registered.size(); i++) {
            long now = scavenger.visit(registered.get(i));
            registered.set(i, now);
            if (i == firstYoung && !scavenger.isYoungNow(now)) {
                firstYoung++;
            }
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
        firstNew = kept;
        queue.reverse(from);
    }

    /** Whether objects have been registered since the last major collection. */
    boolean hasNew() {
        return registered.size() > firstNew;
    }
}
