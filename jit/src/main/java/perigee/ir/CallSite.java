package perigee.ir;

/**
 * How a call is made. The state of the node is that of the frames while they wait for the results.
 *
 * @param kind   what is known of the function
 * @param code   CODE block of the function, if it is known; else 0
 * @param passed number of arguments, those in an open list aside
 * @param wanted number of results that are used: the node's value is the first, further ones are {@link Op#RESULT}s. -1: as
 *               many as there are: an open list
 */
public record CallSite(Kind kind, long code, int passed, int wanted) {
    /** What the node gives. */
    Rep result() {
        return wanted < 0 ? Rep.INT : Rep.WORD;
    }

    /** What is known of the function called. */
    public enum Kind {
        /** A closure, which has been proved. */
        CLOSURE,
        /** A function in Java, which has been proved: a stub may do it, or the driver calls it. */
        NATIVE,
        /** A function in Java that goes on in another frame, which has been proved: {@code perigee.runtime.Intrinsic} tells. */
        CALLING,
        /** Nothing. */
        ANY
    }
}
