package perigee.vm.launch;

import perigee.heap.Heap;
import perigee.vm.dump.Dump;
import perigee.vm.tier.TierOptions;
import perigee.vm.tier.TierPolicy;

/**
 * Perigee's own options.
 *
 * @param dump       what to print; null for nothing
 * @param statistics whether to print counters at the end
 * @param maxHeap    the most bytes the Lua heap may hold; 0 for the default
 * @param nursery    bytes of objects made between two minor collections; 0 for the default
 * @param tier       which functions are compiled
 * @param codeCache  the most bytes that machine code may take; 0 for the default
 * @param perfMap    whether to write names of machine code for {@code perf}
 * @param stress     what is made hard, for tests
 * @param compilerThreads of the optimising compiler; 0: it runs on the program's thread; -1: the default
 * @param compiles   what is written of compiles, and read
 * @param watch      what is told of the run as a whole
 */
record Options(Dump dump, boolean statistics, long maxHeap, long nursery, TierPolicy tier, long codeCache,
        boolean perfMap, Stress stress, int compilerThreads, Compiles compiles, Watch watch) {
    /**
     * @param collections  a verified collection at every so many safepoints; 0 for none
     * @param bailOuts     whether compiles fail at random
     * @param seed         of that
     * @param smallCaches  whether caches of field accesses have one entry
     * @param guardLife    at which execution guards leave although they hold; 0 for none
     * @param registers    how many general and vector registers optimised code may use; 0 for all
     */
    record Stress(int collections, boolean bailOuts, long seed, boolean smallCaches, int guardLife, int registers) {
        private static final Stress NONE = new Stress(0, false, 0, false, 0, 0);

        private Stress withCollections(int interval) {
            return new Stress(interval, bailOuts, seed, smallCaches, guardLife, registers);
        }

        private Stress withBailOuts(long newSeed) {
            return new Stress(collections, true, newSeed, smallCaches, guardLife, registers);
        }

        private Stress withSmallCaches() {
            return new Stress(collections, bailOuts, seed, true, guardLife, registers);
        }

        private Stress withGuardLife(int times) {
            return new Stress(collections, bailOuts, seed, smallCaches, times, registers);
        }

        private Stress withRegisters(int count) {
            return new Stress(collections, bailOuts, seed, smallCaches, guardLife, count);
        }
    }

    /**
     * Files of compiles; each may be null. As {@link HostText}. And how they are made.
     *
     * @param record directory for what goes into compiles and comes out
     * @param replay a file of those, or a directory of them, to be compiled again; no program is run
     * @param report directory for pages that show compiles
     * @param verifies whether each stage of a compile is checked, as it is if a tier is forced
     */
    record Compiles(String record, String replay, String report, boolean verifies) {
        static final Compiles NONE = new Compiles(null, null, null, false);
    }

    /**
     * @param timeline file for what happens in time, or null. As {@link HostText}
     * @param explains how to tell at the end why the program is not faster
     */
    record Watch(String timeline, Explains explains) {
        enum Explains { NOT, TEXT, JSON }

        static final Watch NONE = new Watch(null, Explains.NOT);
    }

    /**
     * System property with options before those of the command line, as in {@code tier=interp;stats}: for tests of programs
     * that look at their command line.
     */
    private static final String PROPERTY = "perigee.options";
    private static final Options NONE =
            new Options(null, false, 0, 0, TierPolicy.DEFAULT, 0, false, Stress.NONE, -1, Compiles.NONE, Watch.NONE);
    static final Options DEFAULT = ofProperty(System.getProperty(PROPERTY));

    private static Options ofProperty(String property) {
        Options options = NONE;
        if (property != null) {
            for (String option : property.split(";")) {
                options = options.ofText(option);
                if (options == null) {
                    throw new IllegalArgumentException(PROPERTY + ": " + option);
                }
            }
        }
        return options;
    }

    /** The options and {@code name} or {@code name=value}; null when there is no such option. */
    Options ofText(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? with(option) : with(option.substring(0, equals), option.substring(equals + 1));
    }

    /** The options and one without a value; null when there is none of that name. */
    private Options with(String name) {
        return switch (name) {
            case "stats" -> new Options(dump, true, maxHeap, nursery, tier, codeCache, perfMap, stress,
                    compilerThreads, compiles, watch);
            case "perf-map" -> new Options(dump, statistics, maxHeap, nursery, tier, codeCache, true, stress,
                    compilerThreads, compiles, watch);
            case "gc-stress" -> with(name, "1");
            case "verify-ir" -> new Options(dump, statistics, maxHeap, nursery, tier, codeCache, perfMap, stress,
                    compilerThreads, new Compiles(compiles.record, compiles.replay, compiles.report, true), watch);
            case "explain" -> with(new Watch(watch.timeline, Watch.Explains.TEXT));
            default -> null;
        };
    }

    /** The options and one with a value; null when there is none of that name, or it cannot have the value. */
    private Options with(String name, String value) {
        return switch (name) {
            case "dump" -> withDump(Dump.parse(value));
            case "tier" -> withTier(TierPolicy.of(value));
            case "max-heap" -> withMaxHeap(MemorySize.parse(value));
            case "nursery" -> withNursery(MemorySize.parse(value));
            case "code-cache" -> withCodeCache(MemorySize.parse(value));
            case "gc-stress" -> value.matches("[1-9][0-9]{0,8}")
                    ? with(stress.withCollections(Integer.parseInt(value))) : null;
            case "registers" -> value.matches("[3-9]|1[0-5]")
                    ? with(stress.withRegisters(Integer.parseInt(value))) : null;
            case "compiler-threads" -> value.matches("[0-9]|1[0-6]") ? new Options(dump, statistics, maxHeap,
                    nursery, tier, codeCache, perfMap, stress, Integer.parseInt(value), compiles, watch) : null;
            case "stress" -> withStress(value);
            case "record-compiles" -> withCompiles(value, value, compiles.replay, compiles.report);
            case "replay" -> withCompiles(value, compiles.record, value, compiles.report);
            case "timeline" -> value.isEmpty() ? null : with(new Watch(value, watch.explains));
            case "explain" -> value.equals("json") ? with(new Watch(watch.timeline, Watch.Explains.JSON)) : null;
            case "report" -> withCompiles(value, compiles.record, compiles.replay, value);
            default -> null;
        };
    }

    private Options withDump(Dump stages) {
        return stages == null ? null
                : new Options(stages, statistics, maxHeap, nursery, tier, codeCache, perfMap, stress,
                        compilerThreads, compiles, watch);
    }

    private Options withTier(TierPolicy policy) {
        return policy == null ? null
                : new Options(dump, statistics, maxHeap, nursery, policy, codeCache, perfMap, stress,
                        compilerThreads, compiles, watch);
    }

    private Options withMaxHeap(long bytes) {
        return bytes == 0 ? null : new Options(dump, statistics, bytes, nursery, tier, codeCache, perfMap, stress,
                compilerThreads, compiles, watch);
    }

    private Options withNursery(long bytes) {
        boolean good = bytes >= Heap.SMALLEST_NURSERY && bytes <= Heap.LARGEST_NURSERY;
        return good ? new Options(dump, statistics, maxHeap, bytes, tier, codeCache, perfMap, stress,
                compilerThreads, compiles, watch) : null;
    }

    private Options withCodeCache(long bytes) {
        boolean good = bytes >= TierOptions.SMALLEST_CACHE && bytes <= TierOptions.LARGEST_CACHE;
        return good ? new Options(dump, statistics, maxHeap, nursery, tier, bytes, perfMap, stress, compilerThreads,
                compiles, watch) : null;
    }

    /** {@code small-caches}, {@code bail-out} or {@code guards}; the last two perhaps with a colon and a number. */
    private Options withStress(String what) {
        int colon = what.indexOf(':');
        String number = colon < 0 ? "1" : what.substring(colon + 1);
        return switch (colon < 0 ? what : what.substring(0, colon)) {
            case "small-caches" -> colon < 0 ? with(stress.withSmallCaches()) : null;
            case "bail-out" -> number.matches("[0-9]{1,18}") ? with(stress.withBailOuts(Long.parseLong(number))) : null;
            case "guards" -> number.matches("[1-9][0-9]{0,8}")
                    ? with(stress.withGuardLife(Integer.parseInt(number))) : null;
            default -> null;
        };
    }

    private Options withCompiles(String path, String record, String replay, String report) {
        return path.isEmpty() ? null : new Options(dump, statistics, maxHeap, nursery, tier, codeCache, perfMap, stress,
                compilerThreads, new Compiles(record, replay, report, compiles.verifies), watch);
    }

    private Options with(Stress more) {
        return new Options(dump, statistics, maxHeap, nursery, tier, codeCache, perfMap, more, compilerThreads,
                compiles, watch);
    }

    private Options with(Watch more) {
        return new Options(dump, statistics, maxHeap, nursery, tier, codeCache, perfMap, stress, compilerThreads, compiles,
                more);
    }
}
