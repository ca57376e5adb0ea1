package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.asm.Register;
import perigee.asm.Sse;
import perigee.frame.Link;
import perigee.interp.NativeTier;
import perigee.layout.FunctionLayout;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;

/**
 * How optimised code is entered, and leaves.
 *
 * <p>Whoever leaves to be resumed does so by a jump with the address where to go on in r11: the stub makes the frame's pc
 * word of it ({@link Link#ofSite}). A guard that fails has the address of its site there. A return is a jump to the address
 * in the link's place, if it is one; if not, to {@link #RETURN} with the link in rdx. Results are where they always are: ecx
 * of them, the first in rax, others from the function's place on. Vararg functions put them there relative to the moved frame,
 * and jump to {@link #RETURN_VARARG}.
 */
public final class OptimizedStubs {
    /**
     * {@code (address, thread block, word, count)}: as {@link Stubs#ENTER}, with rax and ecx as given: results for code that
     * waits for them, arguments for an entry.
     */
    public static final String ENTER = "enter_optimized";
    /** A guard has failed: notes all registers and the words of the C stack. */
    public static final String GUARD = "exit_guard";
    /** Leaves at a safepoint. */
    public static final String POLL = "exit_poll";
    /** Leaves to have a value called, with ecx arguments, for esi results (-1: all). They come back in its place. */
    public static final String CALL = "leave_call";
    /** Returns to the driver with the link in rdx, no address, since the results may have overwritten it. */
    public static final String RETURN = "return_to_driver";
    /** Where to return to, with results, from a vararg function. */
    public static final String RETURN_VARARG = "return_vararg";
    /**
     * To be called: moves the frame of a vararg function, which has been called with ecx arguments and takes esi, above the
     * extra ones. There is room. Uses rax, rcx, rdx and rdi.
     */
    public static final String PREPARE_VARARG = "prepare_vararg";

    /** Words between the arguments and the base of the moved frame: the count and a frame header. */
    private static final int ABOVE = 1 + StackLayout.HEADER_WORDS;
    /** Registers of each class. */
    private static final int REGISTERS = 16;
    private static final int LINK = StackLayout.LINK - StackLayout.FUNCTION;

    private OptimizedStubs() {
    }

