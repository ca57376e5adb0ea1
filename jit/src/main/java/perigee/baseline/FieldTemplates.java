package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import java.util.List;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.layout.FunctionLayout;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.object.Shape;
import perigee.value.Word;

/** Field accesses: the entries of the site's cache, one after the other. */
final class FieldTemplates {
    private final FrameAssembler f;
    private final Assembler a;

    FieldTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** {@code R[A] := R[B][K[C]]} */
    void get(long i) {
        Label done = a.newLabel();
        f.load(RAX, Instruction.b(i));
        find(done);
        f.store(Instruction.a(i), RCX);
    }

    /** {@code R[A+3] := R[B]; R[A] := R[B][K[C]]} */
    void self(long i) {
        Label done = a.newLabel();
        f.load(RAX, Instruction.b(i));
        find(done);
        f.store(Instruction.a(i) + StackLayout.HEADER_WORDS, RAX);
        f.store(Instruction.a(i), RCX);
    }

    /** The field of the object in rax, in rcx; rax is kept. */
    private void find(Label done) {
        List<FieldCache.Entry> entries = f.entries();
        Label slow = f.slow();
        if (entries.isEmpty()) {
            a.jump(slow);
        } else {
            f.checkObject(RAX, slow);
        }
        for (int n = 0; n < entries.size(); n++) {
            boolean isLast = n == entries.size() - 1;
            Label next = isLast ? slow : a.newLabel();
            load(entries.get(n), next, slow);
            if (!isLast) {
                a.jump(done);
                a.bind(next);
            }
        }
        a.bind(done);
    }

    private void load(FieldCache.Entry entry, Label next, Label slow) {
        f.checkShape(RAX, entry, next);
        if (entry.cell() != 0) {
            a.move(RCX, entry.cell() + FunctionLayout.CELL_VALUE);
            a.emit(MOV_R64_RM64, RCX, mem(RCX));
        } else if (FieldFeedback.offset(entry.location()) == 0) {
            a.emit(XOR_R32_RM32, RCX, RCX);
        } else {
            a.emit(MOV_R64_RM64, RCX, place(entry.location(), RCX));
            if ((entry.location() & FieldFeedback.CELL) != 0) {
                a.emit(MOV_R64_RM64, RCX, mem(RCX, FunctionLayout.CELL_VALUE));
            }
        }
        if (!entry.nilIsFinal()) {
            a.emit(TEST_RM64_R64, RCX, RCX);
            a.jump(Condition.E, slow);
        }
    }

    /** Where the slot of a location is in the table in rax. Uses a register when the slot is not in the object. */
    private long place(int location, long scratch) {
        if ((location & FieldFeedback.OUTSIDE) == 0) {
            return mem(RAX, FieldFeedback.offset(location));
        }
        a.emit(MOV_R64_RM64, scratch, mem(RAX, SLOTS));
        return mem(scratch, FieldFeedback.offset(location));
    }

    /** {@code R[A][K[B]] := R[C]} */
    void set(long i) {
        List<FieldCache.Entry> entries = f.entries();
        Label slow = f.slow();
        Label done = a.newLabel();
        if (entries.isEmpty()) {
            a.jump(slow);
            return;
        }
        f.load(RAX, Instruction.a(i));
        f.load(RSI, Instruction.c(i));
        f.checkObject(RAX, slow);
        for (int n = 0; n < entries.size(); n++) {
            boolean isLast = n == entries.size() - 1;
            Label next = isLast ? slow : a.newLabel();
            store(entries.get(n), next, slow);
            if (!isLast) {
                a.jump(done);
                a.bind(next);
            }
        }
        a.bind(done);
    }

    private void store(FieldCache.Entry entry, Label next, Label slow) {
        f.checkShape(RAX, entry, next);
        int location = entry.location();
        if ((location & FieldFeedback.ADDED) != 0) {
            add(f.request.shape(FieldFeedback.shapeAfter(location)), slow);
            return;
        }
        long place = place(location, RCX);
        if ((location & FieldFeedback.CELL) != 0) {
            a.emit(MOV_R64_RM64, RCX, place);
            a.emit(TEST_RM8_IMM8, mem(RCX, ObjectHeader.FLAGS), FunctionLayout.CELL_MUTABLE);
            a.jump(Condition.E, slow);
            a.emit(MOV_RM64_R64, mem(RCX, FunctionLayout.CELL_VALUE), RSI);
            f.barrier(RCX);
            return;
        }
        a.emit(MOV_RM64_R64, place, RSI);
        f.barrier((location & FieldFeedback.OUTSIDE) == 0 ? RAX : RCX);
    }

    /** Adds the last field of a shape to the table in rax, if its slot is in the object. */
    private void add(Shape after, Label slow) {
        int slot = after.slotCount() - 1;
        if (slot >= after.inlineSlots) {
            a.jump(slow);
            return;
        }
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, slow);
        a.emit(MOV_RM64_R64, mem(RAX, INLINE_SLOTS + 8 * slot), RSI);
        a.emit(MOV_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), after.id);
        f.barrier(RAX);
    }
}
