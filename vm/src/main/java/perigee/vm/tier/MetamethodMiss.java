package perigee.vm.tier;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.interp.OperatorEvents;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Shape;
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
