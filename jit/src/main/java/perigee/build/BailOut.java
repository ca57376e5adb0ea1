package perigee.build;

/** Why a function is not compiled by this tier, for now. */
public enum BailOut {
    /** A loop is entered other than at its head. */
    IRREDUCIBLE_LOOP,
    /** The graph would be too large. */
    TOO_LARGE,
    /** An operation that this tier has no form for is on a frequent way. */
    OPERATION,
    /** The loop to be entered is never reached. */
    UNREACHABLE
}
