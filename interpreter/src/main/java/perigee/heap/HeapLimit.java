package perigee.heap;

/**
 * The most that the heap may hold. Since nothing is collected but at safepoints, a program may go beyond the limit until
 * it gets to one, where an error is raised if even a full collection does not help. What would go far beyond is refused at
 * once.
 */
final class HeapLimit {
    private final long limit;
    /** The program may get so far between safepoints. */
    private final long overdraft;
    private long external;

    HeapLimit(long limit) {
        this.limit = limit;
        overdraft = limit + limit / 2;
    }

    /** Address space that the old space needs, so that there is always room for what minor collections move there. */
    long reservation(long youngBytes) {
        long unused = (long) SizeClasses.count() << BlockTable.BLOCK_SHIFT;
        return overdraft + youngBytes + unused;
    }

    /** Bytes outside the heap that belong to objects in it. */
    long external() {
        return external;
    }

    void addExternal(long bytes) {
        external += bytes;
    }

    long bytes() {
        return limit;
    }

    boolean isReached(long used) {
        return used > limit;
    }

    /** Whether so many bytes may be added before the next safepoint. */
    boolean allows(long used, long bytes) {
        return bytes <= limit && used + bytes <= overdraft;
    }

    /** @throws HeapExhaustedException when so many bytes must not be added */
    void check(long used, long bytes) {
        if (!allows(used, bytes)) {
            throw HeapExhaustedException.INSTANCE;
        }
    }

    /** How much may be added before it is time to look whether the limit is reached. */
    long room(long used) {
        return Math.max(BlockTable.BLOCK_BYTES, limit - used);
    }
}
