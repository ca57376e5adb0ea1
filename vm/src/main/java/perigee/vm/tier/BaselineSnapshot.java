package perigee.vm.tier;

import java.util.List;
import perigee.baseline.BaselineRequest;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.heap.Heap;
import perigee.interp.Driver;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** What the baseline compiler is told of a function, as things are at the moment. */
final class BaselineSnapshot {
    private BaselineSnapshot() {
    }

    /** Whether a constant may still move, which compiled code is to hold. */
    static boolean hasYoungConstant(Heap heap, long code) {
        long first = Memory.getLong(code + FunctionLayout.CONSTANTS);
        long end = first + 8L * Memory.getInt(code + FunctionLayout.CONSTANT_COUNT);
        for (long constant = first; constant < end; constant += 8) {
            if (heap.isYoung(Memory.getLong(constant))) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param reports whether the code is to report that the function has become hot
     * @param rounds  as of {@link BaselineRequest}
     */
    static BaselineRequest of(LuaState state, Driver driver, LoadedFunction function, boolean reports, int rounds) {
        Prototype prototype = function.prototype();
        long[] constants = Functions.constants(function);
        long[] feedback = new long[prototype.code().length];
        @SuppressWarnings("unchecked")
        List<FieldCache.Entry>[] fields = new List[feedback.length];
        for (int pc = 0; pc < feedback.length; pc++) {
            feedback[pc] = Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK);
            Opcode op = Instruction.op(prototype.code()[pc]);
            if (op.accessesField()) {
                fields[pc] = FieldFeedback.isMegamorphic(feedback[pc]) ? List.of()
                        : driver.fields().known(feedback[pc]).stream()
                                .filter(entry -> !entry.isFunction() || entry.hasOwn()).toList();
            }
        }
        return new BaselineRequest(prototype, function.code(), constants, feedback, fields, state.shapes()::byId,
                state.globals(), reports, rounds);
    }
}
