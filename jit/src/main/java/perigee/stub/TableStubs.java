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
import perigee.object.Event;
import perigee.value.Word;

/** Functions on tables as such; {@link ArrayStubs} has those on lists. */
final class TableStubs {
    private TableStubs() {
    }

    static void checkPlain(LibraryAssembler f, long table) {
        f.checkTable(table);
        f.a.emit(CMP_RM64_IMM8, mem(table, METATABLE), 0);
        f.a.jump(Condition.NE, f.decline);
    }

    /** Declines unless rax is a table that is known to have nothing for these events. Uses rdx and r8. */
    static void checkWithout(LibraryAssembler f, Event... events) {
        f.checkTable(RAX);
        RawFieldStubs.checkWithout(f.a, f.helpers.ofMetatable(), f.decline, events);
    }

    /**
     * Loads the index of the last element of a table into rcx and the ARRAY block into rsi, goes elsewhere if there is no
     * element but that of index 0, and declines if the border is not at the end.
     */
    static void loadLast(LibraryAssembler f, long table, Label empty) {
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
        Label byShape = a.newLabel();
        Label found = a.newLabel();
        Label unknown = a.newLabel();
        Label known = a.newLabel();
        f.load(RAX, 1);
        checkPlain(f, RAX);
        f.load(RSI, 2);
        f.checkTable(RSI);
        a.emit(PUSH_R64, RDI);
        a.emit(MOV_R64_RM64, RDI, RSI);
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.METATABLE_BIT);
        LookupStubs.findPlace(a, byShape);
        a.bind(known);
        a.emit(MOV_R32_RM32, RDX, mem(R8, LookupCache.OPERAND));
        a.emit(MOV_RM32_R32, mem(RAX, ObjectHeader.SHAPE), RDX);
        a.emit(MOV_RM64_R64, mem(RAX, METATABLE), RSI);
        f.objectBarrier(RAX);
        a.emit(POP_R64, RDI);
        f.returnOne();
        a.bind(byShape);
        a.emit(MOV_R32_RM32, RDI, mem(RSI, ObjectHeader.SHAPE));
        a.emit(SHL_RM64_IMM8, RDI, LookupCache.KEY_SHIFT);
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.METATABLE_BIT);
        LookupStubs.findPlace(a, unknown);
        a.emit(CMP_RM32_IMM8, mem(R8, LookupCache.KIND), LookupCache.HELD);
        a.jump(Condition.NE, found);
        a.emit(MOV_R64_RM64, RDX, mem(R8, LookupCache.OPERAND));
        a.emit(MOV_R64_RM64, RDI, mem(RSI, RDX, 1, 0));
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.METATABLE_BIT);
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.HELD_BIT);
        LookupStubs.findPlace(a, unknown);
        a.emit(MOV_R32_RM32, RCX, mem(RSI, ObjectHeader.SHAPE));
        a.emit(CMP_RM32_R32, mem(R8, LookupCache.CONDITION), RCX);
        a.jump(Condition.NE, unknown);
        a.bind(found);
        a.emit(MOV_R32_RM32, RDX, mem(R8, LookupCache.METATABLE_AFTER));
        a.emit(MOV_RM32_R32, mem(RSI, ObjectHeader.SHAPE), RDX);
        a.jump(known);
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
}
