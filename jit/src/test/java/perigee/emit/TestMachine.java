package perigee.emit;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
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
import perigee.frame.Link;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.lir.Call;
import perigee.lir.Kind;
import perigee.lir.Place;
import perigee.memory.Memory;
import perigee.stub.Abi;
import perigee.stub.OptimizedStubs;
import perigee.value.Word;

/**
 * Runs emitted code on this processor, with stubs that note all registers when they are left, and serves it: a collection
 * that moves what words of the frame refer to at each call and safepoint, results of calls, garbage in all registers
 * whenever it goes on.
 */
final class TestMachine implements AutoCloseable {
    private static final String ENTER = "test_enter";
    private static final int STACK_SLOTS = 256;
    private static final long GARBAGE = 0x7BAD_7BAD_7BAD_7BADL;
    private static final long[] SAVED = {RBX, RBP, R12, R13, R14, R15};

    // the thread block: behind the fields of a real one, before the cells of RandomLir; then the dump
    private static final int REASON = 400;
    private static final int DUMP = RandomLir.WORDS + 8 * RandomLir.CELLS;
    private static final int XMM_DUMP = DUMP + 8 * 16;
    private static final int STACK_DUMP = XMM_DUMP + 8 * 16;
    private static final int SIZE = STACK_DUMP + 8 * STACK_SLOTS;

    private static final int GUARD = 1;
    private static final int POLL = 2;
    private static final int LEAVE = 3;
    private static final int CALLEE = 4;
    private static final int RETURN = 5;

    private static final CodeOwner OWNER = new CodeOwner("test");
    private static final int FRAME_AT = 1 << 10;
    private static final int STACK_BYTES = 1 << 17;

    final long thread = Memory.reserve(SIZE);
    private final long stack = Memory.reserve(STACK_BYTES);
    private final CodeCache cache =
            CodeCache.open(1 << 22, new SymbolTable(), EvictionPolicy.NONE, CodeObserver.NONE).orElseThrow();
    private final long enter;

    TestMachine() {
        MachineCode stubs = stubs();
        CodeObject code = install("stubs", stubs);
        stubs.labels().forEach((name, offset) -> cache.symbols().declare(name, code.start() + offset));
        enter = cache.symbols().address(ENTER).orElseThrow();
    }

