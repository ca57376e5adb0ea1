package perigee.stdlib;

import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.object.Shape;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.Call;
import perigee.runtime.Conversions;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The table library (manual 6.6). Every function respects metamethods; for plain tables, most do their work on the
 * array part at once.
 */
public final class TableLibrary {
    private static final int READ_WRITE = ListAccess.READ | ListAccess.WRITE;
    /** Elements handled between two looks at whether the program shall stop; a power of two. */
    private static final int POLL_INTERVAL = 1 << 16;

    private final LuaState state;
    private final TextBuffers buffers = new TextBuffers();
    private final long countName;
    /** The shape of what {@code pack} makes, once it has made something. */
    private Shape packedShape;

    private TableLibrary(LuaState state) {
        this.state = state;
        countName = state.strings().internOf("n");
        state.heapConnection().addRoots(visitor -> visitor.visit(countName));
    }

    public static void open(LuaState state) {
        TableLibrary functions = new TableLibrary(state);
        new LibraryTable(state, "table")
                .add("concat", Intrinsic.CONCAT, functions::concat)
                .add("insert", Intrinsic.INSERT, functions::insert)
                .add("move", functions::move)
                .add("pack", functions::pack)
                .add("remove", Intrinsic.REMOVE, functions::remove)
                .addCalling("sort", Intrinsic.SORT, TableSort::sort, TableSort.CONTINUATION)
                .add("unpack", Intrinsic.UNPACK, functions::unpack)
                .publish();
    }

    private static void poll(Call call, long i) {
        if ((i & POLL_INTERVAL - 1) == 0) {
            call.pollInterrupt();
        }
    }

    // ---- insert and remove ------------------------------------------------------------------------------------------

    private int insert(Call call) {
        long size = ListAccess.checkedLength(call, 1, READ_WRITE);
        long end = size + 1;
        long position = end;
        if (call.count() == 3) {
            position = call.checkInteger(2);
            if (Long.compareUnsigned(position - 1, end) >= 0) {
                throw call.argumentError(2, "position out of bounds");
            }
            moveUp(call, position, end);
        } else if (call.count() != 2) {
            throw call.error("wrong number of arguments to 'insert'");
        }
        ListAccess.set(call, 1, position, call.arg(call.count()));
        return call.none();
    }

    /** Moves the elements from a position on one up, to an end where there is none yet. */
    private void moveUp(Call call, long position, long end) {
        long table = call.arg(1);
        long i = end;
        if (i > position && ListAccess.isPlain(table) && Tables.elementAddress(table, position, end - position) != 0) {
            i--;
            state.tables().setInteger(table, end, state.tables().getInteger(table, i));
            long address = Tables.elementAddress(table, position, i + 1 - position);
            Memory.copy(address, address + 8, 8 * (i - position));
            state.tables().elementsMoved(table, address, i + 1 - position);
            return;
        }
        for (; i > position; i--) {
            ListAccess.set(call, 1, i, ListAccess.get(call, 1, i - 1));
            poll(call, i);
        }
    }

    private int remove(Call call) {
        long size = ListAccess.checkedLength(call, 1, READ_WRITE);
        long position = call.optInteger(2, size);
        if (position != size && Long.compareUnsigned(position - 1, size) > 0) {
            throw call.argumentError(2, "position out of bounds");
        }
        long table = call.arg(1);
        if (ListAccess.isPlain(table)) {
            long removed = state.tables().getInteger(table, position);
            long address = position < size ? Tables.elementAddress(table, position, size - position + 1) : 0;
            if (address != 0) {
                Memory.copy(address + 8, address, 8 * (size - position));
                state.tables().elementsMoved(table, address, size - position);
                position = size;
            }
            for (; position < size; position++) {
                state.tables().setInteger(table, position, state.tables().getInteger(table, position + 1));
                poll(call, position);
            }
            state.tables().setInteger(table, position, Word.NIL);
            return call.result(removed);
        }
        call.push(ListAccess.get(call, 1, position));
        for (; position < size; position++) {
            ListAccess.set(call, 1, position, ListAccess.get(call, 1, position + 1));
            poll(call, position);
        }
        ListAccess.set(call, 1, position, Word.NIL);
        return call.result(call.popWord());
    }

    // ---- move -------------------------------------------------------------------------------------------------------

    private int move(Call call) {
        long first = call.checkInteger(2);
        long last = call.checkInteger(3);
        long to = call.checkInteger(4);
        int target = call.isNoneOrNil(5) ? 1 : 5;
        ListAccess.check(call, 1, ListAccess.READ);
        ListAccess.check(call, target, ListAccess.WRITE);
        if (last >= first) {
            if (first <= 0 && last >= Long.MAX_VALUE + first) {
                throw call.argumentError(3, "too many elements to move");
            }
            long count = last - first + 1;
            if (to > Long.MAX_VALUE - count + 1) {
                throw call.argumentError(4, "destination wrap around");
            }
            if (!moveAtOnce(call, first, count, to, target)) {
                boolean upwards = to > last || to <= first || target != 1 && !same(call, target);
                moveOneByOne(call, first, count, to, target, upwards);
            }
        }
        return call.result(call.arg(target));
    }

