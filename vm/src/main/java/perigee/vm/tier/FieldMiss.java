package perigee.vm.tier;

import java.util.function.BiConsumer;
import perigee.asm.MachineCode;
import perigee.baseline.FieldStub;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldCacheBuilder;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.stub.LookupCache;
import perigee.value.ValueType;
import perigee.value.Word;

/** One miss of an inline cache: finds out what the access amounts to, and what the cache should learn. */
final class FieldMiss {
    private final LuaState state;
    private final FieldCacheBuilder builder;
    private final LookupCache lookups;
    private final boolean isStore;
    private final long object;
    private final long key;

    /**
     * @param base        of the frame
     * @param instruction that is about to be executed
     */
    FieldMiss(LuaState state, FieldCacheBuilder builder, LookupCache lookups, long base, long instruction) {
        this.state = state;
        this.builder = builder;
        this.lookups = lookups;
        isStore = Instruction.op(instruction) == Opcode.SETFIELD;
        int receiver = isStore ? Instruction.a(instruction) : Instruction.b(instruction);
        int constant = isStore ? Instruction.b(instruction) : Instruction.c(instruction);
        long code = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        object = Memory.getLong(base + 8L * receiver);
        key = Memory.getLong(Memory.getLong(code + FunctionLayout.CONSTANTS) + 8L * constant);
    }

    /** @param attach takes the code of a stub and the state of the site with it */
    void serve(InlineCache site, InstalledFunction function, BiConsumer<MachineCode, InlineCache.State> attach) {
        if (!Word.isObject(object) || state.heap().isYoung(key)) {
            return;
        }
        FieldCache.Entry entry = isStore ? builder.forSet(object, key) : builder.forGet(object, key);
        if (site.state() == InlineCache.State.MEGAMORPHIC) {
            remember(entry);
        } else if (entry != null && !site.isFull()) {
            attach.accept(FieldStub.of(entry, isStore, state.shapes()::byId), InlineCache.State.OPEN);
        } else if (isStore) {
            if (site.isFull()) {
                site.close();
            }
        } else if (site.isFull() || isDictionary()) {
            attach.accept(FieldStub.megamorphic(key), InlineCache.State.MEGAMORPHIC);
            remember(entry);
        }
    }

    private boolean isDictionary() {
        return ValueType.isTable(object) && state.tables().shape(object).kind == Shape.Kind.DICTIONARY;
    }

    private void remember(FieldCache.Entry entry) {
        if (entry != null) {
            lookups.add(entry, key);
            if (entry.validity() != null) {
                entry.validity().whenInvalid(lookups::clear);
            }
        } else if (isDictionary()) {
            Shape shape = state.tables().refreshedShape(object);
            lookups.addDictionary(shape.id, key, shape.behaviour.isPrecise() && !shape.behaviour.has(Event.INDEX));
        }
    }
}
