package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.StringLayout;
import perigee.runtime.Intrinsic;
import perigee.value.Word;

/** {@code string.find}: here, of what is no pattern, or is to be taken as none. */
final class StringSearchStubs {
    /** Longer strings are searched by Java, which looks whether it is interrupted. */
    private static final int MAX_SEARCHED = 1 << 16;
    /** Longer texts are looked for by Java. */
    private static final int MAX_TEXT = 64;

    private StringSearchStubs() {
    }

    /**
     * <pre>
     *   rax  the string, then the address of a place in it      r8   length, then the last address where the text can be
     *   rsi  the text                                           r9   its length
     *   r10  the first place
     * </pre>
     */
    static void find(LibraryAssembler f) {
        Assembler a = f.a;
        Label literal = a.newLabel();
        Label nothing = a.newLabel();
        MatchStubs.loadArguments(f);
        a.emit(MOV_R32_RM32, R9, mem(RSI, StringLayout.LENGTH));
        a.emit(CMP_RM32_IMM8, RCX, 4);
        Label pattern = a.newLabel();
        a.jump(Condition.NE, pattern);
        a.emit(TEST_RM64_IMM32, LibraryAssembler.argument(4), ~1L);
        a.jump(Condition.NE, literal);
        a.bind(pattern);
        Label special = a.newLabel();
        checkLiteral(f, special);
        a.bind(literal);
        a.emit(CMP_RM64_IMM32, R8, MAX_SEARCHED);
        a.jump(Condition.A, f.decline);
        a.emit(CMP_RM64_IMM32, R9, MAX_TEXT);
        a.jump(Condition.A, f.decline);
        a.emit(SUB_R64_RM64, R8, R9);
        a.emit(LEA_R64_M, R8, mem(RAX, R8, 1, StringLayout.BYTES));
        a.emit(LEA_R64_M, R11, mem(RAX, StringLayout.BYTES - 1)); // of position 0
        a.emit(LEA_R64_M, RAX, mem(R11, R10, 1, 0));
        search(a, nothing);
        a.emit(SUB_R64_RM64, RAX, R11);
        a.emit(LEA_R64_M, RDX, mem(RAX, R9, 1, -1));
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RDX);
        f.returnSome(2);
        a.bind(nothing);
        f.returnWord(Word.NIL);
        a.bind(special);
        MatchStubs.find(f);
    }

    /** Goes elsewhere if there is something special in the text. Uses rcx, rdx and r11. */
    private static void checkLiteral(LibraryAssembler f, Label isPattern) {
        Assembler a = f.a;
        Label next = a.newLabel();
        Label high = a.newLabel();
        Label done = a.newLabel();
        long low = 0;
        for (char special : Intrinsic.PATTERN_SPECIALS.toCharArray()) {
            low |= special < Long.SIZE ? 1L << special : 0;
        }
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.bind(next);
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.E, done);
        a.emit(MOVZX_R32_RM8, RDX, mem(RSI, RCX, 1, StringLayout.BYTES));
        a.emit(INC_RM64, RCX);
        a.emit(CMP_RM32_IMM8, RDX, Long.SIZE);
        a.jump(Condition.AE, high);
        a.emit(MOV_R64_RM64, R11, a.constant(low));
        a.emit(BT_RM64_R64, R11, RDX);
        a.jump(Condition.B, isPattern);
        a.jump(next);
        a.bind(high);
        Intrinsic.PATTERN_SPECIALS.chars().filter(special -> special >= Long.SIZE).forEach(special -> {
            a.emit(CMP_RM32_IMM8, RDX, special);
            a.jump(Condition.E, isPattern);
        });
        a.jump(next);
        a.bind(done);
    }

    /**
     * Goes elsewhere unless the text is at the address in rax, or one beyond, up to that in r8: where its first byte is, the
     * others are looked at. Uses rcx, rdx and r10.
     */
    private static void search(Assembler a, Label nothing) {
        Label scan = a.newLabel();
        Label found = a.newLabel();
        Label next = a.newLabel();
        Label candidate = a.newLabel();
        a.emit(CMP_R64_RM64, RAX, R8);
        a.jump(Condition.A, nothing);
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.E, found);
        a.emit(MOVZX_R32_RM8, RDX, mem(RSI, StringLayout.BYTES));
        a.bind(scan);
        a.emit(CMP_R8_RM8, RDX, mem(RAX));
        a.jump(Condition.E, candidate);
        a.bind(next);
        a.emit(INC_RM64, RAX);
        a.emit(CMP_R64_RM64, RAX, R8);
        a.jump(Condition.BE, scan);
        a.jump(nothing);
        a.bind(candidate);
        a.move(RCX, 1);
        Label compare = a.here();
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.E, found);
        a.emit(MOVZX_R32_RM8, R10, mem(RSI, RCX, 1, StringLayout.BYTES));
        a.emit(CMP_R8_RM8, R10, mem(RAX, RCX, 1, 0));
        a.jump(Condition.NE, next);
        a.emit(INC_RM64, RCX);
        a.jump(compare);
        a.bind(found);
    }
}
