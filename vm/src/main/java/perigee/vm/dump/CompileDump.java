package perigee.vm.dump;

import java.util.function.Consumer;
import perigee.asm.MachineCode;
import perigee.build.CompileRequest;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.vm.dump.Dump.Stage;
import perigee.vm.tier.CompileListener;

/** Prints the stages of functions as these are compiled, each under a heading, and the machine code when it is installed. */
public final class CompileDump implements CompileListener {
    /** What the code that all functions share is called. */
    private static final String STUBS = "stubs";

    private final Dump dump;
    private final LuaState state;
    private final Consumer<String> output;
    private final SourceLines sources = new SourceLines();

    /** @param output takes text, a char for each byte */
    public CompileDump(Dump dump, LuaState state, Consumer<String> output) {
        this.dump = dump;
        this.state = state;
        this.output = output;
    }

    @Override
    public Stages begin(CompileRequest request, CompileSettings settings) {
        FunctionNames names = names();
        return names.isCalled(request.root().prototype(), dump.function()) ? new StageDump(dump, request, output)
                : Stages.NONE;
    }

    @Override
    public void installed(LoadedFunction function, MachineCode code, CodeObject object, CodeMap map) {
        if (dump.has(Stage.ASM) && (function == null ? STUBS.equals(dump.function())
                : names().isCalled(function.prototype(), dump.function()))) {
            output.accept(new CodeListing(state, function, object, map).of(code, sources));
        }
    }

    private FunctionNames names() {
        return FunctionNames.of(state);
    }
}
