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
import perigee.layout.StackLayout;

/**
 * Parts of calls and returns that are loops.
 *
 * <p>A call site has two return addresses, {@link #TAIL_RETURN} bytes apart: at the first one it goes on when a function
 * returns that was tail-called by the function that it called. What stands before it is a link, as before the other one,
 * but says so.
 *
 * <pre>
 *     jmp   rdx
 *     movabs rdx, link with TAIL_CALLED
 *   return address of a tail-called function:
 *     movabs rdx, link
 *   return address:
 * </pre>
 */
public final class CallStubs {
    /** Returns ecx values at rsi to where the link in rdx says; the first result goes to rdi, where the function was. */
    public static final String RETURN_VALUES = "return_values";
    /** Calls the address in rdx for the function at rsi, with ecx arguments, in the place of that at rdi. */
    public static final String TAIL_CALL = "tail_call";
    /** Copies ecx words from rsi to rdi upwards. Uses rax and rdx. */
    public static final String COPY_WORDS = "copy_words";

    /** Copies ecx words from rsi to rdi, which may be higher and overlap. Uses rax. */
    public static final String RAISE_WORDS = "raise_words";

    private static final int TAIL_RETURN = 10;
    private static final int TAIL_CALLED_BIT = Long.numberOfTrailingZeros(Link.TAIL_CALLED);
    private static final int LINK = StackLayout.LINK - StackLayout.FUNCTION;

    private CallStubs() {
    }

    /** @param toDriver the label of {@link OptimizedStubs#RETURN} */
    static void emit(Assembler a, Label toDriver) {
        returnValues(a, toDriver);
        tailCall(a);
        a.align(16);
        a.bind(a.newLabel(COPY_WORDS));
        copy(a, RSI, RDI, 0, 0, RDX, RAX);
        a.emit(RET);
        raiseWords(a);
    }

    private static void raiseWords(Assembler a) {
        Label test = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(RAISE_WORDS));
        a.jump(test);
        Label next = a.here();
        a.emit(MOV_R64_RM64, RAX, mem(RSI, RCX, 8, 0));
        a.emit(MOV_RM64_R64, mem(RDI, RCX, 8, 0), RAX);
        a.bind(test);
        a.emit(SUB_RM64_IMM8, RCX, 1);
        a.jump(Condition.NS, next);
        a.emit(RET);
    }

    /** Copies rcx words, from a number on that is known. */
    private static void copy(Assembler a, long from, long to, int offset, int first, long counter, long word) {
        Label done = a.newLabel();
        a.move(counter, first);
        Label next = a.here();
        a.emit(CMP_RM64_R64, counter, RCX);
        a.jump(Condition.AE, done);
        a.emit(MOV_R64_RM64, word, mem(from, counter, 8, offset));
        a.emit(MOV_RM64_R64, mem(to, counter, 8, offset), word);
        a.emit(INC_RM64, counter);
        a.jump(next);
        a.bind(done);
    }

    private static void returnValues(Assembler a, Label toDriver) {
        Label none = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(RETURN_VALUES));
        a.emit(LEA_R64_M, Abi.BASE, mem(RDI, StackLayout.HEADER_BYTES));
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(TEST_RM32_R32, RCX, RCX);
        a.jump(Condition.E, none);
        a.emit(MOV_R64_RM64, RAX, mem(RSI));
        copy(a, RSI, RDI, 0, 1, R8, R9);
        a.bind(none);
        a.emit(MOV_R64_RM64, R8, RDX);
        a.emit(SHR_RM64_IMM8, R8, Link.TAG_SHIFT);
        a.jump(Condition.NE, toDriver);
        a.emit(JMP_RM64, RDX);
    }

    private static void tailCall(Assembler a) {
        Label isLink = a.newLabel();
        Label linked = a.newLabel();
        Label store = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(TAIL_CALL));
        a.emit(MOV_R64_RM64, R8, mem(RDI, LINK));
        a.emit(MOV_R64_RM64, R9, R8);
        a.emit(SHR_RM64_IMM8, R9, 48);
        a.jump(Condition.NE, isLink);
        a.emit(MOV_R64_RM64, R9, mem(R8, -8));
        a.emit(BT_RM64_IMM8, R9, TAIL_CALLED_BIT);
        a.jump(Condition.B, linked);
        a.emit(SUB_RM64_IMM8, R8, TAIL_RETURN);
        a.jump(store);
        a.bind(isLink);
        a.emit(BTS_RM64_IMM8, R8, TAIL_CALLED_BIT);
        a.bind(store);
        a.emit(MOV_RM64_R64, mem(RDI, LINK), R8);
        a.bind(linked);
        a.emit(MOV_R64_RM64, R8, mem(RSI));
        a.emit(MOV_RM64_R64, mem(RDI), R8);
        a.emit(LEA_R64_M, Abi.BASE, mem(RDI, StackLayout.HEADER_BYTES));
        copy(a, RSI, RDI, StackLayout.HEADER_BYTES, 0, R8, R9);
        a.emit(JMP_RM64, RDX);
    }
}
