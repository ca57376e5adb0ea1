package perigee.vm.tier;

import static perigee.layout.StackLayout.*;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import perigee.code.CodeCache;
import perigee.code.CodeObject;
import perigee.code.NativeEntry;
import perigee.deopt.DeoptHistory;
import perigee.deopt.DeoptState;
import perigee.deopt.FrameBuilder;
import perigee.deopt.FrameVerifier;
import perigee.deopt.Reason;
import perigee.emit.OptimizedCode;
import perigee.emit.StateAt;
import perigee.frame.Link;
import perigee.heap.RootVisitor;
import perigee.interp.Driver;
import perigee.layout.FunctionLayout;
import perigee.layout.ThreadLayout;
import perigee.lir.Call;
import perigee.lir.Place;
import perigee.memory.Memory;
import perigee.object.Validity;
import perigee.runtime.DeadRegisters;
import perigee.runtime.Functions;
import perigee.runtime.LuaState;
import perigee.runtime.OptimizedFrames;
import perigee.runtime.Stack;
import perigee.value.Word;
import perigee.vm.tier.WaitingSites.Site;

/**
 * Optimised code at run time: enters and resumes it, turns its frames into the interpreter's, and throws it away when it
 * fails too often or what it rests on is no longer true.
 *
 * <p>Code that is invalid is not entered any more, but frames may stand in it, and compiled code would return to them. So
 * before anything native runs again, all of its frames, of all coroutines, are materialised ({@link #sweep}); then it is
 * freed.
 */
final class OptimizedTier implements OptimizedFrames, AutoCloseable {
    /** There is no code for the loop. */
    static final int NO_LOOP = -1;
    /** Code that has failed so many times as often as it may at one place has failed too often at several. */
    private static final int FAILING_PLACES = 4;

    private final LuaState state;
    private final Driver driver;
    private final Stack stack;
    private final TierPolicy policy;
    private final TierCounters counters;
    private final TierListener events;
    private final FrameBuilder builder;
    private final CodeCache cache;
    private final long enter;
    private final LongUnaryOperator baselineEntries;
    private final Map<Long, Optimization> optimizations = new HashMap<>();
    private final Map<CodeObject, OptimizedFunction> functions = new IdentityHashMap<>();
    /** Not valid any more; there may still be frames in it. */
    private final List<OptimizedFunction> stale = new ArrayList<>();
    private final WaitingSites sites = new WaitingSites(this::findSite);
    private final FailedSites failed;
    /** Base of the frame that was the last to leave optimised code for good: it must not enter the same code at once. */
    private long left;

    /**
     * @param events          told of what becomes of optimised code
     * @param enter           address of the stub that enters optimised code
     * @param baselineEntries by CODE block: where its baseline code is called
     * @param unlearning      of field accesses
     */
    OptimizedTier(LuaState state, Driver driver, TierPolicy policy, TierCounters counters, TierListener events,
            CodeCache cache, long enter, LongUnaryOperator baselineEntries, FailedSites.Unlearning unlearning) {
        failed = new FailedSites(unlearning);
        this.state = state;
        this.driver = driver;
        this.baselineEntries = baselineEntries;
        this.policy = policy;
        this.counters = counters;
        this.events = events;
        this.cache = cache;
        this.enter = enter;
        stack = state.stack();
        builder = new FrameBuilder(state);
        stack.setOptimizedFrames(this);
        state.heapConnection().addCodeMarker(this::visitReferences);
    }

    Optimization of(long block) {
        return optimizations.computeIfAbsent(block, address -> new Optimization(address, policy));
    }

    DeoptHistory history() {
        return failed.history();
    }

    // ---- installing ----------------------------------------------------------------------------------------------------

    /**
     * Takes code over that has been put into the cache, with the counters of its guards; the function has baseline
     * code. False if it is invalid already.
     */
    boolean install(OptimizeRequest request, OptimizeResult.Code result, CodeObject code, GuardCounts guards) {
        if (!result.assumptions().stream().allMatch(Validity::isValid)) {
            return false;
        }
        OptimizedFunction function = new OptimizedFunction(request, code, result, guards);
        functions.put(code, function);
        for (Validity assumption : result.assumptions()) {
            function.dependences.add(assumption.whenInvalid(() -> invalidate(function)));
        }
        // A marking that is on its way may have passed the block already.
        state.heap().remember(function.block());
        Optimization optimization = of(function.block());
        if (request.isLoop()) {
            replace(optimization.loops.put(request.loop(), function));
            return true;
        }
        replace(optimization.called);
        optimization.called = function;
        boolean isVararg = Memory.getInt(function.block() + FunctionLayout.IS_VARARG) != 0;
        int parameters = Memory.getInt(function.block() + FunctionLayout.PARAMETERS);
        Memory.putInt(function.block() + FunctionLayout.NATIVE_WORDS, function.words + (isVararg ? parameters : 0));
        Memory.putLong(function.block() + FunctionLayout.NATIVE_ENTRY,
                code.start() + result.code().code().labels().get(OptimizedCode.ENTRY));
        return true;
    }

