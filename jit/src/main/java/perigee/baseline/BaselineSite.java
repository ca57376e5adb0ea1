package perigee.baseline;

import perigee.asm.Site;

/** The places in baseline code that somebody patches, or goes to. */
public enum BaselineSite implements Site.Kind {
    /** The shape that a field access compares with; the payload is the {@link perigee.feedback.FieldCache.Entry}. */
    SHAPE,
    /** The target of a field access's last jump. The payload of this and the next two is the instruction's number. */
    CHAIN,
    /** Where a field access goes on. */
    DONE,
    /** Where a field access leaves. */
    MISS
}
