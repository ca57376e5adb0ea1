package perigee.heap;

/**
 * Objects with finalizers (manual 2.5.3). An object is registered when it gets a metatable with {@code __gc}; found
 * unreachable, it moves to the queue, in the reverse order of registration, and is kept alive until its finalizer has run.
 */
public final class Finalizers {
    private final WorkStack registered = new WorkStack();
    private final java.util.ArrayDeque<Long> queue = new java.util.ArrayDeque<>();

    /** The object is to be finalized when it is unreachable. */
    public void register(long object) {
        registered.push(object);
    }

    /** The next object whose finalizer is to be run, taken off the queue; 0 when there is none. */
    public long next() {
        return queue.isEmpty() ? 0 : queue.poll();
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The state ends: all objects are to be finalized, the last registered first. */
    public void queueAll() {
        for (int i = registered.size() - 1; i >= 0; i--) {
            queue.add(registered.get(i));
        }
        registered.truncate(0);
    }

    /** Moves the unreachable ones to the queue. */
    void separate(Marker marker) {
        int kept = 0;
        java.util.ArrayDeque<Long> found = new java.util.ArrayDeque<>();
        for (int i = 0; i < registered.size(); i++) {
            long object = registered.get(i);
            if (marker.isMarked(object)) {
                registered.set(kept++, object);
            } else {
                found.addFirst(object);
            }
        }
        registered.truncate(kept);
        queue.addAll(found);
    }

    /** Keeps what is queued alive. */
    void markQueue(Marker marker) {
        for (long object : queue) {
            marker.mark(object);
        }
    }
}
