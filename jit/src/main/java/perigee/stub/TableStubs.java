package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.value.Word;

/** Functions on tables, mostly on their array parts; all but the raw ones take tables without metatable only. */
final class TableStubs {
    private TableStubs() {
    }

    private static void checkPlain(LibraryAssembler f, long table) {
        f.checkTable(table);
        f.a.emit(CMP_RM64_IMM8, mem(table, METATABLE), 0);
        f.a.jump(Condition.NE, f.decline);
    }

    /**
     * Loads the index of the last element of a table into rcx and the ARRAY block into rsi, goes elsewhere if there is no
     * element but that of index 0, and declines if the border is not at the end.
     */
    private static void loadLast(LibraryAssembler f, long table, Label empty) {
        Assembler a = f.a;
        a.emit(MOV_R32_RM32, RCX, mem(table, ARRAY_SIZE));
        a.emit(SUB_RM64_IMM8, RCX, 1);
        a.jump(Condition.LE, empty);
        a.emit(MOV_R64_RM64, RSI, mem(table, ARRAY));
        a.emit(CMP_RM64_IMM8, mem(RSI, RCX, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.E, f.decline);
    }

    static void rawGet(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        f.load(RCX, 2);
        a.emit(PUSH_R64, RDI);
        a.call(f.helpers.rawGet());
        a.emit(POP_R64, RDI);
        a.jump(Condition.E, f.decline);
        a.emit(MOV_R64_RM64, RAX, RCX);
        f.returnOne();
    }

    static void rawSet(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        f.load(RCX, 2);
        f.load(RSI, 3);
        a.emit(PUSH_R64, RDI);
        a.call(f.helpers.rawSet());
        a.emit(POP_R64, RDI);
        a.jump(Condition.E, f.decline);
        f.returnOne();
    }

    /** {@code setmetatable} of a table that has none, for shapes and metatables that {@link LookupCache} knows. */
    static void setMetatable(LibraryAssembler f) {
        Assembler a = f.a;
        Label unknown = a.newLabel();
        f.load(RAX, 1);
        checkPlain(f, RAX);
        f.load(RSI, 2);
        f.checkTable(RSI);
        a.emit(PUSH_R64, RDI);
        a.emit(MOV_R64_RM64, RDI, RSI);
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.METATABLE_BIT);
        LookupStubs.findPlace(a, unknown);
        a.emit(MOV_R32_RM32, RDX, mem(R8, LookupCache.OPERAND));
        a.emit(MOV_RM32_R32, mem(RAX, ObjectHeader.SHAPE), RDX);
        a.emit(MOV_RM64_R64, mem(RAX, METATABLE), RSI);
        f.objectBarrier(RAX);
        a.emit(POP_R64, RDI);
        f.returnOne();
        a.bind(unknown);
        a.emit(POP_R64, RDI);
        a.jump(f.decline);
    }

    static void rawLength(LibraryAssembler f) {
        Assembler a = f.a;
        Label notTable = a.newLabel();
        Label empty = a.newLabel();
        f.load(RAX, 1);
        f.checkObject(RAX, f.decline);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, notTable);
        loadLast(f, RAX, empty);
        a.emit(MOV_R64_RM64, RAX, RCX);
        f.returnInteger();
        a.bind(empty);
        f.returnWord(Word.ofInteger(0));
        a.bind(notTable);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.NE, f.decline);
        a.emit(MOV_R32_RM32, RAX, mem(RAX, StringLayout.LENGTH));
        f.returnInteger();
    }

    /** {@code table.insert} at the end, where there is room. */
    static void append(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        checkPlain(f, RAX);
        f.load(R8, 2);
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, f.decline);
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, f.decline);
        // The array part may be element 0 alone, which need not be there.
        Label first = a.newLabel();
        Label place = a.newLabel();
        loadLast(f, RAX, first);
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

    /** {@code table.remove} of the last element. */
    static void removeLast(LibraryAssembler f) {
        Assembler a = f.a;
        Label empty = a.newLabel();
        Label none = a.newLabel();
        f.load(RAX, 1);
        checkPlain(f, RAX);
        loadLast(f, RAX, empty);
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RCX);
        a.emit(MOV_R64_RM64, RAX, mem(RSI, RCX, 8, ELEMENTS));
        a.emit(MOV_RM64_IMM32, mem(RSI, RCX, 8, ELEMENTS), Word.NIL);
        f.returnOne();
        // Where the length is 0, element 0 is removed, if there is one.
        a.bind(empty);
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
        checkPlain(f, RAX);
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
        loadLast(f, RAX, none);
        a.bind(bounds);
        a.emit(MOV_R32_RM32, RDX, mem(RAX, ARRAY_SIZE));
        a.emit(CMP_R64_RM64, RCX, RDX);
        a.jump(Condition.GE, f.decline);
        a.emit(SUB_R64_RM64, RCX, R8);
        a.jump(Condition.L, none);
        a.emit(INC_RM64, RCX);
        a.emit(LEA_R64_M, RDX, mem(RDI, RCX, 8, 0));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, f.decline);
        a.emit(LEA_R64_M, RSI, mem(RSI, R8, 8, ELEMENTS));
        f.returnWords(RSI);
        a.bind(none);
        a.emit(XOR_R32_RM32, RAX, RAX);
        f.returnSome(0);
    }
}
