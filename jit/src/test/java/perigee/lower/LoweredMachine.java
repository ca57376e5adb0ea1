package perigee.lower;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;
import static perigee.layout.StackLayout.FUNCTION;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import perigee.asm.Assembler;
import perigee.asm.CpuFeature;
import perigee.asm.CpuFeatures;
import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.CodeObserver;
import perigee.code.CodeOwner;
import perigee.code.EvictionPolicy;
import perigee.code.NativeEntry;
import perigee.code.Sites;
import perigee.code.SymbolTable;
import perigee.code.UnlinkedCode;
import perigee.deopt.DeoptState;
import perigee.emit.Emitter;
import perigee.emit.LirSite;
import perigee.emit.OptimizedCode;
import perigee.emit.StateAt;
import perigee.frame.Link;
import perigee.ir.BlockOrder;
import perigee.ir.Graph;
import perigee.ir.GraphText;
import perigee.ir.GraphVerifier;
import perigee.interp.NativeTier;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.lir.Kind;
import perigee.lir.LirFunction;
import perigee.lir.LirText;
import perigee.lir.LirVerifier;
import perigee.lir.Place;
import perigee.memory.Memory;
import perigee.regalloc.AllocationVerifier;
import perigee.regalloc.Allocator;
import perigee.regalloc.RegisterSet;
import perigee.object.Event;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.stub.Abi;
import perigee.stub.LookupCache;
import perigee.stub.LookupStubs;
import perigee.stub.MetamethodStubs;
import perigee.stub.OptimizedStubs;
import perigee.stub.RuntimeFunction;
import perigee.stub.Stubs;
import perigee.value.MathFunction;
import perigee.value.Word;

/**
 * Lowers graphs, runs them on this processor with the real stubs on a real heap, and serves what they leave for. All
 * registers are garbage whenever code goes on.
 */
final class LoweredMachine implements AutoCloseable {
    private static final String ENTER = "test_enter";
    private static final String CALLEE = "test_callee";
    private static final String RETURN = "test_return";
    private static final int STACK_SLOTS = 256;
    private static final long GARBAGE = 0x7BAD_7BAD_7BAD_7BADL;
    private static final long[] SAVED = {RBX, RBP, R12, R13, R14, R15};
    private static final CodeOwner OWNER = new CodeOwner("test");
    /** What the stubs of this machine return; real ones, whose frame on the C stack is the same, return a reason. */
    private static final int MINE = 1000;
    private static final int FRAME_AT = 1 << 10;
    private static final int STACK_BYTES = 1 << 16;

    // the dump
    private static final int XMM_DUMP = 8 * 16;
    private static final int STACK_DUMP = XMM_DUMP + 8 * 16;
    private static final int REASON = STACK_DUMP + 8 * STACK_SLOTS;

    /** How registers are chosen, and for which processor. */
    enum Mode {
        ALL, THREE, RANDOM;

        CpuFeatures features() {
            return this == THREE
                    ? CpuFeatures.host().without(CpuFeature.AVX, CpuFeature.BMI1, CpuFeature.BMI2) : CpuFeatures.host();
        }

        RegisterSet registers() {
            return switch (this) {
                case ALL -> RegisterSet.all();
                case THREE -> RegisterSet.three();
                case RANDOM -> RegisterSet.random(7);
            };
        }
    }

    /** How code ended: {@code results} if it returned, else the state that it left to, with the values of its operands. */
    record Outcome(List<Long> results, DeoptState state, long[] values) {
        long result() {
            return results.getFirst();
        }
    }

    /** The ways in which code leaves. */
    private enum Leaving { GUARD, POLL, CALL, TO_DRIVER, JAVA, CALLEE, DRIVER, RETURNED }

    final LuaState state = new LuaState(64L << 20);
    final long thread = state.heap().threadBlock();
    private final long dump = Memory.reserve(REASON + 8);
    private final long stack = Memory.reserve(STACK_BYTES);
    final LookupCache lookups = new LookupCache();
    private final CodeCache cache =
            CodeCache.open(1 << 22, new SymbolTable(), EvictionPolicy.NONE, CodeObserver.NONE).orElseThrow();
    private final long enter;
    /** The function that runs; its code is {@link Make#CODE}. */
    final long function = Memory.reserve(FunctionLayout.UPVALUES);
    /** What has been called, with its arguments, in order. */
    final List<String> log = new ArrayList<>();
    /** Serves runtime functions; null: refused. */
    BiFunction<RuntimeFunction, long[], Long> java = (function, words) -> null;
    /** Serves calls, by function and arguments. */
    BiFunction<Long, long[], long[]> callee = (function, words) -> new long[0];
    /** The word in the link's place of the frame that runs; 0: compiled code has called it. */
    long link;
    boolean polling;
    /** Whether there is no room on the stack beyond what is there already. */
    boolean full;
    /** Of the frame that runs. */
    private long base;
    Mode mode = Mode.ALL;
    LirFunction lir;

