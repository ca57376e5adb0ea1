package perigee.stdlib;

import static perigee.layout.SortLayout.*;

import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * {@code table.sort}: quicksort in the reference's order of comparisons, so that every order function sees the same
 * questions and a bad one gets the same message. What needs no order function is left to {@link ArraySort} when it can.
 *
 * <p>A sort is a machine whose states are in its frame ({@link perigee.layout.SortLayout}): it calls the order function
 * without recursion in Java, and machine code does the same on the same frame when the function is compiled. That a
 * coroutine cannot yield meanwhile is as in the reference. Order functions and metamethods may collect, so elements at hand
 * stand in the frame.
 */
final class TableSort implements Continuation {
    static final TableSort CONTINUATION = new TableSort();

    private TableSort() {
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
            long function = call.arg(2);
            call.keepArguments(1);
            makeFrame(call, function, (int) size);
            return run(call, sortRange(call));
        }
        return call.none();
    }

    private static void makeFrame(Call call, long function, int size) {
        Stack stack = call.state().stack();
        call.ensure(END / 8);
        stack.setTop(call.base() + CALLEE);
        put(call, FUNCTION, function);
        for (int place = LOW; place < CALLEE; place += 8) {
            putIndex(call, place, 0);
        }
        putIndex(call, LOW, 1);
        putIndex(call, HIGH, size);
    }

    // ---- the frame -----------------------------------------------------------------------------------------------------

    private static long word(Call call, int place) {
        return Memory.getLong(call.base() + place);
    }

    private static void put(Call call, int place, long word) {
        Memory.putLong(call.base() + place, word);
    }

    private static int index(Call call, int place) {
        return (int) Word.integer(word(call, place));
    }

    private static void putIndex(Call call, int place, int index) {
        put(call, place, Word.ofInteger(index));
    }

    private static void load(Call call, int place, int index) {
        put(call, place, ListAccess.get(call, 1, index));
    }

    private static void store(Call call, int index, int place) {
        ListAccess.set(call, 1, index, word(call, place));
    }

    // ---- running -------------------------------------------------------------------------------------------------------

    /** Goes on from a state until the order function is to be called, or the table is sorted. */
    private static int run(Call call, int from) {
        int state = from;
        while (state != DONE) {
            long first = word(call, first(state));
            long second = word(call, second(state));
            long function = word(call, FUNCTION);
            if (function != Word.NIL) {
                putIndex(call, STATE, state);
                call.pushFunction(function);
                call.push(first);
                call.push(second);
                Stack stack = call.state().stack();
                stack.forbidYields();
                return call.callThen(CONTINUATION, 2,
                        Memory.getLong(stack.threadBlock() + ThreadLayout.SORT_RETURNS + 8 * state));
            }
            state = next(call, state, Word.isTruthy(call.complete(
                    call.state().operators().compare(Event.LT, first, second))));
        }
        return call.none();
    }

    /** What a question asks to be before {@link #second}. */
    private static int first(int question) {
        return question == FROM_ABOVE ? PIVOT : question == ENDS || question == LAST_PIVOT ? RIGHT : LEFT;
    }

    private static int second(int question) {
        return question == FROM_BELOW ? PIVOT : question == PIVOT_FIRST || question == FROM_ABOVE ? RIGHT : LEFT;
    }

    @Override
    public boolean forbidsYields() {
        return true;
    }

    @Override
    public int resume(Call call, long first, int count) {
        Stack stack = call.state().stack();
        boolean answer = count > 0 && Word.isTruthy(Memory.getLong(first));
        stack.allowYields();
        stack.setTop(call.base() + CALLEE);
        call.keepArguments(2);
        return run(call, next(call, index(call, STATE), answer));
    }

    // ---- quicksort: each returns the next state ------------------------------------------------------------------------

    private static int next(Call call, int state, boolean answer) {
        return switch (state) {
            case ENDS -> endsOrdered(call, answer);
            case PIVOT_FIRST -> pivotAfterFirst(call, answer);
            case LAST_PIVOT -> {
                if (answer) {
                    store(call, index(call, UP), RIGHT);
                    store(call, index(call, HIGH), LEFT);
                }
                yield partition(call);
            }
            case FROM_BELOW -> fromBelow(call, answer);
            case FROM_ABOVE -> fromAbove(call, answer);
            case RANGE -> sortRange(call);
            case CHOICE -> choosePivot(call);
            default -> state;
        };
    }

    private static int sortRange(Call call) {
        call.pollInterrupt();
        load(call, LEFT, index(call, LOW));
        load(call, RIGHT, index(call, HIGH));
        return ENDS;
    }

    private static int endsOrdered(Call call, boolean answer) {
        if (answer) {
            store(call, index(call, LOW), RIGHT);
            store(call, index(call, HIGH), LEFT);
        }
        return index(call, HIGH) - index(call, LOW) == 1 ? nextRange(call) : choosePivot(call);
    }

    private static int choosePivot(Call call) {
        int low = index(call, LOW);
        int high = index(call, HIGH);
        boolean atRandom = high - low >= RANDOM_LIMIT && index(call, RANDOM) != 0;
        putIndex(call, UP, atRandom ? randomPivot(low, high) : low + high >>> 1);
        load(call, LEFT, index(call, UP));
        load(call, RIGHT, low);
        return PIVOT_FIRST;
    }

    /** An index in the second or third quarter. */
    private static int randomPivot(int low, int high) {
        int quarter = high - low >>> 2;
        return Integer.remainderUnsigned((int) System.nanoTime(), 2 * quarter) + low + quarter;
    }

    private static int pivotAfterFirst(Call call, boolean answer) {
        if (answer) {
            store(call, index(call, UP), RIGHT);
            store(call, index(call, LOW), LEFT);
            return partition(call);
        }
        load(call, RIGHT, index(call, HIGH));
        return LAST_PIVOT;
    }

    /** Ends and pivot are in order: puts the pivot before the last element, and begins to partition what is between. */
    private static int partition(Call call) {
        int low = index(call, LOW);
        int high = index(call, HIGH);
        if (high - low == 2) {
            return nextRange(call);
        }
        load(call, PIVOT, index(call, UP));
        load(call, LEFT, high - 1);
        store(call, index(call, UP), LEFT);
        store(call, high - 1, PIVOT);
        putIndex(call, UP, low);
        putIndex(call, DOWN, high - 1);
        return goUp(call);
    }

    private static int goUp(Call call) {
        int up = index(call, UP) + 1;
        putIndex(call, UP, up);
        load(call, LEFT, up);
        return FROM_BELOW;
    }

    private static int goDown(Call call) {
        int down = index(call, DOWN) - 1;
        putIndex(call, DOWN, down);
        load(call, RIGHT, down);
        return FROM_ABOVE;
    }

    private static int fromBelow(Call call, boolean answer) {
        if (!answer) {
            return goDown(call);
        }
        if (index(call, UP) == index(call, HIGH) - 1) {
            throw call.error("invalid order function for sorting");
        }
        return goUp(call);
    }

    private static int fromAbove(Call call, boolean answer) {
        int up = index(call, UP);
        int down = index(call, DOWN);
        if (answer) {
            if (down < up) {
                throw call.error("invalid order function for sorting");
            }
            return goDown(call);
        }
        if (down < up) {
            store(call, index(call, HIGH) - 1, LEFT);
            store(call, up, PIVOT);
            return partitioned(call, up);
        }
        store(call, up, RIGHT);
        store(call, down, LEFT);
        return goUp(call);
    }

    /** Goes on with the smaller part; the other one has to wait. */
    private static int partitioned(Call call, int pivot) {
        int low = index(call, LOW);
        int high = index(call, HIGH);
        boolean isFirstSmaller = pivot - low < high - pivot;
        int smaller = isFirstSmaller ? pivot - low : high - pivot;
        int from = isFirstSmaller ? pivot + 1 : low;
        int to = isFirstSmaller ? high : pivot - 1;
        if (to - from >> LOPSIDED_SHIFT > smaller) {
            putIndex(call, RANDOM, 1);
        }
        if (from < to) {
            int pending = index(call, PENDING);
            putIndex(call, RANGES + pending, from);
            putIndex(call, RANGES + pending + 8, to);
            putIndex(call, PENDING, pending + RANGE_BYTES);
        }
        putIndex(call, LOW, isFirstSmaller ? low : pivot + 1);
        putIndex(call, HIGH, isFirstSmaller ? pivot - 1 : high);
        return index(call, LOW) < index(call, HIGH) ? sortRange(call) : nextRange(call);
    }

    private static int nextRange(Call call) {
        int pending = index(call, PENDING) - RANGE_BYTES;
        if (pending < 0) {
            return DONE;
        }
        putIndex(call, PENDING, pending);
        put(call, LOW, word(call, RANGES + pending));
        put(call, HIGH, word(call, RANGES + pending + 8));
        return sortRange(call);
    }
}
