package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.Feedback;
import perigee.feedback.IndexFeedback;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.object.Tables;
import perigee.value.Word;

/**
 * {@code object[key]} for a computed key, wherever in a table it is: in the array part, in the hash part, or, for an interned
 * string, where {@link LookupStubs} say.
 *
 * <pre>
 *   rax  the object                                  rcx  the value; rax is kept
 *   rcx  the key                                     zero flag set: there is more to it, nothing has been changed
 *   rdi  address of the feedback word                then, r11d: more than 0 if the key is absent and there is a
 *                                                    metatable; less if the access is to learn of its key
 * </pre>
 *
 * It uses rdx, rsi, rdi and r8 to r11.
 */
public final class IndexStubs {
    public static final String GET = "index_get";

    private final Assembler a;
    private final LibraryAssembler f;
    private final Label fail;
    private final Label absent;
    private final Label metamethod;
    private final boolean isRaw;
    private final Label intern;

    private IndexStubs(Assembler assembler, Label intern, boolean isRaw) {
        a = assembler;
        this.intern = intern;
        this.isRaw = isRaw;
        fail = a.newLabel();
        absent = a.newLabel();
        metamethod = a.newLabel();
        f = new LibraryAssembler(a, fail, null);
    }

    /**
     * Returns where {@link #GET} begins.
     *
     * @param isRaw whether metamethods are left aside, and nothing is noted; rdi is nothing then
     */
    static Label emit(Assembler a, Label lookup, Label intern, boolean isRaw) {
        return new IndexStubs(a, intern, isRaw).get(lookup);
    }

    private Label get(Label lookup) {
        Label start = isRaw ? a.newLabel() : a.newLabel(GET);
        Label notInteger = a.newLabel();
        Label hashed = a.newLabel();
        Label probe = a.newLabel();
        Label found = a.newLabel();
        a.align(16);
        a.bind(start);
        f.checkTable(RAX);
        f.checkInteger(RCX, notInteger);
        a.emit(LEA_R64_M, R8, mem(RCX, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(MOV_R32_RM32, R9, mem(RAX, ARRAY_SIZE));
        a.emit(CMP_R64_RM64, R8, R9);
        a.jump(Condition.AE, hashed);
        a.emit(MOV_R64_RM64, R9, mem(RAX, ARRAY));
        a.emit(MOV_R64_RM64, R10, mem(R9, R8, 8, ELEMENTS));
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.E, absent);
        note(Feedback.ELEMENT);
        a.bind(found);
        a.emit(MOV_R64_RM64, RCX, R10);
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.emit(RET);

        Label isHashed = a.newLabel();
        a.bind(hashed);
        a.emit(MOV_R64_RM64, R9, mem(RAX, HASH));
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.E, absent);
        mix(a);
        findEntry(a, isHashed, absent);
        a.bind(isHashed);
        a.emit(MOV_R64_RM64, R10, mem(R10, ENTRY_VALUE));
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.E, absent);
        note(Feedback.HASHED);
        a.jump(found);

        notInteger(notInteger, start, probe, lookup);

