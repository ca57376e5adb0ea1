package perigee.vm.tier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.baseline.BaselineCode;
import perigee.baseline.BaselineCompiler;
import perigee.baseline.BaselineRequest;
import perigee.baseline.BaselineSite;
import perigee.baseline.FieldStub;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.CodeObserver;
import perigee.code.CodeOwner;
import perigee.code.EvictionPolicy;
import perigee.code.Installation;
import perigee.code.MachineFloor;
import perigee.code.NativeEntry;
import perigee.code.Relocation;
import perigee.code.SiteKind;
import perigee.code.Sites;
import perigee.code.SymbolTable;
import perigee.code.UnlinkedCode;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldCacheBuilder;
import perigee.frame.Link;
import perigee.interp.Driver;
import perigee.interp.NativeTier;
import perigee.layout.FunctionLayout;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.stub.LookupCache;
import perigee.stub.LookupStubs;
import perigee.stub.MetamethodStubs;
import perigee.stub.Stubs;

/** The tiers of one state: compiles functions that have become hot, installs their code, and runs it. */
public final class Tiers implements NativeTier, AutoCloseable {
    /** Calls that a function whose compilation failed, or has to wait, must have before the next try. */
    private static final int PATIENCE = 1_000_000;

    private final LuaState state;
    private final Driver driver;
    private final TierPolicy policy;
    private final TierCounters counters = new TierCounters();
    private final Map<Long, InstalledFunction> installed = new HashMap<>();
    private Thread preparation;
    private final LookupCache lookups = new LookupCache();
    private final MetamethodMiss metamethods;
    private final FieldCacheBuilder fieldBuilder;
    private CodeCache cache;
    private SymbolTable symbols;
    private long enter;

    /** Has the functions of a state compiled as a policy says. */
    public Tiers(LuaState state, Driver driver, TierPolicy policy) {
        this.state = state;
        this.driver = driver;
        this.policy = policy;
        fieldBuilder = new FieldCacheBuilder(state);
        metamethods = new MetamethodMiss(state, lookups);
        if (policy.compiles() && MachineFloor.isSupported()) {
            state.stack().setHotness(policy.calls(), policy.loops());
            state.heapConnection().addDeathListener(this::dropDead);
            state.heapConnection().addMoveListener(relocation -> lookups.objectsMoved());
            driver.setNativeTier(this);
        }
    }

    public TierCounters counters() {
        return counters;
    }

    // ---- running -------------------------------------------------------------------------------------------------------

    @Override
    public int run(long address) {
        counters.entries++;
        cache.patcher().synchronise();
        int reason = (int) NativeEntry.call(enter, address, state.stack().threadBlock());
        count(reason);
        return reason;
    }

    private void count(int reason) {
        int opcode = 0;
        if (TierCounters.isOfInstruction(reason)) {
            long base = state.stack().base();
            long instruction = Memory.getLong(Link.pc(Memory.getLong(base + StackLayout.PC)) - Instruction.BYTES);
            opcode = Instruction.opNumber(instruction);
            if (reason == LIBRARY) {
                counters.calledLibrary(Functions.idOf(Memory.getLong(base + 8L * Instruction.a(instruction))));
                metamethods.learnLibrary(base, instruction);
            }
        }
        counters.left(reason, opcode);
    }

    // ---- compiling -----------------------------------------------------------------------------------------------------

    @Override
    public void hot(long code) {
        if (cache == null && !open()) {
            // The floor is not there yet; soon again.
            Memory.putInt(code + FunctionLayout.CALLS, 0);
            return;
        }
        if (hasYoungConstant(code)) {
            // Compiled code is to hold the constants, and these may still move; soon again.
            Memory.putInt(code + FunctionLayout.CALLS, 0);
            return;
        }
        try {
            compile(state.functions().ofCode(code));
        } catch (RuntimeException failure) {
            bailOut(code);
            if (policy.waits()) {
                throw failure;
            }
        }
    }

    private boolean hasYoungConstant(long code) {
        long first = Memory.getLong(code + FunctionLayout.CONSTANTS);
        long end = first + 8L * Memory.getInt(code + FunctionLayout.CONSTANT_COUNT);
        for (long constant = first; constant < end; constant += 8) {
            if (state.heap().isYoung(Memory.getLong(constant))) {
                return true;
            }
        }
        return false;
    }

    private void bailOut(long code) {
        counters.bailOuts++;
        Memory.putInt(code + FunctionLayout.CALLS, policy.calls() - PATIENCE);
    }

    private void compile(LoadedFunction function) {
        Prototype prototype = function.prototype();
        BaselineCode result = BaselineCompiler.compile(request(function));
        CodeOwner owner = new CodeOwner(new String(ChunkName.display(prototype.source()),
                StandardCharsets.ISO_8859_1) + ":" + prototype.lineDefined());
        Installation installation = cache.install(unlinked(owner.name(), CodeKind.BASELINE, result.code()), owner);
        if (!(installation instanceof Installation.Installed(CodeObject code))) {
            bailOut(function.code());
            return;
        }
        counters.compiled++;
        counters.codeBytes += code.size();
        installed.put(function.code(), new InstalledFunction(function.code(), code, cache.patcher(), result.entry(),
                result.offsets()));
    }

