package perigee.vm.tier;

import perigee.asm.MachineCode;
import perigee.build.InlineTree;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.ir.Graph;
import perigee.lir.LirFunction;
import perigee.runtime.LoadedFunction;

/** Told of what the compilers make, a stage after the other, by the thread that compiles: for dumps. */
public interface CompileListener {
    CompileListener NONE = new CompileListener() {
    };

    /** A graph was built, or not: what was inlined. */
    default void inlined(OptimizeRequest request, InlineTree tree) {
    }

    /** A pass has run; the graph goes on changing. */
    default void passed(OptimizeRequest request, String pass, Graph graph) {
    }

    default void lowered(OptimizeRequest request, LirFunction function) {
    }

    /**
     * Code was installed.
     *
     * @param function whose code it is; null for the stubs that all share
     * @param map      all code there is
     */
    default void installed(LoadedFunction function, MachineCode code, CodeObject object, CodeMap map) {
    }
}
