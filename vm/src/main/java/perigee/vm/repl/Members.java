package perigee.vm.repl;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.object.TableIteration;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The fields of a value, its own and those along {@code __index} tables. Everything is read raw, so no Lua code runs and
 * nothing is collected meanwhile. An {@code __index} that is a function is where the search ends.
 */
final class Members {
    /** Of huge tables only so many entries are looked at. */
    private static final int MOST = 100_000;

    private final LuaState state;

    Members(LuaState state) {
        this.state = state;
    }

    /** Shows all string keys with their values, the nearest first. */
    void forEach(long value, BiConsumer<String, Long> action) {
        Set<Long> seen = new HashSet<>();
        for (long holder = firstHolder(value); isNew(holder, seen); holder = index(holder)) {
            long position = TableIteration.nextFrom(state.tables(), holder, 0);
            for (int i = 0; i < MOST && position != TableIteration.END; i++) {
                long key = TableIteration.keyAt(state.tables(), holder, position);
                if (ValueType.isString(key)) {
                    action.accept(text(key), TableIteration.valueAt(state.tables(), holder, position));
                }
                position = TableIteration.nextFrom(state.tables(), holder, position + 1);
            }
        }
    }

    /** The value of a field; nil when there is none. */
    long get(long value, String name) {
        long key = state.strings().of(name.getBytes(StandardCharsets.UTF_8));
        Set<Long> seen = new HashSet<>();
        for (long holder = firstHolder(value); isNew(holder, seen); holder = index(holder)) {
            long found = state.tables().get(holder, key);
            if (found != Word.NIL) {
                return found;
            }
        }
        return Word.NIL;
    }

    private long firstHolder(long value) {
        return ValueType.isTable(value) ? value : index(value);
    }

    private static boolean isNew(long holder, Set<Long> seen) {
        return ValueType.isTable(holder) && seen.add(holder);
    }

    private long index(long value) {
        return state.metamethod(value, Event.INDEX);
    }

    private String text(long string) {
        return new String(Strings.toBytes(state.strings().flat(string)), StandardCharsets.UTF_8);
    }
}
