package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.bytecode.Instruction;
import perigee.layout.FunctionLayout;
import perigee.stub.Abi;
import perigee.value.Word;

/** Moves, constants, captured variables. */
final class MoveTemplates {
    private final FrameAssembler f;
    private final Assembler a;

    MoveTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    void move(long i) {
        f.load(RAX, Instruction.b(i));
        f.store(Instruction.a(i), RAX);
    }

    void loadConstant(long i) {
        if (Word.isObject(f.constant(Instruction.j(i)))) {
            f.loadConstant(RAX, Instruction.j(i));
            f.store(Instruction.a(i), RAX);
        } else {
            f.storeWord(Instruction.a(i), f.constant(Instruction.j(i)));
        }
    }

    void loadNil(long i) {
        for (int n = 0; n <= Instruction.b(i); n++) {
            f.storeWord(Instruction.a(i) + n, Word.NIL);
        }
    }

    void not(long i) {
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(TEST_RM64_IMM32, Abi.register(Instruction.b(i)), ~1L);
        a.emit(SETCC_RM8, Condition.E, RAX);
        a.emit(INC_RM32, RAX);
        f.store(Instruction.a(i), RAX);
    }

    void getCell(long i) {
        f.load(RAX, Instruction.b(i));
        a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.CELL_VALUE));
        f.store(Instruction.a(i), RAX);
    }

    void setCell(long i) {
        f.load(RCX, Instruction.a(i));
        f.load(RAX, Instruction.b(i));
        a.emit(MOV_RM64_R64, mem(RCX, FunctionLayout.CELL_VALUE), RAX);
        f.barrier(RCX, RAX);
    }

    void getUpvalue(long i) {
        loadUpvalue(RAX, Instruction.b(i));
        f.store(Instruction.a(i), RAX);
    }

    void getUpvalueCell(long i) {
        loadUpvalue(RAX, Instruction.b(i));
        a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.CELL_VALUE));
        f.store(Instruction.a(i), RAX);
    }

    void setUpvalueCell(long i) {
        loadUpvalue(RCX, Instruction.b(i));
        f.load(RAX, Instruction.a(i));
        a.emit(MOV_RM64_R64, mem(RCX, FunctionLayout.CELL_VALUE), RAX);
        f.barrier(RCX, RAX);
    }

    void loadUpvalue(long register, int number) {
        a.emit(MOV_R64_RM64, register, Abi.FUNCTION);
        a.emit(MOV_R64_RM64, register, mem(register, FunctionLayout.UPVALUES + 8 * number));
    }
}