    private void replace(OptimizedFunction before) {
        if (before != null && before.isValid()) {
            before.invalidate();
            stale.add(before);
        }
    }

    private void visitReferences(RootVisitor visitor, long block) {
        Optimization optimization = optimizations.get(block);
        if (optimization != null) {
            optimization.all().forEach(function -> visitReferences(visitor, function));
        }
        for (OptimizedFunction function : stale) {
            if (function.block() == block) {
                visitReferences(visitor, function);
            }
        }
    }

    private static void visitReferences(RootVisitor visitor, OptimizedFunction function) {
        for (long reference : function.references) {
            visitor.visit(reference);
        }
    }

    // ---- running -------------------------------------------------------------------------------------------------------

    /** Whether the topmost frame, the interpreter's, is at the beginning of a function that has code of ours. */
    boolean isEntry(long base) {
        if (base == left) {
            left = 0;
            return false;
        }
        long block = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        int words = Memory.getInt(block + FunctionLayout.NATIVE_WORDS);
        return words != 0 && Link.pc(Memory.getLong(base + PC)) == block + FunctionLayout.INSTRUCTIONS
                && stack.surelyHasRoom(base, words + stack.argumentCount());
    }

    /** Enters the topmost frame's function at its beginning. */
    int enter(long base) {
        long block = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        OptimizedFunction function = optimizations.get(block).called;
        int parameters = Memory.getInt(block + FunctionLayout.PARAMETERS);
        int count = parameters;
        int words = function.words;
        if (Memory.getInt(block + FunctionLayout.IS_VARARG) != 0) {
            count = stack.argumentCount();
            words += Math.max(count, parameters) + 1 + HEADER_WORDS;
        }
        stack.ensure(base + 8L * words);
        counters.optimizedEntries++;
        return call(function.entry(), 0, count);
    }

    /** Enters code for the loop that the topmost frame is at the beginning of, if there is some; else {@link #NO_LOOP}. */
    int enterLoop(long base, int pc) {
        Optimization optimization = optimizations.get(Memory.getLong(Stack.function(base) + FunctionLayout.CODE));
        OptimizedFunction function = optimization == null ? null : optimization.loops.get(pc);
        if (function == null || !stack.surelyHasRoom(base, function.words)) {
            return NO_LOOP;
        }
        stack.ensure(base + 8L * function.words);
        function.entered();
        // The code does not write the registers it was given: what it will not read must not live on in them.
        DeadRegisters.clear(stack, base, function.liveAtLoop(), function.request.function().prototype().maxStack());
        counters.loopEntries++;
        events.loopEntered(function.request, function.code);
        HotLoops loops = new HotLoops(function.request.function(), policy.optimizedLoops());
        HotLoops.Loop outer = loops.outside(loops.loop(pc));
        if (outer == null) {
            optimization.compileAtNextCall(function.isProven());
        } else {
            loops.reportNext(outer);
        }
        return call(function.entry(), 0, 0);
    }

    /** Goes on with the topmost frame, which waits at a site; the results it waits for have come. */
    int resume(long base) {
        long address = Link.site(Memory.getLong(base + PC));
        Site site = sites.at(address);
        Call call = site.state().call();
        if (call == null || !call.returns()) {
            return call(address, 0, 0);
        }
        long place = base + 8L * site.function().frameSlots;
        int count = call.wanted() == Link.MULTIPLE ? (int) (stack.top() - place >> 3) : call.wanted();
        stack.setBase(place + HEADER_BYTES);
        return call(address, count > 0 ? Memory.getLong(place) : Word.NIL, count);
    }

    private int call(long address, long word, long count) {
        return (int) NativeEntry.call(enter, address, stack.threadBlock(), word, count);
    }