    /** Moves elements that are in the array part, to places that are there or can be appended; false when it cannot. */
    private boolean moveAtOnce(Call call, long first, long count, long to, int target) {
        long source = call.arg(1);
        long destination = call.arg(target);
        if (!ListAccess.isPlain(source) || !ListAccess.isPlain(destination)) {
            return false;
        }
        long from = Tables.elementAddress(source, first, count);
        // The last element of an array part is not nil.
        if (from == 0 || Memory.getLong(from + 8 * (count - 1)) == Word.NIL) {
            return false;
        }
        if (source != destination) {
            if (to >= 1) {
                state.tables().fill(destination, from, to - 1, (int) count);
            }
            return to >= 1;
        }
        long place = Tables.elementAddress(source, to, count);
        if (place != 0) {
            Memory.copy(from, place, 8 * count);
            state.tables().elementsMoved(source, place, count);
        }
        return place != 0;
    }

    private boolean same(Call call, int target) {
        return Word.isTruthy(call.complete(state.operators().equals(call.arg(1), call.arg(target))));
    }

    private void moveOneByOne(Call call, long first, long count, long to, int target, boolean upwards) {
        for (long k = 0; k < count; k++) {
            long i = upwards ? k : count - 1 - k;
            ListAccess.set(call, target, to + i, ListAccess.get(call, 1, first + i));
            poll(call, k);
        }
    }

    // ---- pack and unpack --------------------------------------------------------------------------------------------

    private int pack(Call call) {
        int count = call.count();
        Tables tables = state.tables();
        long table = tables.create(1, count);
        if (count > 0) {
            tables.fill(table, call.base(), 0, count);
        }
        if (packedShape == null) {
            tables.setString(table, countName, Word.ofInteger(count), false);
            packedShape = tables.shape(table);
        } else {
            tables.addField(table, packedShape, Word.ofInteger(count));
        }
        return call.result(table);
    }

    private int unpack(Call call) {
        long first = call.optInteger(2, 1);
        long last = call.isNoneOrNil(3) ? ListAccess.length(call, 1) : call.checkInteger(3);
        if (first > last) {
            return call.none();
        }
        long distance = last - first;
        if (distance < 0 || distance >= Integer.MAX_VALUE || !call.ensureIfPossible(distance + 1)) {
            throw call.error("too many results to unpack");
        }
        int count = (int) distance + 1;
        long table = call.arg(1);
        if (ListAccess.isPlain(table)) {
            long address = Tables.elementAddress(table, first, count);
            if (address != 0) {
                return call.resultsFrom(address, count);
            }
            for (int i = 0; i < count; i++) {
                call.setResult(i, state.tables().getInteger(table, first + i));
            }
            return count;
        }
        for (int i = 0; i < count; i++) {
            call.push(ListAccess.get(call, 1, first + i));
        }
        return call.resultsFrom(state.stack().top() - 8L * count, count);
    }

    // ---- concat -----------------------------------------------------------------------------------------------------

    private int concat(Call call) {
        long size = ListAccess.checkedLength(call, 1, ListAccess.READ);
        call.optString(2);
        long first = call.optInteger(3, 1);
        long last = call.optInteger(4, size);
        if (first > last) {
            return call.result(state.strings().empty());
        }
        if (ListAccess.isPlain(call.arg(1))) {
            long total = totalLength(call, first, last);
            if (total >= 0) {
                return call.result(joined(call, first, last, total));
            }
        }
        ByteBuilder out = buffers.take();
        try {
            for (long i = first;; i++) {
                appendElement(call, out, i);
                if (i == last) {
                    return call.result(state.strings().of(out.array(), 0, out.length()));
                }
                long separator = separator(call);
                TextBuffers.append(out, Strings.bytes(separator), Strings.length(separator));
                poll(call, i);
            }
        } finally {
            buffers.give(out);
        }
    }

    private long separator(Call call) {
        long separator = call.optString(2);
        return separator == 0 ? state.strings().empty() : separator;
    }

    /** Length of the result when all elements of a plain table are strings; -1 when not. */
    private long totalLength(Call call, long first, long last) {
        long table = call.arg(1);
        long separatorLength = Strings.length(separator(call));
        long total = -separatorLength;
        for (long i = first;; i++) {
            long word = state.tables().getInteger(table, i);
            if (!ValueType.isString(word)) {
                return -1;
            }
            total += Strings.length(word) + separatorLength;
            if (i == last) {
                return total;
            }
            poll(call, i);
        }
    }

    private long joined(Call call, long first, long last, long total) {
        if (total > Strings.MAX_LENGTH) {
            throw state.memoryError();
        }
        if (first == last) {
            return state.strings().flat(state.tables().getInteger(call.arg(1), first));
        }
        long result = state.strings().allocate((int) total);
        long table = call.arg(1);
        long separator = separator(call);
        int separatorLength = Strings.length(separator);
        long to = Strings.bytes(result);
        for (long i = first;; i++) {
            long part = state.strings().flat(state.tables().getInteger(table, i));
            int length = Strings.length(part);
            Memory.copy(Strings.bytes(part), to, length);
            to += length;
            if (i == last) {
                return result;
            }
            if (separatorLength > 0) {
                Memory.copy(Strings.bytes(separator), to, separatorLength);
                to += separatorLength;
            }
            poll(call, i);
        }
    }

    private void appendElement(Call call, ByteBuilder out, long i) {
        long word = ListAccess.get(call, 1, i);
        if (ValueType.isString(word)) {
            long string = state.strings().flat(word);
            TextBuffers.append(out, Strings.bytes(string), Strings.length(string));
        } else if (ValueType.isNumber(word)) {
            Conversions.appendNumber(out, word);
        } else {
            throw call.error("invalid value (" + ValueType.of(word).luaName + ") at index " + i
                    + " in table for 'concat'");
        }
    }
}
