package perigee.vm.tier;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.interp.OperatorEvents;
import perigee.memory.Memory;
import perigee.object.Event;
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
    private final LuaState state;
    private final LookupCache lookups;

    MetamethodMiss(LuaState state, LookupCache lookups) {
        this.state = state;
        this.lookups = lookups;
    }

    /** An instruction in the frame with this base is about to be executed. */
    void learn(long base, long instruction) {
        Opcode op = Instruction.op(instruction);
        long a = base + 8L * Instruction.a(instruction);
        long b = base + 8L * Instruction.b(instruction);
        switch (op) {
            case CALL -> learn(Memory.getLong(a), Event.CALL);
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

    /** The CALL or TAILCALL of a library function, in the frame with this base, is about to be executed. */
    void learnLibrary(long base, long instruction) {
        long place = base + 8L * Instruction.a(instruction);
        boolean isKnown = Functions.intrinsicOf(Memory.getLong(place)) == Intrinsic.SETMETATABLE.ordinal();
        if (isKnown && Instruction.b(instruction) == 3) {
            learnMetatable(Memory.getLong(place + StackLayout.HEADER_BYTES),
                    Memory.getLong(place + StackLayout.HEADER_BYTES + 8));
        }
    }

    private void learnMetatable(long table, long metatable) {
        if (ValueType.isTable(table) && ValueType.isTable(metatable) && Tables.metatable(table) == 0) {
            int before = state.tables().shape(table).id;
            Shape after = state.tables().shapeWithMetatable(table, metatable);
            if (after != null && state.tables().shape(table).id == before) {
                lookups.addMetatable(before, metatable, after.id, state.heap().isYoung(metatable));
            }
        }
    }

    private void learn(long operand, Event event) {
        if (!ValueType.isTable(operand)) {
            return;
        }
        Shape shape = state.tables().refreshedShape(operand);
        if (shape.behaviour.isPrecise()) {
            long metamethod = shape.behaviour.metamethod(event);
            if (metamethod == Word.NIL || ValueType.isClosure(metamethod)) {
                lookups.addFunction(shape.id, state.strings().eventName(event.ordinal()), false, metamethod,
                        metamethod != Word.NIL && state.heap().isYoung(metamethod));
            }
        }
    }
}
