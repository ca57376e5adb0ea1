package perigee.emit;

import static perigee.asm.Alu.*;
import static perigee.asm.Avx.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Sse.*;

import java.util.Arrays;
import java.util.List;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.CpuFeatures;
import perigee.asm.Label;
import perigee.asm.Operand;
import perigee.asm.Register;
import perigee.lir.Block;
import perigee.lir.Instruction;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.regalloc.Allocation;

/** Makes machine code of a function whose registers are allocated. */
public final class Emitter {
    private final Assembler a;
    private final Allocation allocation;
    private final Operands operands;
    private final Moves moves;
    private final IntegerEmitter integers;
    private final FloatEmitter floats;
    private final TestEmitter tests;
    private final LineMarks lines;
    private final ControlEmitter control;
    private final boolean countsGuards;
    private final List<Block> layout;
    private final Label[] labels;
    /** The block that comes next in memory, or null. */
    private Block next;

    private Emitter(Allocation allocation, CpuFeatures features, boolean countsGuards) {
        this.countsGuards = countsGuards;
        this.allocation = allocation;
        a = new Assembler(features);
        operands = new Operands(a, allocation);
        moves = new Moves(operands);
        integers = new IntegerEmitter(operands);
        floats = new FloatEmitter(operands);
        tests = new TestEmitter(operands);
        lines = new LineMarks(a);
        control = new ControlEmitter(operands, moves, lines);
        layout = BlockLayout.of(allocation.order);
        labels = new Label[allocation.function.blocks().size()];
    }

    /** Makes code that is entered with its frame ready. */
    public static OptimizedCode emit(Allocation allocation, CpuFeatures features) {
        return emit(allocation, features, Entry.FRAME);
    }

    public static OptimizedCode emit(Allocation allocation, CpuFeatures features, Entry entry) {
        return emit(allocation, features, entry, false);
    }

    /** @param countsGuards whether guards leave at times although they hold: {@link OptimizedCode#GUARD_COUNTS} */
    public static OptimizedCode emit(Allocation allocation, CpuFeatures features, Entry entry, boolean countsGuards) {
        return new Emitter(allocation, features, countsGuards).emit(entry);
    }

    private OptimizedCode emit(Entry entry) {
        int[] places = new int[labels.length];
        Arrays.fill(places, -1);
        for (int i = 0; i < layout.size(); i++) {
            places[layout.get(i).id] = i;
            labels[layout.get(i).id] = a.newLabel();
        }
        a.align(16);
        a.bind(a.newLabel(OptimizedCode.ENTRY));
        control.entry(entry);
        for (int i = 0; i < layout.size(); i++) {
            Block block = layout.get(i);
            next = i + 1 < layout.size() ? layout.get(i + 1) : null;
            if (BlockLayout.isLoop(block, i, places)) {
                a.align(16);
            }
            a.bind(labels[block.id]);
            for (int at = allocation.start(block); at < allocation.end(block); at++) {
                operands.set(at);
                lines.mark(allocation.code[at].line());
                moves.emit(allocation.before(at));
                operands.decode(moves);
                instruction(allocation.code[at]);
                moves.emit(allocation.after(at));
            }
        }
        control.emitOutOfLine();
        return new OptimizedCode(a.finish(), allocation.frameSlots, control.words());
    }

    /** The label of a block, or null if it comes next anyway. */
    private Label target(Instruction instruction, int i) {
        Block target = instruction.target(i);
        return target == next ? null : labels[target.id];
    }

    /** Whether a poll makes the jump that follows it: there is no move between them. */
    private boolean isPollWithJump(int at) {
        return allocation.code[at].op == Op.SAFEPOINT && allocation.code[at + 1].op == Op.JUMP
                && allocation.after(at).isEmpty() && allocation.before(at + 1).isEmpty();
    }

