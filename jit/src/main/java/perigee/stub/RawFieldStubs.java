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
import perigee.layout.ThreadLayout;
import perigee.object.Event;

/**
 * Fields of tables whose shape does not tell what their metatable does: the table itself is asked, then its metatable. Tables
 * that are made at one site have shapes in common, and so have their metatables, even if all of them have functions of their
 * own. {@link LookupCache} knows these shapes by entries that leave metamethods aside.
 */
final class RawFieldStubs {
    /**
     * Where the stubs begin. The table is in rax, the key, an interned string, in rdi.
     *
     * @param own         its own field: the value, or nil, goes to rax; the zero flag is set if the cache does not know. Uses rcx,
     *                    rdx, rdi, r8.
     * @param ofMetatable the same of the metatable, which it has
     * @param field       the field as it is read, of a table with a metatable: the value goes to rcx. Else the zero flag is set,
     *                    and in rax there is the closure that is to be asked, and in rsi the table that it is asked about; or 0
     *                    in rax if the cache does not know. Uses rdx, rsi, rdi, and r8 to r11.
     */
    record Labels(Label own, Label ofMetatable, Label field) {
    }

    /** Tables along {@code __index} that are asked. */
    static final int MAX_CHAIN = 100;

    private RawFieldStubs() {
    }

    /** @param lookup where {@link LookupStubs#GET} begins */
    static Labels emit(Assembler a, Label lookup) {
        Label own = a.newLabel();
        Label ofMetatable = a.newLabel();
        a.align(16);
        a.bind(ofMetatable);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, METATABLE));
        a.bind(own);
        load(a);
        return new Labels(own, ofMetatable, field(a, own, ofMetatable, lookup));
    }

    private static void load(Assembler a) {
        Label unknown = a.newLabel();
        Label absent = a.newLabel();
        Label done = a.newLabel();
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.RAW_BIT);
        LookupStubs.findPlace(a, unknown);
        a.emit(MOV_R32_RM32, RDX, mem(R8, LookupCache.KIND));
        a.emit(AND_RM32_IMM8, RDX, LookupCache.KIND_MASK);
        a.emit(CMP_RM32_IMM8, RDX, LookupCache.ABSENT);
        a.jump(Condition.E, absent);
        a.emit(MOV_R64_RM64, R8, mem(R8, LookupCache.OPERAND));
        LookupStubs.loadOwn(a, RAX, RDX, RAX);
        a.bind(done);
        a.emit(TEST_RM64_R64, RDI, RDI);
        a.emit(RET);
        a.bind(absent);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.jump(done);
        a.bind(unknown);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
    }

    /** Along tables that are {@code __index}; where the lookup knows one of them, it goes on from there. */
    private static Label field(Assembler a, Label own, Label ofMetatable, Label lookup) {
        Label start = a.newLabel();
        Label next = a.newLabel();
        Label unknown = a.newLabel();
        Label found = a.newLabel();
        Label function = a.newLabel();
        LibraryAssembler f = new LibraryAssembler(a, unknown, null);
        a.align(16);
        a.bind(start);
        a.emit(MOV_R64_RM64, R11, RDI);
        a.emit(MOV_RM64_IMM32, Abi.thread(ThreadLayout.CHAIN), 0);
        a.bind(next);
        a.emit(MOV_R64_RM64, RSI, RAX);
        a.call(own);
        a.jump(Condition.E, unknown);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, found);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.moveAddress(RDI, MetamethodStubs.nameOf(Event.INDEX));
        a.call(ofMetatable);
        a.jump(Condition.E, unknown);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, found);
        f.checkObject(RAX, unknown);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.E, function);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, unknown);
        a.emit(MOV_R64_RM64, RDI, R11);
        a.call(lookup);
        Label further = a.newLabel();
        a.jump(Condition.E, further);
        a.emit(RET);
        a.bind(further);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, unknown);
        a.emit(INC_RM32, Abi.thread(ThreadLayout.CHAIN));
        a.emit(CMP_RM32_IMM32, Abi.thread(ThreadLayout.CHAIN), MAX_CHAIN);
        a.jump(Condition.G, unknown);
        a.emit(MOV_R64_RM64, RDI, R11);
        a.jump(next);
        a.bind(found);
        a.emit(MOV_R64_RM64, RCX, RAX);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.emit(RET);
        a.bind(unknown);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(RET);
        a.bind(function);
        a.emit(CMP_R64_RM64, RAX, RAX);
        a.emit(RET);
        return start;
    }

    /**
     * Returns where a stub begins that finds what the table in rax, which has a metatable, has for the event in rdi: the shape may
     * tell, or else the metatable. A closure goes to rax, or 0 if there is none; the zero flag is set if neither tells. Uses rcx,
     * rdx, rdi, r8.
     *
     * @param isHolder whether a table is an answer, too
     */
    static Label emitFinder(Assembler a, Labels raw, boolean isHolder) {
        Label start = a.newLabel();
        Label imprecise = a.newLabel();
        Label known = a.newLabel();
        Label unknown = a.newLabel();
        Label none = a.newLabel();
        a.align(16);
        a.bind(start);
        a.emit(OR_RM64_IMM8, RDI, LookupCache.EVENT_BITS);
        LookupStubs.findPlace(a, imprecise);
        a.emit(MOV_R64_RM64, RAX, mem(R8, LookupCache.OPERAND));
        a.bind(known);
        a.emit(TEST_RM64_R64, RDI, RDI);
        a.emit(RET);
        a.bind(imprecise);
        a.emit(AND_RM64_IMM8, RDI, ~LookupCache.EVENT_BITS);
        a.call(raw.ofMetatable());
        a.jump(Condition.E, none);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, known);
        new LibraryAssembler(a, unknown, null).checkObject(RAX, unknown);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.E, known);
        if (isHolder) {
            a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
            a.jump(Condition.GE, known);
        }
        a.bind(unknown);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.bind(none);
        a.emit(RET);
        return start;
    }

    /**
     * Goes elsewhere unless the table in rax has no metatable, or that is known to have nothing for these events. Uses rdx and r8.
     *
     * @param ofMetatable as of {@link Labels}
     */
    static void checkWithout(Assembler a, Label ofMetatable, Label other, Event... events) {
        Label found = a.newLabel();
        Label plain = a.newLabel();
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, plain);
        for (long register : new long[] {RDI, RCX, RAX}) {
            a.emit(PUSH_R64, register);
        }
        for (Event event : events) {
            a.emit(MOV_R64_RM64, RAX, mem(RSP));
            checkNone(a, ofMetatable, event, found);
        }
        restore(a);
        a.jump(plain);
        a.bind(found);
        restore(a);
        a.jump(other);
        a.bind(plain);
    }

    private static void restore(Assembler a) {
        for (long register : new long[] {RAX, RCX, RDI}) {
            a.emit(POP_R64, register);
        }
    }

    /**
     * Goes elsewhere unless the metatable of the table in rax, which has one, is known to have nothing for an event. Uses rax,
     * rcx, rdx, rdi and r8.
     *
     * @param ofMetatable as of {@link Labels}
     */
    static void checkNone(Assembler a, Label ofMetatable, Event event, Label other) {
        a.moveAddress(RDI, MetamethodStubs.nameOf(event));
        a.call(ofMetatable);
        a.jump(Condition.E, other);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, other);
    }
}
