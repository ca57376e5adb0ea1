package perigee.vm.dump;

import java.util.function.Consumer;
import perigee.build.CompileRequest;
import perigee.build.FunctionFacts;
import perigee.build.InlineTree;
import perigee.bytecode.Printer;
import perigee.ir.Graph;
import perigee.lir.LirFunction;
import perigee.optimize.CompileResult;
import perigee.optimize.Stages;
import perigee.vm.dump.Dump.Stage;

/** Prints the stages of a compile outside of any state: nothing is installed, so the machine code is at no address. */
public final class ReplayDump implements Stages {
    private final Dump dump;
    private final CompileRequest request;
    private final Consumer<String> output;
    private final StageDump stages;

    private ReplayDump(Dump dump, CompileRequest request, Consumer<String> output) {
        this.dump = dump;
        this.request = request;
        this.output = output;
        stages = new StageDump(dump, request, output);
    }

    /** Begins with the bytecode. If the function is not called as the dump says, nothing is printed. */
    public static Stages begin(Dump dump, CompileRequest request, Consumer<String> output) {
        FunctionNames names = new FunctionNames(request.functions().values().stream().map(FunctionFacts::prototype).toList());
        if (!names.isCalled(request.root().prototype(), dump.function())) {
            return Stages.NONE;
        }
        if (dump.has(Stage.BYTECODE)) {
            output.accept(Printer.printAlone(request.root().prototype()) + "\n");
        }
        return new ReplayDump(dump, request, output);
    }

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
            output.accept("; ---- machine code of " + StageDump.name(request) + "\n" + ResultText.of(result, request) + "\n");
        }
    }
}
