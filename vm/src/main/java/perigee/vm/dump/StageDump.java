package perigee.vm.dump;

import java.util.function.Consumer;
import perigee.build.CompileRequest;
import perigee.build.InlineTree;
import perigee.bytecode.Prototype;
import perigee.ir.Graph;
import perigee.ir.GraphText;
import perigee.lir.LirFunction;
import perigee.lir.LirText;
import perigee.optimize.Stages;
import perigee.vm.dump.Dump.Stage;

/** Prints the stages of one compile. */
record StageDump(Dump dump, CompileRequest request, Consumer<String> output) implements Stages {
    @Override
    public void inlined(InlineTree tree) {
        if (dump.has(Stage.INLINE)) {
            print("inlining in", tree.text());
        }
    }

    @Override
    public void passed(String pass, Graph graph) {
        if (dump.has(Stage.GRAPH)) {
            print("graph " + pass + " of", GraphText.of(graph));
        }
    }

    @Override
    public void lowered(LirFunction function) {
        if (dump.has(Stage.LIR)) {
            print("low-level code of", LirText.of(function));
        }
    }

    private void print(String what, String text) {
        output.accept("; ---- " + what + " " + name(request) + "\n" + text + "\n");
    }

    /** Function and loop. */
    static String name(CompileRequest request) {
        Prototype prototype = request.root().prototype();
        return FunctionNames.place(prototype) + (request.isForLoop() ? ", loop at instruction " + request.loop() : "");
    }
}
