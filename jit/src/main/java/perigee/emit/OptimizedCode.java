package perigee.emit;

import perigee.asm.MachineCode;

/**
 * What comes out: code with its sites, to be linked and installed.
 *
 * @param code       its sites are of {@link LirSite}
 * @param frameSlots slots of the frame, the parameters included; the frames of calls begin behind them
 */
public record OptimizedCode(MachineCode code, int frameSlots) {
    /** Label of the place where the function is called, its frame made. */
    public static final String ENTRY = "entry";
    /**
     * Symbol of the stub that a failing guard jumps to, with the number of its exit in r11d and all other registers as
     * they were.
     */
    public static final String GUARD_FAILED = "exit_guard";
    /** Symbol of the stub that a safepoint jumps to, with the address where to resume in r11. */
    public static final String POLL = "exit_poll";
    /**
     * Symbol of the stub that has the driver make a call: the function and its arguments are in outgoing slots, the site's
     * {@link perigee.lir.Call} says how many there are and how many results are wanted. Resumed with all of those from the
     * function's slot on.
     */
    public static final String CALL = "exit_call_function";
    /** Symbol of the stub that has the driver return from the frame, to no compiled code: ecx values at rsi. */
    public static final String RETURN = "exit_return";
}
