package perigee.vm.tier;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import perigee.asm.MachineCode;
import perigee.baseline.BaselineRequest;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.CodeOwner;
import perigee.code.Installation;
import perigee.code.MachineFloor;
import perigee.code.NativeEntry;
import perigee.code.SymbolTable;
import perigee.deopt.Reason;
import perigee.emit.OptimizedCode;
import perigee.feedback.FieldCacheBuilder;
import perigee.frame.Link;
import perigee.interp.Driver;
import perigee.interp.NativeTier;
import perigee.layout.FunctionLayout;
import perigee.layout.SortLayout;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.MathFunction;
import perigee.value.ValueType;
import perigee.value.Word;
import perigee.stub.LookupCache;
import perigee.stub.LookupStubs;
import perigee.stub.OptimizedStubs;
import perigee.stub.MetamethodStubs;
import perigee.stub.SortStubs;
import perigee.stub.Stubs;

/** The tiers of one state: compiles functions that have become hot, installs their code, and runs it. */
public final class Tiers implements NativeTier, AutoCloseable {
    /** Functions of more instructions, which some program has generated, are interpreted: they hardly run long enough. */
    private static final int LARGEST = 30_000;

    private final LuaState state;
    private final Driver driver;
    private final TierPolicy policy;
    private final TierCounters counters = new TierCounters();
    private final TierOptions options;
    private final Map<Long, InstalledFunction> installed = new LinkedHashMap<>();
    private final SupersededCode superseded = new SupersededCode(this::free);
    private final ColdCode coldCode;
    private final Relearning relearning;
    private final BaselineCompilations baseline;
    private final Compilations compilations;
    private Thread preparation;
    /** Made on that thread; null: not made, or used. */
    private volatile MachineCode preparedStubs;
    private final LookupCache lookups;
    private final RawFields rawFields;
    private final MetamethodMiss metamethods;
    private final FieldCacheBuilder fieldBuilder;
    private final OptimizingCompiler optimizer;
    private final RuntimeCalls runtimeCalls;
    private CodeCache cache;
    private SymbolTable symbols;
    private long enter;
    /** Null as long as there is no cache; likewise the next one. */
    private CacheStubs cacheStubs;
    private OptimizedTier optimized;

    /** Has the functions of a state compiled as a policy says. */
    public Tiers(LuaState state, Driver driver, TierPolicy policy, TierOptions options) {
        this(state, driver, policy, options, policy.optimizes()
                ? new GraphCompiler(state, driver, policy.waits() || options.verifies(), options.registers(), options)
                : OptimizingCompiler.NONE);
    }

    /** The same with another optimising compiler, if the policy has any. */
    public Tiers(LuaState state, Driver driver, TierPolicy policy, TierOptions options, OptimizingCompiler optimizer) {
        this.optimizer = optimizer;
        this.options = options;
        lookups = new LookupCache(options.smallCaches());
        if (options.smallCaches()) {
            driver.fields().limit(1);
        }
        compilations = new Compilations(state, optimizer, options, counters, this::whyNotInstalled);
        baseline = new BaselineCompilations(policy, options, counters, installed, this::replaced, this::request);
        relearning = new Relearning(state, driver.fields(), installed);
        coldCode = new ColdCode(state, installed, superseded, policy.calls(), this::evict);
        this.state = state;
        this.driver = driver;
        this.policy = policy;
        fieldBuilder = new FieldCacheBuilder(state);
        rawFields = new RawFields(state, lookups);
        metamethods = new MetamethodMiss(state, lookups, rawFields);
        runtimeCalls = new RuntimeCalls(state, driver.fields(), fieldBuilder, lookups, rawFields);
        if (policy.compiles() && MachineFloor.isSupported()) {
            state.stack().setHotness(policy.calls(), policy.loops());
            state.heapConnection().addDeathListener(this::dropDead);
            state.heapConnection().addMoveListener(relocation -> {
                lookups.objectsMoved();
                metamethods.metatables().objectsMoved(relocation);
            });
            driver.setNativeTier(this);
        }
    }

    public TierCounters counters() {
        return counters;
    }

    /** How many inline caches of the baseline code that there is now are in each state. */
    public Map<CacheState, Long> cacheStates() {
        long[] counts = new long[CacheState.values().length];
        installed.values().forEach(function -> function.countCaches(counts));
        Map<CacheState, Long> states = new EnumMap<>(CacheState.class);
        for (CacheState cacheState : CacheState.values()) {
            states.put(cacheState, counts[cacheState.ordinal()]);
        }
        return states;
    }

