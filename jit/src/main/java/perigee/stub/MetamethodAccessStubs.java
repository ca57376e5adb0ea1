package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.stub.MetamethodAssembler.LANDING;
import static perigee.stub.MetamethodAssembler.SAVED_PC;
import static perigee.stub.MetamethodAssembler.SECOND;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.Feedback;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.object.Event;

/**
 * Reads and writes of fields and elements that functions serve, or tables along {@code __index}; where no metamethod is
 * known that would be asked, the driver has {@link LookupCache} learn. Registers are as of {@link MetamethodStubs}.
 */
final class MetamethodAccessStubs {
    private final Assembler a;
    private final MetamethodAssembler m;
    private final Label indexGet;
    private final Label rawSet;
    private final RawFieldStubs.Labels raw;
    private final Label findHolder;

    /**
     * @param indexGet   where {@link IndexStubs#GET} begins
     * @param rawSet     where the stub for stores begins that leave metamethods aside
     * @param findHolder of {@link RawFieldStubs#emitFinder}, for tables, too
     */
    MetamethodAccessStubs(MetamethodAssembler metamethods, Label indexGet, Label rawSet, RawFieldStubs.Labels raw,
            Label findHolder) {
        m = metamethods;
        a = m.a;
        this.indexGet = indexGet;
        this.rawSet = rawSet;
        this.raw = raw;
        this.findHolder = findHolder;
    }

    void emit() {
        Label field = a.newLabel(MetamethodStubs.FIELD);
        Label setField = a.newLabel(MetamethodStubs.SET_FIELD);
        Label store = a.newLabel();
        Label noMetamethod = a.newLabel();
        // reading
        a.align(16);
        a.bind(field);
        m.begin();
        m.checkTable(RAX, m.learn);
        checkSeen(m.learn);
        Label get = a.newLabel();
        Label imprecise = a.newLabel();
        a.emit(MOV_R64_RM64, RDI, RCX);
        findOfAbsent(imprecise);
        a.bind(get);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.move(R8, 2);
        a.jump(m.call);
        impreciseGet(imprecise, get);
        // writing
        a.align(16);
        a.bind(setField);
        a.emit(PUSH_R64, RSI);
        Label unknown = a.newLabel();
        m.begin();
        m.checkTable(RAX, unknown);
        checkSeen(unknown);
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.STORE_BIT);
        Label impreciseToo = a.newLabel();
        findOfAbsent(impreciseToo);
        a.bind(store);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(POP_R64, RDI);
        a.move(R8, 3);
        a.jump(m.call);
        a.bind(unknown);
        a.emit(POP_R64, RDI);
        a.jump(m.learn);
        impreciseSet(impreciseToo, store, noMetamethod, unknown);

        // elements: absent for certain, or perhaps a field
        a.align(16);
        a.bind(a.newLabel(MetamethodStubs.INDEX));
        Label toLearn = a.newLabel();
        a.emit(TEST_RM32_R32, R11, R11);
        a.jump(Condition.S, toLearn);
        Label isString = a.newLabel();
        a.jump(Condition.E, isString);
        m.begin();
        a.emit(MOV_RM64_IMM32, Abi.thread(ThreadLayout.CHAIN), 0);
        Label holder = a.newLabel();
        Label isTable = a.newLabel();
        Label noHolder = a.newLabel();
        a.bind(holder);
        a.moveAddress(RDI, MetamethodStubs.nameOf(Event.INDEX));
        a.call(findHolder);
        a.jump(Condition.E, m.learn);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, noHolder);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.NE, isTable);
        m.note(Feedback.OTHER_KEY);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.move(R8, 2);
        a.jump(m.call);
        a.bind(isString);
        checkString(field);
        inHolder(holder, isTable, noHolder);

        a.align(16);
        a.bind(a.newLabel(MetamethodStubs.SET_INDEX));
        a.emit(TEST_RM32_R32, R11, R11);
        a.jump(Condition.S, toLearn);
        Label isStringToo = a.newLabel();
        a.jump(Condition.E, isStringToo);
        a.emit(PUSH_R64, RSI);
        m.begin();
        a.moveAddress(RDI, MetamethodStubs.nameOf(Event.NEWINDEX));
        m.find(unknown);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, noMetamethod);
        m.note(Feedback.OTHER_KEY);
        a.jump(store);
        // There is none: a store as if there were no metatable.
        a.bind(noMetamethod);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.emit(POP_R64, RSI);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(PUSH_R64, SAVED_PC);
        a.call(rawSet);
        a.emit(POP_R64, SAVED_PC);
        a.jump(Condition.E, m.learn);
        m.finish(MetamethodStubs.DISCARD);
        a.bind(isStringToo);
        checkString(setField);
        a.bind(toLearn);
        a.emit(MOV_R64_RM64, SAVED_PC, RDI);
        a.jump(m.learn);
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
        a.jump(m.learn);
        a.bind(found);
        a.emit(MOV_R64_RM64, RAX, RCX);
        m.finish(MetamethodStubs.DELIVER);
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
        a.moveAddress(RDI, MetamethodStubs.nameOf(Event.NEWINDEX));
        m.find(unknown);
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
        a.jump(Condition.G, m.learn);
        a.emit(MOV_R64_RM64, RCX, SECOND);
        a.emit(PUSH_R64, SAVED_PC);
        a.emit(PUSH_R64, LANDING);
        a.emit(PUSH_R64, SECOND);
        m.feedbackAddress();
        a.emit(OR_RM32_IMM8, mem(RDI), Feedback.OTHER_KEY);
        a.call(indexGet);
        a.emit(MOV_R64_RM64, RDX, R11);
        a.emit(POP_R64, SECOND);
        a.emit(POP_R64, LANDING);
        a.emit(POP_R64, SAVED_PC);
        a.jump(Condition.NE, found);
        a.emit(TEST_RM32_R32, RDX, RDX);
        a.jump(Condition.LE, m.execute);
        a.emit(MOV_R64_RM64, RSI, RAX);
        a.jump(again);
        a.bind(noHolder);
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.bind(found);
        a.emit(MOV_R64_RM64, RAX, RCX);
        m.finish(MetamethodStubs.DELIVER);
    }

    /** Goes elsewhere as long as the instruction's feedback says nothing: it has to see what is known already elsewhere. */
    private void checkSeen(Label other) {
        m.feedbackAddress();
        a.emit(CMP_RM64_IMM8, mem(RDI), 0);
        a.jump(Condition.E, other);
    }

    /**
     * The function that tables of the shape have for the key in rdi, which they do not have, goes to rax, and the table that it is
     * asked about to rsi. Likewise.
     */
    private void findOfAbsent(Label unknown) {
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.FUNCTION_BIT);
        LookupStubs.findPlace(a, unknown);
        a.emit(MOV_R64_RM64, RAX, mem(R8, LookupCache.OPERAND));
        a.emit(MOV_R64_RM64, RDX, mem(R8, LookupCache.ASKED));
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.emit(CMOVCC_R64_RM64, Condition.NE, RSI, RDX);
    }

    /** Goes where fields are served if the key in rcx is an interned string, or leaves to learn. */
    private void checkString(Label isString) {
        a.emit(MOV_R64_RM64, SAVED_PC, RDI);
        a.emit(MOV_R64_RM64, LANDING, RDX);
        m.f.checkInterned(RCX, m.learn);
        a.emit(MOV_R64_RM64, RDX, LANDING);
        a.jump(isString);
    }
}