    /** A guard of the topmost frame has failed; the reason for it. */
    Reason deoptimize() {
        long base = stack.base();
        long address = Memory.getLong(stack.threadBlock() + ThreadLayout.DUMP + 8 * Place.R11);
        OptimizedFunction function = functions.get(cache.map().find(address));
        StateAt at = function.guard(address);
        DeoptState origin = (DeoptState) at.exit().origin();
        boolean holds = function.guards.isSpent(at.exit().number());
        // Should there be no memory for boxes and objects, this is where the error is raised.
        int pc = origin.frames().getFirst().pc();
        Memory.putLong(base + PC, Link.ofPc(Functions.instruction(function.block(), pc)));
        left = builder.leave(at, base);
        stack.setBase(left);
        // What the code has spilled beyond those frames, and an open list above them perhaps, is nobody's.
        long end = Math.max(stack.frameEnd(left), stack.top());
        Memory.clearWords(end, Math.max(end, base + 8L * function.words));
        if (holds) {
            counters.leftByForce++;
            FrameVerifier.verify(origin, base);
            return origin.reason();
        }
        counters.deoptimized(origin.reason());
        events.deoptimized(function.request, function.code, origin, left);
        if (origin.reason() == Reason.WRONG_CLOSURE) {
            giveUpClosure(function);
        } else {
            left(function, origin.reason(), origin.reason().isFailure() ? function.fail(address) : 0);
        }
        return origin.reason();
    }

    /** Address of the instruction that the topmost frame waits for something in. */
    long waitingInstruction() {
        DeoptHistory.Failure cause = ((DeoptState) stateOf(stack.base()).exit().origin()).cause();
        return Functions.instruction(cause.code(), cause.pc());
    }

    /** The runtime function that the topmost frame waits for has refused: the frame becomes the interpreter's, which does it. */
    void refused() {
        long address = Link.site(Memory.getLong(stack.base() + PC));
        Site site = sites.at(address);
        state.errors().frames().top();
        counters.deoptimized(Reason.SLOW_PATH);
        events.deoptimized(site.function().request, site.function().code, (DeoptState) site.state().exit().origin(), stack.base());
        left(site.function(), Reason.SLOW_PATH, site.function().failWaiting(address));
    }

    /** @param failures how often code has failed where it was left */
    private void left(OptimizedFunction function, Reason reason, int failures) {
        int most = of(function.block()).toleratedFailures();
        boolean isTooOften = failures >= most || function.failed() >= FAILING_PLACES * most;
        if (isTooOften && !function.forgives(policy.harmless())) {
            throwAway(function);
        } else if (function.request.isLoop()) {
            comeAgain(function.request, reason);
        }
    }

    /** Code of a loop that was left is entered again soon: in the next round, unless the loop is over. */
    private void comeAgain(OptimizeRequest request, Reason reason) {
        HotLoops loops = new HotLoops(request.function(), policy.optimizedLoops());
        HotLoops.Loop loop = loops.loop(request.loop());
        if (reason == Reason.LOOP_LEFT) {
            loops.reportAgain(loop);
        } else {
            loops.reportNext(loop);
        }
    }

    // ---- frames --------------------------------------------------------------------------------------------------------

    private Site findSite(long address) {
        OptimizedFunction function = functions.get(cache.map().findReturn(address));
        return new Site(function, function.resuming(address));
    }

    private OptimizedFunction functionOf(long base) {
        return sites.at(Link.site(Memory.getLong(base + PC))).function();
    }

    private StateAt stateOf(long base) {
        return sites.at(Link.site(Memory.getLong(base + PC))).state();
    }

    @Override
    public long end(long base) {
        OptimizedFunction function = functionOf(base);
        DeoptState origin = (DeoptState) stateOf(base).exit().origin();
        return base + 8L * (origin.isCall() ? function.frameSlots : Math.max(function.frameSlots, origin.words()));
    }

    @Override
    public long callee(long base) {
        return base + 8L * functionOf(base).frameSlots;
    }

    @Override
    public long materialize(long coroutine, long base, long callee) {
        counters.materialized++;
        long innermost = builder.materialize(coroutine, stateOf(base), functionOf(base).frameSlots, base, callee);
        left = callee == 0 ? innermost : left;
        return innermost;
    }

    /** As {@link perigee.interp.NativeTier#deliver}. */
    void deliver() {
        counters.materialized++;
        long base = stack.base();
        long result = builder.deliver(stateOf(base), functionOf(base).frameSlots, base);
        if (result != 0) {
            driver.finishInstruction(result);
        }
    }

    @Override
    public int uncountedCalls(long base) {
        return ((DeoptState) stateOf(base).exit().origin()).nestedCalls();
    }

    @Override
    public void clearDead(long base) {
        StateAt state = stateOf(base);
        int frameSlots = functionOf(base).frameSlots;
        BitSet live = new BitSet();
        for (int slot : state.liveSlots()) {
            live.set(slot);
        }
        DeadRegisters.clear(stack, base, live, frameSlots);
        if (base == stack.base() && !((DeoptState) state.exit().origin()).isCall()) {
            // Functions that were called are over.
            Memory.clearWords(base + 8L * frameSlots, Math.max(end(base), base + 8L * frameSlots));
        }
    }

