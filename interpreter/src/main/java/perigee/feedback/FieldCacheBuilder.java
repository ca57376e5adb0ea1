package perigee.feedback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.object.Behaviour;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.object.Validity;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** Finds out, once, what a field access on a receiver amounts to, as an entry for caches. */
public final class FieldCacheBuilder {
    /** Longest chain of {@code __index} tables that is cached. */
    private static final int MAX_CHAIN = 8;

    private final LuaState state;
    private final Tables tables;
    /** What rests on several things: many receivers have their methods along the same chain. */
    private final Map<List<Validity>, Validity> combined = new HashMap<>();

    public FieldCacheBuilder(LuaState state) {
        this.state = state;
        this.tables = state.tables();
    }

    /**
     * An entry for reading a field.
     *
     * @param receiver a heap object
     * @param key      an interned string
     * @return null when the access cannot be cached
     */
    public FieldCache.Entry forGet(long receiver, long key) {
        return ValueType.isTable(receiver) ? forTable(receiver, key, MAX_CHAIN, List.of()) : forString(receiver, key);
    }

    /**
     * An entry for reading a field of a table.
     *
     * @param chain  so many tables may be asked in its place
     * @param others what the entry rests on in any case
     */
    private FieldCache.Entry forTable(long receiver, long key, int chain, List<Validity> others) {
        Shape shape = tables.refreshedShape(receiver);
        if (shape.kind == Shape.Kind.DICTIONARY) {
            return null;
        }
        boolean noIndex = shape.behaviour.lacks(Event.INDEX);
        List<Validity> rests = new ArrayList<>(others);
        int slot = shape.find(key);
        if (slot >= 0) {
            if (shape.hasCells()) {
                return forCell(shape.id, Memory.getLong(Tables.slotAddress(receiver, slot)), allOf(rests));
            }
            int location = shape.location(slot) | (noIndex ? FieldFeedback.FINAL_NIL : 0);
            if (noIndex || FieldFeedback.load(receiver, location) != Word.NIL) {
                return new FieldCache.Entry(shape.id, location, 0, allOf(rests));
            }
            if (shape.behaviour.isPrecise() && !leadsToOneOfMany(receiver, key)) {
                return nilUnlessInherited(shape, location, key, rests);
            }
            return isToldByPlace(receiver) ? delegating(receiver, location, key, chain, rests) : null;
        }
        if (shape.hasCells()) {
            rests.add(shape.absence());
        }
        if (noIndex) {
            return new FieldCache.Entry(shape.id, FieldFeedback.FINAL_NIL, 0, allOf(rests));
        }
        if (!shape.behaviour.isPrecise() || leadsToOneOfMany(receiver, key)) {
            return isToldByPlace(receiver) ? delegating(receiver, 0, key, chain, rests) : null;
        }
        return absent(shape, key, rests);
    }

    /** Whether a table has {@code __index} in a place that its shape tells, if need be from now on. */
    private boolean isToldByPlace(long table) {
        Behaviour behaviour = tables.shape(table).behaviour;
        return (behaviour.isByPlace() || behaviour.isPrecise() && tables.tellByPlace(table))
                && tables.shape(table).behaviour.has(Event.INDEX);
    }

    /**
     * An entry of a table that has not got the field, or nil there, and whose shape says the place only of what is asked then.
     *
     * @param location of the own field, or 0
     */
    private FieldCache.Entry delegating(long receiver, int location, long key, int chain, List<Validity> rests) {
        Shape shape = tables.shape(receiver);
        int place = shape.behaviour.place(Event.INDEX);
        long index = FieldFeedback.load(Tables.metatable(receiver), place);
        if (ValueType.isClosure(index)) {
            return new FieldCache.Entry(shape.id, location == 0 ? FieldFeedback.FUNCTION : location, 0, allOf(rests),
                    byFunction(place, index));
        }
        if (chain == 0 || !ValueType.isTable(index)) {
            return null;
        }
        List<Validity> all = new ArrayList<>(rests);
        Behaviour behaviour = tables.refreshedShape(index).behaviour;
        if (behaviour != state.shapes().none()) {
            all.add(behaviour.validity());
        }
        FieldCache.Entry holder = forTable(index, key, chain - 1, all);
        return holder == null ? null
                : new FieldCache.Entry(shape.id, location, 0, holder.validity(), new FieldCache.Delegate(place, holder, 0));
    }

