package perigee.interp.handler;

import static perigee.interp.Operands.*;
import static perigee.layout.FunctionLayout.CELL_VALUE;

import perigee.heap.Heap;
import perigee.interp.LoadRun;
import perigee.value.Word;

/** Moves, constants, captured variables. */
public final class MoveHandlers {
    private final Heap heap;

    public MoveHandlers(Heap heap) {
        this.heap = heap;
    }

    /** {@code MOVE} */
    public static long move(long t, long pc) {
        store(a(t, pc), registerB(t, pc));
        return LoadRun.from(t, pc);
    }

    /** {@code LOADI} */
    public static long loadInteger(long t, long pc) {
        store(a(t, pc), Word.ofInteger(j(pc)));
        return LoadRun.from(t, pc);
    }

    /** {@code LOADK} */
    public static long loadConstant(long t, long pc) {
        store(a(t, pc), constantJ(t, pc));
        return LoadRun.from(t, pc);
    }

    /** {@code LOADNIL} */
    public static long loadNil(long t, long pc) {
        long first = a(t, pc);
        for (int n = b(pc); n >= 0; n--) {
            store(first + 8L * n, Word.NIL);
        }
        return pc;
    }

    /** {@code LOADTRUE} */
    public static long loadTrue(long t, long pc) {
        store(a(t, pc), Word.TRUE);
        return pc;
    }

    /** {@code LOADFALSE} */
    public static long loadFalse(long t, long pc) {
        store(a(t, pc), Word.FALSE);
        return pc;
    }

    /** {@code NOT} */
    public static long not(long t, long pc) {
        store(a(t, pc), Word.ofBoolean(!Word.isTruthy(registerB(t, pc))));
        return pc;
    }

    /** {@code GETCELL} */
    public static long getCell(long t, long pc) {
        store(a(t, pc), load(registerB(t, pc) + CELL_VALUE));
        return pc;
    }

    /** {@code SETCELL} */
    public long setCell(long t, long pc) {
        long cell = registerA(t, pc);
        long value = registerB(t, pc);
        store(cell + CELL_VALUE, value);
        heap.writeBarrier(cell, value);
        return pc;
    }

    /** {@code GETUPVAL} */
    public static long getUpvalue(long t, long pc) {
        store(a(t, pc), upvalueB(t, pc));
        return LoadRun.from(t, pc);
    }

    /** {@code GETUPCELL} */
    public static long getUpvalueCell(long t, long pc) {
        store(a(t, pc), load(upvalueB(t, pc) + CELL_VALUE));
        return LoadRun.from(t, pc);
    }

    /** {@code SETUPCELL} */
    public long setUpvalueCell(long t, long pc) {
        long cell = upvalueB(t, pc);
        long value = registerA(t, pc);
        store(cell + CELL_VALUE, value);
        heap.writeBarrier(cell, value);
        return pc;
    }
}