    /** @param toDriver the label of {@link #RETURN} */
    static void emit(Assembler a, Label toDriver) {
        Stubs.enter(a, ENTER);
        a.emit(MOV_R64_RM64, RAX, RDX);
        a.emit(JMP_RM64, RDI);
        guard(a);
        begin(a, POLL);
        saveSite(a);
        Stubs.leave(a, NativeTier.POLL);
        begin(a, CALL);
        saveSite(a);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.ARGUMENT_COUNT), RCX);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.WANTED), RSI);
        Stubs.leave(a, NativeTier.CALL_OUT);
        a.align(16);
        a.bind(toDriver);
        a.emit(MOV_RM64_R64, Abi.FUNCTION, RAX);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.RETURN_LINK), RDX);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.ARGUMENT_COUNT), RCX);
        Stubs.leave(a, NativeTier.RETURN);
        returnVararg(a, toDriver);
        prepareVararg(a);
    }

    private static void begin(Assembler a, String name) {
        a.align(16);
        a.bind(a.newLabel(name));
    }

    /** Makes the frame's pc word of the address in r11. Uses r10. */
    static void saveSite(Assembler a) {
        a.move(R10, Link.ofSite(0));
        a.emit(OR_R64_RM64, R10, R11);
        a.emit(MOV_RM64_R64, Abi.PC, R10);
    }

    private static void guard(Assembler a) {
        begin(a, GUARD);
        for (int register = 0; register < REGISTERS; register++) {
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.DUMP + 8 * register), Register.gpr(register));
            a.emit(Sse.MOVSD_XM64_XMM, Abi.thread(ThreadLayout.VECTOR_DUMP + 8 * register), Register.xmm(register));
        }
        a.move(RCX, ThreadLayout.STACK_WORDS);
        Label next = a.here();
        a.emit(MOV_R64_RM64, RAX, mem(RSP, RCX, 8, -8));
        a.emit(MOV_RM64_R64, mem(Abi.THREAD, RCX, 8, ThreadLayout.STACK_DUMP - 8), RAX);
        a.emit(DEC_RM64, RCX);
        a.jump(Condition.NE, next);
        Stubs.leave(a, NativeTier.DEOPT);
    }

    // ---- vararg functions ----------------------------------------------------------------------------------------------

    /** The place of the function below a moved frame, in rdi. Uses rdx. */
    private static void loadLowerPlace(Assembler a) {
        a.emit(MOV_R64_RM64, RDX, Abi.FUNCTION);
        a.emit(MOV_R64_RM64, RDX, mem(RDX, FunctionLayout.CODE));
        a.emit(MOV_R32_RM32, RDX, mem(RDX, FunctionLayout.PARAMETERS));
        a.emit(ADD_R64_RM64, RDX, mem(Abi.BASE, StackLayout.EXTRA_COUNT));
        a.emit(ADD_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(NEG_RM64, RDX);
        a.emit(LEA_R64_M, RDI, mem(Abi.BASE, RDX, 8, -8 * (ABOVE + StackLayout.HEADER_WORDS)));
    }

    private static void returnVararg(Assembler a, Label toDriver) {
        Label done = a.newLabel();
        begin(a, RETURN_VARARG);
        loadLowerPlace(a);
        a.emit(MOV_R64_RM64, RDX, mem(RDI, LINK));
        a.move(R8, 1);
        Label next = a.here();
        a.emit(CMP_RM64_R64, R8, RCX);
        a.jump(Condition.AE, done);
        a.emit(MOV_R64_RM64, R9, mem(Abi.BASE, R8, 8, StackLayout.FUNCTION));
        a.emit(MOV_RM64_R64, mem(RDI, R8, 8, 0), R9);
        a.emit(INC_RM64, R8);
        a.jump(next);
        a.bind(done);
        a.emit(LEA_R64_M, Abi.BASE, mem(RDI, StackLayout.HEADER_BYTES));
        a.emit(MOV_R64_RM64, R8, RDX);
        a.emit(SHR_RM64_IMM8, R8, 48);
        a.jump(Condition.NE, toDriver);
        a.emit(JMP_RM64, RDX);
    }

    private static void prepareVararg(Assembler a) {
        Label enough = a.newLabel();
        Label isLink = a.newLabel();
        Label done = a.newLabel();
        begin(a, PREPARE_VARARG);
        a.emit(SUB_R64_RM64, RCX, RSI);
        a.jump(Condition.NS, enough);
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.bind(enough);
        a.emit(LEA_R64_M, RDI, mem(RCX, RSI, 1, 0));
        a.emit(LEA_R64_M, RDI, mem(Abi.BASE, RDI, 8, 8 * ABOVE));
        a.emit(SUB_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, mem(RDI, StackLayout.EXTRA_COUNT), RCX);
        for (int word : new int[] {StackLayout.FUNCTION, StackLayout.PC}) {
            a.emit(MOV_R64_RM64, RAX, mem(Abi.BASE, word));
            a.emit(MOV_RM64_R64, mem(RDI, word), RAX);
        }
        // The link that the moved frame has; where the function returns to stays in the old place.
        a.emit(MOV_R64_RM64, RAX, Abi.LINK);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(SHR_RM64_IMM8, RDX, 48);
        a.jump(Condition.NE, isLink);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, -8));
        a.bind(isLink);
        a.emit(ADD_R64_RM64, RAX, RDI);
        a.emit(SUB_R64_RM64, RAX, Abi.BASE);
        a.emit(BTS_RM64_IMM8, RAX, Long.numberOfTrailingZeros(Link.VARARG));
        a.emit(MOV_RM64_R64, mem(RDI, StackLayout.LINK), RAX);
        a.emit(MOV_R64_RM64, RCX, RSI);
        Label next = a.here();
        a.emit(SUB_RM64_IMM8, RCX, 1);
        a.jump(Condition.S, done);
        a.emit(MOV_R64_RM64, RAX, mem(Abi.BASE, RCX, 8, 0));
        a.emit(MOV_RM64_R64, mem(RDI, RCX, 8, 0), RAX);
        a.emit(MOV_RM64_IMM32, mem(Abi.BASE, RCX, 8, 0), 0);
        a.jump(next);
        a.bind(done);
        a.emit(MOV_R64_RM64, Abi.BASE, RDI);
        a.emit(RET);
    }
}
