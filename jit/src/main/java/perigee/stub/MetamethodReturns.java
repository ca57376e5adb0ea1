package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.BranchFeedback;
import perigee.feedback.Feedback;
import perigee.layout.FunctionLayout;
import perigee.layout.ThreadLayout;

/** Finishes an instruction of baseline code whose metamethod has returned rax, and goes on behind it. */
final class MetamethodReturns {
    /** Where the distance of a jump is in its instruction. */
    private static final int JUMP = 4;

    private final Assembler a;
    private final Map<String, Label> finishes;

    /** @param finishes where {@link MetamethodStubs#DELIVER}, DISCARD and BRANCH begin */
    MetamethodReturns(Assembler assembler, Map<String, Label> finishes) {
        a = assembler;
        this.finishes = finishes;
    }

    void emit() {
        Label goOn = a.newLabel();
        a.align(16);
        a.bind(finishes.get(MetamethodStubs.DELIVER));
        loadOffset();
        a.emit(MOVZX_R32_RM8, RDX, mem(Abi.CODE_BLOCK, RCX, 1, Instruction.A));
        a.emit(MOV_RM64_R64, mem(Abi.BASE, RDX, 8, 0), RAX);
        a.bind(goOn);
        a.emit(SUB_RM32_IMM32, RCX, FunctionLayout.INSTRUCTIONS);
        a.emit(SHR_RM64_IMM8, RCX, 2);
        a.emit(MOV_R64_RM64, RDX, mem(Abi.CODE_BLOCK, FunctionLayout.NATIVE_MAP));
        a.emit(MOV_R32_RM32, RCX, mem(RDX, RCX, 1, 0));
        a.emit(ADD_R64_RM64, RCX, mem(Abi.CODE_BLOCK, FunctionLayout.NATIVE_START));
        a.emit(JMP_RM64, RCX);
        a.align(16);
        a.bind(finishes.get(MetamethodStubs.DISCARD));
        loadOffset();
        a.jump(goOn);
        branches(goOn);
    }

    /** Comparisons stand in the table in pairs: one that jumps if it holds, and then one that jumps if not. */
    private void branches(Label goOn) {
        Label taken = a.newLabel();
        a.align(16);
        a.bind(finishes.get(MetamethodStubs.BRANCH));
        loadOffset();
        a.emit(XOR_R32_RM32, RSI, RSI);
        a.emit(TEST_RM64_IMM32, RAX, ~1L);
        a.emit(SETCC_RM8, Condition.NE, RSI);
        a.emit(MOVZX_R32_RM8, RDX, mem(Abi.CODE_BLOCK, RCX, 1, -Instruction.BYTES));
        a.emit(SUB_RM32_IMM32, RDX, Opcode.JEQ.ordinal());
        a.emit(AND_RM32_IMM8, RDX, 1);
        a.emit(CMP_R32_RM32, RDX, RSI);
        a.jump(Condition.NE, taken);
        a.emit(INC_RM32, mem(Abi.CODE_BLOCK, RCX, 1, Feedback.WORD + BranchFeedback.NOT_TAKEN));
        a.jump(goOn);
        a.bind(taken);
        a.emit(ADD_RM32_IMM32, mem(Abi.CODE_BLOCK, RCX, 1, Feedback.WORD), BranchFeedback.ONE_TAKEN);
        a.emit(MOVSXD_R64_RM32, RDX, mem(Abi.CODE_BLOCK, RCX, 1, JUMP - Instruction.BYTES));
        a.emit(SHL_RM64_IMM8, RDX, 4);
        a.emit(ADD_R64_RM64, RCX, RDX);
        a.jump(goOn);
    }

    /** The offset of the next instruction from the CODE block, in rcx. */
    private void loadOffset() {
        a.emit(DEC_RM32, Abi.thread(ThreadLayout.NESTING));
        a.emit(MOV_R32_RM32, RCX, Abi.PC);
        a.emit(SUB_R32_RM32, RCX, Abi.CODE_BLOCK);
    }
}
