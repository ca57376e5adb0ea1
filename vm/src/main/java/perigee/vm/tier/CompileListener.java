package perigee.vm.tier;

import java.util.List;
import perigee.asm.MachineCode;
import perigee.build.CompileRequest;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.runtime.LoadedFunction;

/** Told of what the compilers make: for dumps, reports and recordings. */
public interface CompileListener {
    CompileListener NONE = new CompileListener() {
    };

    /**
     * A compile of the optimising tier begins, on the thread that does it.
     *
     * @return who is told how it goes on
     */
    default Stages begin(CompileRequest request, CompileSettings settings) {
        return Stages.NONE;
    }

    /**
     * Code was installed.
     *
     * @param function whose code it is; null for the stubs that all share
     * @param map      all code there is
     */
    default void installed(LoadedFunction function, MachineCode code, CodeObject object, CodeMap map) {
    }

    /** One that tells several, in their order. */
    static CompileListener all(List<CompileListener> listeners) {
        return listeners.isEmpty() ? NONE : listeners.size() == 1 ? listeners.getFirst() : new CompileListeners(listeners);
    }
}
