package perigee.vm.repl;

import perigee.interp.Driver;
import perigee.runtime.LuaState;
import perigee.vm.dump.InstalledCode;
import perigee.vm.tier.Tiers;

/** Who runs a state: what the prompt needs of the launcher. */
public interface ReplHost {
    LuaState state();

    Driver driver();

    Tiers tiers();

    /** What machine code was made of. */
    InstalledCode code();

    /**
     * Calls a function, which Ctrl-C interrupts. Its results, or the error's message with a traceback, are there until the
     * next call, and have to be {@linkplain #drop dropped}.
     *
     * @return whether there was no error
     */
    boolean run(long function, long... arguments);

    /** Number of results of the last run. */
    int count();

    /** Result i from 0; the message is the first. */
    long result(int i);

    /** Forgets the results. */
    void drop();

    /** The text before a line: that of {@code _PROMPT}, or, for lines after the first, {@code _PROMPT2}. */
    String prompt(boolean isFirst);
}
