package perigee.build;

import perigee.ir.Node;

/**
 * One call, while it is built. An open list may be the last of the arguments.
 *
 * @param at     register of the caller that the call stands at
 * @param wanted how many results are; less than 0: all
 */
record CallRequest(Node function, Node[] arguments, int at, int wanted, Use use) {
    /** What becomes of the results. */
    enum Use {
        /** The frame waits for them in its CALL or TFORCALL. */
        CALL,
        /** The first finishes an instruction that has called a metamethod. */
        FINISH,
        /** They are those of the frame, an inlined one: its caller waits for them. */
        TAIL
    }

    /** The open list; or null. */
    Node list() {
        return OpenLists.of(arguments);
    }

    /** The same call; if all results are wanted, there are so many. */
    CallRequest returning(int count) {
        return wanted >= 0 ? this : new CallRequest(function, arguments, at, count, use);
    }
}
