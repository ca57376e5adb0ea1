package perigee.optimize;

import perigee.build.InlineTree;
import perigee.ir.Graph;
import perigee.lir.LirFunction;

/** Told of what becomes of one compile, a stage after the other, by the thread that compiles. */
public interface Stages {
    /** Nobody is told. */
    Stages NONE = new Stages() {
    };

    /** A graph was built, or not: what was inlined. */
    default void inlined(InlineTree tree) {
    }

    /** A pass has run; the graph goes on changing. */
    default void passed(String pass, Graph graph) {
    }

    default void lowered(LirFunction function) {
    }

    /** It is over. An exception in the compiler is a {@link CompileResult.BailOut} here. */
    default void ended(CompileResult result) {
    }
}