    /** What is kept beside machine code. */
    public Metadata metadata() {
        long code = 0;
        for (CodeKind kind : CodeKind.values()) {
            code += cache == null ? 0 : cache.usage(kind).metadataBytes();
        }
        long instructions = state.functions().all().stream().mapToLong(function -> function.prototype().code().length).sum();
        return new Metadata(code, lookups.bytes(), instructions * (Instruction.BYTES - Instruction.FEEDBACK),
                driver.fields().cacheBytes());
    }

    /** How far a function has come. */
    public Standing standing(LoadedFunction function) {
        boolean isCompiled = installed.containsKey(function.code());
        return Standing.of(function, policy, isCompiled, isCompiled ? optimized.of(function.code()) : null);
    }

    // ---- running -------------------------------------------------------------------------------------------------------

    @Override
    public int run() {
        counters.entries++;
        installFinished();
        cache.patcher().synchronise();
        optimized.sweep();
        return isNative(state.stack().base()) ? served(enter(state.stack().base())) : CONTINUE;
    }

    /** Frames of optimised code that has gone may now be those of functions that were inlined, and have no code themselves. */
    private static boolean isNative(long base) {
        return Stack.isOptimized(base)
                || Memory.getLong(Memory.getLong(Stack.function(base) + FunctionLayout.CODE) + FunctionLayout.NATIVE_ENTRY) != 0;
    }

    private int enter(long base) {
        if (Stack.isOptimized(base)) {
            return optimized.resume(base);
        }
        if (optimized.isEntry(base)) {
            return optimized.enter(base);
        }
        return (int) NativeEntry.call(enter, resumption(base), state.stack().threadBlock());
    }

    /** Where baseline code goes on with a frame. */
    private static long resumption(long base) {
        long code = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        long map = Memory.getLong(code + FunctionLayout.NATIVE_MAP);
        return Memory.getLong(code + FunctionLayout.NATIVE_START) + Memory.getInt(map + 4L * nextInstruction(base, code));
    }

    private static int nextInstruction(long base, long code) {
        long offset = Link.pc(Memory.getLong(base + StackLayout.PC)) - code - FunctionLayout.INSTRUCTIONS;
        return (int) (offset / Instruction.BYTES);
    }

    /** What is left for the driver. */
    private int served(int reason) {
        count(reason);
        return switch (reason) {
            case DEOPT -> {
                if (optimized.deoptimize() == Reason.TAIL_CALL) {
                    long base = state.stack().base();
                    long instruction = Memory.getLong(Link.pc(Memory.getLong(base + StackLayout.PC)));
                    metamethods.learnLibrary(base + 8L * Instruction.a(instruction), Instruction.b(instruction) - 1);
                }
                yield CONTINUE;
            }
            case FUNCTION -> {
                runtimeCalls.serve(optimized);
                yield CONTINUE;
            }
            case HOT_LOOP -> hotLoop();
            default -> reason;
        };
    }

    @Override
    public void deliver() {
        optimized.deliver();
    }

    // ---- optimised code ------------------------------------------------------------------------------------------------

    /** The topmost frame is at the beginning of a hot loop: it goes on in optimised code, if there is some. */
    private int hotLoop() {
        long base = state.stack().base();
        if (state.stack().lastToClose(base) != 0) {
            // Optimised frames have no variables to be closed: those that wait are not among the words that states know.
            return CONTINUE;
        }
        long block = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        if (!optimizes()) {
            // What goes on in the middle of the loop is the renewed code.
            hot(block);
            return CONTINUE;
        }
        int pc = nextInstruction(base, block);
        installFinished();
        int reason = optimized.enterLoop(base, pc);
        if (reason == OptimizedTier.NO_LOOP && isTimeForLoop(block, pc) && optimize(state.functions().ofCode(block), pc)) {
            cache.patcher().synchronise();
            reason = optimized.enterLoop(base, pc);
        }
        return reason == OptimizedTier.NO_LOOP ? CONTINUE : served(reason);
    }

