package perigee.vm.tier;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import perigee.baseline.BaselineCode;
import perigee.baseline.BaselineCompiler;
import perigee.baseline.BaselineRequest;
import perigee.baseline.BaselineResult;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Prototype;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.CodeOwner;
import perigee.code.Installation;
import perigee.code.Refusal;
import perigee.feedback.FieldCache;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.LoadedFunction;

/**
 * The compiles of the baseline tier, made and installed at once. Whatever fails in one is a bail-out: it is counted under its
 * reason, nothing has changed, and the function is interpreted until it has shown some patience.
 */
final class BaselineCompilations {
    /** Calls that a function whose compilation failed must have before the next try. */
    private static final int PATIENCE = 1_000_000;
    /** Those that one for which there was no room must have. */
    private static final int PATIENCE_FOR_ROOM = 10_000;
    /** For {@link Faults}: in line and out of line. */
    private static final int STEPS_PER_INSTRUCTION = 3;
    private static final int STEPS_OF_INSTALL = 8;

    private final TierPolicy policy;
    private final TierOptions options;
    private final TierCounters counters;
    private final Map<Long, InstalledFunction> installed;
    private final BiConsumer<LoadedFunction, InstalledFunction> replaced;
    private final Function<LoadedFunction, BaselineRequest> request;
    private CodeCache cache;

    /** Why there is no code, and how long to wait. */
    private record Failure(String reason, int patience, boolean isUnexpected) {
        static Failure of(String reason) {
            boolean isInjected = reason.contains(Faults.INJECTED);
            return new Failure(reason, isInjected ? 1 : PATIENCE, !isInjected);
        }

        /** The same reason for every piece of code. */
        static Failure of(Refusal refusal) {
            return new Failure("refused by the code cache: " + refusal.reason(), PATIENCE_FOR_ROOM, false);
        }
    }

    /**
     * @param installed by CODE block, in the order of installing
     * @param replaced  told of a function that has code now, and of what it had before, or null
     * @param request   what the compiler is told of a function
     */
    BaselineCompilations(TierPolicy policy, TierOptions options, TierCounters counters,
            Map<Long, InstalledFunction> installed, BiConsumer<LoadedFunction, InstalledFunction> replaced,
            Function<LoadedFunction, BaselineRequest> request) {
        this.policy = policy;
        this.options = options;
        this.counters = counters;
        this.installed = installed;
        this.replaced = replaced;
        this.request = request;
    }

    /** Before anything is compiled. */
    void open(CodeCache cache) {
        this.cache = cache;
    }

    /** About how many steps of a compile can fail. */
    static int steps(LoadedFunction function) {
        return STEPS_PER_INSTRUCTION * function.prototype().code().length + STEPS_OF_INSTALL;
    }

    /** Makes and installs baseline code; whether there is some then. */
    boolean compile(LoadedFunction function) {
        options.events().baselineBegins(function);
        Failure failure;
        try {
            failure = attempt(function);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            failure = Failure.of(thrown.toString());
        }
        if (failure != null) {
            options.events().baselineEnded(function, null, failure.reason);
            bailOut(function.code(), failure);
            return false;
        }
        options.events().baselineEnded(function, installed.get(function.code()).code(), null);
        return true;
    }

    private Failure attempt(LoadedFunction function) {
        return switch (BaselineCompiler.compile(request.apply(function), options.faults()::step)) {
            case BaselineResult.BailOut(String reason) -> Failure.of(reason);
            case BaselineResult.Code(BaselineCode code) -> install(function, code);
        };
    }

    private Failure install(LoadedFunction function, BaselineCode result) {
        options.faults().step();
        CodeOwner owner = owner(function);
        Installation installation = cache.install(
                CodeImport.unlinked(owner.name(), CodeKind.BASELINE, result.code(), 4L * result.offsets().length), owner);
        InstalledFunction before = installed.get(function.code());
        if (installation instanceof Installation.Refused(Refusal refusal)) {
            if (before != null) {
                before.waitForRoom();
            }
            return Failure.of(refusal);
        }
        CodeObject code = installation.orElseThrow();
        InstalledFunction after;
        try {
            options.faults().step();
            after = new InstalledFunction(function.code(), code, cache.patcher(), result.entry(), result.offsets(),
                    options.smallCaches() ? 1 : FieldCache.MAX, before != null, this::free);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            free(code);
            throw thrown;
        }
        installed.put(function.code(), after);
        counters.compiled++;
        counters.codeBytes += code.size();
        counters.renewed += before == null ? 0 : 1;
        replaced.accept(function, before);
        options.listener().installed(function, result.code(), code, cache.map());
        return null;
    }

    private void free(CodeObject code) {
        cache.retire(code);
        cache.reclaim(code);
    }

    private static CodeOwner owner(LoadedFunction function) {
        Prototype prototype = function.prototype();
        return new CodeOwner(new String(ChunkName.display(prototype.source()), StandardCharsets.ISO_8859_1) + ":"
                + prototype.lineDefined());
    }

    /** Gives up, for long, a function for a reason that is known before it is compiled. */
    void bailOut(long code, String reason) {
        bailOut(code, new Failure(reason, PATIENCE, false));
    }

    private void bailOut(long code, Failure failure) {
        counters.bailedOut(failure.reason, failure.isUnexpected);
        Memory.putInt(code + FunctionLayout.CALLS, policy.calls() - failure.patience);
    }
}