    LoweredMachine() {
        cache.symbols().declare(LookupStubs.CACHE, lookups.address());
        for (Event event : Event.values()) {
            cache.symbols().declare(MetamethodStubs.nameOf(event), state.strings().eventName(event.ordinal()));
        }
        for (MathFunction function : MathFunction.values()) {
            cache.symbols().declare(function.symbol(), function.address());
        }
        MachineCode mine = stubs();
        CodeObject code = install("test stubs", mine);
        mine.labels().forEach((name, offset) -> cache.symbols().declare(name, code.start() + offset));
        MachineCode shared = Stubs.build();
        CodeObject sharedCode = install("stubs", shared);
        shared.labels().forEach((name, offset) -> {
            if (cache.symbols().address(name).isEmpty()) {
                cache.symbols().declare(name, sharedCode.start() + offset);
            }
        });
        enter = cache.symbols().address(ENTER).orElseThrow();
        Memory.putLong(function + FunctionLayout.CODE, Make.CODE);
        state.heap().collect();
    }

    private MachineCode stubs() {
        Assembler a = new Assembler();
        a.bind(a.newLabel(ENTER));
        for (long register : SAVED) {
            a.emit(PUSH_R64, register);
        }
        a.emit(SUB_RM64_IMM32, RSP, 8 * STACK_SLOTS + 8);
        a.emit(MOV_R64_RM64, Abi.THREAD, RSI);
        a.emit(MOV_R64_RM64, Abi.BASE, RDX);
        a.emit(MOV_R64_RM64, R11, RDI);
        for (int register = 0; register < 16; register++) {
            if (register != 4 && register != 11 && register != 14 && register != 15) {
                a.move(perigee.asm.Register.gpr(register), GARBAGE);
            }
            a.emit(MOVSD_XMM_XM64, perigee.asm.Register.xmm(register), a.constant(GARBAGE));
        }
        a.move(Abi.FLOAT_OFFSET, Word.FLOAT_OFFSET);
        a.move(Abi.LAST_FLOAT, Word.LAST_FLOAT);
        a.move(R12, dump);
        a.emit(MOV_R64_RM64, RAX, mem(R12));
        a.emit(MOV_R64_RM64, RCX, mem(R12, 8));
        a.emit(JMP_RM64, R11);
        leave(a, Leaving.GUARD, OptimizedCode.GUARD_FAILED);
        leave(a, Leaving.POLL, OptimizedCode.POLL);
        leave(a, Leaving.CALL, OptimizedStubs.CALL);
        leave(a, Leaving.TO_DRIVER, OptimizedStubs.RETURN);
        leave(a, Leaving.CALLEE, CALLEE);
        leave(a, Leaving.DRIVER, Stubs.EXIT_CALL);
        leave(a, Leaving.JAVA, Arrays.stream(RuntimeFunction.values()).map(RuntimeFunction::symbol)
                .toArray(String[]::new));
        // two return addresses, as compiled calls have them
        a.emit(MOVABS_R64_IMM64, RDX, Link.of(FRAME_AT, 1, Link.TAIL_CALLED));
        a.emit(MOVABS_R64_IMM64, RDX, Link.of(FRAME_AT, 1, 0));
        leaveHere(a, Leaving.RETURNED, RETURN);
        return a.finish();
    }

    private void leave(Assembler a, Leaving reason, String... names) {
        a.align(16);
        leaveHere(a, reason, names);
    }

