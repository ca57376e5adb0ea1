package perigee.vm.tier;

import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.stub.LookupCache;
import perigee.value.ValueType;

/** What compiled code learns about the fields that tables themselves have, metamethods left aside. */
final class RawFields {
    private final LuaState state;
    private final LookupCache lookups;

    RawFields(LuaState state, LookupCache lookups) {
        this.state = state;
        this.lookups = lookups;
    }

    /** A value is about to be accessed like this; if it is a table, and the key a string that is interned, that is learnt. */
    void learn(long table, long keyWord, boolean isStore) {
        long key = ValueType.isFlatString(keyWord) ? state.strings().knownInterned(keyWord) : 0;
        if (key == 0 || !ValueType.isTable(table)) {
            return;
        }
        Shape shape = state.tables().shape(table);
        switch (shape.kind) {
            case RECORD -> learn(shape, key, isStore);
            case CELLS -> {
                if (!isStore) {
                    add(shape, shape.find(key), key);
                }
            }
            case DICTIONARY -> { }
        }
    }

    private void learn(Shape shape, long key, boolean isStore) {
        int slot = shape.find(key);
        if (!isStore) {
            add(shape, slot, key);
        } else if (Strings.eventOf(key) < 0) {
            Shape after = slot < 0 ? state.shapes().withKey(shape, key, true) : null;
            if (slot >= 0 || after != null) {
                int location = slot < 0 ? 0 : shape.location(slot);
                lookups.addRaw(new FieldCache.Entry(shape.id, location | FieldFeedback.FINAL_NIL, 0, null), key, true, after,
                        state.heap().isYoung(key));
            }
        }
    }

    private void add(Shape shape, int slot, long key) {
        int location = slot < 0 ? 0 : shape.location(slot);
        lookups.addRaw(new FieldCache.Entry(shape.id, location | FieldFeedback.FINAL_NIL, 0,
                slot < 0 && shape.hasCells() ? shape.absence() : null), key, false, null, state.heap().isYoung(key));
    }

    /** What a table's metatable has for an event. */
    void learnMetamethod(long table, Event event) {
        if (ValueType.isTable(table)) {
            learn(Tables.metatable(table), state.strings().eventName(event.ordinal()), false);
        }
    }

    /** An access of a field of a table whose shape tells nothing: all that compiled code looks at by itself. */
    void learnAccess(long table, long key, boolean isStore) {
        learn(table, key, false);
        learnMetamethod(table, isStore ? Event.NEWINDEX : Event.INDEX);
        if (isStore) {
            learn(table, key, true);
        }
    }
}
