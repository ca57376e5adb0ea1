package perigee.deopt;

/** How the interpreter goes on with the innermost frame of a state. */
public enum Resume {
    /** Instruction {@code pc} is executed; if it was begun, it has done nothing yet. */
    EXECUTE,
    /**
     * The frame waits in the CALL or TFORCALL before {@code pc}, whose callee will return, or has returned, to the register
     * where its function was put.
     */
    RESULTS,
    /** A metamethod was called for the instruction before {@code pc}; its result completes it. */
    FINISH
}