    private void leaveHere(Assembler a, Leaving reason, String... names) {
        for (String name : names) {
            a.bind(a.newLabel(name));
        }
        a.emit(PUSH_R64, R10);
        a.move(R10, dump);
        a.emit(POP_M64, mem(R10, 8 * 10));
        for (int register = 0; register < 16; register++) {
            if (register != 10) {
                a.emit(MOV_RM64_R64, mem(R10, 8 * register), perigee.asm.Register.gpr(register));
            }
            a.emit(MOVSD_XM64_XMM, mem(R10, XMM_DUMP + 8 * register), perigee.asm.Register.xmm(register));
        }
        for (int slot = 0; slot < STACK_SLOTS; slot++) {
            a.emit(MOV_R64_RM64, RAX, mem(RSP, 8 * slot));
            a.emit(MOV_RM64_R64, mem(R10, STACK_DUMP + 8 * slot), RAX);
        }
        a.emit(MOV_RM64_IMM32, mem(R10, REASON), reason.ordinal());
        a.emit(ADD_RM64_IMM32, RSP, 8 * STACK_SLOTS + 8);
        a.move(RAX, MINE);
        for (int i = SAVED.length - 1; i >= 0; i--) {
            a.emit(POP_R64, SAVED[i]);
        }
        a.emit(RET);
    }

    private CodeObject install(String name, MachineCode code) {
        CodeObject object = cache.install(new UnlinkedCode(name, CodeKind.OPTIMISED, code.bytes(), code.relocations(), Sites.NONE,
                0), OWNER).orElseThrow();
        cache.patcher().synchronise();
        return object;
    }

    /** Address of code that calls of a function may be told to enter: it leaves, and {@link #callee} does the call. */
    long calleeEntry() {
        return cache.symbols().address(CALLEE).orElseThrow();
    }

    // ---- compiling -------------------------------------------------------------------------------------------------

    OptimizedCode compile(Graph graph, boolean vararg) {
        BlockOrder.sort(graph);
        expectNothing(GraphVerifier.verify(graph), () -> GraphText.of(graph));
        Lowering.Result result = Lowering.lower(
                new Request(graph, vararg, graph.parameters(), Make.PROTOTYPES, mode.features()));
        if (!(result instanceof Lowering.Lowered lowered)) {
            throw new AssertionError(result.toString());
        }
        lir = lowered.function();
        expectNothing(LirVerifier.verify(lir), () -> LirText.of(lir));
        if (!(Allocator.allocate(lir, mode.registers()) instanceof Allocator.Allocated allocated)) {
            throw new AssertionError("no registers\n" + LirText.of(lir));
        }
        expectNothing(AllocationVerifier.verify(allocated.allocation()), () -> LirText.of(lir));
        return Emitter.emit(allocated.allocation(), mode.features());
    }

