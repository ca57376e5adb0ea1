package perigee.vm.explain;

import java.util.List;
import java.util.Map;

/**
 * Why a program was not faster: its functions and loops, the hottest first. Times are in microseconds, estimated from samples
 * of which there is one a millisecond, so each is wrong by about the square root of itself times 1000. Text of programs has a
 * char for each byte.
 *
 * @param isTimed   whether there are times; without, the parts are in the order of what went wrong with them
 * @param collector what the program waited for the collector
 * @param compilers what it waited for compilers
 * @param elsewhere what belongs to no function: starting and ending, above all
 * @param lost      samples that were lost
 */
public record Explanation(boolean isTimed, long collector, long compilers, long elsewhere, long lost, List<Item> items) {
    /** Of the JSON form. A number that is added does not change it, one that means something else does. */
    public static final int VERSION = 1;

    public Explanation {
        items = List.copyOf(items);
    }

    /**
     * A loop, or what a function does outside of its loops.
     *
     * @param function {@code chunk:line} of the function's definition
     * @param loop     source line of the loop; 0: it is the function
     * @param source   that line, or null
     * @param micros   by what runs: {@code optimised}, {@code baseline}, {@code interpreter}, {@code runtime}, {@code library}
     * @param tier     that it has reached: {@code optimised}, {@code baseline} or {@code interpreter}
     * @param obstacle why it is not in the next tier; null if there is none
     * @param sites    that are megamorphic
     * @param guards   that failed, the most frequent first
     * @param advice   what would help
     */
    public record Item(String function, int loop, String source, Map<String, Long> micros, String tier, String obstacle,
            List<Site> sites, List<Guard> guards, List<String> advice) {
        public Item {
            sites = List.copyOf(sites);
            guards = List.copyOf(guards);
            advice = List.copyOf(advice);
        }

        /** All of its time. */
        public long allMicros() {
            return micros.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * An access or a call that met too many kinds of objects, or functions.
     *
     * @param what as in {@code field 'x' of tables of more than 8 shapes}
     */
    public record Site(int line, String what, String source) {
    }

    /**
     * A guard that failed.
     *
     * @param place  {@code chunk:line}
     * @param reason as the compilers name it
     * @param kinds  of the values that the instruction works on, as in {@code integer, float}, and how often these were met
     * @param source the line, or null
     */
    public record Guard(String place, String reason, long count, Map<String, Long> kinds, String source) {
    }
}