    /** Whether to make code for a loop that has been reported; if it is for what is around the loop, that will be reported. */
    private boolean isTimeForLoop(long block, int pc) {
        Optimization optimization = optimized.of(block);
        if (!optimization.isTimeForLoop()) {
            return false;
        }
        HotLoops loops = new HotLoops(state.functions().ofCode(block), policy.optimizedLoops());
        HotLoops.Loop loop = loops.choose(pc, optimization.called == null ? optimization.calls() : 0);
        if (loop == null) {
            optimization.compileAtNextCall(false);
        } else if (loop.head() != pc) {
            loops.reportNext(loop);
        }
        return loop != null && loop.head() == pc;
    }

    private void installFinished() {
        if (compilations.hasFinished()) {
            compilations.installFinished(metamethods, optimized);
        }
    }

    private boolean optimizes() {
        return policy.optimizes() && optimizer != OptimizingCompiler.NONE;
    }

    /** Whether code is there now, or will not be. */
    private boolean optimize(LoadedFunction function, int loop) {
        if (policy.relearning() > 0 && relearning.begins(function)) {
            if (loop == OptimizeRequest.CALL) {
                optimized.of(function.code()).waitForCalls(policy.relearning());
            }
            return false;
        }
        return compilations.compile(optimized.of(function.code()), function, loop, metamethods, optimized);
    }

    /**
     * Has a function, or one of its loops, run optimised code from now on. Not while compiled code runs.
     *
     * @return false when there is no room, or an assumption does not hold
     */
    public boolean installOptimized(OptimizeRequest request, OptimizeResult.Code result) {
        return whyNotInstalled(request, result) == null;
    }

    /** Installs code; the reason if it cannot be, else null. */
    private String whyNotInstalled(OptimizeRequest request, OptimizeResult.Code result) {
        LoadedFunction function = request.function();
        if (cache == null && !open() || !installed.containsKey(function.code()) && !baseline.compile(function)) {
            return "no baseline code";
        }
        MachineCode code = result.code().code();
        CodeOwner owner = installed.get(function.code()).code().owner();
        String name = owner.name() + (request.isLoop() ? " loop " + request.loop() : " optimised");
        GuardCounts guards = options.guardLife() == 0 ? GuardCounts.NONE : GuardCounts.of(code, options.guardLife());
        SymbolTable names = new SymbolTable(symbols);
        names.declare(OptimizedCode.GUARD_COUNTS, guards.address());
        Installation installation =
                cache.install(CodeImport.unlinked(name, CodeKind.OPTIMISED, code, guards.bytes()), owner, names);
        if (!(installation instanceof Installation.Installed(CodeObject object))) {
            guards.close();
            return installation.toString();
        }
        if (!installed.containsKey(function.code()) || !optimized.install(request, result, object, guards)) {
            guards.close();
            free(object);
            return "assumption no longer true";
        }
        options.events().optimized(request, object);
        options.listener().installed(function, code, object, cache.map());
        counters.optimizedBytes += object.size();
        state.heap().addOutside(object.size());
        if (request.isLoop()) {
            counters.optimizedLoops++;
        } else {
            counters.optimized++;
        }
        return null;
    }

    private void count(int reason) {
        int opcode = reason == FUNCTION ? Memory.getInt(state.stack().threadBlock() + ThreadLayout.RUNTIME_FUNCTION) : 0;
        if (TierCounters.isOfInstruction(reason)) {
            long base = state.stack().base();
            long instruction = Memory.getLong(Link.pc(Memory.getLong(base + StackLayout.PC)) - Instruction.BYTES);
            opcode = Instruction.opNumber(instruction);
            if (reason == LIBRARY) {
                counters.calledLibrary(Functions.idOf(Memory.getLong(base + 8L * Instruction.a(instruction))));
                metamethods.learnLibrary(base + 8L * Instruction.a(instruction), Instruction.b(instruction) - 1);
            } else if (opcode == Opcode.TFORCALL.ordinal()) {
                metamethods.learn(base, instruction);
            }
        }
        if (reason == CALL_OUT) {
            long place = optimized.callee(state.stack().base());
            if (ValueType.isNative(Memory.getLong(place))) {
                counters.calledLibrary(Functions.idOf(Memory.getLong(place)));
                metamethods.learnLibrary(place, state.stack().argumentCount());
            }
        }
        counters.left(reason, opcode);
    }

    // ---- compiling -----------------------------------------------------------------------------------------------------

