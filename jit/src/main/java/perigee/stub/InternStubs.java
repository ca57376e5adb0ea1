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
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.object.Strings;

/**
 * The interned string that equals another, where a string that the program has made is a key: its hash, if it has none yet,
 * and a search in the table of {@code perigee.object.InternTable}, whose ways these are.
 */
final class InternStubs {
    private static final long STRING = R10;
    private static final long OTHER = R9;
    private static final long LENGTH = RSI;
    private static final long HASH = RAX;

    private final Assembler a;

    private InternStubs(Assembler assembler) {
        a = assembler;
    }

    /**
     * Returns where the stub begins. It is called with a flat string in rcx, and returns with the zero flag clear and the
     * interned string that equals it in rcx, or with the zero flag set and rcx kept: then r11d is 1 if there is none, and 0 if it
     * cannot know. Uses rdx, r8 and r11.
     */
    static Label emit(Assembler a) {
        return new InternStubs(a).find();
    }

    private Label find() {
        Label none = a.newLabel();
        Label unknown = a.newLabel();
        Label end = a.newLabel();
        Label known = a.newLabel();
        Label found = a.newLabel();
        a.align(16);
        Label start = a.here();
        a.emit(PUSH_R64, RAX);
        a.emit(PUSH_R64, RSI);
        a.emit(PUSH_R64, RDI);
        a.emit(PUSH_R64, R9);
        a.emit(PUSH_R64, R10);
        a.emit(MOV_R64_RM64, STRING, RCX);
        a.emit(MOV_R64_RM64, RDI, Abi.thread(ThreadLayout.INTERNED));
        a.emit(TEST_RM64_R64, RDI, RDI);
        a.jump(Condition.E, unknown);
        a.emit(MOV_R32_RM32, LENGTH, mem(STRING, StringLayout.LENGTH));
        a.emit(MOV_R32_RM32, HASH, mem(STRING, StringLayout.HASH));
        a.emit(TEST_RM8_IMM8, mem(STRING, ObjectHeader.FLAGS), StringLayout.HASHED);
        a.jump(Condition.NE, known);
        hash();
        a.bind(known);
        search(found, none);

        a.bind(found);
        remember();
        a.emit(MOV_R64_RM64, RCX, OTHER);
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.bind(end);
        a.emit(POP_R64, R10);
        a.emit(POP_R64, R9);
        a.emit(POP_R64, RDI);
        a.emit(POP_R64, RSI);
        a.emit(POP_R64, RAX);
        a.emit(RET);
        Label failed = a.newLabel();
        a.bind(none);
        a.move(R11, 1);
        a.bind(failed);
        a.emit(MOV_R64_RM64, RCX, STRING);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.jump(end);
        a.bind(unknown);
        a.emit(XOR_R32_RM32, R11, R11);
        a.jump(failed);
        return start;
    }

    /** As {@link Strings#hash}. A string is not shorter than its words, so whole words are read. Uses rcx, rdx, r8, r9 and r11. */
    private void hash() {
        Label tail = a.newLabel();
        Label last = a.newLabel();
        a.move(RDX, Strings.HASH_OF_LENGTH);
        a.emit(IMUL_R64_RM64, RDX, LENGTH);
        a.move(R8, Strings.HASH_FACTOR);
        a.emit(LEA_R64_M, R9, mem(STRING, StringLayout.BYTES));
        a.emit(MOV_R32_RM32, HASH, LENGTH);
        a.emit(SHR_RM32_IMM8, HASH, 3);
        a.jump(Condition.E, tail);
        Label words = a.here();
        a.emit(XOR_R64_RM64, RDX, mem(R9));
        a.emit(IMUL_R64_RM64, RDX, R8);
        a.emit(MOV_R64_RM64, R11, RDX);
        a.emit(SHR_RM64_IMM8, R11, Strings.HASH_SHIFT);
        a.emit(XOR_R64_RM64, RDX, R11);
        a.emit(ADD_RM64_IMM8, R9, 8);
        a.emit(DEC_RM32, HASH);
        a.jump(Condition.NE, words);
        a.bind(tail);
        bitsBehindTail(last);
        a.emit(MOV_R64_RM64, R11, mem(R9));
        a.emit(SHL_RM64_CL, R11);
        a.emit(BSWAP_R64, R11);
        a.emit(XOR_R64_RM64, RDX, R11);
        a.bind(last);
        a.emit(IMUL_R64_RM64, RDX, R8);
        a.emit(MOV_R64_RM64, HASH, RDX);
        a.emit(SHR_RM64_IMM8, HASH, Strings.LAST_HASH_SHIFT);
        a.emit(XOR_R32_RM32, HASH, RDX);
        a.emit(MOV_RM32_R32, mem(STRING, StringLayout.HASH), HASH);
        a.emit(OR_RM8_IMM8, mem(STRING, ObjectHeader.FLAGS), StringLayout.HASHED);
    }

