package perigee.runtime;

import java.util.List;
import perigee.layout.ThreadLayout;

/**
 * A pattern of strings that can be matched without coming back: each step takes what it can, and where a later one fails
 * there was no other way. That is what machine code can carry out ({@link PatternPrograms}).
 *
 * @param anchored whether a match can only begin where the search does
 * @param captures how many there are, at most {@link #MOST_CAPTURES}
 * @param first    the bytes that a match can begin with; null: it can begin nearly everywhere
 */
public record PatternProgram(boolean anchored, int captures, boolean[] first, List<Step> steps) {
    public static final int MOST_CAPTURES = ThreadLayout.MOST_CAPTURES;
    public static final int MOST_STEPS = 24;

    /** What a step does; those from ONE to BEFORE_TAIL have a set of bytes. */
    public enum Kind {
        /** The match ends here. */
        ACCEPT,
        /** One byte of the set. */
        ONE,
        /** One if there is one. */
        OPTIONAL,
        /** As many as there are. */
        STAR,
        /** The same, but at least one. */
        PLUS,
        /** All up to those bytes of the set that end the subject. */
        BEFORE_TAIL,
        /** All bytes that are left. */
        REST,
        /** A capture begins. */
        OPEN,
        /** A capture of the position. */
        POSITION,
        /** A capture ends. */
        CLOSE,
        /** Nothing is left. */
        AT_END
    }

    /** @param capture which one, if the kind is about a capture */
    public record Step(Kind kind, int capture, boolean[] set) {
    }
}
