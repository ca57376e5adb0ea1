package perigee.stdlib;

import perigee.object.Tables;
import perigee.runtime.Continuation;
import perigee.runtime.Functions;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.runtime.NativeFunction;
import perigee.value.Word;

/**
 * The table of one library while it is filled: {@code new LibraryTable(state, "math").add("floor", MathLibrary::floor)}
 * and so on, then {@link #publish}. Library tables have a cell for each field, so that caches and compiled code can rely
 * on their functions.
 */
final class LibraryTable {
    private final LuaState state;
    private final String name;
    private final long table;

    /** A new library; the globals' table itself for the name "_G". */
    LibraryTable(LuaState state, String name) {
        this.state = state;
        this.name = name;
        if (name.equals("_G")) {
            table = state.globals();
        } else {
            table = state.tables().create(0, 0);
            state.tables().becomeModule(table);
        }
    }

    long table() {
        return table;
    }

    /** Adds a function; messages call it by its qualified name. */
    LibraryTable add(String field, NativeFunction function) {
        return add(field, Intrinsic.NONE, function);
    }

    /** Adds a function that the tiers know, with its upvalues. */
    LibraryTable add(String field, Intrinsic intrinsic, NativeFunction function, long... upvalues) {
        String qualified = name.equals("_G") ? field : name + "." + field;
        // The reference's library functions have no upvalues.
        long value = state.functions().nativeValue(state.functions().register(qualified, function, 0), upvalues);
        state.functions().markIntrinsic(value, intrinsic);
        return set(field, value);
    }

    /** Adds a function that goes on in another frame, and then with this continuation, the only one that it has. */
    LibraryTable addCalling(String field, Intrinsic intrinsic, NativeFunction function, Continuation continuation) {
        add(field, intrinsic, function);
        state.functions().setOwnContinuation(Functions.idOf(get(field)), continuation);
        return this;
    }

    LibraryTable set(String field, long word) {
        state.tables().setString(table, state.strings().internOf(field), word, false);
        return this;
    }

    /** A field set before. */
    long get(String field) {
        return state.tables().getString(table, state.strings().internOf(field));
    }

    LibraryTable set(String field, String text) {
        return set(field, state.strings().of(text));
    }

    /** Makes the library a global variable and an entry of {@code package.loaded}. */
    void publish() {
        long key = state.strings().internOf(name);
        state.tables().setString(state.globals(), key, table, false);
        state.tables().setString(loaded(state), key, table, false);
    }

    /** The table that is {@code package.loaded}; made when first asked for. */
    static long loaded(LuaState state) {
        Tables tables = state.tables();
        long key = state.strings().internOf("_LOADED");
        long loaded = tables.getString(state.registry(), key);
        if (loaded == Word.NIL) {
            loaded = tables.create(0, 0);
            tables.setString(state.registry(), key, loaded, false);
        }
        return loaded;
    }
}
