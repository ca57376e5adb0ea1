package perigee.object;

import java.util.Arrays;

/**
 * What a metatable does: the identities of its metamethod values, or at least where in the metatable they are. Tables whose
 * metatables do the same share one behaviour, and so may share a shape, even when each has a metatable of its own.
 *
 * <p>A behaviour is true of a table until somebody writes a metamethod into one of its metatables; then it is
 * {@link #retired}, caches that rely on it are dropped, and each table of the behaviour gets a fresh one when a slow
 * path next meets it.
 *
 * <p>Programs that make a function for each metatable, or a class anew each time, have metatables that look alike and have
 * nothing else in common. These are told by the slots of their metamethods ({@link #isByPlace}); what is in a slot may be
 * assigned, too, without anybody having to know.
 */
public final class Behaviour {
    private enum Knowledge { VALUES, PLACES, NOTHING }

    private final Knowledge knowledge;
    /** Of each event: the metamethod, or the location of its slot; 0: there is none. */
    private final long[] words;
    private final Validity validity = new Validity();
    private boolean hasMetatable;
    private boolean hasMore;

    private Behaviour(Knowledge knowledge, long[] words) {
        this.knowledge = knowledge;
        this.words = words;
    }

    /** @param metamethods by event, 0 for none */
    static Behaviour ofValues(long[] metamethods) {
        return new Behaviour(Knowledge.VALUES, metamethods);
    }

    /** @param locations of slots of the metatables by event, as of {@link Shape#location}; 0 for none */
    static Behaviour ofPlaces(long[] locations) {
        return new Behaviour(Knowledge.PLACES, locations);
    }

    static Behaviour unpredictable() {
        return new Behaviour(Knowledge.NOTHING, new long[Event.BEHAVIOUR_COUNT]);
    }

    /**
     * Whether {@link #metamethod} tells the metamethods of all tables of this behaviour. If not (an empty metatable,
     * which is probably still to be filled; metatables whose metamethods are a fresh function each time), only the
     * metatable itself tells.
     */
    public boolean isPrecise() {
        return knowledge == Knowledge.VALUES && validity.isValid();
    }

    /** Whether {@link #place} tells where the metamethods are in the metatables of all tables of this behaviour. */
    public boolean isByPlace() {
        return knowledge == Knowledge.PLACES && validity.isValid();
    }

    /** Whether anything is told: precisely, or by place. */
    public boolean isKnown() {
        return knowledge != Knowledge.NOTHING && validity.isValid();
    }

    /** The value of a metamethod field, or nil; only for precise behaviours and events that belong to them. */
    public long metamethod(Event event) {
        return words[event.ordinal()];
    }

    /** Where a metamethod is in the metatable, as of {@link Shape#location}; only for behaviours by place. */
    public int place(Event event) {
        return (int) words[event.ordinal()];
    }

    /** Whether there is a metamethod for an event; by place, it may still be nil. */
    public boolean has(Event event) {
        return words[event.ordinal()] != 0;
    }

    /** Whether it is known that there is no metamethod for an event. */
    public boolean lacks(Event event) {
        return isKnown() && !has(event);
    }

    public boolean isRetired() {
        return !validity.isValid();
    }

    /** A table that was none before is now a metatable that does this. */
    void addMetatable() {
        hasMore = hasMetatable;
        hasMetatable = true;
    }

    /** Whether several metatables have been seen to do this: each object may have one of its own. */
    public boolean isOfSeveral() {
        return hasMore;
    }

    void retire() {
        validity.invalidate();
    }

    /** Holds until it is retired. */
    public Validity validity() {
        return validity;
    }

    /** The metamethod words of a precise behaviour; the collector keeps them alive. */
    long[] metamethods() {
        return words;
    }

    /** Whether it is by place, and the places are these. */
    boolean hasPlaces(long[] locations) {
        return knowledge == Knowledge.PLACES && Arrays.equals(words, locations);
    }
}
