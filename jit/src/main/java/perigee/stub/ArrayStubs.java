package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.object.Event;
import perigee.value.Word;

/** Functions of the table library, on array parts of tables without metatable. */
final class ArrayStubs {
    /** So many elements are moved here; more by Java, a block at a time. */
    private static final int MOST_MOVED = 64;
    /** So many strings are concatenated. */
    private static final int MOST_JOINED = 8000;

    private ArrayStubs() {
    }

    /** {@code table.insert}, where there is room. */
    static void insert(LibraryAssembler f) {
        Assembler a = f.a;
        Label inside = a.newLabel();
        a.emit(CMP_RM32_IMM8, RCX, 3);
        a.jump(Condition.E, inside);
        append(f);
        a.bind(inside);
        insertInside(f);
    }

    private static void append(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        TableStubs.checkWithout(f, Event.LEN, Event.NEWINDEX);
        f.load(R8, 2);
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, f.decline);
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, f.decline);
        // The array part may be element 0 alone, which need not be there.
        Label first = a.newLabel();
        Label place = a.newLabel();
        TableStubs.loadLast(f, RAX, first);
        a.bind(place);
        a.emit(INC_RM64, RCX);
        a.emit(CMP_R64_RM64, RCX, mem(RSI, ARRAY_CAPACITY));
        a.jump(Condition.AE, f.decline);
        a.emit(MOV_RM64_R64, mem(RSI, RCX, 8, ELEMENTS), R8);
        a.emit(LEA_R64_M, RDX, mem(RCX, 1));
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RDX);
        a.emit(MOV_R64_RM64, RDI, RSI);
        f.barrier(mem(RDI, RCX, 8, ELEMENTS));
        a.emit(XOR_R32_RM32, RAX, RAX);
        f.returnSome(0);
        a.bind(first);
        a.emit(MOV_R64_RM64, RSI, mem(RAX, ARRAY));
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.jump(place);
    }

    /** Makes place for the element that is the third argument. */
    private static void insertInside(LibraryAssembler f) {
        Assembler a = f.a;
        Label moved = a.newLabel();
        f.load(RAX, 1);
        TableStubs.checkWithout(f, Event.LEN, Event.NEWINDEX);
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, f.decline);
        f.load(R9, 2);
        f.toInteger(R9);
        f.load(R8, 3);
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, f.decline);
        TableStubs.loadLast(f, RAX, f.decline);
        checkMoved(f);
        checkNoneAbsent(f, R9);
        a.emit(LEA_R64_M, RDX, mem(RCX, 1));
        a.emit(CMP_R64_RM64, RDX, mem(RSI, ARRAY_CAPACITY));
        a.jump(Condition.AE, f.decline);
        a.emit(INC_RM64, RDX);
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RDX);
        a.emit(LEA_R64_M, R10, mem(RCX, 1));
        Label next = a.here();
        a.emit(CMP_R64_RM64, R10, R9);
        a.jump(Condition.E, moved);
        a.emit(MOV_R64_RM64, RDX, mem(RSI, R10, 8, ELEMENTS - 8));
        a.emit(MOV_RM64_R64, mem(RSI, R10, 8, ELEMENTS), RDX);
        a.emit(DEC_RM64, R10);
        a.jump(next);
        a.bind(moved);
        a.emit(MOV_RM64_R64, mem(RSI, R9, 8, ELEMENTS), R8);
        a.emit(INC_RM64, RCX);
        barriers(f);
        a.emit(XOR_R32_RM32, RAX, RAX);
        f.returnSome(0);
    }

    /** Declines unless the place in r9 is in a list whose last element is rcx, and not too far from its end. Uses rdx. */
    private static void checkMoved(LibraryAssembler f) {
        Assembler a = f.a;
        a.emit(LEA_R64_M, RDX, mem(R9, -1));
        a.emit(CMP_R64_RM64, RDX, RCX);
        a.jump(Condition.AE, f.decline);
        a.emit(MOV_R64_RM64, RDX, RCX);
        a.emit(SUB_R64_RM64, RDX, R9);
        a.emit(CMP_RM64_IMM8, RDX, MOST_MOVED);
        a.jump(Condition.A, f.decline);
    }

    /** After the elements from r9 to rcx of the block in rsi were stored. Uses rdx, rsi, rdi and r10. */
    private static void barriers(LibraryAssembler f) {
        Assembler a = f.a;
        Label done = a.newLabel();
        a.emit(CMP_RM8_IMM8, mem(RSI, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, done);
        a.emit(MOV_R64_RM64, RDI, RSI);
        a.emit(MOV_R64_RM64, R10, R9);
        Label next = a.here();
        f.barrier(mem(RDI, R10, 8, ELEMENTS));
        a.emit(INC_RM64, R10);
        a.emit(CMP_R64_RM64, R10, RCX);
        a.jump(Condition.LE, next);
        a.bind(done);
    }

    /** {@code table.remove} */
    static void remove(LibraryAssembler f) {
        Assembler a = f.a;
        Label inside = a.newLabel();
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.E, inside);
        removeLast(f);
        a.bind(inside);
        removeInside(f);
    }

    /** Closes the gap that the element leaves whose index is the second argument. */
    private static void removeInside(LibraryAssembler f) {
        Assembler a = f.a;
        Label moved = a.newLabel();
        f.load(RAX, 1);
        TableStubs.checkWithout(f, Event.LEN);
        f.load(R9, 2);
        f.toInteger(R9);
        TableStubs.loadLast(f, RAX, f.decline);
        checkMoved(f);
        checkNoneAbsent(f, R9);
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RCX);
        a.emit(MOV_R64_RM64, RAX, mem(RSI, R9, 8, ELEMENTS));
        a.emit(MOV_R64_RM64, R10, R9);
        Label next = a.here();
        a.emit(CMP_R64_RM64, R10, RCX);
        a.jump(Condition.E, moved);
        a.emit(MOV_R64_RM64, RDX, mem(RSI, R10, 8, ELEMENTS + 8));
        a.emit(MOV_RM64_R64, mem(RSI, R10, 8, ELEMENTS), RDX);
        a.emit(INC_RM64, R10);
        a.jump(next);
        a.bind(moved);
        a.emit(MOV_RM64_IMM32, mem(RSI, RCX, 8, ELEMENTS), Word.NIL);
        barriers(f);
        f.returnOne();
    }

    private static void removeLast(LibraryAssembler f) {
        Assembler a = f.a;
        Label empty = a.newLabel();
        Label none = a.newLabel();
        f.load(RAX, 1);
        TableStubs.checkWithout(f, Event.LEN);
        TableStubs.loadLast(f, RAX, empty);
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RCX);
        a.emit(MOV_R64_RM64, RAX, mem(RSI, RCX, 8, ELEMENTS));
        a.emit(MOV_RM64_IMM32, mem(RSI, RCX, 8, ELEMENTS), Word.NIL);
        f.returnOne();
        // Where the length is 0, element 0 is removed, if there is one.
        a.bind(empty);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.NE, f.decline);
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, f.decline);
        a.emit(CMP_RM32_IMM8, mem(RAX, ARRAY_SIZE), 0);
        a.jump(Condition.E, none);
        a.emit(MOV_R64_RM64, RSI, mem(RAX, ARRAY));
        a.emit(CMP_RM64_IMM8, mem(RSI, ELEMENTS), Word.NIL);
        a.jump(Condition.NE, f.decline);
        a.bind(none);
        f.returnWord(Word.NIL);
    }

    /** {@code table.unpack} of elements of the array part. */
    static void unpack(LibraryAssembler f) {
        Assembler a = f.a;
        Label all = a.newLabel();
        Label bounds = a.newLabel();
        Label none = a.newLabel();
        f.load(RAX, 1);
        TableStubs.checkWithout(f, Event.LEN);
        a.emit(MOV_R64_RM64, R10, RCX);
        // the first index, in r8
        a.move(R8, 1);
        a.emit(CMP_RM32_IMM8, R10, 1);
        a.jump(Condition.E, all);
        f.load(R8, 2);
        f.toInteger(R8);
        a.jump(Condition.S, f.decline);
        // the last one, in rcx
        a.emit(CMP_RM32_IMM8, R10, 2);
        a.jump(Condition.E, all);
        f.load(RCX, 3);
        f.toInteger(RCX);
        a.emit(MOV_R64_RM64, RSI, mem(RAX, ARRAY));
        a.jump(bounds);
        a.bind(all);
        TableStubs.loadLast(f, RAX, none);
        a.bind(bounds);
        a.emit(MOV_R32_RM32, RDX, mem(RAX, ARRAY_SIZE));
        a.emit(CMP_R64_RM64, RCX, RDX);
        a.jump(Condition.GE, f.decline);
        a.emit(CMP_R64_RM64, RCX, R8);
        a.jump(Condition.L, none);
        checkNoneAbsent(f, R8);
        a.emit(SUB_R64_RM64, RCX, R8);
        a.emit(INC_RM64, RCX);
        f.checkResults(RCX);
        a.emit(LEA_R64_M, RSI, mem(RSI, R8, 8, ELEMENTS));
        f.returnWords(RSI);
        a.bind(none);
        a.emit(XOR_R32_RM32, RAX, RAX);
        f.returnSome(0);
    }

    /**
     * Declines if an element of the block in rsi is nil, from an index on to that in rcx, which is not less, and the table in rax
     * has a metatable. Uses r10.
     *
     * @param first register with the index of the first; kept
     */
    private static void checkNoneAbsent(LibraryAssembler f, long first) {
        Assembler a = f.a;
        Label all = a.newLabel();
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, all);
        a.emit(MOV_R64_RM64, R10, first);
        Label next = a.here();
        a.emit(CMP_RM64_IMM8, mem(RSI, R10, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.E, f.decline);
        a.emit(INC_RM64, R10);
        a.emit(CMP_R64_RM64, R10, RCX);
        a.jump(Condition.LE, next);
        a.bind(all);
    }

    /**
     * {@code table.concat} of flat strings: their lengths are added, then they are copied.
     *
     * <pre>
     *   rcx  index of the last one                 r11  the separator
     *   rsi  ARRAY block                           rdi  where the next byte goes
     *   rax  index of the next one, less 1         r8   the new string
     * </pre>
     */
    static void concatenate(LibraryAssembler f) {
        Assembler a = f.a;
        Label given = a.newLabel();
        Label empty = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, 1);
        TableStubs.checkWithout(f, Event.LEN);
        a.emit(MOV_R64_RM64, R11, Abi.thread(ThreadLayout.EMPTY_STRING));
        a.emit(CMP_RM32_IMM8, RCX, 1);
        a.jump(Condition.E, given);
        f.load(R11, 2);
        f.checkString(R11);
        a.bind(given);
        TableStubs.loadLast(f, RAX, empty);
        a.emit(CMP_RM64_IMM32, RCX, MOST_JOINED);
        a.jump(Condition.A, f.decline);
        addLengths(f);
        StringStubs.findPlace(f);
        StringStubs.make(a);
        a.emit(LEA_R64_M, RDI, mem(R8, StringLayout.BYTES));
        a.emit(XOR_R32_RM32, RAX, RAX);
        Label next = a.here();
        a.emit(MOV_R64_RM64, R9, mem(RSI, RAX, 8, ELEMENTS + 8));
        f.checkString(R9);
        append(a);
        a.emit(INC_RM64, RAX);
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.E, done);
        a.emit(MOV_R64_RM64, R9, R11);
        append(a);
        a.jump(next);
        a.bind(done);
        a.emit(MOV_R64_RM64, RAX, R8);
        f.returnOne();
        a.bind(empty);
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.EMPTY_STRING));
        f.returnOne();
    }

    /** The length of the result in r9; declines if it is less than 2, or something is no string. Uses rax, rdx and r8. */
    private static void addLengths(LibraryAssembler f) {
        Assembler a = f.a;
        a.emit(MOV_R32_RM32, R9, mem(R11, StringLayout.LENGTH));
        a.emit(LEA_R64_M, RAX, mem(RCX, -1));
        a.emit(IMUL_R64_RM64, R9, RAX);
        a.emit(XOR_R32_RM32, RAX, RAX);
        Label next = a.here();
        a.emit(MOV_R64_RM64, R8, mem(RSI, RAX, 8, ELEMENTS + 8));
        f.checkString(R8);
        a.emit(MOV_R32_RM32, RDX, mem(R8, StringLayout.LENGTH));
        a.emit(ADD_R64_RM64, R9, RDX);
        a.emit(INC_RM64, RAX);
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.NE, next);
        a.emit(CMP_RM64_IMM8, R9, 2);
        a.jump(Condition.B, f.decline);
    }

    /** Appends the string in r9, which is lost. Uses rdx and r10. */
    private static void append(Assembler a) {
        a.emit(MOV_R32_RM32, R10, mem(R9, StringLayout.LENGTH));
        a.emit(ADD_RM64_IMM8, R9, StringLayout.BYTES);
        TextStubs.copy(a, R9, RDI, R10);
    }
}
