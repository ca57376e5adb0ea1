package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.value.Word;

/** The assembler with the idioms that library functions share. Where a test is not passed, Java is asked. */
final class LibraryAssembler {
    final Assembler a;
    /** Where a function declines its arguments. */
    final Label decline;
    final LibraryStubs.Helpers helpers;

    /** @param helpers null where none is called */
    LibraryAssembler(Assembler assembler, Label decline, LibraryStubs.Helpers helpers) {
        a = assembler;
        this.decline = decline;
        this.helpers = helpers;
    }

    // ---- arguments and results -----------------------------------------------------------------------------------------

    /** An argument, from 1. */
    static long argument(int number) {
        return mem(RDI, StackLayout.HEADER_BYTES + 8 * (number - 1));
    }

    /** A result, from 1; the first one goes to rax instead. */
    static long result(int number) {
        return mem(RDI, 8 * (number - 1));
    }

    void load(long register, int number) {
        a.emit(MOV_R64_RM64, register, argument(number));
    }

    /** Returns what is in rax. */
    void returnOne() {
        returnSome(1);
    }

    void returnSome(int count) {
        a.move(RCX, count);
        a.emit(RET);
    }

    /** Returns a word that is known now. */
    void returnWord(long word) {
        a.move(RAX, word);
        returnOne();
    }

    /** Returns the integer in rax. Uses rdx. */
    void returnInteger() {
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(MOV_R64_RM64, RDX, RAX);
        checkIntegerIn(RDX, decline);
        returnOne();
    }

    /** Returns the float in xmm0. */
    void returnFloat() {
        a.emit(MOVQ_RM64_XMM, RAX, XMM0);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        returnOne();
    }

    /**
     * Moves words of the stack to where the results are, and returns them all.
     *
     * @param source register with the address of the first one, above the first result's place; ecx is their number
     */
    void returnWords(long source) {
        Label none = a.newLabel();
        Label done = a.newLabel();
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(TEST_RM32_R32, RCX, RCX);
        a.jump(Condition.E, none);
        a.emit(MOV_R64_RM64, RAX, mem(source));
        a.move(RDX, 1);
        Label next = a.here();
        a.emit(CMP_RM64_R64, RDX, RCX);
        a.jump(Condition.AE, done);
        a.emit(MOV_R64_RM64, R8, mem(source, RDX, 8, 0));
        a.emit(MOV_RM64_R64, mem(RDI, RDX, 8, 0), R8);
        a.emit(INC_RM64, RDX);
        a.jump(next);
        a.bind(none);
        a.bind(done);
        a.emit(RET);
    }

    // ---- tests ---------------------------------------------------------------------------------------------------------

    /** Goes elsewhere unless the word in a register is an integer. Destroys the register. */
    void checkIntegerIn(long register, Label other) {
        a.emit(SAR_RM64_IMM8, register, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, register, -1);
        a.jump(Condition.NE, other);
    }

    /** Goes elsewhere unless a word is an integer. Uses rdx. */
    void checkInteger(long word, Label other) {
        a.emit(MOV_R64_RM64, RDX, word);
        checkIntegerIn(RDX, other);
    }

    /** Makes the plain integer of the word in a register. Uses rdx. */
    void toInteger(long register) {
        checkInteger(register, decline);
        a.emit(ADD_R64_RM64, register, Abi.FLOAT_OFFSET);
    }

    /** Makes the bits of a float of the word in a register; goes elsewhere, the register changed, unless it is one. */
    void toFloatBits(long register, Label other) {
        a.emit(SUB_R64_RM64, register, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, register, Abi.LAST_FLOAT);
        a.jump(Condition.A, other);
    }

    /** Goes elsewhere unless a word is a heap object. Uses rdx. */
    void checkObject(long word, Label other) {
        WordTests.checkObject(a, word, other);
    }

    /** Declines unless a word is a table. Uses rdx. */
    void checkTable(long word) {
        checkObject(word, decline);
        a.emit(CMP_RM32_IMM32, mem(word, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, decline);
    }

    /** Declines unless a word is a string that is flat, or a rope that knows one: then that takes its place. Uses rdx. */
    void checkString(long word) {
        Label isFlat = a.newLabel();
        checkObject(word, decline);
        a.emit(CMP_RM32_IMM8, mem(word, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.E, isFlat);
        a.emit(CMP_RM32_IMM8, mem(word, ObjectHeader.SHAPE), HeapType.ROPE);
        a.jump(Condition.NE, decline);
        a.emit(CMP_RM64_IMM8, mem(word, StringLayout.RIGHT), 0);
        a.jump(Condition.NE, decline);
        a.emit(MOV_R64_RM64, word, mem(word, StringLayout.LEFT));
        a.bind(isFlat);
    }

    /** Goes elsewhere unless a word is an interned string. Uses rdx. */
    void checkInterned(long word, Label other) {
        checkObject(word, other);
        a.emit(CMP_RM32_IMM8, mem(word, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.NE, other);
        a.emit(TEST_RM8_IMM8, mem(word, ObjectHeader.FLAGS), StringLayout.INTERNED);
        a.jump(Condition.E, other);
    }

    /** Declines unless a word is an object of one of two types, neither of them a table's. Uses rdx. */
    void checkEither(long word, int type, int otherType) {
        Label is = a.newLabel();
        checkObject(word, decline);
        a.emit(CMP_RM32_IMM8, mem(word, ObjectHeader.SHAPE), type);
        a.jump(Condition.E, is);
        a.emit(CMP_RM32_IMM8, mem(word, ObjectHeader.SHAPE), otherType);
        a.jump(Condition.NE, decline);
        a.bind(is);
    }

    // ---- memory --------------------------------------------------------------------------------------------------------

    /** Declines unless so many bytes can be allocated. Uses rdx. */
    void checkRoom(int bytes) {
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(ADD_RM64_IMM32, RDX, bytes);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, decline);
    }

    /** Declines unless so many results fit onto the stack. Uses rdx. */
    void checkResults(long count) {
        a.emit(LEA_R64_M, RDX, mem(RDI, count, 8, 0));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, decline);
    }

    /** After a value was stored into an element of the block in rdi. Uses rdx, rsi and rdi. */
    void barrier(long element) {
        Label done = a.newLabel();
        a.emit(CMP_RM8_IMM8, mem(RDI, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, done);
        a.emit(LEA_R64_M, RSI, element);
        a.call(helpers.barriers().element());
        a.bind(done);
    }

    /** After a reference was stored into the object in a register, no ARRAY or HASH block. Uses rdx and rdi. */
    void objectBarrier(long holder) {
        Label done = a.newLabel();
        a.emit(CMP_RM8_IMM8, mem(holder, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, done);
        a.emit(MOV_R64_RM64, RDI, holder);
        a.call(helpers.barriers().object());
        a.bind(done);
    }
}
