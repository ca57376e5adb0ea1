package perigee.vm.tier;

import java.util.List;
import perigee.code.CodeCache;
import perigee.code.CodeObject;
import perigee.deopt.DeoptState;
import perigee.runtime.LoadedFunction;

/** Several listeners that are told the same. */
record TierListeners(List<TierListener> all) implements TierListener {
    @Override
    public void opened(CodeCache cache) {
        all.forEach(one -> one.opened(cache));
    }

    @Override
    public void baselineBegins(LoadedFunction function) {
        all.forEach(one -> one.baselineBegins(function));
    }

    @Override
    public void baselineEnded(LoadedFunction function, CodeObject code, String failure) {
        all.forEach(one -> one.baselineEnded(function, code, failure));
    }

    @Override
    public void optimized(OptimizeRequest request, CodeObject code) {
        all.forEach(one -> one.optimized(request, code));
    }

    @Override
    public void notOptimized(OptimizeRequest request, String reason) {
        all.forEach(one -> one.notOptimized(request, reason));
    }

    @Override
    public void loopEntered(OptimizeRequest request, CodeObject code) {
        all.forEach(one -> one.loopEntered(request, code));
    }

    @Override
    public void deoptimized(OptimizeRequest request, CodeObject code, DeoptState origin, long base) {
        all.forEach(one -> one.deoptimized(request, code, origin, base));
    }

    @Override
    public void thrownAway(OptimizeRequest request, CodeObject code, boolean isByFailures) {
        all.forEach(one -> one.thrownAway(request, code, isByFailures));
    }
}
