package perigee.vm.tier;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import perigee.asm.CpuFeatures;
import perigee.deopt.DeoptHistory;
import perigee.emit.Emitter;
import perigee.emit.Entry;
import perigee.lir.LirFunction;
import perigee.lir.LirVerifier;
import perigee.object.Validity;
import perigee.regalloc.Allocation;
import perigee.regalloc.AllocationVerifier;
import perigee.regalloc.Allocator;
import perigee.regalloc.RegisterSet;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** A compiler that has been told the low-level code of a few functions, by the lines that they begin in. */
final class HandCompiler implements OptimizingCompiler {
    private final Map<Integer, BiConsumer<HandLir, OptimizeRequest>> calls = new HashMap<>();
    private final Map<Integer, BiConsumer<HandLir, OptimizeRequest>> loops = new HashMap<>();
    private final Map<Integer, LoadedFunction> seen = new HashMap<>();
    private LuaState state;
    private RegisterSet registers = RegisterSet.all();
    private List<Validity> assumptions = List.of();
    final List<OptimizeRequest> requests = new ArrayList<>();

    /** Code of the function that begins in a line. */
    HandCompiler called(int line, BiConsumer<HandLir, OptimizeRequest> recipe) {
        calls.put(line, recipe);
        return this;
    }

    /** Code of a loop of it. */
    HandCompiler loop(int line, BiConsumer<HandLir, OptimizeRequest> recipe) {
        loops.put(line, recipe);
        return this;
    }

    HandCompiler with(RegisterSet set) {
        registers = set;
        return this;
    }

    HandCompiler assuming(Validity... validities) {
        assumptions = List.of(validities);
        return this;
    }

    /** The function that begins in a line and that somebody asked to be compiled. */
    LoadedFunction seen(int line) {
        return seen.get(line);
    }

    /** The state whose functions are compiled. */
    LuaState state() {
        return state;
    }

    void setState(LuaState owner) {
        state = owner;
    }

    /** Installs the code of the function of the state that begins in a line. */
    void install(Tiers tiers, int line) {
        LoadedFunction function = state.functions().all().stream()
                .filter(one -> one.prototype().lineDefined() == line).findFirst().orElseThrow();
        OptimizeRequest request = new OptimizeRequest(function, OptimizeRequest.CALL, 0, List.of(), DeoptHistory.NONE);
        if (!(compile(request) instanceof OptimizeResult.Code code && tiers.installOptimized(request, code))) {
            throw new AssertionError("not installed");
        }
    }

    @Override
    public OptimizeResult compile(OptimizeRequest request) {
        LoadedFunction function = request.function();
        int line = function.prototype().lineDefined();
        seen.put(line, function);
        BiConsumer<HandLir, OptimizeRequest> recipe = (request.isLoop() ? loops : calls).get(line);
        if (recipe == null) {
            return new OptimizeResult.BailOut("not written");
        }
        requests.add(request);
        int parameters = request.isLoop() ? function.prototype().maxStack() : function.prototype().parameters();
        HandLir lir = new HandLir(function, parameters);
        recipe.accept(lir, request);
        Entry entry = request.isLoop() ? Entry.FRAME : function.prototype().vararg() ? Entry.VARARG_CALL : Entry.CALL;
        return new OptimizeResult.Code(Emitter.emit(allocate(lir.b.finish()), CpuFeatures.host(), entry), assumptions, 0,
                new long[] {function.code()});
    }

    private Allocation allocate(LirFunction function) {
        check(LirVerifier.verify(function));
        if (!(Allocator.allocate(function, registers) instanceof Allocator.Allocated(Allocation allocation))) {
            throw new AssertionError("no registers");
        }
        check(AllocationVerifier.verify(allocation));
        return allocation;
    }

    private static void check(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
    }
}
