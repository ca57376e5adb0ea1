package perigee.vm.tier;

import perigee.bytecode.Instruction;
import perigee.deopt.RuntimeFunctions;
import perigee.feedback.FieldCacheBuilder;
import perigee.interp.FieldAccess;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.stub.LookupCache;
import perigee.stub.RuntimeFunction;

/** Does in Java what optimised code waits for, and has the caches that code asks learn from it, so that it need not ask again. */
final class RuntimeCalls {
    private final LuaState state;
    private final RuntimeFunctions functions;
    private final FieldAccess fields;
    private final FieldCacheBuilder fieldBuilder;
    private final LookupCache lookups;
    private final RawFields rawFields;

    RuntimeCalls(LuaState state, FieldAccess fields, FieldCacheBuilder fieldBuilder, LookupCache lookups, RawFields rawFields) {
        this.state = state;
        functions = new RuntimeFunctions(state);
        this.fields = fields;
        this.fieldBuilder = fieldBuilder;
        this.lookups = lookups;
        this.rawFields = rawFields;
    }

    /** The topmost frame waits for a function; if that refuses, the frame becomes the interpreter's, which does the same. */
    void serve(OptimizedTier tier) {
        long operands = state.stack().optimizedFrames().callee(state.stack().base()) + StackLayout.HEADER_BYTES;
        RuntimeFunction function =
                RuntimeFunction.of(Memory.getInt(state.stack().threadBlock() + ThreadLayout.RUNTIME_FUNCTION));
        learn(function, operands);
        if (function == RuntimeFunction.LOOKUP || function == RuntimeFunction.SET_INDEX) {
            learnAtSite(tier.waitingInstruction(), operands);
        }
        long result = functions.call(function, operands, state.stack().argumentCount());
        if (result == RuntimeFunctions.REFUSED) {
            tier.refused();
        } else {
            // The stack may have moved.
            Memory.putLong(state.stack().optimizedFrames().callee(state.stack().base()), result);
        }
    }

    private void learn(RuntimeFunction function, long operands) {
        switch (function) {
            case LOOKUP -> miss(false, operands).learnField();
            case GET_INDEX, SET_INDEX -> {
                boolean isStore = function == RuntimeFunction.SET_INDEX;
                miss(isStore, operands).learn();
                rawFields.learnMetamethod(Memory.getLong(operands), isStore ? Event.NEWINDEX : Event.INDEX);
            }
            case RAW_GET, RAW_SET -> rawFields.learn(Memory.getLong(operands), Memory.getLong(operands + 8),
                    function == RuntimeFunction.RAW_SET);
            case TABLE_LENGTH -> rawFields.learnMetamethod(Memory.getLong(operands), Event.LEN);
            case APPEND -> rawFields.learnMetamethod(Memory.getLong(operands), Event.NEWINDEX);
            case EQUAL_WORDS -> {
                rawFields.learnMetamethod(Memory.getLong(operands), Event.EQ);
                rawFields.learnMetamethod(Memory.getLong(operands + 8), Event.EQ);
            }
            case METAMETHOD -> rawFields.learn(Tables.metatable(Memory.getLong(operands)), Memory.getLong(operands + 8),
                    false);
            default -> { }
        }
    }

    /** What an access by a constant key amounts to is for the next code, too. */
    private void learnAtSite(long instruction, long operands) {
        switch (Instruction.op(Memory.getLong(instruction))) {
            case GETFIELD, SELF -> learnAtSite(false, instruction, operands);
            case SETFIELD -> learnAtSite(true, instruction, operands);
            default -> { }
        }
    }

    private void learnAtSite(boolean isStore, long instruction, long operands) {
        fields.learn(isStore, Memory.getLong(operands), Memory.getLong(operands + 8), instruction + Instruction.BYTES);
    }

    /** Of an access whose operands are these. */
    private FieldMiss miss(boolean isStore, long operands) {
        return new FieldMiss(state, fieldBuilder, lookups, rawFields, isStore, Memory.getLong(operands),
                Memory.getLong(operands + 8));
    }
}
