package perigee.asm;

/**
 * A place in the code that somebody has to find again: a call, a safepoint, a guard, a field to patch, a source line.
 *
 * @param offset  in bytes from the beginning of the {@link MachineCode}
 * @param kind    what is there; an enum of whoever knows
 * @param payload what the kind asks for; shown by listings through {@code toString}; may be null
 */
public record Site(int offset, Kind kind, Object payload) {
    /** Implemented by enums: {@code enum SiteKind implements Site.Kind}. */
    public interface Kind {
        /** The name of the enum's constant. */
        String name();
    }

    /** The marks that mean something to listings only. */
    public enum Mark implements Kind {
        /** The code from here on comes from a source line; the payload is its number. */
        LINE,
        /** The payload is a remark on the instruction here. */
        COMMENT
    }
}
