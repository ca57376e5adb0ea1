package perigee.code;

/** What installed code is for; accounts are kept by it. */
public enum CodeKind {
    /** Made once: entries, exits, slow paths that compiled functions share. */
    STUB,
    /** One case of an inline cache. */
    CACHE_STUB,
    /** A function of the baseline tier. */
    BASELINE,
    /** A function of the optimising tier. */
    OPTIMISED
}
