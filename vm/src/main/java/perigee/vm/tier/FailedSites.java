package perigee.vm.tier;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.deopt.DeoptHistory;
import perigee.deopt.Reason;
import perigee.feedback.IndexFeedback;
import perigee.memory.Memory;
import perigee.runtime.Functions;

/**
 * What optimised code has failed for, and what that means: the next compile does not believe it again; but field accesses
 * that have met other shapes than were known, for the first time, learn anew. There will be more shapes than those of the
 * past, or others.
 */
final class FailedSites {
    /** Has a field access learn from the beginning. */
    interface Unlearning {
        void forget(long code, int pc);
    }

    private static final Set<Reason> OF_SHAPES = Set.of(Reason.WRONG_SHAPE, Reason.SLOW_PATH);

    private final Unlearning unlearning;
    private final Set<DeoptHistory.Failure> unlearnt = new HashSet<>();
    private DeoptHistory history = DeoptHistory.NONE;

    FailedSites(Unlearning unlearning) {
        this.unlearning = unlearning;
    }

    DeoptHistory history() {
        return history;
    }

    /** Code was thrown away; whether all that was wrong with it were shapes of the past. */
    boolean add(Map<DeoptHistory.Failure, Integer> failures) {
        Map<DeoptHistory.Failure, Integer> believed = new HashMap<>(failures);
        for (DeoptHistory.Failure failure : failures.keySet()) {
            if (failure.reason() == Reason.WRONG_SHAPE && isFieldAccess(failure) && unlearnt.add(failure)) {
                unlearning.forget(failure.code(), failure.pc());
                believed.remove(failure);
            }
        }
        history = history.with(believed);
        return believed.isEmpty();
    }

    /** An access by a computed key is one, too, if it has learnt of keys. */
    private static boolean isFieldAccess(DeoptHistory.Failure failure) {
        long instruction = Functions.instruction(failure.code(), failure.pc());
        Opcode op = Instruction.op(Memory.getLong(instruction));
        return op.accessesField() || op.feedback == Opcode.Feedback.INDEX
                && IndexFeedback.hasCache(Memory.getLong(instruction + Instruction.FEEDBACK));
    }

    /** What failed because of shapes at an instruction does not count any more: other shapes are to come. */
    void forgetShapes(long code, int pc) {
        history = history.without(code, pc, OF_SHAPES);
    }

    /** After a marking. */
    void dropDead(LongPredicate isDead) {
        history = history.without(isDead);
        unlearnt.removeIf(failure -> isDead.test(failure.code()));
    }
}
