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
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.runtime.Intrinsic;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * Switches of coroutines. Guest frames are not on the machine's stack, so a switch is: save the running coroutine's base
 * and top, load the other one's, copy the values that are passed, jump.
 *
 * <pre>
 *   resumer   ... | caller | resume's frame        its link is where what is yielded goes to
 *   coroutine ... | caller | yield's frame         its link is where the next resume's arguments go to
 *                 bottom   | body's frame          of one that is to be started: its link is an address in here
 * </pre>
 *
 * A coroutine that waits at a link instead of an address, in a frame of the interpreter, is switched to all the same, and
 * then the driver returns to that frame. What a resumer has waiting there is a continuation in Java: the driver does all of
 * such a switch. So it does when something is not as usual: errors, hooks, attention, too little room, a body that is not
 * compiled; then nothing has been changed.
 */
final class CoroutineStubs {
    private static final long FRAME = CallingStubs.FRAME;
    private static final long COUNT = CallingStubs.COUNT;
    /** The coroutine that runs, and the one that will. */
    private static final long CURRENT = RBP;
    private static final long OTHER = RAX;
    /** Base of the topmost frame of the latter. */
    private static final long OTHER_BASE = RDI;
    /** The values passed, and their number. */
    private static final long VALUES = R8;
    private static final long VALUE_COUNT = RCX;
    /** Where to go on. */
    private static final long TARGET = R12;
    /** Distance of the body's frame from the frame at the bottom. */
    private static final int BODY = StackLayout.HEADER_BYTES;
    private static final long BODY_LINK = Link.of(BODY, Link.MULTIPLE, Link.CONTINUES);

    final Label resume;
    final Label wrapped;
    final Label yield;
    private final Assembler a;
    private final Label declined;
    private final Label toDriver;
    private final Label barrier;

    CoroutineStubs(Assembler assembler, Label declined, Label toDriver, Label barrier) {
        a = assembler;
        this.declined = declined;
        this.toDriver = toDriver;
        this.barrier = barrier;
        resume = a.newLabel("coroutine_resume");
        wrapped = a.newLabel("coroutine_wrapped");
        yield = a.newLabel("coroutine_yield");
    }

    void emit() {
        resume();
        yieldValues();
    }

    private static long of(long coroutine, int field) {
        return mem(coroutine, field);
    }

    private void declineIf(Condition condition) {
        a.jump(condition, declined);
    }

    // ---- resuming ------------------------------------------------------------------------------------------------------

    private void resume() {
        Label known = a.newLabel();
        Label fresh = a.newLabel();
        Label returned = a.newLabel("coroutine_return");
        a.align(16);
        a.bind(resume);
        a.emit(TEST_RM32_R32, COUNT, COUNT);
        declineIf(Condition.E);
        a.emit(MOV_R64_RM64, OTHER, mem(FRAME));
        a.emit(LEA_R64_M, RDX, mem(OTHER, -8));
        a.emit(SHR_RM64_IMM8, RDX, 48);
        declineIf(Condition.NE);
        a.emit(CMP_RM32_IMM8, mem(OTHER, ObjectHeader.SHAPE), HeapType.COROUTINE);
        declineIf(Condition.NE);
        a.emit(LEA_R64_M, VALUES, mem(FRAME, 8));
        a.emit(LEA_R64_M, VALUE_COUNT, mem(COUNT, -1));
        a.jump(known);
        a.align(16);
        a.bind(wrapped);
        a.emit(MOV_R64_RM64, OTHER, mem(RAX, FunctionLayout.NATIVE_UPVALUES));
        a.emit(MOV_R64_RM64, VALUES, FRAME);
        a.emit(MOV_R64_RM64, VALUE_COUNT, COUNT);
        a.bind(known);
        checkResume();
        a.emit(MOV_R64_RM64, RDX, of(OTHER, StackLayout.REGION));
        a.emit(ADD_RM64_IMM8, RDX, 8 * (StackLayout.HEADER_WORDS + 1)); // the frame at the bottom
        a.emit(CMP_R64_RM64, RDX, OTHER_BASE);
        a.jump(Condition.E, fresh);
        a.emit(MOV_R64_RM64, TARGET, mem(OTHER_BASE, StackLayout.LINK));
        saveResumer();
        goOn();
        a.align(16);
        a.bind(fresh);
        loadBody();
        saveResumer();
        start(returned);
        // The links that the address stands for; see CallStubs.
        a.emit(MOVABS_R64_IMM64, RDX, BODY_LINK | Link.TAIL_CALLED);
        a.emit(MOVABS_R64_IMM64, RDX, BODY_LINK);
        a.bind(returned);
        finish();
    }

