package perigee.vm.timeline;

import java.util.Map;
import perigee.code.CodeKind;

/** Something that the virtual machine did. Sizes are in bytes. */
public sealed interface Event {
    /**
     * What an event is about.
     *
     * @param function {@code chunk:line}
     * @param tier     {@code baseline} or {@code optimised}
     * @param loop     source line of the loop that the code is entered in the middle of; 0: it is called
     */
    record Subject(String function, String tier, int loop) {
        @Override
        public String toString() {
            return function + (loop == 0 ? "" : " loop at line " + loop);
        }
    }

    /**
     * A compile has lasted until now, on this thread.
     *
     * @param instructions of the function's bytecode
     * @param bytes        of machine code; 0: there is none
     * @param failure      why there is none, or null
     */
    record Compiled(Subject subject, int instructions, int bytes, String failure) implements Event {
        /** In a word or two. */
        public String outcome() {
            return failure == null ? "code" : failure;
        }
    }

    /**
     * The program has waited for the collector until now.
     *
     * @param kind       {@code minor}, {@code minor and marking} or {@code full}
     * @param minorNanos of that, minor collections
     * @param oldNanos   of that, a step of marking or sweeping; not told of a full collection
     * @param usedBytes  of the heap that are in use afterwards
     */
    record Collected(String kind, long minorNanos, long oldNanos, long usedBytes) implements Event {
    }

    /** Code was installed; a piece for an inline cache has the name of its function. */
    record Installed(String name, CodeKind kind, int bytes) implements Event {
    }

    /** Installed code was freed. */
    record Freed(String name, CodeKind kind, int bytes) implements Event {
    }

    /** What installed code takes of the cache now, by kind: in the order of {@link CodeKind}. */
    record CacheSize(Map<CodeKind, Long> bytes) implements Event {
    }

    /** Optimised code was entered in the middle of a loop for the first time. */
    record LoopEntered(Subject subject) implements Event {
    }

    /**
     * Optimised code was left where a guard failed.
     *
     * @param at        {@code chunk:line} of the instruction that asked for the guard
     * @param isFailure whether the code was made of wrong expectations
     */
    record Deoptimized(Subject subject, String reason, String at, boolean isFailure) implements Event {
    }

    /**
     * Optimised code is entered no more.
     *
     * @param cause {@code failed too often} or {@code broken assumption}
     */
    record ThrownAway(Subject subject, String cause) implements Event {
    }

    /**
     * At the end of optimised code, or of the program: how often it was used.
     *
     * @param loopEntries how often it was entered in the middle of its loop
     * @param exits       how often it was left where a guard failed, by reason
     */
    record Totals(Subject subject, long loopEntries, Map<String, Long> exits) implements Event {
    }
}
