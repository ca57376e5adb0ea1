package perigee.vm.explain;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import perigee.bytecode.Prototype;
import perigee.deopt.Reason;
import perigee.vm.tier.SourceLoop;

/** What is known of one loop, or of what a function does outside of its loops. */
final class Part {
    final Prototype prototype;
    /** Null: what is outside of loops. */
    final SourceLoop loop;
    /** Samples. */
    final Map<Where, Long> samples = new EnumMap<>(Where.class);
    /** Why there was no optimised code when it was wanted, and how often; the last reason at the end. */
    final Map<String, Long> failures = new LinkedHashMap<>();
    long thrownAwayByFailures;
    long thrownAwayByAssumptions;
    final Map<Guard, FailedGuard> guards = new LinkedHashMap<>();

    /**
     * A place where optimised code was left.
     *
     * @param prototype the function, which may be one that was inlined
     */
    record Guard(Prototype prototype, int pc, Reason reason) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Guard(Prototype itsPrototype, int itsPc, Reason itsReason) && prototype == itsPrototype
                    && pc == itsPc && reason == itsReason;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * System.identityHashCode(prototype) + pc) + reason.ordinal();
        }
    }

    /** How often that was, and with operands of which kinds. */
    static final class FailedGuard {
        long count;
        final Map<String, Long> kinds = new TreeMap<>();
    }

    Part(Prototype prototype, SourceLoop loop) {
        this.prototype = prototype;
        this.loop = loop;
    }

    void sampled(Where where) {
        samples.merge(where, 1L, Long::sum);
    }

    long allSamples() {
        return samples.values().stream().mapToLong(Long::longValue).sum();
    }

    void notOptimized(String reason) {
        Long count = failures.remove(reason);
        failures.put(reason, count == null ? 1 : count + 1);
    }

    /** @param kinds of the operands; empty if they are not known */
    void failed(Guard guard, String kinds) {
        FailedGuard failed = guards.computeIfAbsent(guard, _ -> new FailedGuard());
        failed.count++;
        if (!kinds.isEmpty()) {
            failed.kinds.merge(kinds, 1L, Long::sum);
        }
    }
}
