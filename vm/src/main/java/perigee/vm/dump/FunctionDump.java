package perigee.vm.dump;

import java.util.EnumSet;
import java.util.List;
import perigee.bytecode.Printer;
import perigee.code.CodeObject;
import perigee.deopt.DeoptHistory;
import perigee.interp.Driver;
import perigee.regalloc.RegisterSet;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.vm.dump.Dump.Stage;
import perigee.vm.tier.GraphCompiler;
import perigee.vm.tier.OptimizeRequest;
import perigee.vm.tier.OptimizeResult;
import perigee.vm.tier.TierOptions;

/**
 * The stages of one function at any time. Bytecode and installed code are there; for the other stages the function is
 * compiled by what it has seen up to now, and nothing is installed. That code is for calls, by any closure of the function,
 * without regard to what failed before: the tiers may have made other code.
 */
public final class FunctionDump {
    private final LuaState state;
    private final Driver driver;
    private final InstalledCode installed;

    /** @param installed knows the code of the function, if it has any */
    public FunctionDump(LuaState state, Driver driver, InstalledCode installed) {
        this.state = state;
        this.driver = driver;
        this.installed = installed;
    }

    /** The text of a stage that is {@linkplain Stage#isOfFunction of a function}, a char for each byte. */
    public String of(LoadedFunction function, Stage stage) {
        return switch (stage) {
            case BYTECODE -> Printer.printAlone(function.prototype());
            case ASM -> installed.of(function).isEmpty()
                    ? "; not installed: what would be\n" + compiled(function, stage) : installed(function);
            case INLINE, GRAPH, LIR -> compiled(function, stage);
            case DEOPT, OSR, HEAP -> throw new IllegalArgumentException("no stage of a function");
        };
    }

    private String installed(LoadedFunction function) {
        StringBuilder text = new StringBuilder();
        SourceLines sources = new SourceLines();
        for (CodeObject object : installed.of(function)) {
            text.append(installed.list(state, object, sources));
        }
        return text.toString();
    }

    private String compiled(LoadedFunction function, Stage stage) {
        StringBuilder text = new StringBuilder();
        ReplayDump dump = new ReplayDump(new Dump(EnumSet.of(stage), null), text::append);
        OptimizeRequest request = new OptimizeRequest(function, OptimizeRequest.CALL, 0, List.of(), DeoptHistory.NONE);
        OptimizeResult result = new GraphCompiler(state, driver, true, RegisterSet.all(),
                TierOptions.DEFAULT.withListener(dump)).compile(request);
        if (result instanceof OptimizeResult.BailOut bailOut && stage != Stage.ASM) {
            text.append("; no code: ").append(bailOut.reason()).append('\n');
        }
        return text.toString();
    }
}