    /** Declines unless the coroutine can be resumed as usual. Leaves the nesting in r11, and the other's base. */
    private void checkResume() {
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), 0);
        declineIf(Condition.NE);
        a.emit(CMP_RM32_IMM8, of(OTHER, StackLayout.STATUS), Stack.SUSPENDED);
        declineIf(Condition.NE);
        a.emit(CMP_RM32_IMM8, of(OTHER, StackLayout.HOOK_MASK), 0);
        declineIf(Condition.NE);
        a.emit(MOV_R32_RM32, R11, Abi.thread(ThreadLayout.NESTING));
        a.emit(CMP_RM64_IMM32, R11, Stack.MAX_NESTING - 1);
        declineIf(Condition.GE);
        a.emit(LEA_R64_M, RDX, mem(FRAME, COUNT, 8, 8 * Stack.NATIVE_WORDS));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        declineIf(Condition.A);
        a.emit(MOV_R64_RM64, OTHER_BASE, of(OTHER, StackLayout.SAVED_BASE));
        a.emit(LEA_R64_M, RDX, mem(OTHER_BASE, VALUE_COUNT, 8, 8 * Stack.NATIVE_WORDS + BODY));
        a.emit(CMP_R64_RM64, RDX, of(OTHER, StackLayout.LIMIT));
        declineIf(Condition.A);
    }

    /** The entry of the function that a fresh coroutine will call; declines if that is not compiled. */
    private void loadBody() {
        a.emit(MOV_R64_RM64, RDX, mem(OTHER_BASE));
        a.emit(CMP_RM32_IMM8, mem(RDX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        declineIf(Condition.NE);
        a.emit(MOV_R64_RM64, RDX, mem(RDX, FunctionLayout.CODE));
        a.emit(MOV_R64_RM64, TARGET, mem(RDX, FunctionLayout.NATIVE_ENTRY));
        a.emit(TEST_RM64_R64, TARGET, TARGET);
        declineIf(Condition.E);
    }

    /** Ends the running coroutine's turn as the other one's resumer, which runs then. The nesting is in r11. */
    private void saveResumer() {
        a.emit(MOV_RM64_R64, mem(FRAME, StackLayout.LINK), CallingStubs.RETURN);
        a.emit(MOV_R64_RM64, RDX, R11);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, mem(FRAME, StackLayout.PC), RDX);
        a.emit(INC_RM64, R11);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.NESTING), R11);
        a.emit(MOV_R64_RM64, CURRENT, Abi.thread(ThreadLayout.CURRENT));
        a.emit(MOV_RM64_R64, of(CURRENT, StackLayout.SAVED_BASE), FRAME);
        a.emit(MOV_RM64_R64, of(CURRENT, StackLayout.SAVED_TOP), VALUES);
        a.emit(MOV_RM32_IMM32, of(CURRENT, StackLayout.STATUS), Stack.NORMAL);
        a.emit(MOV_RM64_R64, of(OTHER, StackLayout.RESUMER), CURRENT);
        makeCurrent();
        barrier(OTHER);
    }

    /** The values are the results of the yield that the coroutine waits in. */
    private void goOn() {
        Label isLink = a.newLabel();
        results();
        a.emit(MOV_R64_RM64, RDX, TARGET);
        a.emit(SHR_RM64_IMM8, RDX, Link.TAG_SHIFT);
        a.jump(Condition.NE, isLink);
        a.emit(JMP_RM64, TARGET);
        a.bind(isLink);
        a.emit(MOV_R64_RM64, RDX, TARGET);
        a.jump(toDriver);
    }

    /** Calls the body with the values. */
    private void start(Label returned) {
        a.emit(ADD_RM64_IMM8, Abi.BASE, BODY);
        copy(0, mem(Abi.BASE, RDX, 8, 0));
        a.emit(MOV_RM64_IMM32, Abi.PC, Word.NIL);
        a.emit(LEA_R64_M, RDX, a.at(returned));
        a.emit(MOV_RM64_R64, Abi.LINK, RDX);
        a.emit(JMP_RM64, TARGET);
    }

    // ---- going back ----------------------------------------------------------------------------------------------------

    private void yieldValues() {
        a.align(16);
        a.bind(yield);
        a.emit(MOV_R64_RM64, VALUE_COUNT, COUNT);
        a.emit(MOV_R64_RM64, CURRENT, Abi.thread(ThreadLayout.CURRENT));
        a.emit(CMP_RM32_IMM8, of(CURRENT, StackLayout.NON_YIELDABLE), 0);
        declineIf(Condition.NE);
        checkResumer(declined);
        a.emit(MOV_RM64_R64, mem(FRAME, StackLayout.LINK), CallingStubs.RETURN);
        a.emit(MOV_R32_RM32, RDX, Abi.thread(ThreadLayout.NESTING));
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, mem(FRAME, StackLayout.PC), RDX);
        a.emit(MOV_RM64_R64, of(CURRENT, StackLayout.SAVED_BASE), FRAME);
        a.emit(MOV_RM64_R64, of(CURRENT, StackLayout.SAVED_TOP), FRAME);
        a.emit(MOV_RM32_IMM32, of(CURRENT, StackLayout.STATUS), Stack.SUSPENDED);
        a.emit(MOV_R64_RM64, VALUES, FRAME);
        backToResumer();
    }

    /** The body has returned: the first result is in rax, ecx is their number. The coroutine is dead, its region is free. */
    private void finish() {
        Label slow = a.newLabel();
        a.emit(MOV_RM64_R64, Abi.FUNCTION, RAX);
        a.emit(MOV_R64_RM64, CURRENT, Abi.thread(ThreadLayout.CURRENT));
        a.emit(MOV_R64_RM64, RSI, of(CURRENT, StackLayout.REGION));
        a.emit(MOV_R64_RM64, RDX, of(CURRENT, StackLayout.LIMIT));
        a.emit(SUB_R64_RM64, RDX, RSI);
        a.emit(CMP_RM64_IMM32, RDX, 8 * (Stack.FIRST_WORDS - StackLayout.SLACK_WORDS));
        a.jump(Condition.NE, slow);
        checkResumer(slow);
        a.emit(MOV_RM32_IMM32, of(CURRENT, StackLayout.STATUS), Stack.DEAD);
        a.emit(MOV_RM64_IMM32, of(CURRENT, StackLayout.REGION), 0);
        // No value stands in the first word, and nobody takes the region before all have been copied.
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.FREE_REGIONS));
        a.emit(MOV_RM64_R64, mem(RSI), RDX);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.FREE_REGIONS), RSI);
        a.emit(LEA_R64_M, VALUES, Abi.FUNCTION);
        backToResumer();
        a.bind(slow);
        a.emit(MOV_R64_RM64, RAX, Abi.FUNCTION);
        a.emit(MOVABS_R64_IMM64, RDX, BODY_LINK);
        a.jump(toDriver);
    }

    /** Loads the resumer of the running coroutine, and where it goes on; goes elsewhere unless that is as usual. */
    private void checkResumer(Label otherwise) {
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), 0);
        a.jump(Condition.NE, otherwise);
        a.emit(MOV_R64_RM64, OTHER, of(CURRENT, StackLayout.RESUMER));
        a.emit(CMP_RM32_IMM8, of(OTHER, StackLayout.HOOK_MASK), 0);
        a.jump(Condition.NE, otherwise);
        a.emit(MOV_R64_RM64, OTHER_BASE, of(OTHER, StackLayout.SAVED_BASE));
        a.emit(MOV_R64_RM64, TARGET, mem(OTHER_BASE, StackLayout.LINK));
        a.emit(MOV_R64_RM64, RDX, TARGET);
        a.emit(SHR_RM64_IMM8, RDX, Link.TAG_SHIFT);
        a.jump(Condition.NE, otherwise);
        a.emit(LEA_R64_M, RDX, mem(OTHER_BASE, VALUE_COUNT, 8, 8 * Stack.NATIVE_WORDS));
        a.emit(CMP_R64_RM64, RDX, of(OTHER, StackLayout.LIMIT));
        a.jump(Condition.A, otherwise);
    }

    /** The values become what the resumer's call returns, after {@code true} if that is one of {@code resume}. */
    private void backToResumer() {
        Label resumed = a.newLabel();
        a.emit(MOV_RM64_IMM32, of(CURRENT, StackLayout.RESUMER), 0);
        a.emit(MOV_R64_RM64, RDX, mem(OTHER_BASE, StackLayout.PC));
        a.emit(ADD_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.NESTING), RDX);
        makeCurrent();
        a.emit(MOV_R64_RM64, RDX, Abi.FUNCTION);
        a.emit(CMP_RM8_IMM8, mem(RDX, ObjectHeader.DETAIL), Intrinsic.RESUME.ordinal());
        a.jump(Condition.E, resumed);
        results();
        a.emit(JMP_RM64, TARGET);
        a.bind(resumed);
        copy(0, mem(Abi.BASE, RDX, 8, StackLayout.FUNCTION + 8));
        a.emit(INC_RM32, VALUE_COUNT);
        a.move(RAX, Word.TRUE);
        a.emit(JMP_RM64, TARGET);
    }

    // ---- both ----------------------------------------------------------------------------------------------------------

    /** The other coroutine runs from now on. Uses rdx, rdi and r11. */
    private void makeCurrent() {
        a.emit(MOV_RM32_IMM32, of(OTHER, StackLayout.STATUS), Stack.RUNNING);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.CURRENT), OTHER);
        a.emit(MOV_R64_RM64, RDX, of(OTHER, StackLayout.LIMIT));
        a.emit(MOV_R64_RM64, R11, of(OTHER, StackLayout.SAVED_TOP));
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.LIMIT), RDX);
        a.emit(MOV_R32_RM32, RDX, of(OTHER, StackLayout.TO_CLOSE_COUNT));
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.TOP), R11);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.TO_CLOSE_COUNT), RDX);
        a.emit(MOV_R64_RM64, Abi.BASE, OTHER_BASE);
        // While the other one ran, stores to its stack passed no barrier.
        barrier(CURRENT);
    }

    /** Uses rdx and rdi. */
    private void barrier(long coroutine) {
        Label done = a.newLabel();
        a.emit(CMP_RM8_IMM8, mem(coroutine, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, done);
        a.emit(MOV_R64_RM64, RDI, coroutine);
        a.call(barrier);
        a.bind(done);
    }

    /** The values become the results of the Java function whose frame is the topmost. Uses rdx and r11. */
    private void results() {
        Label none = a.newLabel();
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(TEST_RM32_R32, VALUE_COUNT, VALUE_COUNT);
        a.jump(Condition.E, none);
        a.emit(MOV_R64_RM64, RAX, mem(VALUES));
        copy(1, mem(Abi.BASE, RDX, 8, StackLayout.FUNCTION));
        a.bind(none);
    }

    /** Copies the values from some number on to a place where rdx is the number. Uses rdx and r11. */
    private void copy(int first, long place) {
        Label done = a.newLabel();
        a.move(RDX, first);
        Label next = a.here();
        a.emit(CMP_R64_RM64, RDX, VALUE_COUNT);
        a.jump(Condition.AE, done);
        a.emit(MOV_R64_RM64, R11, mem(VALUES, RDX, 8, 0));
        a.emit(MOV_RM64_R64, place, R11);
        a.emit(INC_RM64, RDX);
        a.jump(next);
        a.bind(done);
    }
}
