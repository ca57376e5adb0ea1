package perigee.object;

/**
 * What a metatable does: the identities of its metamethod values. Tables whose metatables do the same share one
 * behaviour, and so may share a shape, even when each has a metatable of its own.
 *
 * <p>A behaviour is true of a table until somebody writes a metamethod into one of its metatables; then it is
 * {@link #retired}, caches that rely on it are dropped, and each table of the behaviour gets a fresh one when a slow
 * path next meets it.
 */
public final class Behaviour {
    private final long[] metamethods;
    private final boolean precise;
    private final Validity validity = new Validity();

    Behaviour(long[] metamethods, boolean precise) {
        this.metamethods = metamethods;
        this.precise = precise;
    }

    /**
     * Whether {@link #metamethod} tells the metamethods of all tables of this behaviour. If not (an empty metatable,
     * which is probably still to be filled; metatables whose metamethods are a fresh function each time), only the
     * metatable itself tells.
     */
    public boolean isPrecise() {
        return precise && validity.isValid();
    }

    /** The value of a metamethod field, or nil; only for precise behaviours and events that belong to them. */
    public long metamethod(Event event) {
        return metamethods[event.ordinal()];
    }

    public boolean has(Event event) {
        return metamethods[event.ordinal()] != 0;
    }

    public boolean isRetired() {
        return !validity.isValid();
    }

    void retire() {
        validity.invalidate();
    }

    /** Holds until it is retired. */
    public Validity validity() {
        return validity;
    }

    /** The metamethod words; the collector keeps them alive. */
    long[] metamethods() {
        return metamethods;
    }
}
