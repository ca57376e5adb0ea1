package perigee.lower;

/** Why a graph was not lowered. */
public enum BailOut {
    /** More is allocated between two safepoints than the nursery has room for beyond its limit. */
    TOO_MUCH_ALLOCATION,
    /** The processor lacks an instruction. */
    PROCESSOR
}
