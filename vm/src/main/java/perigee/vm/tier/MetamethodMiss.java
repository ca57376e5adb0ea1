package perigee.vm.tier;

import perigee.build.KnownMetatables;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.interp.OperatorEvents;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.layout.StackLayout;
import perigee.object.Shape;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.Functions;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.stub.LookupCache;
import perigee.value.ValueType;
import perigee.value.Word;

/** What compiled code learns about the metamethods of operands, when it has left because it did not know them. */
final class MetamethodMiss {
    /** Tables along {@code __index} that are looked at. */
    private static final int MAX_CHAIN = 8;

    private final LuaState state;
    private final LookupCache lookups;
    private final KnownMetatables metatables = new KnownMetatables();

    MetamethodMiss(LuaState state, LookupCache lookups) {
        this.state = state;
        this.lookups = lookups;
    }

    /** Which tables have been made metatables. */
    KnownMetatables metatables() {
        return metatables;
    }

    /** An instruction in the frame with this base is about to be executed. */
    void learn(long base, long instruction) {
        Opcode op = Instruction.op(instruction);
        long a = base + 8L * Instruction.a(instruction);
        long b = base + 8L * Instruction.b(instruction);
        switch (op) {
            case CALL, TAILCALL -> learn(Memory.getLong(a), Event.CALL);
            case GETINDEX, GETI -> learn(Memory.getLong(b), Event.INDEX);
            case SETINDEX, SETI -> learn(Memory.getLong(a), Event.NEWINDEX);
            default -> {
                Event event = OperatorEvents.of(op);
                if (event != null) {
                    boolean isComparison = op.a == Operand.USE;
                    learn(Memory.getLong(isComparison ? a : b), event);
                    if ((isComparison ? op.b : op.c) == Operand.USE) {
                        learn(Memory.getLong(isComparison ? b : base + 8L * Instruction.c(instruction)), event);
                    }
                }
            }
        }
    }

    /** The library function at a place of the stack is about to be called with so many arguments. */
    void learnLibrary(long place, int count) {
        long function = Memory.getLong(place);
        if (count < 2 || !ValueType.isNative(function)) {
            return;
        }
        int intrinsic = Functions.intrinsicOf(function);
        long first = Memory.getLong(place + StackLayout.HEADER_BYTES);
        long second = Memory.getLong(place + StackLayout.HEADER_BYTES + 8);
        if (intrinsic == Intrinsic.SETMETATABLE.ordinal()) {
            learnMetatable(first, second);
        } else if (intrinsic == Intrinsic.RAWGET.ordinal() || intrinsic == Intrinsic.RAWSET.ordinal()) {
            learnRaw(first, second, intrinsic == Intrinsic.RAWSET.ordinal());
        }
    }

    private void learnRaw(long table, long keyWord, boolean isStore) {
        long key = ValueType.isFlatString(keyWord) ? state.strings().knownInterned(keyWord) : 0;
        if (key == 0 || !ValueType.isTable(table)) {
            return;
        }
        Shape shape = state.tables().shape(table);
        if (shape.kind != Shape.Kind.RECORD || isStore && Strings.eventOf(key) >= 0) {
            return;
        }
        int slot = shape.find(key);
        Shape after = isStore && slot < 0 ? state.shapes().withKey(shape, key, true) : null;
        if (!isStore || slot >= 0 || after != null) {
            int location = slot < 0 ? FieldFeedback.FINAL_NIL : FieldFeedback.ofSlot(shape, slot) | FieldFeedback.FINAL_NIL;
            lookups.addRaw(new FieldCache.Entry(shape.id, location, 0, null), key, isStore, after, state.heap().isYoung(key));
        }
    }

    private void learnMetatable(long table, long metatable) {
        if (ValueType.isTable(table) && ValueType.isTable(metatable) && Tables.metatable(table) == 0) {
            int before = state.tables().shape(table).id;
            Shape after = state.tables().shapeWithMetatable(table, metatable);
            if (after != null && state.tables().shape(table).id == before) {
                boolean isYoung = state.heap().isYoung(metatable);
                lookups.addMetatable(before, metatable, after.id, isYoung);
                if (!isYoung) {
                    metatables.add(before, metatable, after.id);
                }
            }
        }
    }

    private void learn(long operand, Event event) {
        learn(operand, event, 0);
    }

    private void learn(long operand, Event event, int steps) {
        if (!ValueType.isTable(operand)) {
            return;
        }
        Shape shape = state.tables().refreshedShape(operand);
        if (shape.behaviour.isPrecise()) {
            long metamethod = shape.behaviour.metamethod(event);
            boolean isHolder = event == Event.INDEX && ValueType.isTable(metamethod);
            if (metamethod == Word.NIL || ValueType.isClosure(metamethod) || isHolder) {
                lookups.addFunction(shape.id, state.strings().eventName(event.ordinal()), false, metamethod,
                        metamethod != Word.NIL && state.heap().isYoung(metamethod));
            }
            if (isHolder && metamethod != operand && steps < MAX_CHAIN) {
                learn(metamethod, event, steps + 1);
            }
        }
    }
}
