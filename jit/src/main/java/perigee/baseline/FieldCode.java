package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import java.util.function.IntFunction;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.layout.FunctionLayout;
import perigee.layout.ObjectHeader;
import perigee.object.Shape;
import perigee.stub.WordTests;
import perigee.value.Word;

/**
 * Machine code for the entries of field caches, the same in line and in stubs: the object is in rax and kept, a value read
 * goes to rcx, a value to be written is in rsi. Reading uses rdx and r8.
 */
final class FieldCode {
    private final Assembler a;
    private final IntFunction<Shape> shapes;

    FieldCode(Assembler assembler, IntFunction<Shape> shapes) {
        a = assembler;
        this.shapes = shapes;
    }

    /** Goes elsewhere unless the object has the shape of an entry. */
    void checkShape(FieldCache.Entry entry, Label other) {
        a.patchableImmediate(BaselineSite.SHAPE, entry, CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), entry.shape());
        a.jump(Condition.NE, other);
    }

    /** Reads the field of an object of the entry's shape; elsewhere, where others are tried, when the entry is not enough. */
    void load(FieldCache.Entry entry, Label other) {
        Label found = a.newLabel();
        load(entry, RAX, found, other);
        a.bind(found);
    }

    private void load(FieldCache.Entry entry, long table, Label found, Label other) {
        FieldCache.Delegate delegate = entry.delegate();
        boolean isAbsent = entry.cell() == 0 && FieldFeedback.offset(entry.location()) == 0;
        boolean isLast = delegate == null || entry.isFunction();
        if (isLast || !isAbsent) {
            loadOwn(entry, table);
        }
        if (entry.nilIsFinal()) {
            return;
        }
        if (isLast || !isAbsent) {
            a.emit(TEST_RM64_R64, RCX, RCX);
            a.jump(isLast ? Condition.E : Condition.NE, isLast ? other : found);
        }
        if (isLast) {
            return;
        }
        if (delegate.isHere()) {
            load(delegate.holder(), table, found, other);
        } else {
            a.emit(MOV_R64_RM64, RCX, mem(table, METATABLE));
            loadAt(RCX, delegate.place());
            WordTests.checkObject(a, RCX, other);
            a.emit(CMP_RM32_IMM32, mem(RCX, ObjectHeader.SHAPE), delegate.holder().shape());
            a.jump(Condition.NE, other);
            a.emit(MOV_R64_RM64, R8, RCX);
            load(delegate.holder(), R8, found, other);
        }
    }

    private void loadOwn(FieldCache.Entry entry, long table) {
        if (entry.cell() != 0) {
            a.move(RCX, entry.cell() + FunctionLayout.CELL_VALUE);
            a.emit(MOV_R64_RM64, RCX, mem(RCX));
        } else if (FieldFeedback.offset(entry.location()) == 0) {
            a.emit(XOR_R32_RM32, RCX, RCX);
        } else {
            loadAt(table, entry.location());
        }
    }

    private void loadAt(long table, int location) {
        a.emit(MOV_R64_RM64, RCX, place(table, location));
        if ((location & FieldFeedback.CELL) != 0) {
            a.emit(MOV_R64_RM64, RCX, mem(RCX, FunctionLayout.CELL_VALUE));
        }
    }

    /** Where the slot of a location is; uses rcx when it is not in the object. */
    private long place(long table, int location) {
        if ((location & FieldFeedback.OUTSIDE) == 0) {
            return mem(table, FieldFeedback.offset(location));
        }
        a.emit(MOV_R64_RM64, RCX, mem(table, SLOTS));
        return mem(RCX, FieldFeedback.offset(location));
    }

    /** Writes the field of an object of the entry's shape; elsewhere when the entry is not enough. */
    void store(FieldCache.Entry entry, Label miss) {
        int location = entry.location();
        if ((location & FieldFeedback.ADDED) != 0) {
            add(shapes.apply(FieldFeedback.shapeAfter(location)), miss);
            return;
        }
        if ((location & FieldFeedback.UNCHANGED) != 0) {
            loadAt(RAX, location);
            a.emit(CMP_R64_RM64, RCX, RSI);
            a.jump(Condition.NE, miss);
            return;
        }
        long place = place(RAX, location);
        if ((location & FieldFeedback.CELL) != 0) {
            a.emit(MOV_R64_RM64, RCX, place);
            a.emit(TEST_RM8_IMM8, mem(RCX, ObjectHeader.FLAGS), FunctionLayout.CELL_MUTABLE);
            a.jump(Condition.E, miss);
            checkStored(location, mem(RCX, FunctionLayout.CELL_VALUE), miss);
            a.emit(MOV_RM64_R64, mem(RCX, FunctionLayout.CELL_VALUE), RSI);
            Barriers.after(a, RCX, RSI);
            return;
        }
        checkStored(location, place, miss);
        a.emit(MOV_RM64_R64, place, RSI);
        Barriers.after(a, (location & FieldFeedback.OUTSIDE) == 0 ? RAX : RCX, RSI);
    }

    /** A field that is nil is written by {@code __newindex}, if there is one. */
    private void checkStored(int location, long place, Label miss) {
        if ((location & FieldFeedback.FINAL_NIL) == 0) {
            a.emit(CMP_RM64_IMM8, place, Word.NIL);
            a.jump(Condition.E, miss);
        }
    }

    /** Adds the last field of a shape, if there is a slot for it; nil adds nothing. */
    private void add(Shape after, Label miss) {
        int slot = after.slotCount() - 1;
        int outside = slot - after.inlineSlots;
        if (outside < 0) {
            a.emit(MOV_RM64_R64, mem(RAX, INLINE_SLOTS + 8 * slot), RSI);
            Barriers.after(a, RAX, RSI);
        } else {
            a.emit(MOV_R64_RM64, RCX, mem(RAX, SLOTS));
            a.emit(TEST_RM64_R64, RCX, RCX);
            a.jump(Condition.E, miss);
            a.emit(CMP_RM64_IMM32, mem(RCX, SLOTS_CAPACITY), outside);
            a.jump(Condition.BE, miss);
            a.emit(MOV_RM64_R64, mem(RCX, FIRST_SLOT + 8 * outside), RSI);
            Barriers.after(a, RCX, RSI);
        }
        a.emit(MOV_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), after.id);
    }
}
