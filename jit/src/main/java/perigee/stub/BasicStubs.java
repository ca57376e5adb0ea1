package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import java.util.function.Consumer;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.object.Event;
import perigee.value.ValueType;
import perigee.value.Word;

/** Basic functions. */
final class BasicStubs {
    /** So many digits are an integer that fits into a word, whatever they are. */
    private static final int MOST_DIGITS = 14;

    private BasicStubs() {
    }

    static long upvalue(int number) {
        return mem(RAX, FunctionLayout.NATIVE_UPVALUES + 8 * number);
    }

    /** {@code assert} of something true, which returns all its arguments. */
    static void assertTrue(LibraryAssembler f) {
        f.a.emit(TEST_RM64_IMM32, LibraryAssembler.argument(1), ~1L);
        f.a.jump(Condition.E, f.decline);
        f.a.emit(LEA_R64_M, RSI, LibraryAssembler.argument(1));
        f.returnWords(RSI);
    }

    /** {@code getmetatable} of a table whose metatable, if it has one, is known to have no {@code __metatable}. */
    static void getMetatable(LibraryAssembler f) {
        Assembler a = f.a;
        Label given = a.newLabel();
        f.load(RAX, 1);
        f.checkTable(RAX);
        a.emit(MOV_R64_RM64, RSI, mem(RAX, TableLayout.METATABLE));
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.NE, given);
        f.returnWord(Word.NIL);
        a.bind(given);
        RawFieldStubs.checkNone(a, f.helpers.ofMetatable(), Event.METATABLE, f.decline);
        a.emit(MOV_R64_RM64, RAX, RSI);
        f.returnOne();
    }

    static void ipairs(LibraryAssembler f) {
        Assembler a = f.a;
        a.emit(MOV_R64_RM64, RAX, upvalue(0));
        f.load(RDX, 1);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RDX);
        a.move(RDX, Word.ofInteger(0));
        a.emit(MOV_RM64_R64, LibraryAssembler.result(3), RDX);
        f.returnSome(3);
    }

    static void next(LibraryAssembler f) {
        Assembler a = f.a;
        Label given = a.newLabel();
        Label declined = a.newLabel();
        Label end = a.newLabel();
        f.load(RSI, 1);
        a.emit(DEC_RM32, RCX);
        a.jump(Condition.E, given); // rcx is nil
        f.load(RCX, 2);
        a.bind(given);
        a.emit(PUSH_R64, RDI);
        a.call(f.helpers.iterate());
        a.emit(POP_R64, RDI);
        a.emit(TEST_RM32_R32, RCX, RCX);
        a.jump(Condition.S, declined);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, end);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RDX);
        f.returnSome(2);
        a.bind(end);
        f.returnOne();
        a.bind(declined);
        a.emit(RET);
    }

    /** {@code pairs} of a table without {@code __pairs}. */
    static void pairs(LibraryAssembler f) {
        Assembler a = f.a;
        a.emit(MOV_R64_RM64, RSI, RAX);
        f.load(RAX, 1);
        TableStubs.checkWithout(f, Event.PAIRS);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RAX);
        a.emit(MOV_R64_RM64, RAX, mem(RSI, FunctionLayout.NATIVE_UPVALUES));
        a.emit(MOV_RM64_IMM32, LibraryAssembler.result(3), Word.NIL);
        f.returnSome(3);
    }

    /** {@code rawequal}, but of boxes and of strings that are not the same. */
    static void rawEqual(LibraryAssembler f) {
        Assembler a = f.a;
        Label same = a.newLabel();
        Label different = a.newLabel();
        Label notIntegers = a.newLabel();
        f.load(RAX, 1);
        f.load(RSI, 2);
        a.emit(CMP_R64_RM64, RAX, RSI);
        a.jump(Condition.E, same);
        a.emit(CMP_RM64_IMM8, RAX, 8);
        a.jump(Condition.B, different);
        a.emit(CMP_RM64_IMM8, RSI, 8);
        a.jump(Condition.B, different);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(AND_R64_RM64, RDX, RSI);
        f.checkIntegerIn(RDX, notIntegers);
        a.bind(different);
        f.returnWord(Word.FALSE);
        // One that equals nothing else.
        a.bind(notIntegers);
        Label notFirst = a.newLabel();
        f.checkObject(RAX, notFirst);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.GE, different);
        a.bind(notFirst);
        f.checkTable(RSI);
        a.jump(different);
        a.bind(same);
        Label equal = a.newLabel();
        f.toFloatBits(RAX, equal);
        a.emit(MOVQ_XMM_RM64, XMM0, RAX);
        a.emit(UCOMISD, XMM0, XMM0);
        a.jump(Condition.P, different);
        a.bind(equal);
        f.returnWord(Word.TRUE);
    }

    static void select(LibraryAssembler f) {
        Assembler a = f.a;
        Label count = a.newLabel();
        Label some = a.newLabel();
        f.load(RAX, 1);
        a.emit(CMP_R64_RM64, RAX, Abi.thread(ThreadLayout.SINGLE_STRINGS + 8 * '#'));
        a.jump(Condition.E, count);
        f.toInteger(RAX);
        a.jump(Condition.LE, f.decline);
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.B, some);
        a.emit(MOV_R64_RM64, RAX, RCX); // beyond the last: none
        a.bind(some);
        a.emit(SUB_R64_RM64, RCX, RAX);
        a.emit(LEA_R64_M, RSI, mem(RDI, RAX, 8, StackLayout.HEADER_BYTES));
        f.returnWords(RSI);
        a.bind(count);
        a.emit(LEA_R64_M, RAX, mem(RCX, -1));
        f.returnInteger();
    }

    /** {@code tonumber} of a number, or of a few digits, with a sign perhaps. */
    static void toNumber(LibraryAssembler f) {
        Assembler a = f.a;
        Label isInteger = a.newLabel();
        Label isFloat = a.newLabel();
        Label text = a.newLabel();
        f.load(RAX, 1);
        f.checkInteger(RAX, isFloat);
        a.bind(isInteger);
        f.returnOne();
        a.bind(isFloat);
        a.emit(MOV_R64_RM64, RDX, RAX);
        f.toFloatBits(RDX, text);
        a.jump(isInteger);
        a.bind(text);
        f.checkString(RAX);
        digits(f);
    }

    /** Returns the integer that the string in rax stands for. */
    private static void digits(LibraryAssembler f) {
        Assembler a = f.a;
        Label unsigned = a.newLabel();
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.emit(LEA_R64_M, R9, mem(R8, -1));
        a.emit(CMP_RM64_IMM8, R9, MOST_DIGITS);
        a.jump(Condition.AE, f.decline);
        a.emit(LEA_R64_M, RSI, mem(RAX, StringLayout.BYTES));
        a.emit(ADD_R64_RM64, R8, RSI);
        a.emit(XOR_R32_RM32, R9, R9);
        a.emit(CMP_RM8_IMM8, mem(RSI), '-');
        a.emit(SETCC_RM8, Condition.E, R9);
        a.emit(ADD_R64_RM64, RSI, R9);
        a.emit(CMP_R64_RM64, RSI, R8);
        a.jump(Condition.E, f.decline);
        a.emit(XOR_R32_RM32, RAX, RAX);
        Label next = a.here();
        a.emit(MOVZX_R32_RM8, RDX, mem(RSI));
        a.emit(SUB_RM32_IMM8, RDX, '0');
        a.emit(CMP_RM32_IMM8, RDX, 10);
        a.jump(Condition.AE, f.decline);
        a.emit(LEA_R64_M, RAX, mem(RAX, RAX, 4, 0));
        a.emit(LEA_R64_M, RAX, mem(RDX, RAX, 2, 0));
        a.emit(INC_RM64, RSI);
        a.emit(CMP_R64_RM64, RSI, R8);
        a.jump(Condition.NE, next);
        a.emit(TEST_RM32_R32, R9, R9);
        a.jump(Condition.E, unsigned);
        a.emit(NEG_RM64, RAX);
        a.bind(unsigned);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.returnOne();
    }

    /** {@code tostring} of an integer, which is a concatenation of one part. Even strings may have a {@code __tostring}. */
    static void toText(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        f.checkInteger(RAX, f.decline);
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.NUMBERS_HAVE_METATABLE), 0);
        a.jump(Condition.NE, f.decline);
        f.checkRoom(TextStubs.MOST_ALLOCATED);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.PARTS), RAX);
        a.move(RAX, 1);
        a.call(f.helpers.concatenate());
        a.emit(MOV_R64_RM64, RAX, RCX);
        f.returnOne();
    }

    /** {@code type}: the names of all types are the function's upvalues. */
    static void type(LibraryAssembler f) {
        f.load(RSI, 1);
        typeOf(f.a, RSI, f.decline, type -> {
            f.a.emit(MOV_R64_RM64, RAX, upvalue(type.ordinal()));
            f.returnOne();
        });
    }

    /**
     * Finds out the type of a word.
     *
     * @param word    a register that is not rdx, which is used
     * @param other   where userdata and coroutines go
     * @param returns what is done for a type; does not go on
     */
    static void typeOf(Assembler a, long word, Label other, Consumer<ValueType> returns) {
        Label object = a.newLabel();
        Label table = a.newLabel();
        Label small = a.newLabel();
        Label number = a.newLabel();
        a.emit(CMP_RM64_IMM8, word, 8);
        a.jump(Condition.B, small);
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SHR_RM64_IMM8, RDX, 48);
        a.jump(Condition.E, object);
        a.emit(CMP_RM32_IMM32, RDX, Word.ofLight(0) >>> 48);
        a.jump(Condition.NE, number);
        returns.accept(ValueType.LIGHT_USERDATA);
        a.bind(number);
        returns.accept(ValueType.NUMBER);
        a.bind(small);
        Label nil = a.newLabel();
        a.emit(TEST_RM64_R64, word, word);
        a.jump(Condition.E, nil);
        returns.accept(ValueType.BOOLEAN);
        a.bind(nil);
        returns.accept(ValueType.NIL);
        a.bind(object);
        a.emit(MOV_R32_RM32, RDX, mem(word, ObjectHeader.SHAPE));
        a.emit(CMP_RM32_IMM32, RDX, HeapType.FIRST_SHAPE);
        a.jump(Condition.AE, table);
        for (int type : new int[] {HeapType.STRING, HeapType.ROPE, HeapType.CLOSURE, HeapType.NATIVE}) {
            Label next = a.newLabel();
            a.emit(CMP_RM32_IMM8, RDX, type);
            a.jump(Condition.NE, next);
            returns.accept(type == HeapType.STRING || type == HeapType.ROPE ? ValueType.STRING : ValueType.FUNCTION);
            a.bind(next);
        }
        a.jump(other);
        a.bind(table);
        returns.accept(ValueType.TABLE);
    }
}
