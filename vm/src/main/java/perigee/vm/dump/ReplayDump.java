package perigee.vm.dump;

import java.util.function.Consumer;
import perigee.build.CompileRequest;
import perigee.build.FunctionFacts;
import perigee.build.InlineTree;
import perigee.bytecode.Printer;
import perigee.ir.Graph;
import perigee.lir.LirFunction;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.vm.dump.Dump.Stage;
import perigee.vm.tier.CompileListener;

/**
 * Prints the stages of compiles of which nothing is installed, from the bytecode on: the machine code is at no address. Of
 * names of functions, those are known that the functions of the request tell.
 */
public record ReplayDump(Dump dump, Consumer<String> output) implements CompileListener {
    @Override
    public Stages begin(CompileRequest request, CompileSettings settings) {
        FunctionNames names = new FunctionNames(request.functions().values().stream().map(FunctionFacts::prototype).toList());
        if (!names.isCalled(request.root().prototype(), dump.function())) {
            return Stages.NONE;
        }
        if (dump.has(Stage.BYTECODE)) {
            output.accept(Printer.printAlone(request.root().prototype()) + "\n");
        }
        StageDump stages = new StageDump(dump, request, output);
        return new Stages() {
            @Override
            public void inlined(InlineTree tree) {
                stages.inlined(tree);
            }

            @Override
            public void passed(String pass, Graph graph) {
                stages.passed(pass, graph);
            }

            @Override
            public void lowered(LirFunction function) {
                stages.lowered(function);
            }

            @Override
            public void ended(CompileResult result) {
                if (dump.has(Stage.ASM)) {
                    output.accept("; ---- machine code of " + StageDump.name(request) + "\n" + ResultText.of(result, request)
                            + "\n");
                }
            }
        };
    }
}
