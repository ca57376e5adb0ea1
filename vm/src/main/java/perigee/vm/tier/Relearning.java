package perigee.vm.tier;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongPredicate;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.FieldFeedback;
import perigee.interp.FieldAccess;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/**
 * Has field accesses forget what they know. Before functions are optimised for the first time, those that have become
 * megamorphic learn once more: the first objects of a program often have other shapes than those that it goes on with, since
 * constructors are still learning how many fields there will be, and classes are not complete. And when optimised code has
 * failed ({@link FailedSites}), an access may learn from the beginning.
 */
final class Relearning {
    /** Functions that learn at a time, the one that is to be optimised and what it has called. */
    private static final int MOST = 50;

    private final LuaState state;
    private final FieldAccess fields;
    private final Map<Long, InstalledFunction> installed;
    /** CODE blocks of functions that have learnt once more. */
    private final Set<Long> done = new HashSet<>();

    Relearning(LuaState state, FieldAccess fields, Map<Long, InstalledFunction> installed) {
        this.state = state;
        this.fields = fields;
        this.installed = installed;
    }

    /** Has a function, and what it has called, learn, unless they have; whether there is something to be learnt. */
    boolean begins(LoadedFunction function) {
        boolean learns = false;
        Queue<LoadedFunction> waiting = new ArrayDeque<>();
        waiting.add(function);
        for (int n = 0; n < MOST && !waiting.isEmpty(); n++) {
            LoadedFunction next = waiting.remove();
            if (done.add(next.code())) {
                learns |= begin(next, waiting);
            }
        }
        return learns;
    }

    private boolean begin(LoadedFunction function, Queue<LoadedFunction> waiting) {
        boolean learns = false;
        InstalledFunction compiled = installed.get(function.code());
        long[] code = function.prototype().code();
        for (int pc = 0; pc < code.length; pc++) {
            Opcode op = Instruction.op(code[pc]);
            long address = Functions.instruction(function.code(), pc) + Instruction.FEEDBACK;
            long word = Memory.getLong(address);
            switch (op) {
                case GETFIELD, SETFIELD, SELF -> {
                    if (FieldFeedback.isMegamorphic(word)) {
                        fields.release(word);
                        Memory.putLong(address, 0);
                        learns = true;
                        if (compiled != null) {
                            // Its stubs may serve all shapes that there are now: then nothing would be learnt.
                            compiled.forgetField(pc);
                        }
                    }
                }
                case CALL, TAILCALL -> {
                    for (CallTarget target : CallFeedback.of(word).targets()) {
                        LoadedFunction called = target.isNative() ? null : state.functions().ofId(target.number());
                        if (called != null) {
                            waiting.add(called);
                        }
                    }
                }
                default -> { }
            }
        }
        if (compiled != null) {
            compiled.forgetMegamorphic();
        }
        return learns;
    }

    /** What is known of a field access has turned out to be of the past: it learns from the beginning. */
    void forget(long code, int pc) {
        long address = Functions.instruction(code, pc) + Instruction.FEEDBACK;
        long word = Memory.getLong(address);
        if (!Instruction.op(Memory.getLong(Functions.instruction(code, pc))).accessesField()) {
            Memory.putLong(address, fields.keyed().forgotten(word));
            return;
        }
        if (FieldFeedback.hasCache(word)) {
            fields.release(word);
        }
        Memory.putLong(address, 0);
        InstalledFunction function = installed.get(code);
        if (function != null) {
            function.forgetField(pc);
        }
    }

    void dropDead(LongPredicate isDead) {
        done.removeIf(isDead::test);
    }
}
