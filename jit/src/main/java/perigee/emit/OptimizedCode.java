package perigee.emit;

import perigee.asm.MachineCode;
import perigee.stub.OptimizedStubs;

/**
 * What comes out: code with its sites, to be linked and installed.
 *
 * @param code       its sites are of {@link LirSite}, and marks of source lines
 * @param frameSlots slots of the frame, the parameters included; the frames of calls begin behind them
 * @param words      words above the base that the code, and what it may be turned into at any site, need
 */
public record OptimizedCode(MachineCode code, int frameSlots, int words) {
    /** Label of the place where the function is called, its frame made. */
    public static final String ENTRY = "entry";
    /** Label of the place where the driver enters, which has seen to attention and room. */
    public static final String CHECKED = "checked";
    /**
     * Symbol of the stub that a failing guard jumps to, with the address of its site in r11 and all other registers as they
     * were.
     */
    public static final String GUARD_FAILED = OptimizedStubs.GUARD;
    /** Symbol of the stub that a safepoint jumps to, with the address where to resume in r11. */
    public static final String POLL = OptimizedStubs.POLL;
    /**
     * Symbol of the counters of guards, in code that has some: 32 bits for each {@link perigee.lir.Exit#number}. A
     * guard that holds takes one off its own, and leaves if it is zero then.
     */
    public static final String GUARD_COUNTS = "guard_counts";
}
