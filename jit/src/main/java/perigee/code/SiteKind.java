package perigee.code;

/** What stands at a named place of installed code. */
public enum SiteKind {
    /** The offset is the return address of a call. */
    CALL,
    /** The offset is where code goes on after it has left for the driver: a back edge, an allocation, a slow path. */
    SAFEPOINT,
    /** The offset is that of a check which leaves the code when it fails. */
    GUARD,
    /** The offset is that of the first byte which {@link Patcher} may replace. */
    PATCH,
    /** The offset is that of a constant, which is no instruction. */
    DATA
}
