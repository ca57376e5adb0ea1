package perigee.vm.tier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import perigee.bytecode.Opcode;
import perigee.deopt.Reason;
import perigee.interp.NativeTier;
import perigee.stub.RuntimeFunction;

/** What the tiers have done. */
public final class TierCounters {
    private static final int OPCODES = 256;
    /** By number, as of {@link NativeTier}. */
    private static final String[] REASONS = {"execute", "safepoint", "call", "miss", "library", "poll", "call out",
        "function", "return", "hot call", "hot loop", "deopt"};

    long compiled;
    long renewed;
    long codeBytes;
    long entries;
    long invalidations;
    long misses;
    long stubs;
    long optimized;
    long optimizedLoops;
    long optimizedBytes;
    long optimizedEntries;
    private CompileCost compiles = new CompileCost(0, 0);
    private CompileCost mostOfCompile = new CompileCost(0, 0);
    long loopEntries;
    long baselineLoopEntries;
    long optimizedBailOuts;
    long materialized;
    long invalidated;
    long thrownAway;
    long outdated;
    long leftByForce;
    private final long[] deopts = new long[Reason.values().length];
    /** By reason, and opcode of the instruction or number of the {@link RuntimeFunction}; 0 where there is neither. */
    private final long[] exits = new long[REASONS.length * OPCODES];
    /** Why compiles of the optimising tier, and of the baseline, were given up. */
    private final Map<String, Long> failures = new HashMap<>();
    private final Map<String, Long> bailOuts = new HashMap<>();
    /** What compilers did that they should not. */
    private final Map<String, Long> unexpected = new HashMap<>();
    /** By number of the Java function. */
    private long[] libraryCalls = new long[256];

    /** Something counted under a name. */
    public record Count(String name, long count) {
    }

    TierCounters() {
    }

    /** Whether the reason is one to do with the instruction before the saved pc. */
    static boolean isOfInstruction(int reason) {
        return reason == NativeTier.EXECUTE || reason == NativeTier.MISS || reason == NativeTier.LIBRARY;
    }

    void left(int reason, int opcode) {
        exits[reason * OPCODES + opcode]++;
    }

    void calledLibrary(int function) {
        if (function >= libraryCalls.length) {
            libraryCalls = Arrays.copyOf(libraryCalls, 2 * function);
        }
        libraryCalls[function]++;
    }

    /** Functions compiled by the baseline compiler. */
    public long compiled() {
        return compiled;
    }

    /** How many of them had baseline code before. */
    public long renewed() {
        return renewed;
    }

    /** Bytes of machine code made. */
    public long codeBytes() {
        return codeBytes;
    }

    /** How often compiled code was entered from the driver. */
    public long entries() {
        return entries;
    }

    /** How often compiled code left to have an instruction executed, or a Java function called by one. */
    public long exits(Opcode opcode) {
        return exits[NativeTier.EXECUTE * OPCODES + opcode.ordinal()] + exits[NativeTier.MISS * OPCODES + opcode.ordinal()]
                + exits[NativeTier.LIBRARY * OPCODES + opcode.ordinal()];
    }

    /** Why compiled code left, the most frequent first. */
    public List<Count> exits() {
        List<Count> result = new ArrayList<>();
        for (int i = 0; i < exits.length; i++) {
            if (exits[i] != 0) {
                result.add(new Count(name(i / OPCODES, i % OPCODES), exits[i]));
            }
        }
        return sorted(result);
    }

    /** How often compiled code left. */
    public long allExits() {
        return Arrays.stream(exits).sum();
    }

    private static String name(int reason, int number) {
        if (reason == NativeTier.FUNCTION) {
            return REASONS[reason] + " " + RuntimeFunction.of(number);
        }
        return isOfInstruction(reason) ? REASONS[reason] + " " + Opcode.of(number) : REASONS[reason];
    }

    /** How often optimised code left to have a function done by Java. */
    public long exits(RuntimeFunction function) {
        return exits[NativeTier.FUNCTION * OPCODES + function.ordinal()];
    }

    /** The Java functions that compiled code left for, by number, the most frequent first. */
    public List<Count> libraryCalls(IntFunction<String> names) {
        List<Count> result = new ArrayList<>();
        for (int i = 0; i < libraryCalls.length; i++) {
            if (libraryCalls[i] != 0) {
                result.add(new Count(names.apply(i), libraryCalls[i]));
            }
        }
        return sorted(result);
    }

    void deoptimized(Reason reason) {
        deopts[reason.ordinal()]++;
    }

