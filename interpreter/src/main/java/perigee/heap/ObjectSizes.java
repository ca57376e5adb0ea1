package perigee.heap;

import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.layout.UserdataLayout;
import perigee.memory.Memory;

/** How many bytes an object takes, by what it says of itself: objects in the nursery stand one after the other. */
final class ObjectSizes {
    private ObjectSizes() {
    }

    /** A size as the nursery takes it: whole words. */
    static long rounded(long bytes) {
        return bytes + 7 & -8;
    }

    /** In bytes, whole words. */
    static long of(long object) {
        return switch (Memory.getByte(object + ObjectHeader.TYPE)) {
            case HeapType.STRING ->
                    rounded(StringLayout.BYTES + Integer.toUnsignedLong(Memory.getInt(object + StringLayout.LENGTH)));
            case HeapType.ROPE -> StringLayout.ROPE_SIZE;
            case HeapType.TABLE ->
                    TableLayout.INLINE_SLOTS + 8L * Memory.getUnsignedByte(object + ObjectHeader.DETAIL);
            case HeapType.CLOSURE ->
                    FunctionLayout.UPVALUES + 8L * Memory.getInt(object + FunctionLayout.UPVALUE_COUNT);
            case HeapType.NATIVE ->
                    FunctionLayout.NATIVE_UPVALUES + 8L * Memory.getInt(object + FunctionLayout.NATIVE_UPVALUE_COUNT);
            case HeapType.USERDATA -> UserdataLayout.SIZE;
            case HeapType.COROUTINE -> StackLayout.COROUTINE_SIZE;
            case HeapType.BOX -> FunctionLayout.BOX_SIZE;
            case HeapType.CELL -> FunctionLayout.CELL_SIZE;
            case HeapType.ARRAY -> TableLayout.ELEMENTS + 8 * Memory.getLong(object + TableLayout.ARRAY_CAPACITY);
            case HeapType.SLOTS -> TableLayout.FIRST_SLOT + 8 * Memory.getLong(object + TableLayout.SLOTS_CAPACITY);
            case HeapType.HASH -> TableLayout.ENTRIES
                    + (long) TableLayout.ENTRY_BYTES * Memory.getInt(object + TableLayout.HASH_CAPACITY);
            case HeapType.CODE -> Memory.getLong(object + FunctionLayout.CONSTANTS) - object
                    + 8L * Memory.getInt(object + FunctionLayout.CONSTANT_COUNT);
            default -> throw new IllegalStateException("no object at " + Long.toHexString(object) + ": type "
                    + Memory.getByte(object + ObjectHeader.TYPE));
        };
    }
}
