package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.IndexFeedback;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.object.Event;
import perigee.value.Word;

/**
 * Operations of optimised code that are too long for being in line. The operands are in rax, rcx and rsi; eax says whether
 * it was done: not 0 if so, and the result is in rcx; 0 if there is more to it, and nothing has happened. They use all
 * registers that hold operands, rdx, rdi, r8 to r11 and xmm0 to xmm3; and none that are not words to begin with but where a
 * row says so.
 */
public final class RuntimeStubs {
    /** The operations that have a stub. */
    public enum Stub {
        /** Table, index (an integer), value; as {@code t[#t + 1] = v}. */
        APPEND,
        /** Table; the length is an integer. */
        TABLE_LENGTH,
        /** Object, key. */
        LOOKUP, GET_INDEX,
        /** Table, key, value. */
        SET_INDEX,
        /** Table, key. */
        RAW_GET,
        /** Table, key, value. */
        RAW_SET,
        /** Table, name of an event. */
        METAMETHOD,
        /** The function {@code type}, value. */
        TYPE_NAME,
        /** Two words that differ; the result is 0 or 1. */
        EQUAL_WORDS,
        /** Two words; the result is 0 or 1. */
        LESS_STRINGS, LESS_OR_EQUAL_STRINGS,
        /** The number of operands, which are in {@link ThreadLayout#PARTS}. */
        CONCAT,
        ADD_WORDS, SUB_WORDS, MUL_WORDS, DIV_WORDS, MOD_WORDS, IDIV_WORDS, POW_WORDS,
        /** String, first and last position (integers). */
        SUBSTRING;

