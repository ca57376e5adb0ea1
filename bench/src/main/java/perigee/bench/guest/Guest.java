package perigee.bench.guest;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import perigee.interp.Driver;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.regalloc.RegisterSet;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.runtime.StandardStreams;
import perigee.stdlib.ChunkLoading;
import perigee.stdlib.StandardLibrary;
import perigee.value.Word;
import perigee.vm.tier.GraphCompiler;
import perigee.vm.tier.OptimizingCompiler;
import perigee.vm.tier.TierCounters;
import perigee.vm.tier.TierOptions;
import perigee.vm.tier.TierPolicy;
import perigee.vm.tier.Tiers;

/** A state with all libraries and the tiers of a policy, in which chunks are run one after the other. */
public final class Guest implements AutoCloseable {
    private static final long HEAP_BYTES = 1L << 30;
    private static final byte[] NAME = "=chunk".getBytes(StandardCharsets.US_ASCII);

    private final TierPolicy policy;
    private final LuaState state;
    private final Driver driver;
    private final Tiers tiers;
    private final List<LuaFunction> functions = new ArrayList<>();

    /**
     * The same as {@code vm/bin/vm --tier=NAME} has, but for checks of the compiler: a tier that is forced is compiled
     * on the thread that runs, {@code auto} on another one.
     */
    public static Guest of(String tier) {
        TierPolicy policy = TierPolicy.of(tier);
        if (policy == null) {
            throw new IllegalArgumentException("no tier is called " + tier);
        }
        return new Guest(policy, HEAP_BYTES);
    }

    /** With a policy, and a limit of the heap in bytes. */
    public Guest(TierPolicy policy, long heapBytes) {
        this(policy, heapBytes, compiler -> compiler);
    }

    /** @param around makes of the optimising compiler the one that is used */
    public Guest(TierPolicy policy, long heapBytes, UnaryOperator<OptimizingCompiler> around) {
        this.policy = policy;
        state = new LuaState(heapBytes, new StandardStreams(InputStream.nullInputStream(), System.out, System.err));
        driver = new Driver(state);
        boolean isForced = policy.waits() || !policy.compiles();
        tiers = new Tiers(state, driver, policy, TierOptions.DEFAULT.withCompilerThreads(isForced ? 0 : 1),
                policy.optimizes() ? around.apply(new GraphCompiler(state, driver, false, RegisterSet.all()))
                        : OptimizingCompiler.NONE);
        StandardLibrary.open(state);
        state.heapConnection().addRoots(visitor -> {
            for (LuaFunction function : functions) {
                function.word = visitor.visit(function.word);
            }
        });
    }

    public LuaState state() {
        return state;
    }

    public Tiers tiers() {
        return tiers;
    }

    /** Runs a chunk with an integer as its argument. */
    public void run(String text, long argument) {
        call(load(text), Word.ofInteger(argument));
    }

    /** The function that a chunk returns; it lives as long as this, or until the next {@link #forget}. */
    public LuaFunction function(String text) {
        LuaFunction function = new LuaFunction(this, call(load(text), Word.NIL));
        functions.add(function);
        return function;
    }

    /** No function that has been got is used any more. */
    public void forget() {
        functions.clear();
    }

    private long load(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return ChunkLoading.load(state, bytes, bytes.length, NAME, "t", state.globals());
        } catch (LuaError error) {
            throw failed(error);
        }
    }

    /** Calls a function with one argument; its first result, valid until something is allocated. */
    long call(long function, long argument) {
        Stack stack = state.stack();
        long place = stack.top();
        place += stack.ensure(place + 8L * Stack.NATIVE_WORDS);
        Memory.putLong(place, function);
        Memory.putLong(place + StackLayout.HEADER_BYTES, argument);
        stack.setTop(place + StackLayout.HEADER_BYTES + 8);
        try {
            driver.call(place, 1, 1);
        } catch (LuaError error) {
            throw failed(error);
        }
        long result = stack.top() - 8;
        stack.setTop(result);
        return Memory.getLong(result);
    }

    private IllegalStateException failed(LuaError error) {
        return new IllegalStateException(Strings.toJava(state.conversions().plainText(state.errorValue())), error);
    }

    /**
     * What has run so far ran in the tier that the policy forces, if it forces one.
     *
     * @throws IllegalStateException if code of it was never entered, or code was made that must not be
     */
    public void checkTier() {
        TierCounters counters = tiers.counters();
        boolean ran = !policy.compiles() ? counters.compiled() == 0
                : !policy.waits() || (policy.optimizes() ? counters.optimizedEntries() + counters.loopEntries() > 0
                        : counters.entries() > 0 && counters.optimized() + counters.optimizedLoops() == 0);
        if (!ran) {
            throw new IllegalStateException("did not run in the tier asked for: " + counters.compiled() + " compiled, "
                    + counters.optimized() + " functions and " + counters.optimizedLoops() + " loops optimised, not "
                    + counters.optimizationFailures());
        }
    }

    @Override
    public void close() {
        tiers.close();
        state.close();
    }
}
