package perigee.stdlib;

import static perigee.layout.FunctionLayout.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.heap.Relocation;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.object.Tables;
import perigee.runtime.Frames;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.value.Word;

/**
 * Captured variables as the manual has them, for the debug library: closures that capture one variable share it.
 *
 * <p>A variable in a cell is shared by its nature. Of one that is not assigned after its capture, each closure has a copy,
 * and nothing in the closures tells whose copies belong together. So when the library asks, it is found out: copies belong
 * together if they are of the same variable in the source, hold the same value, and the closures may have been made in
 * one activation of the function that declares it ({@link CaptureGroups}). That takes a walk over the heap, and is not
 * certain where closures of several activations hold equal values; the programs that ask (debuggers, test frameworks,
 * replacements of environments) are served.
 */
final class CapturedVariables {
    /** Of the numbers of variables that are not in cells: bits that tell them from others. */
    private static final long COPIES = 1L << 46;

    private final LuaState state;
    private Map<Slot, Variable> joined = new HashMap<>();

    /** An upvalue of a closure. */
    record Slot(long closure, int index) {
        long address() {
            return closure + UPVALUES + 8L * index;
        }

        private long word() {
            return Memory.getLong(address());
        }

        long value() {
            return isCell(word()) ? Memory.getLong(word() + CELL_VALUE) : word();
        }
    }

    /** What upvalues that belong together have in common. */
    sealed interface Variable {
        /** A variable of a function in the source: its number among the function's locals; a negative one without names. */
        record Local(LoadedFunction function, int number) implements Variable {
        }

        /** An upvalue of a function without an encloser. */
        record Outermost(LoadedFunction function, int index) implements Variable {
        }

        /** A variable in a cell. */
        record Cell(long address) implements Variable {
        }
    }

    CapturedVariables(LuaState state) {
        this.state = state;
        state.heapConnection().addDeathListener(this::forget);
        state.heapConnection().addMoveListener(this::follow);
    }

    private void follow(Relocation relocation) {
        Map<Slot, Variable> moved = new HashMap<>();
        joined.forEach((slot, variable) -> {
            long closure = relocation.of(slot.closure);
            long cell = variable instanceof Variable.Cell(long address) ? relocation.of(address) : 0;
            if (closure != 0 && (cell != 0 || !(variable instanceof Variable.Cell))) {
                moved.put(new Slot(closure, slot.index), cell == 0 ? variable : new Variable.Cell(cell));
            }
        });
        joined = moved;
    }

    private void forget(LongPredicate isDead) {
        joined.entrySet().removeIf(entry -> isDead.test(entry.getKey().closure)
                || entry.getValue() instanceof Variable.Cell(long address) && isDead.test(address));
    }

    private static boolean isCell(long word) {
        return Word.isObject(word) && Memory.getInt(word + ObjectHeader.SHAPE) == HeapType.CELL;
    }

    // ---- upvalues --------------------------------------------------------------------------------------------------------

    long get(long closure, int index) {
        return new Slot(closure, index).value();
    }

    /** Assigns to the variable that the upvalue is. */
    void set(long closure, int index, long value) {
        Slot slot = new Slot(closure, index);
        CaptureGroups groups = new CaptureGroups(state, joined);
        Variable variable = groups.variable(slot);
        long old = slot.value();
        for (Slot sharing : groups.sharing(slot)) {
            write(sharing, value);
        }
        switch (variable) {
            case Variable.Cell(long address) -> writeCell(address, value);
            case Variable.Local local -> writeFrames(local, old, value);
            case Variable.Outermost outermost -> {
            }
        }
    }

    private void write(Slot slot, long value) {
        if (isCell(slot.word())) {
            writeCell(slot.word(), value);
        } else {
            Memory.putLong(slot.address(), value);
            state.functions().upvaluesChanged();
            state.heap().writeBarrier(slot.closure, value);
        }
    }

    private void writeCell(long cell, long value) {
        Memory.putLong(cell + CELL_VALUE, value);
        state.heap().writeBarrier(cell, value);
    }

    /** A number that upvalues have in common if and only if they are the same variable: that of the oldest of them. */
    long identity(long closure, int index) {
        Slot slot = new Slot(closure, index);
        CaptureGroups groups = new CaptureGroups(state, joined);
        if (groups.variable(slot) instanceof Variable.Cell(long address)) {
            return state.identities().of(address);
        }
        int oldest = age(slot);
        for (Slot sharing : groups.sharing(slot)) {
            if (Integer.compareUnsigned(age(sharing), oldest) < 0) {
                oldest = age(sharing);
                slot = sharing;
            }
        }
        return COPIES | state.identities().of(slot.closure) << 8 | slot.index;
    }

    /**
     * Makes an upvalue the variable that another one is. Code that keeps copies does not see what code that has the cell
     * assigns later; only assignments by the debug library reach both.
     */
    void join(long closure, int index, long otherClosure, int otherIndex) {
        Slot slot = new Slot(closure, index);
        Slot other = new Slot(otherClosure, otherIndex);
        if (slot.equals(other)) {
            return;
        }
        boolean cell = isCell(slot.word());
        if (cell && isCell(other.word())) {
            joined.remove(slot);
            Memory.putLong(slot.address(), other.word());
            state.functions().upvaluesChanged();
            state.heap().writeBarrier(closure, other.word());
            return;
        }
        joined.put(slot, new CaptureGroups(state, joined).variable(other));
        long word = cell ? state.functions().newCell(other.value()) : other.value();
        Memory.putLong(slot.address(), word);
        state.functions().upvaluesChanged();
        state.heap().writeBarrier(closure, word);
    }

    private static int age(Slot slot) {
        return Tables.age(Memory.getInt(slot.closure + IDENTITY));
    }

    // ---- registers -------------------------------------------------------------------------------------------------------

    /** A register of an active function has been assigned: closures with copies of the variable follow. */
    void assigned(long base, int register, long old, long value) {
        Frames frames = state.errors().frames();
        LoadedFunction function = frames.function(base);
        CaptureGroups groups = new CaptureGroups(state, joined);
        for (Slot slot : groups.copies(CaptureGroups.local(function, register, frames.pc(base)), old)) {
            write(slot, value);
        }
    }

    /** The variable's register in the frames where it is active, if it holds the value that its copies held. */
    private void writeFrames(Variable.Local local, long old, long value) {
        List<Long> coroutines = new ArrayList<>();
        state.heap().forEach(HeapType.COROUTINE, coroutines::add);
        for (long coroutine : coroutines) {
            state.heap().remember(coroutine);
            Activation activation = Activation.top(state, coroutine);
            for (; activation != null; activation = activation.caller(state)) {
                if (activation.isLua()) {
                    writeFrame(activation.base(), local, old, value);
                }
            }
        }
    }

    private void writeFrame(long base, Variable.Local local, long old, long value) {
        Frames frames = state.errors().frames();
        LoadedFunction function = frames.function(base);
        if (function != local.function()) {
            return;
        }
        int register = CaptureGroups.register(local, frames.pc(base));
        if (register >= 0 && Memory.getLong(base + 8L * register) == old) {
            Memory.putLong(base + 8L * register, value);
        }
    }
}
