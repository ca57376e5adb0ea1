package perigee.vm.dump;

import java.util.function.Consumer;
import perigee.code.CodeObject;
import perigee.deopt.DeoptState;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.vm.dump.Dump.Stage;
import perigee.vm.tier.OptimizeRequest;
import perigee.vm.tier.SourceLoop;
import perigee.vm.tier.TierListener;

/** Prints a line for what becomes of optimised code as the program runs: of guards that fail, and of loops that are entered. */
public final class EventDump implements TierListener {
    private final Dump dump;
    private final LuaState state;
    private final Consumer<String> output;

    /** @param output takes text, a char for each byte */
    public EventDump(Dump dump, LuaState state, Consumer<String> output) {
        this.dump = dump;
        this.state = state;
        this.output = output;
    }

    @Override
    public void optimized(OptimizeRequest request, CodeObject code) {
        print(request.isLoop() ? Stage.OSR : Stage.DEOPT, request, "code installed, " + code.size() + " bytes");
    }

    @Override
    public void notOptimized(OptimizeRequest request, String reason) {
        print(request.isLoop() ? Stage.OSR : Stage.DEOPT, request, "no code: " + reason);
    }

    @Override
    public void loopEntered(OptimizeRequest request, CodeObject code) {
        print(Stage.OSR, request, "entered");
    }

    @Override
    public void deoptimized(OptimizeRequest request, CodeObject code, DeoptState origin, long base) {
        print(Stage.DEOPT, request, "left, " + ExitText.of(origin));
    }

    @Override
    public void thrownAway(OptimizeRequest request, CodeObject code, boolean isByFailures) {
        print(Stage.DEOPT, request, isByFailures ? "code thrown away, it failed too often"
                : "code thrown away, what it rested on is no longer true");
    }

    private void print(Stage stage, OptimizeRequest request, String event) {
        LoadedFunction function = request.function();
        if (dump.has(stage) && FunctionNames.of(state).isCalled(function.prototype(), dump.function())) {
            output.accept("; " + stage.text() + " " + FunctionNames.place(function.prototype())
                    + (request.isLoop() ? " loop at line " + SourceLoop.line(function.prototype(), request.loop()) : "")
                    + ": " + event + "\n");
        }
    }
}