        public String symbol() {
            return "operation_" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Bytes that a stub allocates at most. */
    public static final int MOST_ALLOCATED = 8192;
    /** The same of a concatenation. */
    public static final int MOST_JOINED = TextStubs.MOST_ALLOCATED;
    private static final int SMALLEST_ARRAY = 4;

    /** Where the stubs begin that these ones call. */
    record Helpers(Map<NumberStubs.Operation, Label> numbers, Label lookup, Label getIndex, Label setIndex, Label rawGet,
            Label rawSet, RawFieldStubs.Labels raw, Label full, BarrierStubs.Labels barriers) {
    }

    private final Assembler a;
    private final Label full;
    private final Label elementBarrier;
    private final Label objectBarrier;

    private RuntimeStubs(Assembler assembler, Helpers helpers) {
        a = assembler;
        full = helpers.full;
        elementBarrier = helpers.barriers.element();
        objectBarrier = helpers.barriers.object();
    }

    /** Returns where the stub of concatenations begins. */
    static Label emit(Assembler a, Helpers helpers) {
        Label concatenate = a.newLabel();
        RuntimeStubs stubs = new RuntimeStubs(a, helpers);
        Map<NumberStubs.Operation, Label> numbers = helpers.numbers;
        for (Stub stub : Stub.values()) {
            Label refuse = a.newLabel();
            a.align(16);
            a.bind(a.newLabel(stub.symbol()));
            switch (stub) {
                case APPEND -> stubs.append(helpers.raw.ofMetatable(), refuse);
                case TABLE_LENGTH -> stubs.tableLength(helpers.raw.ofMetatable(), refuse);
                case LOOKUP -> stubs.lookup(helpers.lookup, helpers.raw.field(), refuse);
                case GET_INDEX -> stubs.getIndex(helpers, refuse);
                case SET_INDEX -> stubs.setIndex(helpers, refuse);
                case RAW_GET -> stubs.index(helpers.rawGet, refuse);
                case RAW_SET -> stubs.index(helpers.rawSet, refuse);
                case METAMETHOD -> stubs.metamethod(helpers.raw.ofMetatable(), refuse);
                case TYPE_NAME -> BasicStubs.typeOf(a, RCX, refuse, type -> {
                    a.emit(MOV_R64_RM64, RCX, BasicStubs.upvalue(type.ordinal()));
                    stubs.done();
                });
                case EQUAL_WORDS -> stubs.equal(numbers.get(NumberStubs.Operation.EQUAL), helpers.raw.ofMetatable(), refuse);
                case LESS_STRINGS -> stubs.order(Condition.B, refuse);
                case LESS_OR_EQUAL_STRINGS -> stubs.order(Condition.BE, refuse);
                case CONCAT -> {
                    a.bind(concatenate);
                    stubs.concatenate(refuse);
                }
                case ADD_WORDS -> arithmetic(a, NumberStubs.Operation.ADD, numbers, refuse);
                case SUB_WORDS -> arithmetic(a, NumberStubs.Operation.SUB, numbers, refuse);
                case MUL_WORDS -> arithmetic(a, NumberStubs.Operation.MUL, numbers, refuse);
                case DIV_WORDS -> arithmetic(a, NumberStubs.Operation.DIV, numbers, refuse);
                case MOD_WORDS -> arithmetic(a, NumberStubs.Operation.MODULO, numbers, refuse);
                case IDIV_WORDS -> arithmetic(a, NumberStubs.Operation.FLOOR_DIVIDE, numbers, refuse);
                case POW_WORDS -> arithmetic(a, NumberStubs.Operation.POWER, numbers, refuse);
                case SUBSTRING -> stubs.substring(refuse);
            }
            a.bind(refuse);
            a.emit(XOR_R32_RM32, RAX, RAX);
            a.emit(RET);
        }
        return concatenate;
    }

    private static void arithmetic(Assembler a, NumberStubs.Operation operation, Map<NumberStubs.Operation, Label> numbers,
            Label refuse) {
        new WordArithmeticStubs(a, refuse).emit(operation, numbers.get(operation));
    }

    private void done() {
        a.move(RAX, 1);
        a.emit(RET);
    }

    // ---- numbers ---------------------------------------------------------------------------------------------------

    /** Numbers; words that are no objects; flat strings; tables and Lua functions. */
    private void equal(Label numbers, Label ofMetatable, Label refuse) {
        Label others = a.newLabel();
        Label different = a.newLabel();
        a.emit(MOV_R64_RM64, R8, RAX);
        a.emit(LEA_R64_M, RDI, Abi.thread(ThreadLayout.SCRATCH));
        a.call(numbers);
        a.jump(Condition.E, others);
        a.emit(LEA_R64_M, RCX, mem(RAX, -1));
        done();
        a.bind(others);
        Label notSame = a.newLabel();
        a.emit(CMP_R64_RM64, R8, RCX);
        a.jump(Condition.NE, notSame);
        a.move(RCX, 1);
        done();
        a.bind(notSame);
        // Objects are equal to objects only; a boxed integer may be equal to a float.
        Label firstIsNumber = a.newLabel();
        Label secondIsNumber = a.newLabel();
        checkObject(R8, firstIsNumber, different);
        checkObject(RCX, secondIsNumber, different);
        a.emit(MOV_R32_RM32, RDX, mem(R8, ObjectHeader.SHAPE));
        a.emit(MOV_R32_RM32, RSI, mem(RCX, ObjectHeader.SHAPE));
        a.emit(CMP_RM32_IMM32, RDX, HeapType.FIRST_SHAPE);
        Label noTable = a.newLabel();
        a.jump(Condition.L, noTable);
        a.emit(CMP_RM32_IMM32, RSI, HeapType.FIRST_SHAPE);
        a.jump(Condition.L, different);
        differentTables(ofMetatable, different, refuse);
        a.bind(noTable);
        a.emit(CMP_RM32_IMM8, RDX, HeapType.CLOSURE);
        a.jump(Condition.E, different);
        a.emit(CMP_RM32_IMM8, RDX, HeapType.STRING);
        a.jump(Condition.NE, refuse);
        a.emit(CMP_RM32_IMM32, RSI, HeapType.FIRST_SHAPE);
        a.jump(Condition.GE, different);
        a.emit(CMP_RM32_IMM8, RSI, HeapType.STRING);
        a.jump(Condition.NE, refuse);
        a.emit(MOV_R32_RM32, RDX, mem(R8, StringLayout.LENGTH));
        a.emit(CMP_R32_RM32, RDX, mem(RCX, StringLayout.LENGTH));
        a.jump(Condition.NE, different);
        a.emit(MOVZX_R32_RM8, RDX, mem(R8, ObjectHeader.FLAGS));
        a.emit(AND_R8_RM8, RDX, mem(RCX, ObjectHeader.FLAGS));
        a.emit(TEST_RM8_IMM8, RDX, StringLayout.INTERNED);
        a.jump(Condition.NE, different);
        a.emit(MOV_R64_RM64, RAX, R8);
        a.emit(MOV_R32_RM32, RSI, mem(RCX, StringLayout.LENGTH));
        new TextStubs(a, refuse).compare(different);
        a.move(RCX, 1);
        done();
        a.bind(firstIsNumber);
        // If both are numbers, they are integers that need no boxes: others have been compared.
        checkObject(RCX, different, different);
        a.emit(MOV_R64_RM64, R8, RCX);
        a.bind(secondIsNumber);
        a.emit(CMP_RM32_IMM8, mem(R8, ObjectHeader.SHAPE), HeapType.BOX);
        a.jump(Condition.E, refuse);
        a.bind(different);
        a.emit(XOR_R32_RM32, RCX, RCX);
        done();
    }

    /** Two tables, in r8 and rcx, are different unless one of them has a metamethod, which is to be called then. */
    private void differentTables(Label ofMetatable, Label different, Label refuse) {
        for (long table : new long[] {R8, RCX}) {
            Label none = a.newLabel();
            a.emit(CMP_RM64_IMM8, mem(table, METATABLE), 0);
            a.jump(Condition.E, none);
            a.emit(MOV_R64_RM64, RAX, table);
            // rcx is not kept by what follows
            a.emit(MOV_R64_RM64, R9, RCX);
            RawFieldStubs.checkNone(a, ofMetatable, Event.EQ, refuse);
            a.emit(MOV_R64_RM64, RCX, R9);
            a.bind(none);
        }
        a.jump(different);
    }

    /** Goes to one place if a word is a number, to the other if it is nil or a boolean. Uses rdx. */
    private void checkObject(long word, Label number, Label none) {
        a.emit(CMP_RM64_IMM8, word, 8);
        a.jump(Condition.B, none);
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SHR_RM64_IMM8, RDX, 48);
        a.jump(Condition.NE, number);
    }

