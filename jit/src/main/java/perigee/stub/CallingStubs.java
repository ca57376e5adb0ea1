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
import perigee.frame.Link;
import perigee.interp.NativeTier;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.runtime.Intrinsic;

/**
 * The way out of a call of a Java function, on which those are found that go on in another guest frame: {@code pcall},
 * {@code table.sort}, and the functions that switch coroutines. They stay in native code in the ordinary case, with the frames that the driver would
 * make, but for return addresses in place of links. The link that such an address stands for says that the frame's
 * continuation is the {@linkplain perigee.runtime.Functions#OWN_CONTINUATION function's own}; so whoever meets the frame,
 * with an error or a value, goes on as if the driver had made it.
 *
 * <pre>
 *   r9   base of the Java function's frame: its function is in place, its arguments follow
 *   r10  number of arguments
 *   rsi  where the call returns to; before that there is the frame's link
 * </pre>
 */
public final class CallingStubs {
    /**
     * Where optimised code jumps to as if it called a compiled function, with the frame of one of these functions: leaves to
     * have it called, as {@link OptimizedStubs#CALL} does, if it has to be done in Java.
     */
    public static final String CALL = "calling_function";

    static final long FRAME = R9;
    static final long COUNT = R10;
    static final long RETURN = RSI;

    private static final int WANTED_SHIFT = Long.numberOfTrailingZeros(Link.of(0, 0, 0));
    private static final int WANTED_MASK = 0x1FF;
    private static final int DISTANCE_MASK = 0xFF_FFFF;

    private CallingStubs() {
    }

    /**
     * Where the stubs begin that these use.
     *
     * @param toDriver where to return to, if a link is no address any more
     * @param call     where to call a function that is not compiled
     */
    record Helpers(Label toDriver, Label call, BarrierStubs.Labels barriers) {
    }

    /**
     * @param name of the stub that the pc word in rdi and the return address in rsi come to, and the number of arguments in
     *             r10 if the function is one of these
     */
    static void emit(Assembler a, String name, Helpers helpers) {
        Label declined = a.newLabel();
        Label dispatch = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(name));
        a.emit(MOV_RM64_R64, Abi.PC, RDI);
        a.emit(MOV_R32_RM32, RAX, mem(RETURN, -8));
        a.emit(AND_RM32_IMM32, RAX, DISTANCE_MASK);
        a.emit(LEA_R64_M, FRAME, mem(Abi.BASE, RAX, 1, 0));
        a.bind(dispatch);
        dispatch(a, declined, helpers);
        a.bind(declined);
        decline(a);
        a.align(16);
        a.bind(a.newLabel(CALL));
        a.emit(MOV_R64_RM64, FRAME, Abi.BASE);
        a.emit(MOV_R64_RM64, RETURN, Abi.LINK);
        a.emit(MOV_R32_RM32, COUNT, RCX);
        a.jump(dispatch);
    }

    private static void dispatch(Assembler a, Label declined, Helpers helpers) {
        Label protectedCall = a.newLabel();
        Label sort = a.newLabel();
        Label toDriver = helpers.toDriver();
        CoroutineStubs coroutines = new CoroutineStubs(a, declined, toDriver, helpers.barriers().object());
        a.emit(MOV_R64_RM64, RAX, mem(FRAME, StackLayout.FUNCTION));
        a.emit(MOVZX_R32_RM8, RDX, mem(RAX, ObjectHeader.DETAIL));
        jumpIf(a, Intrinsic.YIELD, coroutines.yield);
        jumpIf(a, Intrinsic.WRAPPED, coroutines.wrapped);
        jumpIf(a, Intrinsic.RESUME, coroutines.resume);
        jumpIf(a, Intrinsic.PCALL, protectedCall);
        jumpIf(a, Intrinsic.SORT, sort);
        a.jump(declined);
        a.bind(sort);
        new SortStubs(a, declined, helpers).emit();
        a.bind(protectedCall);
        ProtectedCallStubs.emit(a, declined, toDriver);
        coroutines.emit();
    }

    private static void jumpIf(Assembler a, Intrinsic function, Label target) {
        a.emit(CMP_RM32_IMM8, RDX, function.ordinal());
        a.jump(Condition.E, target);
    }

    /** Nothing has been changed. A caller in optimised code has made the frame the topmost already. */
    private static void decline(Assembler a) {
        Label optimized = a.newLabel();
        a.emit(CMP_R64_RM64, FRAME, Abi.BASE);
        a.jump(Condition.E, optimized);
        Stubs.leave(a, NativeTier.LIBRARY);
        a.bind(optimized);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.ARGUMENT_COUNT), COUNT);
        a.emit(MOV_R64_RM64, RCX, mem(RETURN, -8));
        a.emit(MOV_R64_RM64, RAX, RCX);
        a.emit(AND_RM32_IMM32, RAX, DISTANCE_MASK);
        a.emit(SUB_R64_RM64, Abi.BASE, RAX);
        a.emit(SHR_RM64_IMM8, RCX, WANTED_SHIFT);
        a.emit(AND_RM32_IMM32, RCX, WANTED_MASK);
        a.emit(DEC_RM32, RCX);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.WANTED), RCX);
        Stubs.leave(a, NativeTier.CALL_OUT);
    }
}
