package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Label;
import perigee.asm.MachineCode;
import perigee.interp.NativeTier;
import perigee.layout.FunctionLayout;
import perigee.layout.ThreadLayout;
import perigee.value.Word;

/**
 * The pieces of machine code that all compiled functions share, by name. A client installs the code of {@link #build} and
 * declares the labels in it as symbols.
 *
 * <pre>
 *   Java ── enter(address, thread block) ──► compiled code ── jmp exit_... ──► ret ──► Java: the reason
 * </pre>
 */
public final class Stubs {
    /** {@code (address, thread block)}: runs compiled code in the topmost frame; returns why it left. */
    public static final String ENTER = "enter";
    /** Leaves to have the instruction before the pc word in rdi executed. */
    public static final String EXIT_EXECUTE = "exit_execute";
    /** The same, of a field access whose inline cache does not know the receiver. */
    public static final String EXIT_MISS = "exit_miss";
    /** Leaves at a safepoint; the pc word in rdi is where to go on. */
    public static final String EXIT_SAFEPOINT = "exit_safepoint";
    /** Leaves to have a Java function called, unless that is one of those that {@link CallingStubs} knows. */
    public static final String EXIT_LIBRARY = "exit_library";
    /** Leaves at the beginning of a function, whose frame has been made, with ecx arguments. */
    public static final String EXIT_CALL = "exit_call";
    /** The same, of a function that has become hot. */
    public static final String EXIT_HOT_CALL = "exit_hot_call";
    /** Leaves at a back edge of a loop that has become hot; the pc word in rdi is where to go on. */
    public static final String EXIT_HOT_LOOP = "exit_hot_loop";

    /** Bytes of the C stack that optimised code may use as it likes; 8 more keep the stack aligned. */
    static final int STACK_BYTES = 8 * ThreadLayout.STACK_WORDS;
    private static final int FRAME_BYTES = STACK_BYTES + 8;
    private static final long[] SAVED = {RBX, RBP, R12, R13, R14, R15};

    private Stubs() {
    }

    /** All stubs. */
    public static MachineCode build() {
        Assembler a = new Assembler();
        Label toDriver = a.newLabel(OptimizedStubs.RETURN);
        enter(a);
        Label execute = exit(a, EXIT_EXECUTE, NativeTier.EXECUTE);
        exit(a, EXIT_SAFEPOINT, NativeTier.SAFEPOINT);
        Label miss = exit(a, EXIT_MISS, NativeTier.MISS);
        exit(a, EXIT_HOT_LOOP, NativeTier.HOT_LOOP);
        Label call = exitWithCount(a, EXIT_CALL, NativeTier.CALL);
        exitWithCount(a, EXIT_HOT_CALL, NativeTier.HOT_CALL);
        OptimizedStubs.emit(a, toDriver);
        RuntimeFunction.emit(a);
        MathFunctionStubs.Labels functions = MathFunctionStubs.emit(a);
        Label noteMetamethod = FeedbackStubs.emit(a);
        Map<NumberStubs.Operation, Label> numbers = NumberStubs.emit(a, functions);
        FloatStubs.emit(a, functions);
        Label nurseryFull = NurseryStubs.emit(a);
        BarrierStubs.Labels barriers = BarrierStubs.emit(a);
        CallingStubs.emit(a, EXIT_LIBRARY, new CallingStubs.Helpers(toDriver, call, barriers));
        Label lookup = LookupStubs.emitGet(a);
        Label intern = InternStubs.emit(a);
        Label get = IndexStubs.emit(a, lookup, intern, false);
        Label set = IndexStoreStubs.emit(a, LookupStubs.emitSet(a, barriers.object(), false), intern, barriers, false);
        Label rawGet = IndexStubs.emit(a, LookupStubs.emitRawGet(a), intern, true);
        Label rawSet = IndexStoreStubs.emit(a, LookupStubs.emitSet(a, barriers.object(), true), intern,
                barriers, true);
        RawFieldStubs.Labels raw = RawFieldStubs.emit(a, lookup);
        Label concatenate = RuntimeStubs.emit(a,
                new RuntimeStubs.Helpers(numbers, lookup, get, set, rawGet, rawSet, raw, nurseryFull, barriers));
        Label findHolder = RawFieldStubs.emitFinder(a, raw, true);
        new MetamethodStubs(a, execute, miss, noteMetamethod, get, rawSet, raw, findHolder).emit();
        AllocationStubs.emit(a);
        ListStubs.emit(a);
        LibraryStubs.emit(a, new LibraryStubs.Helpers(IterationStubs.emit(a, findHolder), rawGet, rawSet, barriers, functions,
                raw.ofMetatable(), concatenate, PatternStubs.emit(a)));
        CallStubs.emit(a, toDriver);
        return a.finish();
    }

    private static void enter(Assembler a) {
        enter(a, ENTER);
        a.emit(MOV_R64_RM64, RAX, Abi.FUNCTION);
        a.emit(MOV_R64_RM64, Abi.CODE_BLOCK, mem(RAX, FunctionLayout.CODE));
        a.emit(JMP_RM64, RDI);
    }

    /** Saves what is C's, and loads the pinned registers but for {@link Abi#CODE_BLOCK}; rax, rcx, rdx, rdi are kept. */
    static void enter(Assembler a, String name) {
        a.align(16);
        a.bind(a.newLabel(name));
        for (long register : SAVED) {
            a.emit(PUSH_R64, register);
        }
        a.emit(SUB_RM64_IMM32, RSP, FRAME_BYTES);
        a.emit(MOV_R64_RM64, Abi.THREAD, RSI);
        a.emit(MOV_R64_RM64, Abi.BASE, Abi.thread(ThreadLayout.BASE));
        a.move(Abi.FLOAT_OFFSET, Word.FLOAT_OFFSET);
        a.move(Abi.LAST_FLOAT, Word.LAST_FLOAT);
    }

    private static Label exitWithCount(Assembler a, String name, int reason) {
        a.align(16);
        Label start = a.newLabel(name);
        a.bind(start);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.ARGUMENT_COUNT), RCX);
        leave(a, reason);
        return start;
    }

    private static Label exit(Assembler a, String name, int reason) {
        a.align(16);
        Label start = a.newLabel(name);
        a.bind(start);
        a.emit(MOV_RM64_R64, Abi.PC, RDI);
        leave(a, reason);
        return start;
    }

    /** The way back: no frames to pop, and the processor's return stack is as at the entry. */
    static void leave(Assembler a, int reason) {
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.BASE), Abi.BASE);
        if (reason == 0) {
            a.emit(XOR_R32_RM32, RAX, RAX);
        } else {
            a.move(RAX, reason);
        }
        a.emit(ADD_RM64_IMM32, RSP, FRAME_BYTES);
        for (int i = SAVED.length - 1; i >= 0; i--) {
            a.emit(POP_R64, SAVED[i]);
        }
        a.emit(RET);
    }
}
