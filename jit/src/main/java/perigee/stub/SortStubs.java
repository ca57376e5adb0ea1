package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.SortLayout.*;
import static perigee.layout.TableLayout.ARRAY;
import static perigee.layout.TableLayout.ARRAY_SIZE;
import static perigee.layout.TableLayout.ELEMENTS;
import static perigee.layout.TableLayout.METATABLE;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * {@code table.sort} by a compiled function, of a table without metatable whose elements are in its array part: the machine
 * of {@code perigee.stdlib.TableSort}, on the same frame. Each question is a call whose return address says which it was.
 *
 * <p>The order function may do anything to the table, so each answer begins with a look at it. If the table is not as it
 * should be, or something is to be raised, the answer goes to Java as if the driver had called the function; nothing has been
 * changed by then.
 *
 * <pre>
 *   rax   the answer
 *   r8    ARRAY block; rcx is the range's last index, rdx often the first one, r11 that of an element
 *   r9, r10   elements; rdx, rsi and rdi are lost in a store
 * </pre>
 */
public final class SortStubs {
    private static final long FRAME = CallingStubs.FRAME;
    private static final long BLOCK = R8;
    private static final long LAST = RCX;
    private static final long LINK = Link.of(CALLEE_BASE, Link.MULTIPLE, Link.CONTINUES);

    private final Assembler a;
    private final Label declined;
    private final CallingStubs.Helpers helpers;
    private final Label range;
    private final Label nextRange;
    private final Label partition;
    private final Label goUp;
    private final Label goDown;
    private final Label asJava;
    private final Label notCompiled;

    SortStubs(Assembler assembler, Label declined, CallingStubs.Helpers helpers) {
        a = assembler;
        this.declined = declined;
        this.helpers = helpers;
        range = a.newLabel();
        nextRange = a.newLabel();
        partition = a.newLabel();
        goUp = a.newLabel();
        goDown = a.newLabel();
        asJava = a.newLabel();
        notCompiled = a.newLabel();
    }

    /** Where the order function returns to when it has been asked this, be it by Java. */
    public static String returnOf(int question) {
        return "sort_answer_" + question;
    }

    /** As {@link CallingStubs} says. */
    void emit() {
        enter();
        sortRange();
        orderEnds();
        orderPivot();
        partition();
        searchUp();
        searchDown();
        leave();
    }

    // ---- idioms --------------------------------------------------------------------------------------------------------

    private static long at(int place) {
        return mem(Abi.BASE, place);
    }

    private static long element(long index) {
        return mem(BLOCK, index, 8, ELEMENTS);
    }

    /** The element before the last one. */
    private static long beforeLast() {
        return mem(BLOCK, LAST, 8, ELEMENTS - 8);
    }

    private void loadIndex(long register, int place) {
        a.emit(MOV_R32_RM32, register, at(place));
    }

    private void storeIndex(int place, long register) {
        a.emit(MOV_RM32_R32, at(place), register);
    }

    private void load(long register, int place) {
        a.emit(MOV_R64_RM64, register, at(place));
    }

    /** Notes an element as one at hand. */
    private void take(int place, long register, long element) {
        a.emit(MOV_R64_RM64, register, element);
        a.emit(MOV_RM64_R64, at(place), register);
    }

    /** Stores an element. Uses rdx, rsi and rdi. */
    private void put(long element, long register) {
        Label done = a.newLabel();
        a.emit(MOV_RM64_R64, element, register);
        a.emit(CMP_RM8_IMM8, mem(BLOCK, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, done);
        a.emit(MOV_R64_RM64, RDI, BLOCK);
        a.emit(LEA_R64_M, RSI, element);
        a.call(helpers.barriers().element());
        a.bind(done);
    }

    /** Loads array block and last index, if all of the range is there; uses rsi. */
    private void loadArray(Label otherwise) {
        load(RSI, TABLE);
        loadIndex(LAST, HIGH);
        a.emit(CMP_RM64_IMM8, mem(RSI, METATABLE), 0);
        a.jump(Condition.NE, otherwise);
        a.emit(CMP_R32_RM32, LAST, mem(RSI, ARRAY_SIZE));
        a.jump(Condition.AE, otherwise);
        a.emit(MOV_R64_RM64, BLOCK, mem(RSI, ARRAY));
    }

    /** Calls the order function; the answer is in rax, array and last index are loaded anew. */
    private void ask(int question, long first, long second) {
        Label returned = a.newLabel(returnOf(question));
        load(RSI, FUNCTION);
        a.emit(MOV_RM32_IMM32, at(STATE), question);
        a.emit(MOV_RM64_R64, at(CALLEE_BASE), first);
        a.emit(MOV_RM64_R64, at(CALLEE_BASE + 8), second);
        a.emit(MOV_RM64_R64, at(CALLEE), RSI);
        a.emit(MOV_RM64_IMM32, at(CALLEE_BASE + StackLayout.PC), Word.NIL);
        a.emit(LEA_R64_M, RDI, a.at(returned));
        a.emit(MOV_RM64_R64, at(CALLEE_BASE + StackLayout.LINK), RDI);
        a.emit(MOV_R64_RM64, RSI, mem(RSI, FunctionLayout.CODE));
        a.emit(MOV_R64_RM64, RDX, mem(RSI, FunctionLayout.NATIVE_ENTRY));
        a.move(RCX, 2);
        a.emit(ADD_RM64_IMM32, Abi.BASE, CALLEE_BASE);
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, notCompiled);
        a.emit(JMP_RM64, RDX);
        // The links that the address stands for; see CallStubs.
        a.emit(MOVABS_R64_IMM64, RDX, LINK | Link.TAIL_CALLED);
        a.emit(MOVABS_R64_IMM64, RDX, LINK);
        a.bind(returned);
        a.emit(SUB_RM64_IMM32, Abi.BASE, CALLEE_BASE);
        loadArray(asJava);
    }