    private static MachineCode stubs() {
        Assembler a = new Assembler();
        a.bind(a.newLabel(ENTER));
        for (long register : SAVED) {
            a.emit(PUSH_R64, register);
        }
        a.emit(SUB_RM64_IMM32, RSP, 8 * STACK_SLOTS);
        a.emit(MOV_R64_RM64, Abi.THREAD, RSI);
        a.emit(MOV_R64_RM64, Abi.BASE, RDX);
        a.emit(MOV_R64_RM64, R11, RDI);
        for (int slot = 0; slot < STACK_SLOTS; slot++) {
            a.emit(MOV_RM64_IMM32, mem(RSP, 8 * slot), (int) GARBAGE);
        }
        for (int register = 0; register < 16; register++) {
            if (register != 4 && register != 11 && register != 14 && register != 15) {
                a.move(perigee.asm.Register.gpr(register), GARBAGE);
            }
            a.emit(MOVSD_XMM_XM64, perigee.asm.Register.xmm(register), a.constant(GARBAGE));
        }
        a.move(Abi.FLOAT_OFFSET, Word.FLOAT_OFFSET);
        a.move(Abi.LAST_FLOAT, Word.LAST_FLOAT);
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, DUMP));
        a.emit(MOV_R64_RM64, RCX, mem(Abi.THREAD, DUMP + 8));
        a.emit(JMP_RM64, R11);
        leave(a, OptimizedCode.GUARD_FAILED, GUARD);
        leave(a, OptimizedCode.POLL, POLL);
        leave(a, RandomLir.LEAVE, LEAVE);
        leave(a, RandomLir.CALLEE, CALLEE);
        leave(a, RandomLir.RETURN, RETURN);
        leave(a, OptimizedStubs.RETURN, RETURN);
        a.bind(a.newLabel(RandomLir.MIX));
        a.emit(LEA_R64_M, RAX, mem(RAX, RAX, 2, 0));
        a.emit(XOR_R64_RM64, RAX, RCX);
        a.move(RCX, GARBAGE);
        a.move(RDX, GARBAGE);
        a.emit(MOVQ_XMM_RM64, XMM0, RCX);
        a.emit(RET);
        return a.finish();
    }

    private static void leave(Assembler a, String name, int reason) {
        a.align(16);
        a.bind(a.newLabel(name));
        for (int register = 0; register < 16; register++) {
            a.emit(MOV_RM64_R64, mem(Abi.THREAD, DUMP + 8 * register), perigee.asm.Register.gpr(register));
            a.emit(MOVSD_XM64_XMM, mem(Abi.THREAD, XMM_DUMP + 8 * register), perigee.asm.Register.xmm(register));
        }
        for (int slot = 0; slot < STACK_SLOTS; slot++) {
            a.emit(MOV_R64_RM64, RAX, mem(RSP, 8 * slot));
            a.emit(MOV_RM64_R64, mem(Abi.THREAD, STACK_DUMP + 8 * slot), RAX);
        }
        a.emit(MOV_RM64_IMM32, mem(Abi.THREAD, REASON), reason);
        a.emit(ADD_RM64_IMM32, RSP, 8 * STACK_SLOTS);
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

    // ---- running -------------------------------------------------------------------------------------------------------

    /** Runs code until it leaves by a guard or exit. */
    Outcome run(OptimizedCode optimized, long[] arguments, boolean polling) {
        CodeObject code = install("test", optimized.code());
        try {
            return run(optimized, code, arguments, polling);
        } finally {
            cache.retire(code);
            cache.reclaim(code);
        }
    }

    private Outcome run(OptimizedCode optimized, CodeObject code, long[] arguments, boolean polling) {
        Outcome outcome = new Outcome();
        long base = stack + FRAME_AT;
        for (long at = stack; at < stack + STACK_BYTES; at += 8) {
            Memory.putLong(at, GARBAGE);
        }
        for (int i = 0; i < arguments.length; i++) {
            Memory.putLong(base + 8 * i, arguments[i]);
        }
        Memory.putLong(base + StackLayout.LINK, polling ? Link.of(StackLayout.HEADER_BYTES, 1, 0)
                : cache.symbols().address(RandomLir.RETURN).orElseThrow());
        Memory.putInt(thread + ThreadLayout.ATTENTION, polling ? 1 : 0);
        long address = code.start() + optimized.code().labels().get(OptimizedCode.ENTRY);
        long callee = base + 8L * optimized.frameSlots() + StackLayout.HEADER_BYTES;
        long register = base;
        for (int collections = 1; true; collections++) {
            NativeEntry.call(enter, address, thread, register, 0);
            int reason = Memory.getInt(thread + REASON);
            if (gpr(14) != (reason == CALLEE ? callee : base)) {
                throw new AssertionError("the frame's base is not where it should be");
            }
            if (reason == GUARD) {
                StateAt state = site(optimized, (int) (gpr(11) - code.start()), LirSite.GUARD);
                outcome.exit = state.exit().number();
                state(outcome, base, state);
                outcome.take(thread);
                return outcome;
            }
            if (reason == RETURN) {
                results(outcome, base);
                outcome.take(thread);
                return outcome;
            }
            address = reason == CALLEE ? Memory.getLong(callee + StackLayout.LINK) : gpr(11);
            StateAt state = site(optimized, (int) (address - code.start()),
                    reason == POLL ? LirSite.SAFEPOINT : LirSite.CALL);
            if (reason == CALLEE && Memory.getLong(base + StackLayout.PC) != Link.ofSite(address)) {
                throw new AssertionError("the frame's pc is not the call's site");
            }
            arguments(outcome, state.call(), callee);
            outcome.log.add("safepoint");
            collect(base, optimized.frameSlots(), collections);
            if (state.exit() != null) {
                state(outcome, base, state);
            }
            for (int n = 1; n < 4; n++) {
                Memory.putLong(callee + 8 * (Call.FUNCTION_SLOT + n), Outcome.result(collections, n));
            }
            Memory.putLong(thread + DUMP, Outcome.result(collections, 0));
            Memory.putLong(thread + DUMP + 8, 1);
            register = reason == CALLEE ? callee : base;
        }
    }

    private void results(Outcome outcome, long base) {
        outcome.exit = Outcome.RETURNED;
        int count = (int) gpr(Place.RCX);
        if (count == 0 && gpr(Place.RAX) != Word.NIL) {
            throw new AssertionError("the first of no results is not nil");
        }
        for (int n = 0; n < count; n++) {
            outcome.value(Kind.WORD, n == 0 ? gpr(Place.RAX) : Memory.getLong(base + StackLayout.FUNCTION + 8 * n));
        }
    }

    private static StateAt site(OptimizedCode optimized, int offset, LirSite kind) {
        for (Site site : optimized.code().sites()) {
            if (site.offset() == offset && site.kind() == kind) {
                return (StateAt) site.payload();
            }
        }
        throw new AssertionError("no site at " + offset);
    }

    private void arguments(Outcome outcome, Call call, long callee) {
        if (call == null) {
            return;
        }
        for (int place : call.arguments()) {
            if (Place.isOutgoing(place)) {
                outcome.value(Kind.WORD, Memory.getLong(callee + 8 * Place.number(place)));
            } else if (call.kind() == Call.Kind.LEAVE) {
                outcome.value(Kind.WORD, gpr(place));
            }
        }
        if (call.kind() == Call.Kind.GUEST && (int) gpr(Place.RCX) != call.passed()) {
            throw new AssertionError("wrong number of arguments");
        }
    }

    /** Every slot is a word; what it refers to moves. */
    private void collect(long base, int slots, int collection) {
        for (int slot = 0; slot < slots; slot++) {
            long word = Memory.getLong(base + 8 * slot);
            if (word == GARBAGE) {
                throw new AssertionError("slot " + slot + " is no word");
            }
            Memory.putLong(base + 8 * slot, Outcome.relocate(word, collection));
        }
    }

    // ---- looking around ------------------------------------------------------------------------------------------------

    private long gpr(int encoding) {
        return Memory.getLong(thread + DUMP + 8 * encoding);
    }

    private void state(Outcome outcome, long base, StateAt state) {
        for (int i = 0; i < state.places().length; i++) {
            int place = state.places()[i];
            Kind kind = state.kinds()[i];
            outcome.value(kind, Place.isConstant(place) ? state.bits()[i] : read(base, place, kind));
        }
    }

    private long read(long base, int place, Kind kind) {
        int number = Place.number(place);
        if (Place.isGpr(place)) {
            return gpr(place);
        }
        if (Place.isXmm(place)) {
            return Memory.getLong(thread + XMM_DUMP + 8 * (place - Place.XMM0));
        }
        if (Place.isStack(place)) {
            return Memory.getLong(thread + STACK_DUMP + 8 * number);
        }
        long word = Memory.getLong(base + 8 * number);
        if (Place.isPair(place)) {
            return Word.integer(word) | Word.integer(Memory.getLong(base + 8 * number + 8)) << 32;
        }
        return kind == Kind.WORD ? word : kind == Kind.FLOAT ? word - Word.FLOAT_OFFSET : Word.integer(word);
    }

    @Override
    public void close() {
        cache.close();
        Memory.release(thread);
        Memory.release(stack);
    }
}