    /** Whether a table that is asked in the place of another must not become a module, since others rely on it as it is. */
    private boolean leadsToOneOfMany(long table, long key) {
        long holder = table;
        for (int i = 0; i < MAX_CHAIN; i++) {
            Shape shape = tables.refreshedShape(holder);
            if (holder != table && (tables.isOneOfMany(holder) || shape.behaviour.isByPlace())) {
                return true;
            }
            boolean ends = !shape.behaviour.isPrecise() || !shape.behaviour.has(Event.INDEX)
                    || holder != table && shape.find(key) >= 0;
            holder = ends ? 0 : shape.behaviour.metamethod(Event.INDEX);
            if (holder == 0 || !ValueType.isTable(holder)) {
                return false;
            }
        }
        return false;
    }

    /** A field that is always in this cell as long as the table has its shape. */
    private static FieldCache.Entry forCell(int shape, long cell, Validity rests) {
        return Memory.getLong(cell + FunctionLayout.CELL_VALUE) == Word.NIL ? null
                : new FieldCache.Entry(shape, 0, cell, rests);
    }

    /** The own field is nil: that is the result as long as it is nowhere along the chain; or what is there, or a function. */
    private FieldCache.Entry nilUnlessInherited(Shape shape, int location, long key, List<Validity> rests) {
        FieldCache.Entry inherited = absent(shape, key, rests);
        if (inherited == null) {
            return null;
        }
        return inherited.nilIsFinal() ? new FieldCache.Entry(shape.id, location | FieldFeedback.FINAL_NIL, 0, inherited.validity())
                : new FieldCache.Entry(shape.id, location, 0, inherited.validity(),
                        new FieldCache.Delegate(FieldCache.Delegate.HERE, inherited, 0));
    }

    /** A field that is absent, where the shape tells {@code __index}. */
    private FieldCache.Entry absent(Shape shape, long key, List<Validity> rests) {
        long index = shape.behaviour.metamethod(Event.INDEX);
        return ValueType.isClosure(index) ? new FieldCache.Entry(shape.id, FieldFeedback.FUNCTION, 0, allOf(rests))
                : alongChain(shape.id, index, key, rests);
    }

    /** A method of a string: what the metatable of all strings leads to. */
    private FieldCache.Entry forString(long receiver, long key) {
        int type = Memory.getInt(receiver + ObjectHeader.SHAPE);
        long metatable = state.metatable(receiver);
        if (type != HeapType.STRING && type != HeapType.ROPE || metatable == 0) {
            return null;
        }
        Behaviour behaviour = tables.behaviourOf(metatable);
        if (!behaviour.isPrecise() || !behaviour.has(Event.INDEX)) {
            return null;
        }
        List<Validity> rests = new ArrayList<>();
        rests.add(state.stringBehaviour());
        return alongChain(type, behaviour.metamethod(Event.INDEX), key, rests);
    }

