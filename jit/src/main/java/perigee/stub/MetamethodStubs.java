package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.METATABLE;
import static perigee.stub.MetamethodAssembler.LANDING;
import static perigee.stub.MetamethodAssembler.SAVED_PC;
import static perigee.stub.MetamethodAssembler.SECOND;

import java.util.Locale;
import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.Feedback;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.object.Event;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * Metamethods that are compiled functions, called without leaving. {@link LookupCache} knows them by the shape of the operand;
 * or, where that does not tell, their places in the metatable ({@link RawFieldStubs}). Whatever it does not know is the
 * driver's, which has it learn.
 *
 * <pre>
 *   rdi  pc word: the instruction after the one that needs the metamethod
 *   rdx  return address: a landing of the calling function (see below)
 * </pre>
 *
 * The frame is the one that the driver would make: above the caller's registers, with a link that says that returning from it
 * finishes an instruction, or rather with a return address that stands for such a link. Each function has landings for its
 * metamethods, which drop the frame and jump to {@link #DELIVER}, {@link #DISCARD} or {@link #BRANCH}: these finish the
 * instruction before the saved pc, as {@code InstructionCompletion} does, and go on behind it.
 */
public final class MetamethodStubs {
    /** Puts rax into the register A of the instruction. */
    public static final String DELIVER = "metamethod_deliver";
    /** Forgets it: the instruction was a store. */
    public static final String DISCARD = "metamethod_discard";
    /** Takes the truth of rax for the outcome of a comparison. */
    public static final String BRANCH = "metamethod_branch";
    /** Reads the field whose key is in rcx, of the object in rax, that no inline cache knows. */
    public static final String FIELD = "metamethod_field";
    /** Writes it: the value is in rsi. */
    public static final String SET_FIELD = "metamethod_set_field";
    /** After {@link IndexStubs#GET} has failed, with the same operands and r11 as it is then. */
    public static final String INDEX = "metamethod_index";
    /** After {@link IndexStoreStubs#SET}, likewise. */
    public static final String SET_INDEX = "metamethod_set_index";
    /**
     * Puts the {@code __call} metamethod of the object in rax in its place on the stack, which is in rsi, and the object before
     * its ecx arguments. Returns with the zero flag clear, the function in rax, its compiled code in rdx, ecx one more; or with
     * the zero flag set and nothing changed. It uses rdi and r8 to r10.
     */
    public static final String CALL_OBJECT = "metamethod_call_object";

    private final Assembler a;
    private final MetamethodAssembler m;
    private final Label exitExecute;
    private final Label exitMiss;
    private final Map<String, Label> finishes;
    private final MetamethodAccessStubs accesses;

    /**
     * @param indexGet   where {@link IndexStubs#GET} begins
     * @param rawSet     where the stub for stores begins that leave metamethods aside
     * @param findHolder of {@link RawFieldStubs#emitFinder}, for tables, too
     */
    MetamethodStubs(Assembler assembler, Label exitExecute, Label exitMiss, Label noteMetamethod, Label indexGet,
                    Label rawSet, RawFieldStubs.Labels raw, Label findHolder) {
        a = assembler;
        this.exitExecute = exitExecute;
        this.exitMiss = exitMiss;
        finishes = Map.of(DELIVER, a.newLabel(DELIVER), DISCARD, a.newLabel(DISCARD), BRANCH, a.newLabel(BRANCH));
        m = new MetamethodAssembler(a, noteMetamethod, RawFieldStubs.emitFinder(a, raw, false), finishes);
        accesses = new MetamethodAccessStubs(m, indexGet, rawSet, raw, findHolder);
    }

    /** The stub for a binary or unary operator on the words in rax and rcx. */
    public static String of(Event event) {
        return "metamethod_" + event.name().toLowerCase(Locale.ROOT);
    }

    /** The symbol of an event's interned name, which the client declares. */
    public static String nameOf(Event event) {
        return "name_" + event.name().toLowerCase(Locale.ROOT);
    }

    void emit() {
        new MetamethodReturns(a, finishes).emit();
        a.align(16);
        a.bind(m.learn);
        a.emit(MOV_R64_RM64, RDI, SAVED_PC);
        a.jump(exitMiss);
        a.bind(m.execute);
        a.emit(MOV_R64_RM64, RDI, SAVED_PC);
        a.jump(exitExecute);
        call();
        Label operands = operators();
        Label compared = comparisons();
        for (Event event : Event.values()) {
            if (event.compareTo(Event.ADD) >= 0 && event.compareTo(Event.BNOT) <= 0) {
                operator(event, operands);
            } else if (event == Event.CONCAT) {
                operator(event, concatenation(operands));
            } else if (event == Event.LEN) {
                operator(event, length());
            } else if (event == Event.EQ) {
                operator(event, equality());
            } else if (event == Event.LT || event == Event.LE) {
                operator(event, compared);
            }
        }
        accesses.emit();
        callObject();
    }

    // ---- calling -------------------------------------------------------------------------------------------------------

    /** Calls the Lua function in rax with r8d of the words in rsi, rcx and rdi, and comes back to LANDING. */
    private void call() {
        a.align(16);
        a.bind(m.call);
        a.emit(MOV_R64_RM64, RDX, mem(RAX, FunctionLayout.CODE));
        a.emit(MOV_R64_RM64, RDX, mem(RDX, FunctionLayout.NATIVE_ENTRY));
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, m.execute);
        a.emit(CMP_RM32_IMM32, Abi.thread(ThreadLayout.NESTING), Stack.MAX_NESTING - 1);
        a.jump(Condition.GE, m.execute);
        a.emit(INC_RM32, Abi.thread(ThreadLayout.NESTING));
        a.emit(MOV_RM64_R64, Abi.PC, SAVED_PC);
        a.emit(MOV_R32_RM32, R9, mem(Abi.CODE_BLOCK, FunctionLayout.MAX_STACK));
        a.emit(LEA_R64_M, Abi.BASE, mem(Abi.BASE, R9, 8, StackLayout.HEADER_BYTES));
        a.emit(MOV_RM64_R64, Abi.FUNCTION, RAX);
        a.emit(MOV_RM64_IMM32, Abi.PC, Word.NIL);
        a.emit(MOV_RM64_R64, Abi.LINK, LANDING);
        a.emit(MOV_RM64_R64, Abi.register(0), RSI);
        a.emit(MOV_RM64_R64, Abi.register(1), RCX);
        a.emit(MOV_RM64_R64, Abi.register(2), RDI);
        a.emit(MOV_R32_RM32, RCX, R8);
        a.emit(JMP_RM64, RDX);
    }

    // ---- operators -----------------------------------------------------------------------------------------------------

    private void operator(Event event, Label operands) {
        a.align(16);
        a.bind(a.newLabel(of(event)));
        a.emit(MOV_R64_RM64, SAVED_PC, RDI);
        a.emit(MOV_R64_RM64, LANDING, RDX);
        a.emit(MOV_R64_RM64, SECOND, RCX);
        a.emit(MOV_R64_RM64, RSI, RAX);
        a.moveAddress(RDI, nameOf(event));
        a.jump(operands);
    }

    /** Operands in rsi (and rax) and SECOND, the event's name in rdi. */
    private Label operators() {
        Label start = a.newLabel();
        Label found = a.newLabel();
        a.align(16);
        a.bind(start);
        findOfOperands(found);
        a.bind(found);
        m.note(Feedback.OTHER);
        pass();
        return start;
    }

    /** Of two operands, the first of which is no string: those may have a metatable that says something of it, too. */
    private Label concatenation(Label operands) {
        Label start = a.newLabel();
        a.align(16);
        a.bind(start);
        m.f.checkObject(RAX, operands);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, m.execute);
        a.jump(operands);
        return start;
    }

    /** The length of a table that has a metatable, which may say nothing of it. */
    private Label length() {
        Label start = a.newLabel();
        Label found = a.newLabel();
        a.align(16);
        a.bind(start);
        m.find(m.learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, found);
        TableLength.emit(a, SECOND, RAX, RDX, m.execute);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        m.noteKind(Feedback.TABLES);
        m.finish(DELIVER);
        a.bind(found);
        m.note(Feedback.OTHER);
        pass();
        return start;
    }

    private Label comparisons() {
        Label start = a.newLabel();
        Label found = a.newLabel();
        a.align(16);
        a.bind(start);
        findOfOperands(found);
        a.bind(found);
        m.noteKind(Feedback.OTHER);
        pass();
        return start;
    }

    /** Equality of things that are no two numbers, and different as words. */
    private Label equality() {
        Label start = a.newLabel();
        Label found = a.newLabel();
        Label second = a.newLabel();
        Label unequal = a.newLabel();
        Label mixed = a.newLabel();
        a.align(16);
        a.bind(start);
        m.f.checkObject(RAX, mixed);
        m.f.checkObject(RCX, mixed);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, m.execute);
        a.emit(CMP_RM32_IMM32, mem(RCX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, m.execute);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, second);
        m.find(m.learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, found);
        a.bind(second);
        a.emit(MOV_R64_RM64, RAX, SECOND);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, unequal);
        m.find(m.learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, unequal);
        a.bind(found);
        m.noteKind(Feedback.OTHER);
        pass();
        // An object and something else: unequal, unless both may be numbers.
        a.bind(mixed);
        for (long operand : new long[] {RAX, RCX}) {
            Label notObject = a.newLabel();
            m.f.checkObject(operand, notObject);
            a.emit(CMP_RM32_IMM8, mem(operand, ObjectHeader.SHAPE), HeapType.BOX);
            a.jump(Condition.E, m.execute);
            a.jump(unequal);
            a.bind(notObject);
        }
        a.jump(m.execute);
        a.bind(unequal);
        m.noteKind(Feedback.IDENTITY);
        a.emit(XOR_R32_RM32, RAX, RAX);
        m.finish(BRANCH);
        return start;
    }

    private void pass() {
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.move(R8, 2);
        a.jump(m.call);
    }

    private void findOfOperands(Label found) {
        Label second = a.newLabel();
        m.checkTable(RAX, second);
        m.find(m.learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, found);
        a.bind(second);
        a.emit(MOV_R64_RM64, RAX, SECOND);
        m.checkTable(RAX, m.execute);
        m.find(m.learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, m.execute);
    }

    // ---- __call --------------------------------------------------------------------------------------------------------

    private void callObject() {
        Label fail = a.newLabel();
        Label moved = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(CALL_OBJECT));
        a.emit(MOV_R64_RM64, R9, RAX);
        a.emit(MOV_R64_RM64, R10, RCX);
        m.checkTable(RAX, fail);
        a.emit(LEA_R64_M, RDX, mem(RSI, R10, 8, StackLayout.HEADER_BYTES + 8));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, fail);
        a.moveAddress(RDI, nameOf(Event.CALL));
        m.find(fail);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, fail);
        a.emit(MOV_R64_RM64, RDI, mem(RAX, FunctionLayout.CODE));
        a.emit(MOV_R64_RM64, RDI, mem(RDI, FunctionLayout.NATIVE_ENTRY));
        a.emit(TEST_RM64_R64, RDI, RDI);
        a.jump(Condition.E, fail);
        a.emit(MOV_R64_RM64, RCX, R10);
        Label next = a.here();
        a.emit(SUB_RM64_IMM8, R10, 1);
        a.jump(Condition.S, moved);
        a.emit(MOV_R64_RM64, RDX, mem(RSI, R10, 8, StackLayout.HEADER_BYTES));
        a.emit(MOV_RM64_R64, mem(RSI, R10, 8, StackLayout.HEADER_BYTES + 8), RDX);
        a.jump(next);
        a.bind(moved);
        a.emit(MOV_RM64_R64, mem(RSI, StackLayout.HEADER_BYTES), R9);
        a.emit(MOV_RM64_R64, mem(RSI), RAX);
        a.emit(MOV_R64_RM64, RDX, RDI);
        a.emit(INC_RM32, RCX);
        a.emit(RET);
        a.bind(fail);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
    }
}