    private BaselineRequest request(LoadedFunction function) {
        Prototype prototype = function.prototype();
        long[] constants = new long[prototype.constants().length];
        long first = Memory.getLong(function.code() + FunctionLayout.CONSTANTS);
        for (int i = 0; i < constants.length; i++) {
            constants[i] = Memory.getLong(first + 8L * i);
        }
        long[] feedback = new long[prototype.code().length];
        @SuppressWarnings("unchecked")
        List<FieldCache.Entry>[] fields = new List[feedback.length];
        for (int pc = 0; pc < feedback.length; pc++) {
            feedback[pc] = Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK);
            Opcode op = Instruction.op(prototype.code()[pc]);
            if (op.feedback == Opcode.Feedback.FIELD && op != Opcode.GETGLOBAL && op != Opcode.SETGLOBAL) {
                fields[pc] = driver.fields().known(feedback[pc]);
            }
        }
        return new BaselineRequest(prototype, function.code(), constants, feedback, fields, state.shapes()::byId,
                state.globals());
    }

    // ---- the cache -----------------------------------------------------------------------------------------------------

    private boolean open() {
        if (!policy.waits() && preparation == null) {
            preparation = MachineFloor.prepareInBackground();
        }
        if (preparation != null && preparation.isAlive()) {
            return false;
        }
        symbols = new SymbolTable();
        cache = CodeCache.open(CodeCache.LARGEST, symbols, EvictionPolicy.NONE, CodeObserver.NONE).orElseThrow();
        symbols.declare(LookupStubs.CACHE, lookups.address());
        for (Event event : Event.values()) {
            symbols.declare(MetamethodStubs.nameOf(event), state.strings().eventName(event.ordinal()));
        }
        MachineCode stubs = Stubs.build();
        CodeObject code = cache.install(unlinked("stubs", CodeKind.STUB, stubs), new CodeOwner("stubs")).orElseThrow();
        stubs.labels().forEach((name, offset) -> symbols.declare(name, code.start() + offset));
        enter = symbols.address(Stubs.ENTER).orElseThrow();
        return true;
    }

    static UnlinkedCode unlinked(String name, CodeKind kind, MachineCode code) {
        List<Relocation> relocations = new ArrayList<>();
        for (perigee.asm.Relocation one : code.relocations()) {
            boolean isRelative = one.kind() == perigee.asm.Relocation.Kind.REL32;
            relocations.add(new Relocation(isRelative ? Relocation.Kind.REL32 : Relocation.Kind.ABS64, one.offset(),
                    one.symbol(), one.addend() + (isRelative ? 4 : 0)));
        }
        Sites.Builder sites = new Sites.Builder();
        for (Site site : code.sites()) {
            if (site.kind() == BaselineSite.SHAPE) {
                sites.add(SiteKind.PATCH, site.offset(), 0, site.payload());
            } else if (site.kind() instanceof BaselineSite place) {
                sites.add(place == BaselineSite.CHAIN ? SiteKind.PATCH : SiteKind.SAFEPOINT, site.offset(),
                        (Integer) site.payload(), place);
            }
        }
        return new UnlinkedCode(name, kind, code.bytes(), relocations, sites.build(), 0);
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
            new FieldMiss(state, fieldBuilder, lookups, base, i).serve(site,
                    (code, newState) -> attach(site, function, code, newState));
            return;
        }
        metamethods.learn(base, i);
        if (Instruction.op(i).feedback == Opcode.Feedback.INDEX) {
            new FieldMiss(state, fieldBuilder, lookups, base, i).learn();
        }
    }

    private void attach(InlineCache site, InstalledFunction function, MachineCode code, InlineCache.State newState) {
        SymbolTable names = new SymbolTable(symbols);
        names.declare(FieldStub.DONE, site.done);
        names.declare(FieldStub.MISS, site.miss);
        names.declare(FieldStub.NEXT, site.next());
        String name = function.code().name();
        if (cache.install(unlinked(name, CodeKind.CACHE_STUB, code), function.code().owner(), names)
                instanceof Installation.Installed(CodeObject stub)) {
            counters.stubs++;
            function.relyOnFields(stub);
            site.attach(stub, newState, cache.patcher());
        }
    }

    // ---- forgetting ----------------------------------------------------------------------------------------------------

    @Override
    public void forgetFields() {
        counters.invalidations++;
        lookups.clear();
        installed.values().forEach(InstalledFunction::forgetFields);
    }

    private void dropDead(LongPredicate isDead) {
        lookups.clear();
        installed.values().removeIf(function -> {
            if (!isDead.test(function.block())) {
                return false;
            }
            function.close();
            free(function.code());
            function.stubs().forEach(this::free);
            return true;
        });
    }

    private void free(CodeObject code) {
        cache.retire(code);
        cache.reclaim(code);
    }

    @Override
    public void close() {
        lookups.close();
        installed.values().forEach(InstalledFunction::close);
        installed.clear();
        if (cache != null) {
            cache.close();
        }
    }
}