    @Override
    public void hot(long code) {
        if (!policy.waits() && Memory.getInt(code + FunctionLayout.INSTRUCTION_COUNT) > LARGEST) {
            baseline.bailOut(code, "too large");
            return;
        }
        if (cache == null && !open()) {
            // The floor is not there yet; soon again.
            Memory.putInt(code + FunctionLayout.CALLS, 0);
            return;
        }
        InstalledFunction function = installed.get(code);
        int calls = Memory.getInt(code + FunctionLayout.CALLS);
        if ((function == null || function.hasToWait()) && calls < 0) {
            // A loop of a function that has to wait is hot: that counts as a call.
            Memory.putInt(code + FunctionLayout.CALLS, calls + 1);
            return;
        }
        if (function != null && function.isResting()) {
            installed.remove(code);
            installed.put(code, function);
            function.wake();
            return;
        }
        if (function != null && optimizes() && optimized.of(code).called == null) {
            optimize(state.functions().ofCode(code), OptimizeRequest.CALL);
        }
        if (function != null && !isToBeRenewed(function)) {
            return;
        }
        if (BaselineSnapshot.hasYoungConstant(state.heap(), code)) {
            // Compiled code is to hold the constants, and these may still move; soon again. The function need not make anything.
            state.heap().askForCollection();
            Memory.putInt(code + FunctionLayout.CALLS, 0);
            return;
        }
        LoadedFunction hot = state.functions().ofCode(code);
        options.faults().begin(BaselineCompilations.steps(hot));
        if (baseline.compile(hot) && isWithin(code)) {
            counters.baselineLoopEntries++;
        }
        options.faults().end();
    }

    /** Whether the topmost frame is the interpreter's or the baseline's, of a function, and not at its beginning. */
    private boolean isWithin(long code) {
        long base = state.stack().base();
        return !Stack.isOptimized(base) && Memory.getLong(base + StackLayout.PC) != Word.NIL
                && Memory.getLong(Stack.function(base) + FunctionLayout.CODE) == code && nextInstruction(base, code) > 0;
    }

    /** A function has baseline code, for the first time or instead of some. */
    private void replaced(LoadedFunction function, InstalledFunction before) {
        state.heap().addOutside(installed.get(function.code()).code().size());
        if (before != null) {
            superseded.add(before);
            superseded.free(coldCode.inUse());
        } else if (policy.renewal() > 0) {
            Memory.putInt(function.code() + FunctionLayout.CALLS, -policy.renewal());
        }
        if (optimizes()) {
            optimized.of(function.code()).waitForCalls(policy.optimizedCalls());
        }
    }

    /** Whether a function is to have better baseline code, and has not got it yet. */
    private boolean isToBeRenewed(InstalledFunction function) {
        return policy.renewal() > 0 && !function.isRenewal();
    }

    /** What the baseline compiler is told of a function, as things are now. */
    public BaselineRequest request(LoadedFunction function) {
        boolean renews = policy.renewal() > 0 && !installed.containsKey(function.code());
        return BaselineSnapshot.of(state, driver, function, optimizes() || renews,
                optimizes() ? policy.optimizedLoops() : renews ? policy.renewal() : 0);
    }

    // ---- the cache -----------------------------------------------------------------------------------------------------

    private boolean open() {
        if (!policy.waits() && preparation == null) {
            preparation = MachineFloor.prepareInBackground(new Runnable() { // a lambda would be set up on this thread
                @Override
                public void run() {
                    preparedStubs = Stubs.build();
                }
            });
        }
        if (preparation != null && preparation.isAlive()) {
            return false;
        }
        try {
            openCache();
            return true;
        } catch (LinkageError | RuntimeException failure) {
            if (policy.waits()) {
                throw failure;
            }
            // The system does not let us: the program is interpreted to its end.
            cache = null;
            counters.bailedOut(failure.toString(), false);
            state.stack().setHotness(TierPolicy.INTERPRETER.calls(), TierPolicy.INTERPRETER.loops());
            return false;
        }
    }