    // ---- throwing away -------------------------------------------------------------------------------------------------

    /** Code has failed too often: better code is made later. */
    private void throwAway(OptimizedFunction function) {
        boolean isOutdated = failed.add(function.failures());
        counters.thrownAway++;
        events.thrownAway(function.request, function.code, true);
        if (isOutdated && function.isValid()) {
            stale.add(function);
            unlink(function).learnAnew();
        } else {
            retire(function);
        }
    }

    /**
     * A function that had one closure when its code was made, for that, has another by now. Nothing else was wrong with the
     * code: the next, which is for any closure, need not wait.
     */
    private void giveUpClosure(OptimizedFunction function) {
        counters.thrownAway++;
        events.thrownAway(function.request, function.code, true);
        stale.add(function);
        Optimization optimization = unlink(function);
        if (!function.request.isLoop()) {
            optimization.waitForCalls(1);
        }
    }

    /** Something that code rests on is no longer true. */
    private void invalidate(OptimizedFunction function) {
        if (function.isValid() && functions.containsKey(function.code)) {
            counters.invalidated++;
            events.thrownAway(function.request, function.code, false);
            retire(function);
        }
    }

    private void retire(OptimizedFunction function) {
        if (function.isValid()) {
            stale.add(function);
            unlink(function).setBack();
        }
    }

    /** All valid code for a function. */
    List<CodeObject> codeOf(long block) {
        List<CodeObject> all = new ArrayList<>();
        if (optimizations.containsKey(block)) {
            optimizations.get(block).all().forEach(function -> all.add(function.code));
        }
        return all;
    }

    /** Code is given up to make room: no frame stands in it. */
    void evict(CodeObject code) {
        sites.clear();
        OptimizedFunction function = functions.remove(code);
        function.end();
        unlink(function).waitForCalls(policy.optimizedCalls());
    }

    /** Code is entered no more. */
    private Optimization unlink(OptimizedFunction function) {
        function.invalidate();
        Optimization optimization = of(function.block());
        if (optimization.called == function) {
            optimization.called = null;
            Memory.putInt(function.block() + FunctionLayout.NATIVE_WORDS, 0);
            Memory.putLong(function.block() + FunctionLayout.NATIVE_ENTRY,
                    baselineEntries.applyAsLong(function.block()));
        } else {
            optimization.loops.remove(function.request.loop(), function);
        }
        return optimization;
    }

    /**
     * Materialises all frames of invalid code, and frees that. The topmost frame may have got its results. If it waits for
     * what has no state to leave to, which can have broken no assumption, it goes on, and all this is done next time.
     */
    void sweep() {
        if (stale.isEmpty() || isStale(stack.base()) && stateOf(stack.base()).exit() == null) {
            return;
        }
        state.heap().forEachCoroutine(this::sweep);
        for (OptimizedFunction function : stale) {
            free(function);
        }
        stale.clear();
    }

    private void sweep(long coroutine) {
        if (Memory.getLong(coroutine + REGION) == 0) {
            return;
        }
        boolean runs = coroutine == stack.current();
        long bottom = Stack.bottom(coroutine);
        if (runs && isStale(stack.base())) {
            deliver();
        }
        for (long base = runs ? stack.base() : Memory.getLong(coroutine + SAVED_BASE); base != bottom; ) {
            long caller = Stack.caller(base);
            base = isStale(caller) ? materialize(coroutine, caller, base) : caller;
        }
    }

    private boolean isStale(long base) {
        return Stack.isOptimized(base) && !functionOf(base).isValid();
    }

    private void free(OptimizedFunction function) {
        sites.clear();
        function.end();
        functions.remove(function.code);
        cache.retire(function.code);
        cache.reclaim(function.code);
    }

    /** What failed because of shapes at an instruction does not count any more: other shapes are to come. */
    void forgetShapes(long code, int pc) {
        failed.forgetShapes(code, pc);
    }

    /** After a marking: functions that are dead have no frames. */
    void dropDead(LongPredicate isDead) {
        failed.dropDead(isDead);
        optimizations.keySet().removeIf(isDead::test);
        stale.removeIf(function -> isDead.test(function.block()));
        for (OptimizedFunction function : List.copyOf(functions.values())) {
            if (isDead.test(function.block())) {
                function.invalidate();
                free(function);
            } else if (function.isValid() && function.closure != 0 && isDead.test(function.closure)) {
                // Another closure may get the address.
                unlink(function).waitForCalls(policy.optimizedCalls());
                free(function);
            }
        }
    }

    /** No code runs any more; its memory is the cache's. */
    @Override
    public void close() {
        functions.values().forEach(function -> function.guards.close());
        functions.clear();
    }
}