    /** Goes elsewhere if the answer is no. */
    private void ifNot(Label target) {
        a.emit(CMP_RM64_IMM8, RAX, Word.FALSE);
        a.jump(Condition.BE, target);
    }

    // ---- beginning and end ---------------------------------------------------------------------------------------------

    private void enter() {
        Label nothing = a.newLabel();
        a.emit(CMP_RM32_IMM8, CallingStubs.COUNT, 2);
        a.jump(Condition.B, declined);
        checkTable();
        a.emit(MOV_R32_RM32, LAST, mem(RAX, ARRAY_SIZE));
        a.emit(SUB_RM64_IMM8, LAST, 1);
        a.jump(Condition.LE, declined);
        a.emit(MOV_R64_RM64, RDI, mem(RAX, ARRAY));
        a.emit(CMP_RM64_IMM8, mem(RDI, LAST, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.E, declined);
        checkFunction();
        a.emit(MOV_R32_RM32, R11, Abi.thread(ThreadLayout.NESTING));
        a.emit(CMP_RM64_IMM32, R11, Stack.MAX_NESTING - 1);
        a.jump(Condition.GE, declined);
        a.emit(LEA_R64_M, RDI, mem(FRAME, END + 8 * Stack.NATIVE_WORDS));
        a.emit(CMP_R64_RM64, RDI, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, declined);

        a.emit(MOV_R64_RM64, Abi.BASE, FRAME);
        a.emit(MOV_RM64_R64, Abi.LINK, CallingStubs.RETURN);
        a.emit(MOV_R64_RM64, RDI, R11);
        a.emit(SUB_R64_RM64, RDI, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, Abi.PC, RDI);
        a.emit(CMP_RM32_IMM8, LAST, 1);
        a.jump(Condition.E, nothing);
        a.emit(INC_RM64, R11);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.NESTING), R11);
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.CURRENT));
        a.emit(INC_RM32, mem(RAX, StackLayout.NON_YIELDABLE));
        a.move(RDX, Word.INTEGER_OFFSET);
        a.move(R8, (CALLEE - LOW) / 8);
        Label next = a.here();
        a.emit(MOV_RM64_R64, mem(Abi.BASE, R8, 8, LOW - 8), RDX);
        a.emit(DEC_RM64, R8);
        a.jump(Condition.NE, next);
        a.emit(MOV_RM32_IMM32, at(LOW), 1);
        storeIndex(HIGH, LAST);
        a.jump(range);
        a.bind(nothing);
        finish();
    }

    private void checkTable() {
        a.emit(MOV_R64_RM64, RAX, mem(FRAME, TABLE));
        WordTests.checkObject(a, RAX, declined);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, declined);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.NE, declined);
    }

    private void checkFunction() {
        a.emit(MOV_R64_RM64, R8, mem(FRAME, FUNCTION));
        WordTests.checkObject(a, R8, declined);
        a.emit(CMP_RM32_IMM8, mem(R8, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.NE, declined);
        a.emit(MOV_R64_RM64, R8, mem(R8, FunctionLayout.CODE));
        a.emit(CMP_RM64_IMM8, mem(R8, FunctionLayout.NATIVE_ENTRY), 0);
        a.jump(Condition.E, declined);
    }

    /** Returns nothing to where the frame's link says. */
    private void finish() {
        a.emit(MOV_R64_RM64, RDX, Abi.LINK);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.emit(MOV_R64_RM64, R8, RDX);
        a.emit(SHR_RM64_IMM8, R8, Link.TAG_SHIFT);
        a.jump(Condition.NE, helpers.toDriver());
        a.emit(JMP_RM64, RDX);
    }

    /** The ways to Java, which goes on from the frame's state. */
    private void leave() {
        a.bind(notCompiled);
        a.jump(helpers.call());
        a.bind(asJava);
        a.move(RCX, 1);
        a.move(RDX, LINK);
        a.emit(ADD_RM64_IMM32, Abi.BASE, CALLEE_BASE);
        a.jump(helpers.toDriver());
    }

    private Label leaveIn(int state) {
        Label start = a.newLabel();
        Label over = a.newLabel();
        a.jump(over);
        a.bind(start);
        a.emit(MOV_RM32_IMM32, at(STATE), state);
        a.jump(asJava);
        a.bind(over);
        return start;
    }

    // ---- quicksort -----------------------------------------------------------------------------------------------------

    private void sortRange() {
        Label done = a.newLabel();
        Label inJava = leaveIn(RANGE);
        Label over = leaveIn(DONE);
        a.align(16);
        a.bind(nextRange);
        loadIndex(R9, PENDING);
        a.emit(SUB_RM32_IMM8, R9, RANGE_BYTES);
        a.jump(Condition.B, done);
        storeIndex(PENDING, R9);
        a.emit(MOV_R32_RM32, RDX, mem(Abi.BASE, R9, 1, RANGES));
        a.emit(MOV_R32_RM32, RCX, mem(Abi.BASE, R9, 1, RANGES + 8));
        storeIndex(LOW, RDX);
        storeIndex(HIGH, RCX);
        a.bind(range);
        loadArray(inJava);
        loadIndex(RDX, LOW);
        take(LEFT, R9, element(RDX));
        take(RIGHT, R10, element(LAST));
        Label question = a.newLabel();
        a.jump(question);
        a.bind(done);
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), 0);
        a.jump(Condition.NE, over);
        a.emit(DEC_RM32, Abi.thread(ThreadLayout.NESTING));
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.CURRENT));
        a.emit(DEC_RM32, mem(RAX, StackLayout.NON_YIELDABLE));
        finish();
        a.bind(question);
    }

    private void orderEnds() {
        Label ordered = a.newLabel();
        Label choose = a.newLabel();
        Label inJava = leaveIn(CHOICE);
        ask(ENDS, R10, R9);
        ifNot(ordered);
        load(R9, LEFT);
        checkNotNil(R9);
        load(R10, RIGHT);
        loadIndex(R11, LOW);
        put(element(R11), R10);
        put(element(LAST), R9);
        a.bind(ordered);
        loadIndex(RDX, LOW);
        a.emit(MOV_R64_RM64, RDI, LAST);
        a.emit(SUB_R64_RM64, RDI, RDX);
        a.emit(CMP_RM32_IMM8, RDI, 1);
        a.jump(Condition.E, nextRange);
        a.emit(CMP_RM32_IMM32, RDI, RANDOM_LIMIT);
        a.jump(Condition.B, choose);
        a.emit(CMP_RM32_IMM8, at(RANDOM), 0);
        a.jump(Condition.NE, inJava);
        a.bind(choose);
        a.emit(LEA_R64_M, R11, mem(RDX, LAST, 1, 0));
        a.emit(SHR_RM64_1, R11);
        storeIndex(UP, R11);
        take(LEFT, R9, element(R11));
        take(RIGHT, R10, element(RDX));
        ask(PIVOT_FIRST, R9, R10);
    }

    /** The last element must not become nil: the array part would end before it. */
    private void checkNotNil(long register) {
        a.emit(TEST_RM64_R64, register, register);
        a.jump(Condition.E, asJava);
    }

    private void orderPivot() {
        Label last = a.newLabel();
        ifNot(last);
        load(R9, LEFT);
        load(R10, RIGHT);
        loadIndex(R11, UP);
        put(element(R11), R10);
        loadIndex(R11, LOW);
        put(element(R11), R9);
        a.jump(partition);
        a.bind(last);
        take(RIGHT, R10, element(LAST));
        load(R9, LEFT);
        ask(LAST_PIVOT, R10, R9);
        ifNot(partition);
        load(R9, LEFT);
        checkNotNil(R9);
        load(R10, RIGHT);
        loadIndex(R11, UP);
        put(element(R11), R10);
        put(element(LAST), R9);
    }

    private void partition() {
        a.bind(partition);
        loadIndex(RDX, LOW);
        a.emit(MOV_R64_RM64, RDI, LAST);
        a.emit(SUB_R64_RM64, RDI, RDX);
        a.emit(CMP_RM32_IMM8, RDI, 2);
        a.jump(Condition.E, nextRange);
        loadIndex(R11, UP);
        take(PIVOT, R9, element(R11));
        take(LEFT, R10, beforeLast());
        put(element(R11), R10);
        put(beforeLast(), R9);
        a.emit(LEA_R64_M, RDX, mem(LAST, -1));
        storeIndex(DOWN, RDX);
        loadIndex(R11, LOW);
        a.jump(goUp);
    }

    private void searchUp() {
        a.align(16);
        a.bind(goUp);
        a.emit(INC_RM64, R11);
        storeIndex(UP, R11);
        take(LEFT, R9, element(R11));
        load(R10, PIVOT);
        ask(FROM_BELOW, R9, R10);
        ifNot(goDown);
        loadIndex(R11, UP);
        a.emit(LEA_R64_M, RDX, mem(LAST, -1));
        a.emit(CMP_R64_RM64, R11, RDX);
        a.jump(Condition.NE, goUp);
        a.jump(asJava);
    }

    private void searchDown() {
        Label found = a.newLabel();
        Label met = a.newLabel();
        a.align(16);
        a.bind(goDown);
        loadIndex(R11, DOWN);
        a.emit(DEC_RM64, R11);
        storeIndex(DOWN, R11);
        take(RIGHT, R9, element(R11));
        load(R10, PIVOT);
        ask(FROM_ABOVE, R10, R9);
        ifNot(found);
        loadIndex(R11, DOWN);
        a.emit(CMP_R32_RM32, R11, at(UP));
        a.jump(Condition.GE, goDown);
        a.jump(asJava);
        a.bind(found);
        load(R9, LEFT);
        loadIndex(R11, UP);
        a.emit(CMP_RM32_R32, at(DOWN), R11);
        a.jump(Condition.L, met);
        load(R10, RIGHT);
        put(element(R11), R10);
        loadIndex(R10, DOWN);
        put(element(R10), R9);
        a.jump(goUp);
        a.bind(met);
        put(beforeLast(), R9);
        load(R10, PIVOT);
        put(element(R11), R10);
        divide();
    }

    /** The pivot is at r11: goes on with the smaller part, in rdx and rcx; the other one, in rsi and rdi, has to wait. */
    private void divide() {
        Label chosen = a.newLabel();
        Label isFirst = a.newLabel();
        Label balanced = a.newLabel();
        Label noOther = a.newLabel();
        loadIndex(RDX, LOW);
        a.emit(LEA_R64_M, R9, mem(LAST, RDX, 1, 0));
        a.emit(LEA_R64_M, R10, mem(R11, R11, 1, 0));
        a.emit(CMP_R64_RM64, R10, R9);
        a.jump(Condition.L, isFirst);
        a.emit(MOV_R64_RM64, RSI, RDX);
        a.emit(LEA_R64_M, RDI, mem(R11, -1));
        a.emit(LEA_R64_M, RDX, mem(R11, 1));
        a.jump(chosen);
        a.bind(isFirst);
        a.emit(LEA_R64_M, RSI, mem(R11, 1));
        a.emit(MOV_R64_RM64, RDI, LAST);
        a.emit(LEA_R64_M, LAST, mem(R11, -1));
        a.bind(chosen);
        storeIndex(LOW, RDX);
        storeIndex(HIGH, LAST);
        a.emit(MOV_R64_RM64, R9, RDI);
        a.emit(SUB_R64_RM64, R9, RSI);
        a.jump(Condition.LE, noOther);
        a.emit(SHR_RM64_IMM8, R9, LOPSIDED_SHIFT);
        a.emit(LEA_R64_M, R10, mem(LAST, 1));
        a.emit(SUB_R64_RM64, R10, RDX);
        a.emit(CMP_R64_RM64, R9, R10);
        a.jump(Condition.LE, balanced);
        a.emit(MOV_RM32_IMM32, at(RANDOM), 1);
        a.bind(balanced);
        loadIndex(R9, PENDING);
        a.emit(MOV_RM32_R32, mem(Abi.BASE, R9, 1, RANGES), RSI);
        a.emit(MOV_RM32_R32, mem(Abi.BASE, R9, 1, RANGES + 8), RDI);
        a.emit(ADD_RM32_IMM8, R9, RANGE_BYTES);
        storeIndex(PENDING, R9);
        a.bind(noOther);
        a.emit(CMP_R64_RM64, RDX, LAST);
        a.jump(Condition.L, range);
        a.jump(nextRange);
    }
}
