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
    private final boolean isStore;
    private final long object;
    private final long key;

    /**
     * @param base        of the frame
     * @param instruction that is about to be executed: an access by a constant key, or by a computed one
     */
    FieldMiss(LuaState state, FieldCacheBuilder builder, LookupCache lookups, long base, long instruction) {
        this.state = state;
        this.builder = builder;
        this.lookups = lookups;
        Opcode op = Instruction.op(instruction);
        isStore = op == Opcode.SETFIELD || op == Opcode.SETINDEX || op == Opcode.SETI;
        object = Memory.getLong(base + 8L * (isStore ? Instruction.a(instruction) : Instruction.b(instruction)));
        int key = isStore ? Instruction.b(instruction) : Instruction.c(instruction);
        long code = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        this.key = switch (op) {
            case GETINDEX, SETINDEX -> Memory.getLong(base + 8L * key);
            case GETI, SETI -> Word.ofInteger(key);
            default -> Memory.getLong(Memory.getLong(code + FunctionLayout.CONSTANTS) + 8L * key);
        };
    }

    /** Learns for all accesses by computed keys. */
    void learn() {
        if (ValueType.isTable(object) && ValueType.isFlatString(key) && Strings.isInterned(key)
                && !state.heap().isYoung(key) && !isDictionary()) {
            remember(entry());
        }
    }

    private FieldCache.Entry entry() {
        return isStore ? builder.forSet(object, key) : builder.forGet(object, key);
    }

    /** @param attach takes the code of a stub and the state of the site with it */
    void serve(InlineCache site, BiConsumer<MachineCode, InlineCache.State> attach) {
        if (!Word.isObject(object) || state.heap().isYoung(key)) {
            return;
        }
        FieldCache.Entry entry = entry();
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

    private void remember(FieldCache.Entry entry) {
        if (entry != null && isStore) {
            int location = entry.location();
            lookups.addStore(entry, key, (location & FieldFeedback.ADDED) == 0 ? null
                    : state.shapes().byId(FieldFeedback.shapeAfter(location)));
        } else if (entry != null) {
            lookups.add(entry, key);
        } else if (!isStore && isDictionary()) {
            Shape shape = state.tables().refreshedShape(object);
            lookups.addDictionary(shape.id, key, shape.behaviour.isPrecise() && !shape.behaviour.has(Event.INDEX));
        }
    }
}
