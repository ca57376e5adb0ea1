package perigee.vm.tier;

import java.util.List;
import perigee.asm.MachineCode;
import perigee.build.CompileRequest;
import perigee.build.InlineTree;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.ir.Graph;
import perigee.lir.LirFunction;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.runtime.LoadedFunction;

/** Several listeners that are told the same. */
record CompileListeners(List<CompileListener> all) implements CompileListener {
    @Override
    public Stages begin(CompileRequest request, CompileSettings settings) {
        List<Stages> begun = all.stream().map(one -> one.begin(request, settings)).toList();
        return new Stages() {
            @Override
            public void inlined(InlineTree tree) {
                begun.forEach(one -> one.inlined(tree));
            }

            @Override
            public void passed(String pass, Graph graph) {
                begun.forEach(one -> one.passed(pass, graph));
            }

            @Override
            public void lowered(LirFunction function) {
                begun.forEach(one -> one.lowered(function));
            }

            @Override
            public void ended(CompileResult result) {
                begun.forEach(one -> one.ended(result));
            }
        };
    }

    @Override
    public void installed(LoadedFunction function, MachineCode code, CodeObject object, CodeMap map) {
        all.forEach(one -> one.installed(function, code, object, map));
    }
}