    private void instruction(Instruction i) {
        switch (i.op) {
            // constants and parameters are loaded where they are needed; copies are moves
            case LABEL, CONST, CONSTF, ADDRESS, PARAMETER, COPY, COPYF -> {
                assert !i.op.isConstant() || !Place.isRegister(operands.allocation.place(operands.at, 0));
            }
            case BITS -> floats.bits();
            case FROM_BITS -> floats.fromBits();

            case LOAD -> integers.load(MOV_R64_RM64);
            case LOAD32 -> integers.load(MOV_R32_RM32);
            case LOAD32S -> integers.load(MOVSXD_R64_RM32);
            case LOAD8 -> integers.load(MOVZX_R32_RM8);
            case LOADF -> floats.load();
            case STORE -> integers.store(MOV_RM64_R64, MOV_RM64_IMM32);
            case STORE32 -> integers.store(MOV_RM32_R32, MOV_RM32_IMM32);
            case STORE8 -> integers.store(MOV_RM8_R8, MOV_RM8_IMM8);
            case STOREF -> floats.store();
            case LEA -> integers.lea();
            case ADD_TO -> integers.store(ADD_RM64_R64, ADD_RM64_IMM32);
            case ADD_TO32 -> integers.store(ADD_RM32_R32, ADD_RM32_IMM32);
            case AND_TO32 -> integers.store(AND_RM32_R32, AND_RM32_IMM32);
            case OR_TO32 -> integers.store(OR_RM32_R32, OR_RM32_IMM32);

            case ADD -> integers.binary(ADD_R64_RM64, ADD_RM64_IMM32);
            case SUB -> integers.binary(SUB_R64_RM64, SUB_RM64_IMM32);
            case AND -> integers.binary(AND_R64_RM64, AND_RM64_IMM32);
            case OR -> integers.binary(OR_R64_RM64, OR_RM64_IMM32);
            case XOR -> integers.binary(XOR_R64_RM64, XOR_RM64_IMM32);
            case ADD32 -> integers.binary(ADD_R32_RM32, ADD_RM32_IMM32);
            case SUB32 -> integers.binary(SUB_R32_RM32, SUB_RM32_IMM32);
            case AND32 -> integers.binary(AND_R32_RM32, AND_RM32_IMM32);
            case OR32 -> integers.binary(OR_R32_RM32, OR_RM32_IMM32);
            case XOR32 -> integers.binary(XOR_R32_RM32, XOR_RM32_IMM32);
            case IMUL -> integers.multiply();
            case IMULI -> integers.multiplyImmediate();
            case NEG -> integers.unary(NEG_RM64);
            case NOT -> integers.unary(NOT_RM64);
            case SHLI -> integers.shift(SHL_RM64_IMM8);
            case SHRI -> integers.shift(SHR_RM64_IMM8);
            case SARI -> integers.shift(SAR_RM64_IMM8);
            case SHRI32 -> integers.shift(SHR_RM32_IMM8);
            case SHL -> integers.shiftByCl(SHL_RM64_CL);
            case SHR -> integers.shiftByCl(SHR_RM64_CL);
            case SAR -> integers.shiftByCl(SAR_RM64_CL);
            case SHLX -> integers.shiftThree(SHLX_R64_RM64_R64);
            case SHRX -> integers.shiftThree(SHRX_R64_RM64_R64);
            case SARX -> integers.shiftThree(SARX_R64_RM64_R64);
            case IDIV, IREM -> integers.divide();
            case UMULH -> integers.multiplyHigh();

            case ADDSD -> floats.binary(ADDSD);
            case SUBSD -> floats.binary(SUBSD);
            case MULSD -> floats.binary(MULSD);
            case DIVSD -> floats.binary(DIVSD);
            case MINSD -> floats.binary(MINSD);
            case MAXSD -> floats.binary(MAXSD);
            case VADDSD -> floats.three(VADDSD);
            case VSUBSD -> floats.three(VSUBSD);
            case VMULSD -> floats.three(VMULSD);
            case VDIVSD -> floats.three(VDIVSD);
            case VMINSD -> floats.three(VMINSD);
            case VMAXSD -> floats.three(VMAXSD);
            case SQRTSD -> floats.squareRoot();
            case ROUNDSD -> floats.round();
            case ABSSD -> floats.absolute();
            case NEGSD -> floats.negate();
            case CVTSI2SD -> floats.toFloat();
            case CVTTSD2SI -> floats.toInteger();

            case SET -> tests.set();
            case SELECT -> tests.select();
            case BRANCH -> tests.branch(target(i, 0), target(i, 1));
            case GUARD -> guard(i);

            case JUMP -> {
                Label target = target(i, 0);
                if (target != null && !isPollWithJump(operands.at - 1)) {
                    a.jump(target);
                }
            }
            case SWITCH -> jumpTable(i);
            case EXIT -> control.exit();
            case CALL -> control.call();
            case TAIL -> control.tail();
            case OUTGOING -> integers.outgoing();
            case RESULT -> integers.result();
            case SAFEPOINT -> control.safepoint(isPollWithJump(operands.at)
                    ? target(allocation.code[operands.at + 1], 0) : null);
            case RETURN -> control.ret();
        }
    }

    private void guard(Instruction i) {
        Label exit = control.exitOfGuard();
        tests.guard(exit);
        if (countsGuards) {
            // The test has read what it has in r11.
            a.moveAddress(Register.R11, OptimizedCode.GUARD_COUNTS);
            a.emit(DEC_RM32, Operand.mem(Register.R11, Integer.BYTES * i.exit.number()));
            a.jump(Condition.E, exit);
        }
    }

    private void jumpTable(Instruction i) {
        assert i.op == Op.SWITCH;
        Label[] targets = new Label[i.targetCount()];
        for (int n = 0; n < targets.length; n++) {
            targets[n] = labels[i.target(n).id];
        }
        integers.jump(a.jumpTable(targets));
    }
}
