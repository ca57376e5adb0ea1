package perigee.opt;

import perigee.ir.Graph;

/**
 * One transformation of a graph. An object serves one run; so a pass keeps what it works on in fields, and compilers
 * share nothing.
 *
 * <p>Every pass may rely on a graph that {@link perigee.ir.GraphVerifier} finds right, with sorted blocks, and leaves
 * such a graph. What more it needs, gives and keeps is in its head: <i>Requires, Ensures, Never</i>.
 */
public interface Pass {
    void run(Graph graph);

    /** As in dumps and times. */
    default String name() {
        return getClass().getSimpleName();
    }
}