    private void openCache() {
        symbols = new SymbolTable();
        cache = CodeCache.open(options.cacheBytes(), symbols, coldCode, new CodeAccounting(state.heap(), options.observer()))
                .orElseThrow();
        symbols.declare(LookupStubs.CACHE, lookups.address());
        for (Event event : Event.values()) {
            symbols.declare(MetamethodStubs.nameOf(event), state.strings().eventName(event.ordinal()));
        }
        for (MathFunction function : MathFunction.values()) {
            symbols.declare(function.symbol(), function.address());
        }
        MachineCode stubs = preparedStubs == null ? Stubs.build() : preparedStubs;
        preparedStubs = null;
        CodeObject code = cache.install(CodeImport.unlinked("stubs", CodeKind.STUB, stubs, 0), new CodeOwner("stubs"))
                .orElseThrow();
        stubs.labels().forEach((name, offset) -> symbols.declare(name, code.start() + offset));
        enter = symbols.address(Stubs.ENTER).orElseThrow();
        for (int question = 0; question < SortLayout.QUESTIONS; question++) {
            Memory.putLong(state.stack().threadBlock() + ThreadLayout.SORT_RETURNS + 8 * question,
                    symbols.address(SortStubs.returnOf(question)).orElseThrow());
        }
        optimized = new OptimizedTier(state, driver, policy, counters, options.events(), cache,
                symbols.address(OptimizedStubs.ENTER).orElseThrow(), block -> installed.get(block).entry(), relearning::forget);
        cache.failAt(options.faults());
        baseline.open(cache);
        cacheStubs = new CacheStubs(state, options, counters, cache, symbols);
        coldCode.open(cache, optimized);
        options.events().opened(cache);
        options.listener().installed(null, stubs, code, cache.map());
    }

    // ---- inline caches -------------------------------------------------------------------------------------------------

    @Override
    public void missed(long base, long pc) {
        long block = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        InstalledFunction function = installed.get(block);
        int instruction = (int) ((pc - block - FunctionLayout.INSTRUCTIONS) / Instruction.BYTES) - 1;
        InlineCache site = function == null ? null : function.cache(instruction);
        counters.misses++;
        long i = Memory.getLong(pc - Instruction.BYTES);
        if (site != null) {
            FieldMiss miss = FieldMiss.of(state, fieldBuilder, lookups, rawFields, base, i);
            cacheStubs.attempt(step -> miss.serve(site, (code, newState) -> {
                step.run();
                cacheStubs.attach(site, function, code, newState);
            }));
            return;
        }
        metamethods.learn(base, i);
        if (Instruction.op(i).feedback == Opcode.Feedback.INDEX) {
            FieldMiss.of(state, fieldBuilder, lookups, rawFields, base, i).learn();
        }
    }

    // ---- forgetting ----------------------------------------------------------------------------------------------------

    @Override
    public void forgetStale() {
        counters.invalidations++;
        lookups.clear();
        IntPredicate isStale = state.shapes()::isStale;
        metamethods.metatables().forget(isStale);
        installed.values().forEach(function -> function.forget(isStale));
        superseded.forget(isStale);
    }

    @Override
    public void learnsAgain(long code, int pc) {
        InstalledFunction function = installed.get(code);
        if (function != null) {
            function.forgetMegamorphic(pc);
        }
        if (optimized != null) {
            optimized.forgetShapes(code, pc);
        }
    }

    private void dropDead(LongPredicate isDead) {
        lookups.clear();
        metamethods.metatables().dropDead(isDead);
        compilations.dropDead(isDead);
        relearning.dropDead(isDead);
        if (optimized != null) {
            optimized.dropDead(isDead);
        }
        superseded.dropDead(isDead);
        installed.values().removeIf(function -> {
            boolean dies = isDead.test(function.block());
            if (dies) {
                function.freeAll();
            }
            return dies;
        });
    }

    /** Of a function that is about to go: its code itself is the cache's business. */
    private void evict(InstalledFunction function) {
        installed.remove(function.block());
        function.evict();
        function.stubs().forEach(this::free);
    }

    /** All installed code; null as long as nothing has been compiled. */
    public CodeCache cache() {
        return cache;
    }

    /** Bytes of machine code that are installed, stubs included. */
    public long installedBytes() {
        return cache == null ? 0 : cache.statistics().capacity() - cache.statistics().free();
    }

    private void free(CodeObject code) {
        cache.retire(code);
        cache.reclaim(code);
    }

    @Override
    public void close() {
        compilations.close();
        lookups.close();
        installed.values().forEach(InstalledFunction::close);
        installed.clear();
        superseded.close();
        if (optimized != null) {
            optimized.close();
        }
        if (cache != null) {
            cache.close();
        }
    }
}
