package perigee.deopt;

import java.util.List;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.memory.Memory;
import perigee.object.Shape;
import perigee.runtime.Functions;
import perigee.runtime.LuaState;
import perigee.value.Word;

/**
 * Makes the virtual objects of a frame state: first all of them, then what is in them, since they may refer to each other in
 * any order. New objects need no barrier.
 */
final class ObjectBuilder {
    private final LuaState state;

    ObjectBuilder(LuaState state) {
        this.state = state;
    }

    /** The objects' addresses, by number. */
    long[] build(List<VirtualObject> objects, long[] values) {
        long[] addresses = new long[objects.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = allocate(objects.get(i), values);
        }
        for (int i = 0; i < addresses.length; i++) {
            fill(addresses[i], objects.get(i), values, addresses);
        }
        return addresses;
    }

    /** What a reference means. */
    static long word(int ref, long[] values, long[] objects) {
        return ref == Ref.DEAD ? Word.NIL : Ref.isObject(ref) ? objects[Ref.objectNumber(ref)] : values[ref];
    }

    private long allocate(VirtualObject object, long[] values) {
        return switch (object) {
            case VirtualObject.Table table -> newTable(table, values);
            case VirtualObject.Closure closure -> newClosure(closure);
            case VirtualObject.Cell cell -> state.functions().newCell(Word.NIL);
        };
    }

    private long newTable(VirtualObject.Table virtual, long[] values) {
        Shape shape = state.shapes().byId((int) Word.integer(values[virtual.shape()]));
        long table = state.tables().create(shape);
        int outside = virtual.slots().length - shape.inlineSlots;
        if (outside > 0) {
            long slots = newBlock(HeapType.SLOTS, TableLayout.FIRST_SLOT, outside);
            Memory.putLong(slots + TableLayout.SLOTS_CAPACITY, outside);
            Memory.putLong(table + TableLayout.SLOTS, slots);
        }
        if (virtual.elements().length > 0) {
            long array = newBlock(HeapType.ARRAY, TableLayout.ELEMENTS, virtual.elements().length);
            Memory.putLong(array + TableLayout.ARRAY_CAPACITY, virtual.elements().length);
            Memory.putLong(table + TableLayout.ARRAY, array);
        }
        return table;
    }

    private long newBlock(int type, int first, int words) {
        return state.heap().allocate(type, type, first + 8L * words);
    }

    private long newClosure(VirtualObject.Closure virtual) {
        int count = virtual.upvalues().length;
        long closure = state.heap().allocate(HeapType.CLOSURE, HeapType.CLOSURE, FunctionLayout.UPVALUES + 8L * count);
        Memory.putLong(closure + FunctionLayout.CODE, virtual.code());
        Memory.putLong(closure + FunctionLayout.ENTRY, Functions.instruction(virtual.code(), 0));
        Memory.putInt(closure + FunctionLayout.IDENTITY, state.tables().nextIdentity());
        Memory.putInt(closure + FunctionLayout.UPVALUE_COUNT, count);
        return closure;
    }

    private void fill(long address, VirtualObject object, long[] values, long[] objects) {
        switch (object) {
            case VirtualObject.Table table -> fillTable(address, table, values, objects);
            case VirtualObject.Closure closure -> {
                for (int i = 0; i < closure.upvalues().length; i++) {
                    put(address + FunctionLayout.UPVALUES + 8L * i, closure.upvalues()[i], values, objects);
                }
            }
            case VirtualObject.Cell cell -> put(address + FunctionLayout.CELL_VALUE, cell.value(), values, objects);
        }
    }

    private void fillTable(long table, VirtualObject.Table virtual, long[] values, long[] objects) {
        assert Memory.getUnsignedByte(table + ObjectHeader.DETAIL) == state.tables().shape(table).inlineSlots;
        for (int slot = 0; slot < virtual.slots().length; slot++) {
            put(perigee.object.Tables.slotAddress(table, slot), virtual.slots()[slot], values, objects);
        }
        long array = Memory.getLong(table + TableLayout.ARRAY);
        for (int i = 0; i < virtual.elements().length; i++) {
            put(array + TableLayout.ELEMENTS + 8L * i, virtual.elements()[i], values, objects);
        }
        Memory.putInt(table + TableLayout.ARRAY_SIZE, (int) Word.integer(values[virtual.size()]));
        if (virtual.metatable() != Ref.DEAD) {
            put(table + TableLayout.METATABLE, virtual.metatable(), values, objects);
        }
    }

    private static void put(long address, int ref, long[] values, long[] objects) {
        Memory.putLong(address, word(ref, values, objects));
    }
}
