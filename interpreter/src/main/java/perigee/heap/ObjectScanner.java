package perigee.heap;

import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.layout.UserdataLayout;
import perigee.memory.Memory;

/**
 * Where the references in an object are, once for all who follow them: as ranges of words, each a value word, the
 * address of an object, or 0.
 */
abstract class ObjectScanner {
    /** Handles the words of a range of addresses. */
    abstract void range(long from, long to);

    /** Hands over the ranges of an object. Of a coroutine, the stack is one of them. */
    final void scan(long object) {
        switch (Memory.getByte(object + ObjectHeader.TYPE)) {
            case HeapType.STRING, HeapType.BOX -> {
            }
            case HeapType.ROPE -> range(object + StringLayout.LEFT, object + StringLayout.ROPE_SIZE);
            case HeapType.TABLE -> scanTable(object);
            case HeapType.CLOSURE -> {
                range(object + FunctionLayout.CODE, object + FunctionLayout.CODE + 8);
                range(object + FunctionLayout.UPVALUES, object
                        + FunctionLayout.UPVALUES + 8L * Memory.getInt(object + FunctionLayout.UPVALUE_COUNT));
            }
            case HeapType.NATIVE -> range(object + FunctionLayout.NATIVE_UPVALUES, object
                    + FunctionLayout.NATIVE_UPVALUES + 8L * Memory.getInt(object + FunctionLayout.NATIVE_UPVALUE_COUNT));
            case HeapType.USERDATA -> {
                range(object + UserdataLayout.METATABLE, object + UserdataLayout.METATABLE + 8);
                range(object + UserdataLayout.USER_VALUE, object + UserdataLayout.USER_VALUE + 8);
            }
            case HeapType.COROUTINE -> {
                range(object + StackLayout.RESUMER, object + StackLayout.TO_CLOSE + 8);
                range(object + StackLayout.HOOK, object + StackLayout.ERROR + 8);
                scanStack(object);
            }
            case HeapType.CELL -> range(object + FunctionLayout.CELL_VALUE, object + FunctionLayout.CELL_SIZE);
            case HeapType.ARRAY, HeapType.HASH, HeapType.SLOTS -> range(firstWord(object), endOfWords(object));
            case HeapType.CODE -> {
                long constants = Memory.getLong(object + FunctionLayout.CONSTANTS);
                range(constants, constants + 8L * Memory.getInt(object + FunctionLayout.CONSTANT_COUNT));
            }
            default -> throw new IllegalStateException("an object of type "
                    + Memory.getByte(object + ObjectHeader.TYPE) + " is reachable");
        }
    }

    /** The parts and slots of a table. */
    final void scanTable(long table) {
        range(table + TableLayout.METATABLE, table + TableLayout.ARRAY + 8);
        // The out-of-object parts and the slots in the object stand side by side.
        range(table + TableLayout.SLOTS, table
                + TableLayout.INLINE_SLOTS + 8L * Memory.getUnsignedByte(table + ObjectHeader.DETAIL));
    }

    /**
     * The values of a coroutine's stack, up to the saved top. What stands beyond is left from calls that are over; it is
     * cleared, for frames to come will stand there, and registers that they have not yet written count as values.
     */
    final void scanStack(long coroutine) {
        long region = Memory.getLong(coroutine + StackLayout.REGION);
        if (region != 0) {
            long end = Memory.getLong(coroutine + StackLayout.SAVED_TOP);
            range(region, end);
            Memory.clearWords(end, Memory.getLong(coroutine + StackLayout.LIMIT) + 8L * StackLayout.SLACK_WORDS);
        }
    }

    /** First word of an ARRAY, HASH or SLOTS block. */
    static long firstWord(long block) {
        return block + switch (Memory.getByte(block + ObjectHeader.TYPE)) {
            case HeapType.ARRAY -> TableLayout.ELEMENTS;
            case HeapType.HASH -> TableLayout.ENTRIES;
            default -> TableLayout.FIRST_SLOT;
        };
    }

    /** The end of the words of an ARRAY, HASH or SLOTS block. */
    static long endOfWords(long block) {
        return block + ObjectSizes.of(block);
    }
}
