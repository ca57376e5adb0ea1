package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.METATABLE;

import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.CallTarget;
import perigee.feedback.Feedback;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;

/** The assembler with the idioms that the stubs of metamethods share. */
final class MetamethodAssembler {
    /** The saved pc, and the way back, while an operand is looked up. */
    static final long SAVED_PC = R9;
    static final long LANDING = R10;
    static final long SECOND = R11;

    final Assembler a;
    final LibraryAssembler f;
    /** Calls the Lua function in rax with r8d of the words in rsi, rcx and rdi, and comes back to LANDING. */
    final Label call;
    /** Has the driver execute the instruction. */
    final Label execute;
    /** The same, and look at what compiled code does not know. */
    final Label learn;
    private final Label noteMetamethod;
    private final Label findFunction;
    /** Where {@link MetamethodStubs#DELIVER}, DISCARD and BRANCH begin. */
    private final Map<String, Label> finishes;

    MetamethodAssembler(Assembler assembler, Label noteMetamethod, Label findFunction, Map<String, Label> finishes) {
        a = assembler;
        this.noteMetamethod = noteMetamethod;
        this.findFunction = findFunction;
        this.finishes = finishes;
        call = a.newLabel("metamethod_call");
        execute = a.newLabel();
        learn = a.newLabel();
        f = new LibraryAssembler(a, execute, null);
    }

    /** The operands of an access or an operator are kept while a metamethod is looked for. */
    void begin() {
        a.emit(MOV_R64_RM64, SAVED_PC, RDI);
        a.emit(MOV_R64_RM64, LANDING, RDX);
        a.emit(MOV_R64_RM64, SECOND, RCX);
        a.emit(MOV_R64_RM64, RSI, RAX);
    }

    /** The instruction is finished as if a metamethod had returned rax. */
    void finish(String how) {
        a.emit(INC_RM32, Abi.thread(ThreadLayout.NESTING));
        a.emit(MOV_RM64_R64, Abi.PC, SAVED_PC);
        a.jump(finishes.get(how));
    }

    /** The address of the feedback word, in rdi. */
    void feedbackAddress() {
        a.emit(MOV_R64_RM64, RDI, SAVED_PC);
        a.emit(SHL_RM64_IMM8, RDI, 16);
        a.emit(SHR_RM64_IMM8, RDI, 16);
        a.emit(ADD_RM64_IMM8, RDI, Feedback.WORD);
    }

    /** Notes, in a word of kind ARITHMETIC or INDEX, that the function in rax is called, on operands of some kind. */
    void note(int kind) {
        Label known = a.newLabel();
        feedbackAddress();
        a.emit(OR_RM32_IMM8, mem(RDI), kind);
        a.emit(MOV_R64_RM64, RDX, mem(RAX, FunctionLayout.CODE));
        a.emit(MOV_R32_RM32, RCX, mem(RDX, FunctionLayout.CODE_ID));
        a.emit(MOV_R64_RM64, RDX, mem(RDI));
        a.emit(SHR_RM64_IMM8, RDX, 2 * CallTarget.BITS);
        a.emit(CMP_R64_RM64, RDX, RCX);
        a.jump(Condition.E, known);
        a.emit(PUSH_R64, RSI);
        a.call(noteMetamethod);
        a.emit(POP_R64, RSI);
        a.bind(known);
    }

    /** Notes that there were operands of some kind. */
    void noteKind(int kind) {
        a.emit(MOV_R64_RM64, RDI, SAVED_PC);
        a.emit(SHL_RM64_IMM8, RDI, 16);
        a.emit(SHR_RM64_IMM8, RDI, 16);
        a.emit(OR_RM32_IMM8, mem(RDI, Feedback.WORD), kind);
    }

    /** Goes elsewhere unless a word is a table with a metatable. Uses rdx. */
    void checkTable(long word, Label other) {
        f.checkObject(word, other);
        a.emit(CMP_RM32_IMM32, mem(word, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, other);
        a.emit(CMP_RM64_IMM8, mem(word, METATABLE), 0);
        a.jump(Condition.E, other);
    }

    /** The function that the table in rax, which has a metatable, has for the event in rdi goes to rax; 0 if there is none. */
    void find(Label unknown) {
        a.call(findFunction);
        a.jump(Condition.E, unknown);
    }
}