    private static void expectNothing(List<String> problems, Supplier<String> text) {
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.subList(0, Math.min(5, problems.size())) + "\n" + text.get());
        }
    }

    // ---- running ---------------------------------------------------------------------------------------------------

    Outcome run(Graph graph, long... arguments) {
        return run(graph, false, new long[0], arguments);
    }

    /** Runs a function once; {@code extra} are the extra arguments of a vararg function. */
    Outcome run(Graph graph, boolean vararg, long[] extra, long... arguments) {
        try (Prepared prepared = prepare(graph, vararg)) {
            return prepared.run(extra, arguments);
        }
    }

    Prepared prepare(Graph graph) {
        return prepare(graph, false);
    }

    Prepared prepare(Graph graph, boolean vararg) {
        OptimizedCode optimized = compile(graph, vararg);
        return new Prepared(optimized, install("test", optimized.code()), vararg);
    }

    /** Code that can be run several times. */
    final class Prepared implements AutoCloseable {
        private final OptimizedCode optimized;
        private final CodeObject code;
        private final boolean vararg;

        private Prepared(OptimizedCode optimized, CodeObject code, boolean vararg) {
            this.optimized = optimized;
            this.code = code;
            this.vararg = vararg;
        }

        Outcome run(long... arguments) {
            return run(new long[0], arguments);
        }

        Outcome run(long[] extra, long[] arguments) {
            return LoweredMachine.this.run(optimized, code, vararg, extra, arguments);
        }

        @Override
        public void close() {
            cache.retire(code);
            cache.reclaim(code);
        }
    }

    private Outcome run(OptimizedCode optimized, CodeObject code, boolean vararg, long[] extra, long[] arguments) {
        for (long at = stack; at < stack + STACK_BYTES; at += 8) {
            Memory.putLong(at, GARBAGE);
        }
        long lower = stack + FRAME_AT;
        long back = link != 0 ? link : cache.symbols().address(RETURN).orElseThrow();
        Memory.putLong(lower + StackLayout.LINK, back);
        base = lower;
        if (vararg) {
            base += 8L * (arguments.length + extra.length + 1) + StackLayout.HEADER_BYTES;
            for (int i = 0; i < extra.length; i++) {
                Memory.putLong(lower + 8L * (arguments.length + i), extra[i]);
            }
            Memory.putLong(base + StackLayout.EXTRA_COUNT, Word.ofInteger(extra.length));
            Memory.putLong(base + StackLayout.LINK, Link.of(base - lower, 1, Link.VARARG));
        }
        for (int i = 0; i < arguments.length; i++) {
            Memory.putLong(base + 8L * i, arguments[i]);
        }
        Memory.putLong(base + FUNCTION, function);
        Memory.putInt(Make.CODE + FunctionLayout.PARAMETERS, arguments.length);
        Memory.putInt(thread + ThreadLayout.ATTENTION, polling ? ThreadLayout.INTERRUPT : 0);
        long address = code.start() + optimized.code().labels().get(OptimizedCode.ENTRY);
        long register = base;
        while (true) {
            long limit = Memory.getLong(thread + ThreadLayout.LIMIT);
            Memory.putLong(thread + ThreadLayout.LIMIT, full ? stack : stack + STACK_BYTES);
            long left = NativeEntry.call(enter, address, thread, register, 0);
            Memory.putLong(thread + ThreadLayout.LIMIT, limit);
            if (left == NativeTier.RETURN) {
                expect(Memory.getLong(thread + ThreadLayout.BASE), lower);
                expect(Memory.getLong(thread + ThreadLayout.RETURN_LINK), link);
                return results(Memory.getInt(thread + ThreadLayout.ARGUMENT_COUNT), lower, Memory.getLong(lower + FUNCTION));
            }
            expect(left, MINE);
            Leaving reason = Leaving.values()[(int) Memory.getLong(dump + REASON)];
            long calleeBase = base + 8L * optimized.frameSlots() + StackLayout.HEADER_BYTES;
            switch (reason) {
                case GUARD -> {
                    return left(site(optimized, (int) (gpr(11) - code.start()), LirSite.GUARD));
                }
                case RETURNED -> {
                    expect(0, link);
                    expect(gpr(14), lower);
                    return results((int) gpr(Place.RCX), lower, gpr(Place.RAX));
                }
                case TO_DRIVER -> {
                    expect(gpr(Place.RDX), link);
                    expect(gpr(14), lower);
                    return results((int) gpr(Place.RCX), lower, gpr(Place.RAX));
                }
                case CALLEE, DRIVER -> {
                    if (reason == Leaving.DRIVER) {
                        log.add("driver");
                    }
                    expect(gpr(14), gpr(14) == lower ? lower : calleeBase);
                    // results may come to stand where the header is
                    address = Memory.getLong(gpr(14) + StackLayout.LINK);
                    long[] results = call((int) gpr(Place.RCX), gpr(14));
                    for (int i = 1; i < results.length; i++) {
                        Memory.putLong(gpr(14) + FUNCTION + 8L * i, results[i]);
                    }
                    Memory.putLong(dump, results.length == 0 ? Word.NIL : results[0]);
                    Memory.putLong(dump + 8, results.length);
                    register = gpr(14);
                }
                case CALL, JAVA, POLL -> {
                    expect(gpr(14), base);
                    address = gpr(11);
                    register = base;
                    StateAt state = site(optimized, (int) (address - code.start()),
                            reason == Leaving.POLL ? LirSite.SAFEPOINT : LirSite.CALL);
                    clearDeadSlots(optimized, state);
                    if (reason == Leaving.POLL) {
                        log.add("poll");
                        Memory.putInt(thread + ThreadLayout.ATTENTION, 0);
                    } else if (reason == Leaving.CALL) {
                        long[] results = call((int) gpr(Place.RCX), calleeBase);
                        expect((int) gpr(Place.RSI), state.call().wanted());
                        int delivered = state.call().wanted() < 0 ? results.length : state.call().wanted();
                        Memory.putLong(thread + ThreadLayout.TOP, calleeBase + FUNCTION + 8L * delivered);
                        for (int i = 0; i < delivered; i++) {
                            Memory.putLong(calleeBase + FUNCTION + 8L * i,
                                    i < results.length ? results[i] : Word.NIL);
                        }
                    } else {
                        Long result = java(state, calleeBase);
                        if (result == null) {
                            return left(state);
                        }
                        Memory.putLong(calleeBase + FUNCTION, result);
                    }
                }
            }
        }
    }

    private static void expect(long is, long wanted) {
        if (is != wanted) {
            throw new AssertionError("not where it should be: " + Long.toHexString(is) + ", not " + Long.toHexString(wanted));
        }
    }

    /** What nobody will read is not there any more. */
    private void clearDeadSlots(OptimizedCode optimized, StateAt state) {
        for (int slot = 0; slot < optimized.frameSlots(); slot++) {
            if (Arrays.binarySearch(state.liveSlots(), slot) < 0) {
                Memory.putLong(base + 8L * slot, Word.NIL);
            }
        }
    }

    private static Outcome results(int count, long frame, long first) {
        List<Long> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(i == 0 ? first : Memory.getLong(frame + FUNCTION + 8L * i));
        }
        return new Outcome(results, null, null);
    }

    private long[] call(int passed, long frame) {
        long[] words = new long[passed];
        StringBuilder text = new StringBuilder("call");
        for (int i = 0; i < passed; i++) {
            words[i] = Memory.getLong(frame + 8L * i);
            text.append(' ').append(Long.toHexString(words[i]));
        }
        log.add(text.toString());
        return callee.apply(Memory.getLong(frame + FUNCTION), words);
    }

    private Long java(StateAt state, long frame) {
        for (RuntimeFunction function : RuntimeFunction.values()) {
            if (function.symbol().equals(state.call().symbol())) {
                long[] words = new long[(int) gpr(Place.RCX)];
                for (int i = 0; i < words.length; i++) {
                    words[i] = Memory.getLong(frame + 8L * i);
                }
                log.add(function.name());
                return java.apply(function, words);
            }
        }
        throw new AssertionError(state.call().symbol());
    }

    private static StateAt site(OptimizedCode optimized, int offset, LirSite kind) {
        for (Site site : optimized.code().sites()) {
            if (site.offset() == offset && site.kind() == kind) {
                return (StateAt) site.payload();
            }
        }
        throw new AssertionError("no site at " + offset);
    }

    // ---- looking around --------------------------------------------------------------------------------------------

    private long gpr(int encoding) {
        return Memory.getLong(dump + 8L * encoding);
    }

    /** The values of the state, as words where they are, else their bits. */
    private Outcome left(StateAt state) {
        long[] values = new long[state.places().length];
        for (int i = 0; i < values.length; i++) {
            int place = state.places()[i];
            values[i] = Place.isConstant(place) ? state.bits()[i] : read(place, state.kinds()[i]);
        }
        return new Outcome(null, (DeoptState) state.exit().origin(), values);
    }

    private long read(int place, Kind kind) {
        int number = Place.number(place);
        if (Place.isGpr(place)) {
            return gpr(place);
        }
        if (Place.isXmm(place)) {
            return Memory.getLong(dump + XMM_DUMP + 8L * (place - Place.XMM0));
        }
        if (Place.isStack(place)) {
            return Memory.getLong(dump + STACK_DUMP + 8L * number);
        }
        long word = Memory.getLong(base + 8L * number);
        if (Place.isPair(place)) {
            return Word.integer(word) | Word.integer(Memory.getLong(base + 8L * number + 8)) << 32;
        }
        return kind == Kind.WORD ? word : kind == Kind.FLOAT ? word - Word.FLOAT_OFFSET : Word.integer(word);
    }

    // ---- values that can be called ----------------------------------------------------------------------------------------

    /** A closure whose code begins at an address; 0: it is not compiled. */
    long closure(long entry) {
        long code = Memory.reserve(256);
        Memory.putLong(code + FunctionLayout.NATIVE_ENTRY, entry);
        long closure = state.heap().allocate(HeapType.CLOSURE, HeapType.CLOSURE, FunctionLayout.UPVALUES);
        Memory.putLong(closure + FunctionLayout.CODE, code);
        return closure;
    }

    /** A function in Java. */
    long function(Intrinsic intrinsic) {
        long function = state.heap().allocate(HeapType.NATIVE, HeapType.NATIVE, FunctionLayout.NATIVE_UPVALUES + 64);
        Memory.putByte(function + ObjectHeader.DETAIL, (byte) intrinsic.ordinal());
        return function;
    }

    @Override
    public void close() {
        cache.close();
        lookups.close();
        state.close();
        Memory.release(dump);
        Memory.release(stack);
    }
}
