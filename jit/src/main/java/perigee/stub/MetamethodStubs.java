package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.METATABLE;

import java.util.Locale;
import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.CallTarget;
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

    /** The saved pc, and the way back, while an operand is looked up. */
    private static final long SAVED_PC = R9;
    private static final long LANDING = R10;
    private static final long SECOND = R11;

    private final Assembler a;
    private final LibraryAssembler f;
    private final Label exitExecute;
    private final Label exitMiss;
    private final Label noteMetamethod;
    private final Label indexGet;
    private final Label rawSet;
    private final RawFieldStubs.Labels raw;
    private final Label call;
    private final Label execute;
    private final Label learn;
    private final Label findFunction;
    private final Label findHolder;
    /** Where DELIVER, DISCARD and BRANCH begin. */
    private final Map<String, Label> finishes;

    MetamethodStubs(Assembler assembler, Label exitExecute, Label exitMiss, Label noteMetamethod, Label indexGet,
                    Label rawSet, RawFieldStubs.Labels raw, Label findHolder) {
        a = assembler;
        this.indexGet = indexGet;
        this.rawSet = rawSet;
        this.raw = raw;
        this.exitExecute = exitExecute;
        this.exitMiss = exitMiss;
        this.noteMetamethod = noteMetamethod;
        call = a.newLabel("metamethod_call");
        execute = a.newLabel();
        learn = a.newLabel();
        findFunction = RawFieldStubs.emitFinder(a, raw, false);
        this.findHolder = findHolder;
        finishes = Map.of(DELIVER, a.newLabel(DELIVER), DISCARD, a.newLabel(DISCARD), BRANCH, a.newLabel(BRANCH));
        f = new LibraryAssembler(a, execute, null);
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
        a.bind(learn);
        a.emit(MOV_R64_RM64, RDI, SAVED_PC);
        a.jump(exitMiss);
        a.bind(execute);
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
        fields();
        callObject();
    }

    // ---- calling -------------------------------------------------------------------------------------------------------

    /** Calls the Lua function in rax with r8d of the words in rsi, rcx and rdi, and comes back to LANDING. */
    private void call() {
        a.align(16);
        a.bind(call);
        a.emit(MOV_R64_RM64, RDX, mem(RAX, FunctionLayout.CODE));
        a.emit(MOV_R64_RM64, RDX, mem(RDX, FunctionLayout.NATIVE_ENTRY));
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, execute);
        a.emit(CMP_RM32_IMM32, Abi.thread(ThreadLayout.NESTING), Stack.MAX_NESTING - 1);
        a.jump(Condition.GE, execute);
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

    /** Notes, in a word of kind ARITHMETIC or INDEX, that the function in rax is called, on operands of some kind. */
    private void note(int kind) {
        Label known = a.newLabel();
        feedbackAddress();
        a.emit(OR_RM32_IMM8, mem(RDI), kind);
        a.emit(MOV_R64_RM64, RDX, mem(RAX, FunctionLayout.CODE));
        a.emit(MOV_R32_RM32, RCX, mem(RDX, FunctionLayout.CODE_ID));
        a.emit(MOV_R64_RM64, RDX, mem(RDI));
        a.emit(SHR_RM64_IMM8, RDX, 2 * CallTarget.BITS);
        a.emit(CMP_R64_RM64, RDX, RCX);
        a.jump(Condition.E, known);
        a.emit(PUSH_R64, RSI);
        a.call(noteMetamethod);
        a.emit(POP_R64, RSI);
        a.bind(known);
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
        note(Feedback.OTHER);
        pass();
        return start;
    }

    /** Of two operands, the first of which is no string: those may have a metatable that says something of it, too. */
    private Label concatenation(Label operands) {
        Label start = a.newLabel();
        a.align(16);
        a.bind(start);
        f.checkObject(RAX, operands);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, execute);
        a.jump(operands);
        return start;
    }

    /** The length of a table that has a metatable, which may say nothing of it. */
    private Label length() {
        Label start = a.newLabel();
        Label found = a.newLabel();
        a.align(16);
        a.bind(start);
        find(learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, found);
        TableLength.emit(a, SECOND, RAX, RDX, execute);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        noteKind(Feedback.TABLES);
        finish(DELIVER);
        a.bind(found);
        note(Feedback.OTHER);
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
        noteKind(Feedback.OTHER);
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
        f.checkObject(RAX, mixed);
        f.checkObject(RCX, mixed);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, execute);
        a.emit(CMP_RM32_IMM32, mem(RCX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, execute);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, second);
        find(learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, found);
        a.bind(second);
        a.emit(MOV_R64_RM64, RAX, SECOND);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, unequal);
        find(learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, unequal);
        a.bind(found);
        noteKind(Feedback.OTHER);
        pass();
        // An object and something else: unequal, unless both may be numbers.
        a.bind(mixed);
        for (long operand : new long[] {RAX, RCX}) {
            Label notObject = a.newLabel();
            f.checkObject(operand, notObject);
            a.emit(CMP_RM32_IMM8, mem(operand, ObjectHeader.SHAPE), HeapType.BOX);
            a.jump(Condition.E, execute);
            a.jump(unequal);
            a.bind(notObject);
        }
        a.jump(execute);
        a.bind(unequal);
        noteKind(Feedback.IDENTITY);
        a.emit(XOR_R32_RM32, RAX, RAX);
        finish(BRANCH);
        return start;
    }

    private void noteKind(int kind) {
        a.emit(MOV_R64_RM64, RDI, SAVED_PC);
        a.emit(SHL_RM64_IMM8, RDI, 16);
        a.emit(SHR_RM64_IMM8, RDI, 16);
        a.emit(OR_RM32_IMM8, mem(RDI, Feedback.WORD), kind);
    }

    private void pass() {
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.move(R8, 2);
        a.jump(call);
    }

    private void findOfOperands(Label found) {
        Label second = a.newLabel();
        checkTable(RAX, second);
        find(learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, found);
        a.bind(second);
        a.emit(MOV_R64_RM64, RAX, SECOND);
        checkTable(RAX, execute);
        find(learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, execute);
    }

    /** Goes elsewhere unless a word is a table with a metatable. Uses rdx. */
    private void checkTable(long word, Label other) {
        f.checkObject(word, other);
        a.emit(CMP_RM32_IMM32, mem(word, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, other);
        a.emit(CMP_RM64_IMM8, mem(word, METATABLE), 0);
        a.jump(Condition.E, other);
    }

    /** The function that the table in rax, which has a metatable, has for the event in rdi goes to rax; 0 if there is none. */
    private void find(Label unknown) {
        a.call(findFunction);
        a.jump(Condition.E, unknown);
    }

    /** The function that tables of the shape have for the key in rdi, which they do not have, goes to rax. Likewise. */
    private void findOfAbsent(Label unknown) {
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.FUNCTION_BIT);
        LookupStubs.findPlace(a, unknown);
        a.emit(MOV_R64_RM64, RAX, mem(R8, LookupCache.OPERAND));
    }

    // ---- fields and elements -------------------------------------------------------------------------------------------

    private void fields() {
        Label field = a.newLabel(FIELD);
        Label setField = a.newLabel(SET_FIELD);
        Label store = a.newLabel();
        Label noMetamethod = a.newLabel();
        // reading
        a.align(16);
        a.bind(field);
        beginAccess();
        checkTable(RAX, learn);
        checkSeen(learn);
        Label get = a.newLabel();
        Label imprecise = a.newLabel();
        a.emit(MOV_R64_RM64, RDI, RCX);
        findOfAbsent(imprecise);
        a.bind(get);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.move(R8, 2);
        a.jump(call);
        impreciseGet(imprecise, get);
        // writing
        a.align(16);
        a.bind(setField);
        a.emit(PUSH_R64, RSI);
        Label unknown = a.newLabel();
        beginAccess();
        checkTable(RAX, unknown);
        checkSeen(unknown);
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.STORE_BIT);
        Label impreciseToo = a.newLabel();
        findOfAbsent(impreciseToo);
        a.bind(store);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(POP_R64, RDI);
        a.move(R8, 3);
        a.jump(call);
        a.bind(unknown);
        a.emit(POP_R64, RDI);
        a.jump(learn);
        impreciseSet(impreciseToo, store, noMetamethod, unknown);

        // elements: absent for certain, or perhaps a field
        a.align(16);
        a.bind(a.newLabel(INDEX));
        Label toLearn = a.newLabel();
        a.emit(TEST_RM32_R32, R11, R11);
        a.jump(Condition.S, toLearn);
        Label isString = a.newLabel();
        a.jump(Condition.E, isString);
        beginAccess();
        a.emit(MOV_RM64_IMM32, Abi.thread(ThreadLayout.CHAIN), 0);
        Label holder = a.newLabel();
        Label isTable = a.newLabel();
        Label noHolder = a.newLabel();
        a.bind(holder);
        a.moveAddress(RDI, nameOf(Event.INDEX));
        a.call(findHolder);
        a.jump(Condition.E, learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, noHolder);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.NE, isTable);
        note(Feedback.OTHER_KEY);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.move(R8, 2);
        a.jump(call);
        a.bind(isString);
        checkString(field);
        inHolder(holder, isTable, noHolder);

        a.align(16);
        a.bind(a.newLabel(SET_INDEX));
        a.emit(TEST_RM32_R32, R11, R11);
        a.jump(Condition.S, toLearn);
        Label isStringToo = a.newLabel();
        a.jump(Condition.E, isStringToo);
        a.emit(PUSH_R64, RSI);
        beginAccess();
        a.moveAddress(RDI, nameOf(Event.NEWINDEX));
        find(unknown);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, noMetamethod);
        note(Feedback.OTHER_KEY);
        a.jump(store);
        // There is none: a store as if there were no metatable.
        a.bind(noMetamethod);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.emit(POP_R64, RSI);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(PUSH_R64, SAVED_PC);
        a.call(rawSet);
        a.emit(POP_R64, SAVED_PC);
        a.jump(Condition.E, learn);
        finish(DISCARD);
        a.bind(isStringToo);
        checkString(setField);
        a.bind(toLearn);
        a.emit(MOV_R64_RM64, SAVED_PC, RDI);
        a.jump(learn);
    }

    /**
     * Reads the field SECOND of the table in rax, whose shape tells nothing: goes on by calling the function in rax, perhaps, for
     * the table in rsi.
     */
    private void impreciseGet(Label start, Label function) {
        Label found = a.newLabel();
        a.bind(start);
        a.emit(MOV_R64_RM64, RDI, SECOND);
        a.emit(PUSH_R64, SAVED_PC);
        a.emit(PUSH_R64, LANDING);
        a.emit(PUSH_R64, SECOND);
        a.call(raw.field());
        a.emit(POP_R64, SECOND);
        a.emit(POP_R64, LANDING);
        a.emit(POP_R64, SAVED_PC);
        a.jump(Condition.NE, found);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, function);
        a.jump(learn);
        a.bind(found);
        a.emit(MOV_R64_RM64, RAX, RCX);
        finish(DELIVER);
    }

    /** Likewise of a write; the value is on the C stack. */
    private void impreciseSet(Label start, Label function, Label noMetamethod, Label unknown) {
        a.bind(start);
        a.emit(MOV_R64_RM64, RDI, SECOND);
        a.call(raw.own());
        a.jump(Condition.E, unknown);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, noMetamethod);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.moveAddress(RDI, nameOf(Event.NEWINDEX));
        find(unknown);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, noMetamethod);
        a.jump(function);
    }

    /**
     * The table in rax is asked for the key in SECOND, in place of another; it may have a metatable, too. The last one of all has
     * none: nil. Tables that lead to each other are the driver's.
     */
    private void inHolder(Label again, Label isTable, Label noHolder) {
        Label found = a.newLabel();
        a.bind(isTable);
        a.emit(INC_RM32, Abi.thread(ThreadLayout.CHAIN));
        a.emit(CMP_RM32_IMM32, Abi.thread(ThreadLayout.CHAIN), RawFieldStubs.MAX_CHAIN);
        a.jump(Condition.G, learn);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(PUSH_R64, SAVED_PC);
        a.emit(PUSH_R64, LANDING);
        a.emit(PUSH_R64, SECOND);
        feedbackAddress();
        a.emit(OR_RM32_IMM8, mem(RDI), Feedback.OTHER_KEY);
        a.call(indexGet);
        a.emit(MOV_R64_RM64, RDX, R11);
        a.emit(POP_R64, SECOND);
        a.emit(POP_R64, LANDING);
        a.emit(POP_R64, SAVED_PC);
        a.jump(Condition.NE, found);
        a.emit(TEST_RM32_R32, RDX, RDX);
        a.jump(Condition.LE, execute);
        a.emit(MOV_R64_RM64, RSI, RAX);
        a.jump(again);
        a.bind(noHolder);
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.bind(found);
        a.emit(MOV_R64_RM64, RAX, RCX);
        finish(DELIVER);
    }

    /** The instruction is finished as if a metamethod had returned rax. */
    private void finish(String how) {
        a.emit(INC_RM32, Abi.thread(ThreadLayout.NESTING));
        a.emit(MOV_RM64_R64, Abi.PC, SAVED_PC);
        a.jump(finishes.get(how));
    }

    private void beginAccess() {
        a.emit(MOV_R64_RM64, SAVED_PC, RDI);
        a.emit(MOV_R64_RM64, LANDING, RDX);
        a.emit(MOV_R64_RM64, SECOND, RCX);
        a.emit(MOV_R64_RM64, RSI, RAX);
    }

    /** Goes elsewhere as long as the instruction's feedback says nothing: it has to see what is known already elsewhere. */
    private void checkSeen(Label other) {
        feedbackAddress();
        a.emit(CMP_RM64_IMM8, mem(RDI), 0);
        a.jump(Condition.E, other);
    }

    /** The address of the feedback word, in rdi. */
    private void feedbackAddress() {
        a.emit(MOV_R64_RM64, RDI, SAVED_PC);
        a.emit(SHL_RM64_IMM8, RDI, 16);
        a.emit(SHR_RM64_IMM8, RDI, 16);
        a.emit(ADD_RM64_IMM8, RDI, Feedback.WORD);
    }

    /** Goes where fields are served if the key in rcx is an interned string, or leaves to learn. */
    private void checkString(Label isString) {
        a.emit(MOV_R64_RM64, SAVED_PC, RDI);
        a.emit(MOV_R64_RM64, LANDING, RDX);
        f.checkInterned(RCX, learn);
        a.emit(MOV_R64_RM64, RDX, LANDING);
        a.jump(isString);
    }

    // ---- __call --------------------------------------------------------------------------------------------------------

    private void callObject() {
        Label fail = a.newLabel();
        Label moved = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(CALL_OBJECT));
        a.emit(MOV_R64_RM64, R9, RAX);
        a.emit(MOV_R64_RM64, R10, RCX);
        checkTable(RAX, fail);
        a.emit(LEA_R64_M, RDX, mem(RSI, R10, 8, StackLayout.HEADER_BYTES + 8));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, fail);
        a.moveAddress(RDI, nameOf(Event.CALL));
        find(fail);
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