    private FieldCache.Entry alongChain(int receiverShape, long holder, long key, List<Validity> rests) {
        for (int i = 0; i < MAX_CHAIN; i++) {
            if (!ValueType.isTable(holder) || tables.isOneOfMany(holder)) {
                return null;
            }
            tables.becomeModule(holder);
            Shape shape = tables.refreshedShape(holder);
            int slot = shape.find(key);
            if (slot >= 0) {
                long cell = Memory.getLong(Tables.slotAddress(holder, slot));
                if (Memory.getLong(cell + FunctionLayout.CELL_VALUE) == Word.NIL) {
                    return null;
                }
                return new FieldCache.Entry(receiverShape, 0, cell, allOf(rests));
            }
            if (!shape.behaviour.isPrecise()) {
                return null;
            }
            rests.add(shape.absence());
            if (shape.behaviour != state.shapes().none()) {
                rests.add(shape.behaviour.validity());
            }
            if (!shape.behaviour.has(Event.INDEX)) {
                return new FieldCache.Entry(receiverShape, FieldFeedback.FINAL_NIL, 0, allOf(rests));
            }
            long index = shape.behaviour.metamethod(Event.INDEX);
            if (ValueType.isClosure(index)) {
                return state.heap().isYoung(holder) ? null
                        : new FieldCache.Entry(receiverShape, FieldFeedback.FUNCTION, holder, allOf(rests));
            }
            holder = index;
        }
        return null;
    }

    private Validity allOf(List<Validity> rests) {
        if (rests.size() < 2) {
            return rests.isEmpty() ? null : rests.getFirst();
        }
        Validity known = combined.get(rests);
        return known != null ? known : combine(rests);
    }

    private Validity combine(List<Validity> rests) {
        Validity all = new Validity();
        for (Validity one : rests) {
            one.whenInvalid(all::invalidate);
        }
        if (all.isValid()) {
            combined.put(rests, all);
            all.whenInvalid(() -> combined.remove(rests));
        }
        return all;
    }

    /**
     * An entry for writing a field; to be made before the write happens.
     *
     * @return null when the access cannot be cached
     */
    public FieldCache.Entry forSet(long receiver, long key) {
        if (!ValueType.isTable(receiver)) {
            return null;
        }
        Shape shape = tables.refreshedShape(receiver);
        if (shape.kind == Shape.Kind.DICTIONARY || !shape.behaviour.isKnown()) {
            return null;
        }
        int slot = shape.find(key);
        if (shape.isMetatable() && Strings.eventOf(key) >= 0) {
            return slot < 0 ? null : unchanged(receiver, shape.id, shape.location(slot));
        }
        boolean noNewIndex = shape.behaviour.lacks(Event.NEWINDEX);
        if (slot >= 0) {
            int location = shape.location(slot) | (noNewIndex ? FieldFeedback.FINAL_NIL : 0);
            boolean isStored = noNewIndex || FieldFeedback.load(receiver, location) != Word.NIL;
            return isStored ? new FieldCache.Entry(shape.id, location, 0, null) : null;
        }
        if (shape.kind != Shape.Kind.RECORD) {
            return null;
        }
        if (!noNewIndex) {
            return byFunction(receiver, shape);
        }
        Shape next = state.shapes().withKey(shape, key, false);
        return next == null ? null
                : new FieldCache.Entry(shape.id, FieldFeedback.ADDED | next.id, 0, null);
    }

    /** A metamethod of a metatable: constructors often assign the one that is there, as in {@code self.__index = self}. */
    private static FieldCache.Entry unchanged(long metatable, int shape, int location) {
        return FieldFeedback.load(metatable, location) == Word.NIL ? null
                : new FieldCache.Entry(shape, location | FieldFeedback.UNCHANGED, 0, null);
    }

    /** A field that is absent, and whose writes a function serves; null if something else does. */
    private FieldCache.Entry byFunction(long receiver, Shape shape) {
        boolean isByPlace = shape.behaviour.isByPlace();
        int place = isByPlace ? shape.behaviour.place(Event.NEWINDEX) : 0;
        long function = isByPlace ? FieldFeedback.load(Tables.metatable(receiver), place)
                : shape.behaviour.metamethod(Event.NEWINDEX);
        if (!ValueType.isClosure(function)) {
            return null;
        }
        return new FieldCache.Entry(shape.id, FieldFeedback.FUNCTION, 0, null, isByPlace ? byFunction(place, function) : null);
    }

    private FieldCache.Delegate byFunction(int place, long closure) {
        return new FieldCache.Delegate(place, null, state.functions().ofClosure(closure).id());
    }
}
