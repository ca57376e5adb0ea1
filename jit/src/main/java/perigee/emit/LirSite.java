package perigee.emit;

import perigee.asm.Site;

/** The places in optimised code that somebody has to find again. The payload is a {@link StateAt}, but for ENTRY. */
public enum LirSite implements Site.Kind {
    /** A jump to the code that leaves by an exit; values are where they are when it is taken. */
    GUARD,
    /** Where a call of guest code returns to, or Java resumes after a call that left. */
    CALL,
    /** Where Java resumes after a safepoint that left. */
    SAFEPOINT
}