    /** How often a frame went on in baseline code, or in better code, that was made while one of its loops ran. */
    public long baselineLoopEntries() {
        return baselineLoopEntries;
    }

    /** Functions optimised, to be called. */
    public long optimized() {
        return optimized;
    }

    /** Loops optimised, to be entered in the middle. */
    public long optimizedLoops() {
        return optimizedLoops;
    }

    /** Bytes of optimised code made. */
    public long optimizedBytes() {
        return optimizedBytes;
    }

    /** How often the driver called optimised code; calls by compiled code are not counted. */
    public long optimizedEntries() {
        return optimizedEntries;
    }

    /** How often optimised code was entered in the middle of a loop. */
    public long loopEntries() {
        return loopEntries;
    }

    /** Why optimisations were given up, the most frequent first. */
    public List<Count> optimizationFailures() {
        return counts(failures);
    }

    private static List<Count> counts(Map<String, Long> reasons) {
        List<Count> counts = new ArrayList<>();
        reasons.forEach((reason, count) -> counts.add(new Count(reason, count)));
        return sorted(counts);
    }

    /**
     * A compile of the optimising tier was given up.
     *
     * @param isUnexpected as of {@link #bailedOut}
     */
    void gaveUp(String reason, boolean isUnexpected) {
        optimizedBailOuts++;
        failures.merge(reason, 1L, Long::sum);
        if (isUnexpected) {
            unexpected.merge(reason, 1L, Long::sum);
        }
    }

    /** A compile of the optimising tier is over. */
    void compiled(CompileCost cost) {
        compiles = new CompileCost(compiles.nanos() + cost.nanos(), compiles.bytes() + cost.bytes());
        mostOfCompile = new CompileCost(Math.max(mostOfCompile.nanos(), cost.nanos()),
                Math.max(mostOfCompile.bytes(), cost.bytes()));
    }

    /** Nanoseconds of all compiles of the optimising tier. */
    public long compileNanos() {
        return compiles.nanos();
    }

    /** Of the longest. */
    public long longestCompileNanos() {
        return mostOfCompile.nanos();
    }

    /** Bytes of Java memory that they have allocated; 0: {@link TierOptions#measuresMemory} is not asked for. */
    public long compileBytes() {
        return compiles.bytes();
    }

    /** The most that one has. */
    public long largestCompileBytes() {
        return mostOfCompile.bytes();
    }

    /** Optimisations given up. */
    public long optimizedBailOuts() {
        return optimizedBailOuts;
    }

    /** Frames of optimised code that were made the interpreter's where they stood. */
    public long materialized() {
        return materialized;
    }

    /** Optimised code whose assumptions broke. */
    public long invalidated() {
        return invalidated;
    }

    /** Optimised code that failed too often. */
    public long thrownAway() {
        return thrownAway;
    }

    /** Optimised code that was made again before it was used: the program had shown something new meanwhile. */
    public long outdated() {
        return outdated;
    }

    /** How often a guard was made to leave though it held. */
    public long leftByForce() {
        return leftByForce;
    }

    /** How often a guard failed for a reason. */
    public long deopts(Reason reason) {
        return deopts[reason.ordinal()];
    }

    /** Why guards failed, the most frequent first. */
    public List<Count> deopts() {
        List<Count> result = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            if (deopts(reason) != 0) {
                result.add(new Count(reason.text(), deopts(reason)));
            }
        }
        return sorted(result);
    }

    private static List<Count> sorted(List<Count> counts) {
        counts.sort(Comparator.comparingLong(Count::count).reversed());
        return counts;
    }

    /**
     * A compile of the baseline tier was given up.
     *
     * @param isUnexpected whether the compiler did something that it should not, as far as is known
     */
    void bailedOut(String reason, boolean isUnexpected) {
        bailOuts.merge(reason, 1L, Long::sum);
        if (isUnexpected) {
            unexpected.merge(reason, 1L, Long::sum);
        }
    }

    /** Baseline compiles given up. */
    public long bailOuts() {
        return bailOuts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Why baseline compiles were given up, the most frequent first. */
    public List<Count> bailOutReasons() {
        return counts(bailOuts);
    }

    /** What ended compiles, of either tier, that should not happen: what they threw that no test had injected. */
    public List<Count> unexpectedFailures() {
        return counts(unexpected);
    }

    /** Misses of inline caches. */
    public long misses() {
        return misses;
    }

    /** Stubs attached to inline caches. */
    public long stubs() {
        return stubs;
    }

    /** How often all that was known of metatables' behaviour had to be forgotten. */
    public long invalidations() {
        return invalidations;
    }
}