    /** How many bits the last word has beyond the string's last bytes, modulo 64, in cl; elsewhere if there are no such bytes. */
    private void bitsBehindTail(Label none) {
        a.emit(MOV_R32_RM32, RCX, LENGTH);
        a.emit(AND_RM32_IMM8, RCX, 7);
        a.jump(Condition.E, none);
        a.emit(NEG_RM32, RCX);
        a.emit(SHL_RM32_IMM8, RCX, 3);
    }

    /** Searches the table in rdi. Uses rcx, rdx, r8 and r11. */
    private void search(Label found, Label none) {
        Label next = a.newLabel();
        Label tail = a.newLabel();
        a.emit(MOV_R32_RM32, R8, Abi.thread(ThreadLayout.INTERNED_MASK));
        a.emit(MOV_R32_RM32, RDX, HASH);
        Label probe = a.here();
        a.emit(AND_R32_RM32, RDX, R8);
        a.emit(MOV_R64_RM64, OTHER, mem(RDI, RDX, 8, 0));
        a.emit(TEST_RM64_R64, OTHER, OTHER);
        a.jump(Condition.E, none);
        a.emit(CMP_RM32_R32, mem(OTHER, StringLayout.HASH), HASH);
        a.jump(Condition.NE, next);
        a.emit(CMP_RM32_R32, mem(OTHER, StringLayout.LENGTH), LENGTH);
        a.jump(Condition.NE, next);
        a.emit(MOV_R32_RM32, RCX, LENGTH);
        a.emit(SHR_RM32_IMM8, RCX, 3);
        a.jump(Condition.E, tail);
        Label words = a.here();
        a.emit(MOV_R64_RM64, R11, mem(STRING, RCX, 8, StringLayout.BYTES - 8));
        a.emit(CMP_R64_RM64, R11, mem(OTHER, RCX, 8, StringLayout.BYTES - 8));
        a.jump(Condition.NE, next);
        a.emit(DEC_RM32, RCX);
        a.jump(Condition.NE, words);
        a.bind(tail);
        bitsBehindTail(found);
        a.emit(PUSH_R64, RDX);
        a.emit(MOV_R32_RM32, RDX, LENGTH);
        a.emit(AND_RM32_IMM8, RDX, -8);
        a.emit(MOV_R64_RM64, R11, mem(STRING, RDX, 1, StringLayout.BYTES));
        a.emit(XOR_R64_RM64, R11, mem(OTHER, RDX, 1, StringLayout.BYTES));
        a.emit(POP_R64, RDX);
        a.emit(SHL_RM64_CL, R11);
        a.jump(Condition.E, found);
        a.bind(next);
        a.emit(INC_RM32, RDX);
        a.jump(probe);
    }

    /** As {@link Strings#knownInterned} will want it. Uses r8. */
    private void remember() {
        IndexStubs.recentEntry(a, STRING);
        a.emit(MOV_RM64_R64, mem(R8), STRING);
        a.emit(MOV_RM64_R64, mem(R8, 8), OTHER);
    }
}
