package perigee.vm.tier;

import java.util.function.BiConsumer;
import perigee.asm.MachineCode;
import perigee.baseline.FieldStub;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldCacheBuilder;
import perigee.feedback.FieldFeedback;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.object.Strings;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.stub.LookupCache;
import perigee.value.ValueType;
import perigee.value.Word;

/** One miss of an inline cache, or of the cache that all share: finds out what the access amounts to, and what to learn. */
final class FieldMiss {
    private final LuaState state;
    private final FieldCacheBuilder builder;
    private final LookupCache lookups;
    private final RawFields raw;
    private final boolean isStore;
    private final long object;
    private final long key;

    FieldMiss(LuaState state, FieldCacheBuilder builder, LookupCache lookups, RawFields raw, boolean isStore, long object,
            long key) {
        this.raw = raw;
        this.state = state;
        this.builder = builder;
        this.lookups = lookups;
        this.isStore = isStore;
        this.object = object;
        this.key = interned(key);
    }

    /**
     * The miss of an instruction.
     *
     * @param base        of the frame
     * @param instruction that is about to be executed: an access by a constant key, or by a computed one
     */
    static FieldMiss of(LuaState state, FieldCacheBuilder builder, LookupCache lookups, RawFields raw, long base,
            long instruction) {
        Opcode op = Instruction.op(instruction);
        boolean isStore = op == Opcode.SETFIELD || op == Opcode.SETINDEX || op == Opcode.SETI;
        long object = Memory.getLong(base + 8L * (isStore ? Instruction.a(instruction) : Instruction.b(instruction)));
        int key = isStore ? Instruction.b(instruction) : Instruction.c(instruction);
        long code = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        return new FieldMiss(state, builder, lookups, raw, isStore, object, switch (op) {
            case GETINDEX, SETINDEX -> Memory.getLong(base + 8L * key);
            case GETI, SETI -> Word.ofInteger(key);
            default -> Memory.getLong(Memory.getLong(code + FunctionLayout.CONSTANTS) + 8L * key);
        });
    }

    /** The interned string that a computed key is equal to, if that is known; else the key. */
    private long interned(long key) {
        long known = ValueType.isFlatString(key) ? state.strings().knownInterned(key) : 0;
        return known == 0 ? key : known;
    }

    /** Learns for all accesses by computed keys. */
    void learn() {
        if (ValueType.isTable(object) && ValueType.isFlatString(key) && Strings.isInterned(key)
                && !isDictionary()) {
            remember(entry());
        }
    }

    /** Learns for all accesses by constant keys that have no cache of their own. */
    void learnField() {
        if (Word.isObject(object) && !state.heap().isYoung(key)) {
            remember(entry());
        }
    }

    /** Null if the access cannot be cached, or is a function's now: that is known in another way. */
    private FieldCache.Entry entry() {
        FieldCache.Entry entry = found();
        boolean isFunctions = entry != null && entry.isFunction()
                && (!entry.hasOwn() || FieldFeedback.load(object, entry.location()) == Word.NIL);
        return isFunctions ? null : entry;
    }

    private FieldCache.Entry found() {
        return isStore ? builder.forSet(object, key) : builder.forGet(object, key);
    }

    /** @param attach takes the code of a stub and the state of the site with it */
    void serve(InlineCache site, BiConsumer<MachineCode, InlineCache.State> attach) {
        if (!Word.isObject(object) || state.heap().isYoung(key)) {
            return;
        }
        FieldCache.Entry entry = entry();
        if (entry == null && rememberFunction()) {
            return;
        }
        if (site.state() == InlineCache.State.MEGAMORPHIC) {
            remember(entry);
        } else if (entry != null && !site.isFull()) {
            attach.accept(FieldStub.of(entry, isStore, state.shapes()::byId), InlineCache.State.OPEN);
        } else if (site.isFull() || !isStore && isDictionary()) {
            attach.accept(isStore ? FieldStub.megamorphicStore(key) : FieldStub.megamorphic(key),
                    InlineCache.State.MEGAMORPHIC);
            remember(entry);
        }
    }

    private boolean isDictionary() {
        return ValueType.isTable(object) && state.tables().shape(object).kind == Shape.Kind.DICTIONARY;
    }

    /**
     * A field that is absent, and that a function serves in place of a table, or that the shape tells nothing about; false when
     * the case is another one.
     */
    private boolean rememberFunction() {
        if (!ValueType.isTable(object)) {
            return false;
        }
        Shape shape = state.tables().refreshedShape(object);
        if (!shape.behaviour.isPrecise() && shape.kind != Shape.Kind.DICTIONARY) {
            raw.learnAccess(object, key, isStore);
            if (!isStore) {
                rememberInherited(object, state.heap().isYoung(key));
            }
            return true;
        }
        FieldCache.Entry entry = found();
        if (entry == null || !entry.isFunction()) {
            return false;
        }
        if (entry.delegate() != null) {
            raw.learnAccess(object, key, isStore);
            return true;
        }
        long asked = entry.cell() == 0 ? object : entry.cell();
        long function = state.tables().shape(asked).behaviour.metamethod(isStore ? Event.NEWINDEX : Event.INDEX);
        lookups.addFunction(entry, key, isStore, function, state.heap().isYoung(key) || state.heap().isYoung(function));
        return true;
    }

    /** Likewise of what is asked in the place of a table, if that is another one. */
    private void rememberInherited(long table, boolean isYoung) {
        long holder = state.tables().metamethod(table, Event.INDEX);
        FieldCache.Entry entry = ValueType.isTable(holder) ? builder.forGet(holder, key) : null;
        if (entry != null) {
            rememberDelegates(holder, entry, isYoung);
        }
    }

    /** What leads from table to table until the field is found: each is asked by itself, and then its metatable. */
    private void rememberDelegates(long table, FieldCache.Entry entry, boolean isYoung) {
        FieldCache.Delegate delegate = entry.delegate();
        if (delegate != null && delegate.isHere()) {
            raw.learnAccess(table, key, false);
            rememberInherited(table, isYoung);
        } else if (delegate != null) {
            raw.learnAccess(table, key, false);
            if (delegate.holder() != null && FieldFeedback.offset(entry.location()) == 0
                    && (delegate.place() & FieldFeedback.CELL) == 0) {
                lookups.addDelegating(entry, key, isYoung);
            }
            if (delegate.holder() != null) {
                rememberDelegates(state.tables().metamethod(table, Event.INDEX), delegate.holder(), isYoung);
            }
        } else if (!entry.isFunction()) {
            lookups.add(entry, key, isYoung);
        }
    }

    private void remember(FieldCache.Entry entry) {
        boolean isYoung = state.heap().isYoung(key);
        if (entry == null && rememberFunction()) {
            return;
        }
        if (entry != null && entry.delegate() != null) {
            rememberDelegates(object, entry, isYoung);
        } else if (entry != null && isStore) {
            int location = entry.location();
            if ((location & (FieldFeedback.FINAL_NIL | FieldFeedback.ADDED)) == 0) {
                raw.learnAccess(object, key, true);
            }
            lookups.addStore(entry, key, (location & FieldFeedback.ADDED) == 0 ? null
                    : state.shapes().byId(FieldFeedback.shapeAfter(location)), isYoung);
        } else if (entry != null) {
            lookups.add(entry, key, isYoung);
        } else if (!isStore && !isYoung && isDictionary()) {
            Shape shape = state.tables().refreshedShape(object);
            lookups.addDictionary(shape.id, key, shape.behaviour.isPrecise() && !shape.behaviour.has(Event.INDEX));
        }
    }
}
