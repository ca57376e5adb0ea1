package perigee.deopt;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Which instructions optimised code had to be thrown away for, and why: what the next compile does not believe again.
 * Immutable.
 */
public final class DeoptHistory {
    public static final DeoptHistory NONE = new DeoptHistory(Map.of());

    /**
     * An instruction that failed.
     *
     * @param code address of its CODE block
     */
    public record Failure(long code, int pc, Reason reason) {
    }

    private final Map<Failure, Integer> counts;

    private DeoptHistory(Map<Failure, Integer> counts) {
        this.counts = counts;
    }

    /** How often an instruction failed for a reason. */
    public int count(long code, int pc, Reason reason) {
        return counts.getOrDefault(new Failure(code, pc, reason), 0);
    }

    public boolean has(long code, int pc, Reason reason) {
        return count(code, pc, reason) > 0;
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** This and more. */
    public DeoptHistory with(Map<Failure, Integer> more) {
        Map<Failure, Integer> sum = new HashMap<>(counts);
        more.forEach((failure, count) -> sum.merge(failure, count, Integer::sum));
        return new DeoptHistory(sum);
    }

    /** This but what is about functions that are dead: there may come to be others at their addresses. */
    public DeoptHistory without(LongPredicate isDead) {
        Map<Failure, Integer> rest = new HashMap<>(counts);
        rest.keySet().removeIf(failure -> isDead.test(failure.code()));
        return rest.size() == counts.size() ? this : new DeoptHistory(rest);
    }

    /** This but what failed at an instruction for some reasons. */
    public DeoptHistory without(long code, int pc, Set<Reason> reasons) {
        Map<Failure, Integer> rest = new HashMap<>(counts);
        rest.keySet().removeIf(failure -> failure.code() == code && failure.pc() == pc && reasons.contains(failure.reason()));
        return rest.size() == counts.size() ? this : new DeoptHistory(rest);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
