package perigee.baseline;

import perigee.asm.Site;

/** The places in baseline code that somebody patches. */
public enum BaselineSite implements Site.Kind {
    /** The shape that a field access compares with; the payload is the {@link perigee.feedback.FieldCache.Entry}. */
    SHAPE
}