        Label other = a.newLabel();
        a.bind(probe);
        a.emit(MOV_R64_RM64, R9, mem(RAX, HASH));
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.E, absent);
        findEntry(a, other, absent);
        a.bind(other);
        a.emit(MOV_R64_RM64, R10, mem(R10, ENTRY_VALUE));
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.NE, found);
        absent();
        return start;
    }

    /** Finds out the hash of a key that is no integer, in edx, and goes to where the hash part is searched. */
    private void notInteger(Label start, Label begin, Label probe, Label lookup) {
        Label notString = a.newLabel();
        Label notObject = a.newLabel();
        Label record = a.newLabel();
        a.bind(start);
        f.checkObject(RCX, notObject);
        a.emit(MOV_R32_RM32, RDX, mem(RCX, ObjectHeader.SHAPE));
        a.emit(CMP_RM32_IMM8, RDX, HeapType.STRING);
        a.jump(Condition.NE, notString);
        Label unheardOf = a.newLabel();
        checkInterned(a, intern, unheardOf, fail);
        note(Feedback.STRING_KEY);
        a.emit(TEST_RM8_IMM8, mem(RAX, ObjectHeader.FLAGS), IS_DICTIONARY);
        a.jump(Condition.E, record);
        a.emit(MOV_R32_RM32, RDX, mem(RCX, StringLayout.HASH));
        a.jump(probe);
        a.bind(record);
        if (!isRaw) {
            leaveToLearn(a);
        }
        Label missed = a.newLabel();
        a.emit(PUSH_R64, RCX);
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.call(lookup);
        a.jump(Condition.E, missed);
        a.emit(POP_R64, RDX);
        a.emit(RET);
        a.bind(missed);
        a.emit(POP_R64, RCX);
        a.jump(fail);
        a.bind(unheardOf);
        note(Feedback.STRING_KEY);
        a.jump(absent);
        a.bind(notString);
        identityOf(a, fail);
        note(Feedback.OTHER_KEY);
        a.jump(probe);
        a.bind(notObject);
        Label isSmall = a.newLabel();
        a.emit(CMP_RM64_IMM8, RCX, Word.TRUE);
        a.jump(Condition.BE, isSmall);
        checkFraction(f, begin);
        a.bind(isSmall);
        note(Feedback.OTHER_KEY);
        mix(a);
        a.jump(probe);
    }

    /** Nothing is found: nil, unless there is a metatable to ask. */
    private void absent() {
        a.bind(absent);
        if (!isRaw) {
            a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
            a.jump(Condition.NE, metamethod);
        }
        Label isNoted = a.newLabel();
        f.checkInteger(RCX, isNoted);
        note(Feedback.ABSENT);
        a.bind(isNoted);
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.emit(RET);
        failures(a, metamethod, fail);
    }

    /** Returns with nothing done: because a metatable is to be asked, or for other reasons. */
    static void failures(Assembler a, Label metamethod, Label fail) {
        a.bind(metamethod);
        a.move(R11, 1);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
        a.bind(fail);
        a.emit(XOR_R32_RM32, R11, R11);
        a.emit(RET);
    }

    private void note(int kinds) {
        if (!isRaw) {
            a.emit(OR_RM32_IMM8, mem(RDI), kinds);
        }
    }

    // ---- what reading and writing share --------------------------------------------------------------------------------

    /** Returns with nothing done if the access with the feedback word at rdi is to learn of keys that are strings. */
    static void leaveToLearn(Assembler a) {
        Label isLearnt = a.newLabel();
        a.emit(TEST_RM8_IMM8, mem(RDI), IndexFeedback.LEARNT);
        a.jump(Condition.NE, isLearnt);
        a.move(R11, -1);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
        a.bind(isLearnt);
    }

    /**
     * Makes the string in rcx the interned string that equals it, or goes elsewhere. Uses rdx, r8 and r11.
     *
     * @param intern  where the stub of {@link InternStubs} begins
     * @param none    for a string that equals no interned one, so that it is a key of no table
     * @param unknown where it is not known
     */
    static void checkInterned(Assembler a, Label intern, Label none, Label unknown) {
        Label isInterned = a.newLabel();
        Label notRecent = a.newLabel();
        a.emit(TEST_RM8_IMM8, mem(RCX, ObjectHeader.FLAGS), StringLayout.INTERNED);
        a.jump(Condition.NE, isInterned);
        recentEntry(a, RCX);
        a.emit(CMP_RM64_R64, mem(R8), RCX);
        a.jump(Condition.NE, notRecent);
        a.emit(MOV_R64_RM64, R8, mem(R8, 8));
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, notRecent);
        a.emit(MOV_R64_RM64, RCX, R8);
        a.jump(isInterned);
        a.bind(notRecent);
        a.call(intern);
        a.jump(Condition.NE, isInterned);
        a.emit(TEST_RM32_R32, R11, R11);
        a.jump(Condition.NE, none);
        a.jump(unknown);
        a.bind(isInterned);
    }

    /** The entry of a string in {@link ThreadLayout#RECENT_STRINGS}, in r8. */
    static void recentEntry(Assembler a, long string) {
        a.emit(MOV_R64_RM64, R8, string);
        a.emit(SHR_RM64_IMM8, R8, ThreadLayout.RECENT_STRINGS_SHIFT);
        a.emit(AND_RM32_IMM32, R8, ThreadLayout.RECENT_STRINGS_COUNT - 1);
        a.emit(SHL_RM64_IMM8, R8, 4);
        a.emit(ADD_R64_RM64, R8, Abi.thread(ThreadLayout.RECENT_STRINGS));
    }

    /**
     * Declines unless the word in rcx is a float. One that is a small integer becomes that, and is begun with again, if the table
     * in rax has no metamethod that would be given the float: no metatable, or the element. Uses rdx, r8, r9, xmm0 and xmm1.
     */
    static void checkFraction(LibraryAssembler f, Label again) {
        Assembler a = f.a;
        Label isFraction = a.newLabel();
        a.emit(MOV_R64_RM64, RDX, RCX);
        f.toFloatBits(RDX, f.decline);
        a.emit(MOVQ_XMM_RM64, XMM0, RDX);
        a.emit(CVTTSD2SI_R64_XM64, RDX, XMM0);
        a.emit(PXOR, XMM1, XMM1);
        a.emit(CVTSI2SD_XMM_RM64, XMM1, RDX);
        a.emit(UCOMISD, XMM1, XMM0);
        a.jump(Condition.P, f.decline);
        a.jump(Condition.NE, isFraction);
        Label isPlain = a.newLabel();
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, isPlain);
        a.emit(MOV_R32_RM32, R9, mem(RAX, ARRAY_SIZE));
        a.emit(CMP_R64_RM64, RDX, R9);
        a.jump(Condition.AE, f.decline);
        a.emit(MOV_R64_RM64, R9, mem(RAX, ARRAY));
        a.emit(CMP_RM64_IMM8, mem(R9, RDX, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.E, f.decline);
        a.bind(isPlain);
        a.emit(MOVSXD_R64_RM32, R8, RDX);
        a.emit(CMP_R64_RM64, R8, RDX);
        a.jump(Condition.NE, f.decline);
        a.emit(MOV_R64_RM64, RCX, RDX);
        a.emit(SUB_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.jump(again);
        a.bind(isFraction);
    }

    /** The hash of a key in rcx that is no object, in edx. */
    static void mix(Assembler a) {
        mix(a, RDX);
    }

    /** The same, in another register. */
    static void mix(Assembler a, long hash) {
        a.move(hash, Tables.KEY_FACTOR);
        a.emit(IMUL_R64_RM64, hash, RCX);
        a.emit(SHR_RM64_IMM8, hash, Tables.KEY_SHIFT);
    }

    /** The hash of the table or Lua function in rcx, whose shape is in edx, in edx; elsewhere if it is something else. */
    static void identityOf(Assembler a, Label other) {
        Label table = a.newLabel();
        Label done = a.newLabel();
        a.emit(CMP_RM32_IMM32, RDX, HeapType.FIRST_SHAPE);
        a.jump(Condition.GE, table);
        a.emit(CMP_RM32_IMM8, RDX, HeapType.CLOSURE);
        a.jump(Condition.NE, other);
        a.emit(MOV_R32_RM32, RDX, mem(RCX, perigee.layout.FunctionLayout.IDENTITY));
        a.jump(done);
        a.bind(table);
        a.emit(MOV_R32_RM32, RDX, mem(RCX, IDENTITY));
        a.bind(done);
    }

    /**
     * Searches the HASH block in r9 for the key in rcx, whose hash is in edx: goes to one of two places, with the address of the
     * entry, or of the first one that is free, in r10. Uses rdx, r8 and r11.
     */
    static void findEntry(Assembler a, Label hit, Label miss) {
        a.emit(MOV_R32_RM32, R8, mem(R9, HASH_CAPACITY));
        a.emit(DEC_RM32, R8);
        Label next = a.here();
        a.emit(AND_R32_RM32, RDX, R8);
        a.emit(MOV_R32_RM32, R10, RDX);
        a.emit(SHL_RM64_IMM8, R10, 4);
        a.emit(LEA_R64_M, R10, mem(R9, R10, 1, ENTRIES));
        a.emit(MOV_R64_RM64, R11, mem(R10));
        a.emit(CMP_R64_RM64, R11, RCX);
        a.jump(Condition.E, hit);
        a.emit(TEST_RM64_R64, R11, R11);
        a.jump(Condition.E, miss);
        a.emit(INC_RM32, RDX);
        a.jump(next);
    }
}
