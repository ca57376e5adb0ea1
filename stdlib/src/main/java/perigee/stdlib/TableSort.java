package perigee.stdlib;

import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.Word;

/**
 * {@code table.sort}: quicksort in the reference's order of comparisons, so that every order function sees the same
 * questions and a bad one gets the same message. What needs no order function is left to {@link ArraySort} when it can.
 *
 * <p>Order functions and metamethods may collect, so elements at hand stand in three places on the stack, above the
 * arguments.
 */
final class TableSort {
    // Places on the stack.
    private static final int PIVOT = 0;
    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int PLACES = 3;

    /** Ranges from this size on get a random pivot once partitions have turned out lopsided. */
    private static final int RANDOM_LIMIT = 100;
    /** A partition is lopsided when its larger part is this many times its smaller one. */
    private static final int LOPSIDED = 128;

    private final Call call;
    private final LuaState state;
    private final boolean hasFunction;
    /** Distance of the first place from the base, in bytes. */
    private final long places;

    private TableSort(Call call) {
        this.call = call;
        state = call.state();
        hasFunction = !call.isNoneOrNil(2);
        places = state.stack().top() - call.base();
        for (int i = 0; i < PLACES; i++) {
            call.push(Word.NIL);
        }
    }

    /** The library function. */
    static int sort(Call call) {
        long size = ListAccess.checkedLength(call, 1, ListAccess.READ | ListAccess.WRITE);
        if (size > 1) {
            if (size >= Integer.MAX_VALUE) {
                throw call.argumentError(1, "array too big");
            }
            if (!call.isNoneOrNil(2)) {
                call.checkFunction(2);
            } else if (ListAccess.isPlain(call.arg(1)) && ArraySort.sort(call.state().tables(), call.arg(1), (int) size)) {
                return call.none();
            }
            new TableSort(call).sort(1, (int) size, 0);
        }
        return call.none();
    }

    // ---- elements ---------------------------------------------------------------------------------------------------

    private long at(int place) {
        return Memory.getLong(call.base() + places + 8 * place);
    }

    private void put(int place, long word) {
        Memory.putLong(call.base() + places + 8 * place, word);
    }

    private void load(int place, int index) {
        put(place, ListAccess.get(call, 1, index));
    }

    private void store(int index, int place) {
        ListAccess.set(call, 1, index, at(place));
    }

    private boolean isLess(int a, int b) {
        long first = at(a);
        long second = at(b);
        return Word.isTruthy(hasFunction ? call.callFor(call.arg(2), first, second)
                : call.complete(state.operators().compare(Event.LT, first, second)));
    }

    // ---- quicksort --------------------------------------------------------------------------------------------------

    private void sort(int from, int to, int random) {
        int low = from;
        int high = to;
        int seed = random;
        while (low < high) {
            call.pollInterrupt();
            load(LEFT, low);
            load(RIGHT, high);
            if (isLess(RIGHT, LEFT)) {
                store(low, RIGHT);
                store(high, LEFT);
            }
            if (high - low == 1) {
                return;
            }
            int middle = high - low < RANDOM_LIMIT || seed == 0 ? low + high >>> 1 : randomPivot(low, high, seed);
            orderMiddle(low, middle, high);
            if (high - low == 2) {
                return;
            }
            load(PIVOT, middle);
            load(LEFT, high - 1);
            store(middle, LEFT);
            store(high - 1, PIVOT);
            int pivot = partition(low, high);
            int smaller;
            if (pivot - low < high - pivot) {
                sort(low, pivot - 1, seed);
                smaller = pivot - low;
                low = pivot + 1;
            } else {
                sort(pivot + 1, high, seed);
                smaller = high - pivot;
                high = pivot - 1;
            }
            if ((high - low) / LOPSIDED > smaller) {
                seed = (int) System.nanoTime() | 1;
            }
        }
    }

    /** An index in the second or third quarter. */
    private static int randomPivot(int low, int high, int seed) {
        int quarter = high - low >>> 2;
        return Integer.remainderUnsigned(seed, 2 * quarter) + low + quarter;
    }

    /** Puts the element in the middle between the others, which are in order. */
    private void orderMiddle(int low, int middle, int high) {
        load(LEFT, middle);
        load(RIGHT, low);
        if (isLess(LEFT, RIGHT)) {
            store(middle, RIGHT);
            store(low, LEFT);
            return;
        }
        load(RIGHT, high);
        if (isLess(RIGHT, LEFT)) {
            store(middle, RIGHT);
            store(high, LEFT);
        }
    }

    /**
     * Partitions the elements between both ends, which are in order with the pivot; the pivot stands before the last
     * one.
     *
     * @return the index where the pivot is in the end
     */
    private int partition(int low, int high) {
        int i = low;
        int j = high - 1;
        while (true) {
            load(LEFT, ++i);
            while (isLess(LEFT, PIVOT)) {
                if (i == high - 1) {
                    throw call.error("invalid order function for sorting");
                }
                load(LEFT, ++i);
            }
            load(RIGHT, --j);
            while (isLess(PIVOT, RIGHT)) {
                if (j < i) {
                    throw call.error("invalid order function for sorting");
                }
                load(RIGHT, --j);
            }
            if (j < i) {
                store(high - 1, LEFT);
                store(i, PIVOT);
                return i;
            }
            store(i, RIGHT);
            store(j, LEFT);
        }
    }
}
