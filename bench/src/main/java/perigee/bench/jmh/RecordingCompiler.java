package perigee.bench.jmh;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.vm.tier.OptimizeRequest;
import perigee.vm.tier.OptimizeResult;
import perigee.vm.tier.OptimizingCompiler;

/**
 * Has another compiler do the work, and keeps what it was asked for: of each function and each loop the last request.
 */
final class RecordingCompiler implements OptimizingCompiler {
    private final OptimizingCompiler compiler;
    private final Map<Subject, OptimizeRequest> requests = new LinkedHashMap<>();

    private record Subject(int function, int loop) {
    }

    RecordingCompiler(OptimizingCompiler compiler) {
        this.compiler = compiler;
    }

    @Override
    public OptimizeResult compile(OptimizeRequest request) {
        record(request);
        return compiler.compile(request);
    }

    @Override
    public Task prepare(OptimizeRequest request) {
        record(request);
        return compiler.prepare(request);
    }

    private void record(OptimizeRequest request) {
        requests.put(new Subject(request.function().id(), request.loop()), request);
    }

    /** Forgets requests that name objects which have died. */
    void dropDead(LongPredicate isDead) {
        requests.values().removeIf(request -> isDead.test(request.function().code())
                || request.closure() != 0 && isDead.test(request.closure())
                || request.metatables().stream().anyMatch(known -> isDead.test(known.metatable())));
    }

    Collection<OptimizeRequest> requests() {
        return requests.values();
    }

    /** Compiles once more, and records nothing. */
    OptimizeResult again(OptimizeRequest request) {
        return compiler.compile(request);
    }
}
