package perigee.vm.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import perigee.object.TableIteration;
import perigee.object.Tables;
import perigee.runtime.LuaState;

/** A table. Its operations mean what they mean in Lua, metamethods included, which may raise errors. */
public final class LuaTable extends LuaHandle {
    LuaTable(Machine machine, long word) {
        super(machine, word);
    }

    @Override
    public String type() {
        return "table";
    }

    /**
     * {@code table[key]}.
     *
     * @throws LuaException of a metamethod
     */
    public Object get(Object key) {
        return machine.perform(() -> machine.get(word(), machine.conversion().word(key)));
    }

    /**
     * {@code table[key] = value}.
     *
     * @throws LuaException of a metamethod, or if the key is nil or NaN
     */
    public void set(Object key, Object value) {
        machine.perform(() -> {
            long keyWord = machine.conversion().key(key);
            machine.set(word(), keyWord, machine.conversion().word(value));
            return null;
        });
    }

    /** The same for a function, which may be written as a lambda. */
    public void set(Object key, JavaFunction value) {
        set(key, (Object) value);
    }

    /** {@code #table}. */
    public long length() {
        return (Long) machine.perform(() -> machine.state().metatable(word()) == 0 ? Tables.length(word())
                : machine.runForOne(machine.operations().length, word()));
    }

    /** What the table contains now, in the order of {@code next}. */
    public List<Map.Entry<Object, Object>> entries() {
        return machine.perform(() -> {
            LuaState state = machine.state();
            List<Map.Entry<Object, Object>> entries = new ArrayList<>();
            long table = word();
            // Nothing in this loop collects.
            for (long at = TableIteration.nextFrom(state.tables(), table, 0); at != TableIteration.END;
                    at = TableIteration.nextFrom(state.tables(), table, at + 1)) {
                entries.add(Map.entry(machine.conversion().value(TableIteration.keyAt(state.tables(), table, at)),
                        machine.conversion().value(TableIteration.valueAt(state.tables(), table, at))));
            }
            return entries;
        });
    }
}
