package perigee.stdlib;

import perigee.object.Event;
import perigee.object.Tables;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * Elements of an argument that is a table, or behaves like one through metamethods (manual 6.6). The argument is read
 * again each time, for metamethods may collect and so move it; words a caller has are stale after a call of any of
 * these.
 */
final class ListAccess {
    // What an argument that is no table must have a metamethod for.
    static final int READ = 1;
    static final int WRITE = 2;
    static final int LENGTH = 4;

    private ListAccess() {
    }

    /** Raises "table expected" unless the argument is a table or has the metamethods for all these operations. */
    static void check(Call call, int argument, int operations) {
        if (!ValueType.isTable(call.arg(argument))
                && (lacks(call, argument, operations & READ, Event.INDEX)
                || lacks(call, argument, operations & WRITE, Event.NEWINDEX)
                || lacks(call, argument, operations & LENGTH, Event.LEN))) {
            throw call.typeError(argument, "table");
        }
    }

    private static boolean lacks(Call call, int argument, int operation, Event event) {
        return call.state().metatable(call.arg(argument)) == 0
                || operation != 0 && call.state().metamethod(call.arg(argument), event) == Word.NIL;
    }

    /** The length of the argument, which is checked for some operations and for having a length. */
    static long checkedLength(Call call, int argument, int operations) {
        check(call, argument, operations | LENGTH);
        return length(call, argument);
    }

    /** The length of any argument; raises what {@code #} does. */
    static long length(Call call, int argument) {
        long object = call.arg(argument);
        if (isPlain(object)) {
            return Tables.length(object);
        }
        long length = call.complete(call.state().operators().length(object));
        if (Word.isInteger(length)) {
            return Word.integer(length);
        }
        long integer = call.state().conversions().toInteger(length);
        if (integer == Word.NIL) {
            throw call.error("object length is not an integer");
        }
        return LuaState.toLong(integer);
    }

    /** A table without a metatable: access to it calls nothing. */
    static boolean isPlain(long object) {
        return ValueType.isTable(object) && Tables.metatable(object) == 0;
    }

    static long get(Call call, int argument, long i) {
        long object = call.arg(argument);
        if (ValueType.isTable(object)) {
            long value = call.state().tables().getInteger(object, i);
            if (value != Word.NIL || Tables.metatable(object) == 0) {
                return value;
            }
        }
        return call.index(object, call.state().integer(i));
    }

    static void set(Call call, int argument, long i, long value) {
        long object = call.arg(argument);
        if (isPlain(object)) {
            call.state().tables().setInteger(object, i, value);
        } else {
            call.setIndex(object, call.state().integer(i), value);
        }
    }
}
