package perigee.interp.handler;

import static perigee.interp.Operands.*;
import static perigee.layout.StackLayout.HEADER_BYTES;

import perigee.heap.Heap;
import perigee.interp.FastTables;
import perigee.interp.FieldAccess;
import perigee.object.Shapes;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** Fields, elements, globals, lengths. */
public final class TableHandlers {
    private final Heap heap;
    private final Shapes shapes;
    private final Strings strings;
    private final Tables tables;
    private final FieldAccess fields;
    private final long globals;

    public TableHandlers(LuaState state, FieldAccess fields) {
        this.fields = fields;
        heap = state.heap();
        shapes = state.shapes();
        strings = state.strings();
        tables = state.tables();
        globals = state.globals();
    }

    /** {@code GETGLOBAL} */
    public long getGlobal(long t, long pc) {
        return next(upvalueB(t, pc) == globals && FastTables.global(a(t, pc), pc), pc);
    }

    /** {@code SETGLOBAL} */
    public long setGlobal(long t, long pc) {
        return next(upvalueB(t, pc) == globals && FastTables.setGlobal(heap, pc, registerA(t, pc)), pc);
    }

    /** {@code GETFIELD} */
    public long getField(long t, long pc) {
        return next(FastTables.field(fields, a(t, pc), pc, registerB(t, pc)), pc);
    }

    /** {@code SELF} */
    public long self(long t, long pc) {
        long object = registerB(t, pc);
        if (!FastTables.field(fields, a(t, pc), pc, object)) {
            return -pc;
        }
        store(a(t, pc) + HEADER_BYTES, object);
        return pc;
    }

    /** {@code SETFIELD} */
    public long setField(long t, long pc) {
        return next(FastTables.setField(fields, shapes, heap, pc, registerA(t, pc), registerC(t, pc)), pc);
    }

    /** {@code GETINDEX} */
    public long getIndex(long t, long pc) {
        long object = registerB(t, pc);
        long key = registerC(t, pc);
        return next(Word.isInteger(key)
                ? FastTables.element(a(t, pc), pc, object, Word.integer(key))
                : FastTables.stringKey(strings, tables, a(t, pc), pc, object, key), pc);
    }

    /** {@code GETI} */
    public static long getInteger(long t, long pc) {
        return next(FastTables.element(a(t, pc), pc, registerB(t, pc), c(pc)), pc);
    }

    /** {@code SETINDEX} */
    public long setIndex(long t, long pc) {
        long object = registerA(t, pc);
        long key = registerB(t, pc);
        long value = registerC(t, pc);
        return next(Word.isInteger(key)
                ? FastTables.setElement(heap, pc, object, Word.integer(key), value)
                : FastTables.setStringKey(strings, tables, pc, object, key, value), pc);
    }

    /** {@code SETI} */
    public long setInteger(long t, long pc) {
        return next(FastTables.setElement(heap, pc, registerA(t, pc), b(pc), registerC(t, pc)), pc);
    }

    /** {@code LEN} */
    public static long length(long t, long pc) {
        return next(FastTables.length(a(t, pc), pc, registerB(t, pc)), pc);
    }
}
