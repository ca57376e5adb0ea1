package perigee.vm.tier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import perigee.bytecode.Opcode;
import perigee.interp.NativeTier;

/** What the tiers have done. */
public final class TierCounters {
    private static final int OPCODES = 256;
    private static final String[] REASONS = {"execute", "safepoint", "call", "miss", "library"};

    long compiled;
    long codeBytes;
    long entries;
    long bailOuts;
    long invalidations;
    long misses;
    long stubs;
    /** By reason, and opcode of the instruction; 0 where no instruction has to do with it. */
    private final long[] exits = new long[REASONS.length * OPCODES];
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

    /** Functions compiled. */
    public long compiled() {
        return compiled;
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
                result.add(new Count(REASONS[i / OPCODES] + (isOfInstruction(i / OPCODES) ? " " + Opcode.of(i % OPCODES) : ""),
                        exits[i]));
            }
        }
        return sorted(result);
    }

    /** The Java functions that compiled code left for by {@link NativeTier#LIBRARY}, by number, the most frequent first. */
    public List<Count> libraryCalls(IntFunction<String> names) {
        List<Count> result = new ArrayList<>();
        for (int i = 0; i < libraryCalls.length; i++) {
            if (libraryCalls[i] != 0) {
                result.add(new Count(names.apply(i), libraryCalls[i]));
            }
        }
        return sorted(result);
    }

    private static List<Count> sorted(List<Count> counts) {
        counts.sort(Comparator.comparingLong(Count::count).reversed());
        return counts;
    }

    /** Compilations given up. */
    public long bailOuts() {
        return bailOuts;
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
