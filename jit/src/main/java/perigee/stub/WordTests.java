package perigee.stub;

import static perigee.asm.Bits.SHR_RM64_IMM8;
import static perigee.asm.Data.LEA_R64_M;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.RDX;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.value.Word;

/** Tests of words that stubs and baseline code share. */
public final class WordTests {
    private WordTests() {
    }

    /** Goes elsewhere unless a word is a heap object, as {@link Word#isObject} has it. Uses rdx. */
    public static void checkObject(Assembler a, long word, Label other) {
        a.emit(LEA_R64_M, RDX, mem(word, -Word.FIRST_OBJECT));
        a.emit(SHR_RM64_IMM8, RDX, Word.OBJECT_BITS);
        a.jump(Condition.NE, other);
    }
}
