package perigee.regalloc;

/** Why a function got no code. */
public enum BailOut {
    /** An instruction needs more registers at once than there are. */
    REGISTERS,
    /** More raw spill slots are needed than the C stack has room for. */
    STACK_SLOTS
}
