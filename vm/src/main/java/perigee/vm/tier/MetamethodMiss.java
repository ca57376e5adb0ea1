package perigee.vm.tier;

import java.util.List;
import perigee.build.KnownMetatables;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.interp.OperatorEvents;
import perigee.memory.Memory;
import perigee.feedback.FieldFeedback;
import perigee.object.Event;
import perigee.object.Metamethod;
import perigee.layout.StackLayout;
import perigee.object.Shape;
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
    private final RawFields raw;
    private final KnownMetatables metatables;

    MetamethodMiss(LuaState state, LookupCache lookups, RawFields raw) {
        this.raw = raw;
        this.state = state;
        this.lookups = lookups;
        metatables = new KnownMetatables(state.heap()::isYoung);
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
            case TFORCALL -> learn(Memory.getLong(a + 8), Event.INDEX);
            case CALL, TAILCALL -> learn(Memory.getLong(a), Event.CALL);
            case GETINDEX, GETI -> learn(Memory.getLong(b), Event.INDEX);
            case SETINDEX, SETI -> learn(Memory.getLong(a), Event.NEWINDEX);
            case CONCAT -> {
                // Others than two operands are joined by the driver.
                learn(Memory.getLong(a), Event.CONCAT);
                learn(Memory.getLong(a + 8), Event.CONCAT);
            }
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

    /** What is in this place of the stack is about to be called with so many arguments, or more if that is less than 0. */
    void learnLibrary(long place, int count) {
        long function = Memory.getLong(place);
        if (count < 1 || !ValueType.isNative(function)) {
            return;
        }
        int intrinsic = Functions.intrinsicOf(function);
        long first = Memory.getLong(place + StackLayout.HEADER_BYTES);
        if (intrinsic == Intrinsic.GETMETATABLE.ordinal()) {
            if (ValueType.isTable(first) && Tables.metatable(first) != 0) {
                raw.learnMetamethod(first, Event.METATABLE);
            }
            return;
        }
        for (Event event : asked(intrinsic)) {
            if (event == Event.INDEX) {
                learn(first, event);
            } else if (ValueType.isTable(first) && Tables.metatable(first) != 0) {
                raw.learnMetamethod(first, event);
            }
        }
        if (count < 2) {
            return;
        }
        long second = Memory.getLong(place + StackLayout.HEADER_BYTES + 8);
        if (intrinsic == Intrinsic.SETMETATABLE.ordinal()) {
            learnMetatable(first, second);
        } else if (intrinsic == Intrinsic.RAWGET.ordinal() || intrinsic == Intrinsic.RAWSET.ordinal()) {
            raw.learn(first, second, intrinsic == Intrinsic.RAWSET.ordinal());
        }
    }

    /** What functions on tables ask for before they do without. */
    private static List<Event> asked(int intrinsic) {
        return intrinsic == Intrinsic.PAIRS.ordinal() ? List.of(Event.PAIRS)
                : intrinsic == Intrinsic.INSERT.ordinal() ? List.of(Event.LEN, Event.NEWINDEX)
                : intrinsic == Intrinsic.REMOVE.ordinal() || intrinsic == Intrinsic.UNPACK.ordinal()
                        || intrinsic == Intrinsic.CONCAT.ordinal() ? List.of(Event.LEN)
                : intrinsic == Intrinsic.IPAIRS_ITERATOR.ordinal() ? List.of(Event.INDEX) : List.of();
    }

    private void learnMetatable(long table, long metatable) {
        if (ValueType.isTable(table) && ValueType.isTable(metatable) && Tables.metatable(table) == 0) {
            int before = state.tables().shape(table).id;
            int metatableBefore = state.tables().shape(metatable).id;
            Shape after = state.tables().shapeWithMetatable(table, metatable);
            if (after == null || state.tables().shape(table).id != before) {
                return;
            }
            Shape metatableAfter = state.tables().shape(metatable);
            if (!after.behaviour.isPrecise() && !metatableAfter.hasCells()) {
                if (before == metatableBefore) {
                    // Of these shapes one table may be both, and is then of another shape in the end.
                    return;
                }
                lookups.addMetatables(before, metatableBefore, after.id, metatableAfter.id);
                metatables.addShape(before, metatableBefore, List.of(), after.id, metatableAfter.id);
            } else if (after.behaviour.isOfSeveral() && metatableAfter.kind == Shape.Kind.RECORD && before != metatableBefore
                    && metatableAfter.find(state.strings().eventName(Event.GC.ordinal())) < 0) {
                learnAlike(before, metatableBefore, state.tables().metamethodsOf(metatable), after, metatableAfter);
            } else {
                lookups.addMetatable(before, metatable, after.id, state.heap().isYoung(metatable));
                metatables.add(before, metatable, after.id);
            }
        }
    }

    /** Metatables of a shape that have the same metamethods: each object may get one of its own. */
    private void learnAlike(int before, int metatableBefore, List<Metamethod> having, Shape after, Shape metatableAfter) {
        boolean isYoung = having.stream().anyMatch(one -> Word.isObject(one.value()) && state.heap().isYoung(one.value()));
        if (having.size() == 1 && Word.isObject(having.getFirst().value())
                && (having.getFirst().location() & FieldFeedback.OUTSIDE) == 0) {
            Metamethod only = having.getFirst();
            lookups.addMetatablesHolding(only.value(), FieldFeedback.offset(only.location()), before, metatableBefore, after.id,
                    metatableAfter.id, isYoung);
        }
        metatables.addShape(before, metatableBefore, having, after.id, metatableAfter.id);
    }

    private void learn(long operand, Event event) {
        learn(operand, event, 0);
    }

    private void learn(long operand, Event event, int steps) {
        if (!ValueType.isTable(operand)) {
            return;
        }
        Shape shape = state.tables().refreshedShape(operand);
        long metamethod = state.tables().metamethod(operand, event);
        boolean isHolder = event == Event.INDEX && ValueType.isTable(metamethod);
        if (!shape.behaviour.isPrecise()) {
            raw.learnMetamethod(operand, event);
        } else if (metamethod == Word.NIL || ValueType.isClosure(metamethod) || isHolder) {
            lookups.addMetamethod(shape.id, state.strings().eventName(event.ordinal()), metamethod,
                    metamethod != Word.NIL && state.heap().isYoung(metamethod));
        }
        if (isHolder && metamethod != operand && steps < MAX_CHAIN) {
            learn(metamethod, event, steps + 1);
        }
    }
}