    // ---- tables ----------------------------------------------------------------------------------------------------

    /** What is not known of a shape may be known of the tables. */
    private void lookup(Label get, Label field, Label refuse) {
        Label missed = a.newLabel();
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.call(get);
        a.jump(Condition.E, missed);
        done();
        a.bind(missed);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, refuse);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, refuse);
        a.call(field);
        a.jump(Condition.E, refuse);
        done();
    }

    private void metamethod(Label ofMetatable, Label refuse) {
        Label none = a.newLabel();
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, none);
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.call(ofMetatable);
        a.jump(Condition.E, refuse);
        a.emit(MOV_R64_RM64, RCX, RAX);
        done();
        a.bind(none);
        a.emit(XOR_R32_RM32, RCX, RCX);
        done();
    }

    /** By {@link IndexStubs} or {@link IndexStoreStubs}, whose notes nobody reads, and which are not to learn. */
    private void index(Label stub, Label other) {
        a.emit(MOV_RM64_IMM32, Abi.thread(ThreadLayout.SCRATCH), IndexFeedback.LEARNT);
        a.emit(LEA_R64_M, RDI, Abi.thread(ThreadLayout.SCRATCH));
        a.call(stub);
        a.jump(Condition.E, other);
        done();
    }

    /** The same; then a field that no shape tells about, or what is absent without {@code __index}. */
    private void getIndex(Helpers helpers, Label refuse) {
        Label other = a.newLabel();
        Label isAbsent = a.newLabel();
        index(helpers.getIndex, other);
        a.bind(other);
        absentOrField(isAbsent, refuse);
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.call(helpers.raw.field());
        a.jump(Condition.E, refuse);
        done();
        a.bind(isAbsent);
        RawFieldStubs.checkNone(a, helpers.raw.ofMetatable(), Event.INDEX, refuse);
        a.emit(XOR_R32_RM32, RCX, RCX);
        done();
    }

    /** Likewise: without {@code __newindex}, or over a value, it is a store as if there were no metatable. */
    private void setIndex(Helpers helpers, Label refuse) {
        Label other = a.newLabel();
        Label isAbsent = a.newLabel();
        Label store = a.newLabel();
        index(helpers.setIndex, other);
        a.bind(other);
        a.emit(MOV_R64_RM64, R9, RAX);
        a.emit(MOV_R64_RM64, R10, RCX);
        absentOrField(isAbsent, refuse);
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.call(helpers.raw.own());
        a.jump(Condition.E, refuse);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, store);
        a.emit(MOV_R64_RM64, RAX, R9);
        a.bind(isAbsent);
        RawFieldStubs.checkNone(a, helpers.raw.ofMetatable(), Event.NEWINDEX, refuse);
        a.bind(store);
        a.emit(MOV_R64_RM64, RAX, R9);
        a.emit(MOV_R64_RM64, RCX, R10);
        index(helpers.rawSet, refuse);
    }

    /** An access has failed: goes on for an interned string, elsewhere if it is absent; other things are refused. Uses rdx. */
    private void absentOrField(Label isAbsent, Label refuse) {
        LibraryAssembler f = new LibraryAssembler(a, refuse, null);
        f.checkTable(RAX);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, refuse);
        a.emit(TEST_RM32_R32, R11, R11);
        a.jump(Condition.NE, isAbsent);
        f.checkInterned(RCX, refuse);
    }

    private void tableLength(Label ofMetatable, Label refuse) {
        RawFieldStubs.checkWithout(a, ofMetatable, refuse, Event.LEN);
        TableLength.emit(a, RAX, RCX, RDX, refuse);
        done();
    }

    /** The element after the last, or element 1 of an empty array part; the block grows as long as it is not large. */
    private void append(Label ofMetatable, Label refuse) {
        Label place = a.newLabel();
        Label grow = a.newLabel();
        Label young = a.newLabel();
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, refuse);
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.jump(Condition.E, refuse);
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, refuse);
        RawFieldStubs.checkWithout(a, ofMetatable, refuse, Event.NEWINDEX);
        a.emit(MOV_R32_RM32, R8, mem(RAX, ARRAY_SIZE));
        a.move(RDX, 1);
        a.emit(TEST_RM64_R64, R8, R8);
        a.emit(MOV_R64_RM64, R9, R8);
        a.emit(CMOVCC_R64_RM64, Condition.E, R9, RDX);
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.NE, refuse);
        a.emit(MOV_R64_RM64, RDI, mem(RAX, ARRAY));
        a.emit(CMP_R64_RM64, RCX, mem(RDI, ARRAY_CAPACITY));
        a.jump(Condition.AE, grow);
        a.bind(place);
        a.emit(MOV_RM64_R64, mem(RDI, RCX, 8, ELEMENTS), RSI);
        a.emit(LEA_R64_M, RDX, mem(RCX, 1));
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RDX);
        a.emit(CMP_RM8_IMM8, mem(RDI, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, young);
        a.emit(LEA_R64_M, RSI, mem(RDI, RCX, 8, ELEMENTS));
        a.call(elementBarrier);
        a.bind(young);
        done();
        a.bind(grow);
        grow(refuse);
        a.jump(place);
    }

    /** Gives the table in rax another ARRAY block with r8 elements, in rdi, so that it has an element rcx. Keeps rsi. */
    private void grow(Label refuse) {
        Label enough = a.newLabel();
        Label room = a.newLabel();
        Label copied = a.newLabel();
        Label cleared = a.newLabel();
        Label young = a.newLabel();
        a.emit(LEA_R64_M, R9, mem(RCX, RCX, 1, 0));
        a.emit(CMP_RM64_IMM8, R9, SMALLEST_ARRAY);
        a.jump(Condition.AE, enough);
        a.move(R9, SMALLEST_ARRAY);
        a.bind(enough);
        a.emit(CMP_RM64_IMM32, R9, (MOST_ALLOCATED - ELEMENTS) / 8);
        a.jump(Condition.A, refuse);
        a.emit(MOV_R64_RM64, R10, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(R10, R9, 8, ELEMENTS));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.BE, room);
        a.call(full);
        a.bind(room);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.move(RDX, AllocationStubs.header(HeapType.ARRAY, HeapType.ARRAY, 0));
        a.emit(MOV_RM64_R64, mem(R10), RDX);
        a.emit(MOV_RM64_R64, mem(R10, ARRAY_CAPACITY), R9);
        a.emit(XOR_R32_RM32, RDX, RDX);
        Label copy = a.here();
        a.emit(CMP_R64_RM64, RDX, R8);
        a.jump(Condition.AE, copied);
        a.emit(MOV_R64_RM64, R11, mem(RDI, RDX, 8, ELEMENTS));
        a.emit(MOV_RM64_R64, mem(R10, RDX, 8, ELEMENTS), R11);
        a.emit(INC_RM64, RDX);
        a.jump(copy);
        a.bind(copied);
        a.emit(CMP_R64_RM64, RDX, R9);
        a.jump(Condition.AE, cleared);
        a.emit(MOV_RM64_IMM32, mem(R10, RDX, 8, ELEMENTS), Word.NIL);
        a.emit(INC_RM64, RDX);
        a.jump(copied);
        a.bind(cleared);
        a.emit(MOV_RM64_R64, mem(RAX, ARRAY), R10);
        a.emit(CMP_RM8_IMM8, mem(RAX, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, young);
        a.emit(MOV_R64_RM64, RDI, RAX);
        a.call(objectBarrier);
        a.bind(young);
        a.emit(MOV_R64_RM64, RDI, R10);
    }

    // ---- strings ---------------------------------------------------------------------------------------------------

    private void order(Condition condition, Label refuse) {
        new TextStubs(a, refuse).order(condition);
        done();
    }

    private void concatenate(Label refuse) {
        new TextStubs(a, refuse).concatenate(full);
        done();
    }

    /** One byte, the whole string, or a new string that is not long. */
    private void substring(Label refuse) {
        Label some = a.newLabel();
        Label other = a.newLabel();
        a.emit(MOV_R64_RM64, R8, RSI);
        a.emit(SUB_R64_RM64, R8, RCX);
        a.jump(Condition.G, some);
        a.jump(Condition.L, refuse);
        a.emit(MOVZX_R32_RM8, RDX, mem(RAX, RCX, 1, StringLayout.BYTES - 1));
        a.emit(MOV_R64_RM64, RCX, mem(Abi.THREAD, RDX, 8, ThreadLayout.SINGLE_STRINGS));
        done();
        a.bind(some);
        a.emit(INC_RM64, R8);
        a.emit(MOV_R32_RM32, RDX, mem(RAX, StringLayout.LENGTH));
        a.emit(CMP_R64_RM64, RDX, R8);
        a.jump(Condition.NE, other);
        a.emit(MOV_R64_RM64, RCX, RAX);
        done();
        a.bind(other);
        newString(refuse);
        done();
    }

    /** The r8 bytes from position rcx on of the string in rax, as a string in rcx. */
    private void newString(Label refuse) {
        Label room = a.newLabel();
        Label copied = a.newLabel();
        a.emit(CMP_RM64_IMM32, R8, MOST_ALLOCATED - StringLayout.BYTES - 8);
        a.jump(Condition.A, refuse);
        a.emit(LEA_R64_M, RSI, mem(RAX, RCX, 1, StringLayout.BYTES - 1));
        a.emit(MOV_R64_RM64, RCX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(RCX, R8, 1, StringLayout.BYTES + 7));
        a.emit(AND_RM64_IMM8, RDX, -8);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.BE, room);
        a.call(full);
        a.bind(room);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.emit(MOV_RM64_IMM32, mem(RDX, -8), 0);
        a.move(RDX, AllocationStubs.header(HeapType.STRING, HeapType.STRING, 0));
        a.emit(MOV_RM64_R64, mem(RCX), RDX);
        a.emit(MOV_RM32_R32, mem(RCX, StringLayout.LENGTH), R8);
        a.emit(MOV_RM32_IMM32, mem(RCX, StringLayout.HASH), 0);
        a.emit(XOR_R32_RM32, RDX, RDX);
        Label copy = a.here();
        a.emit(CMP_R64_RM64, RDX, R8);
        a.jump(Condition.AE, copied);
        a.emit(MOVZX_R32_RM8, R9, mem(RSI, RDX, 1, 0));
        a.emit(MOV_RM8_R8, mem(RCX, RDX, 1, StringLayout.BYTES), R9);
        a.emit(INC_RM64, RDX);
        a.jump(copy);
        a.bind(copied);
    }
}
