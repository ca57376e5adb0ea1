package perigee.vm.tier;

import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.emit.LirSite;
import perigee.emit.OptimizedCode;
import perigee.emit.StateAt;
import perigee.memory.Memory;

/**
 * What the guards of one piece of optimised code count, for tests: each leaves at its n-th execution although it holds,
 * at the 2n-th after that, at the 4n-th after that, and so on, so that every exit is tried, early and late, and the code
 * still gets ahead. The counters are {@link OptimizedCode#GUARD_COUNTS}; one is zero only between the guard's leaving
 * and {@link #isSpent}.
 */
final class GuardCounts implements AutoCloseable {
    /** Of code whose guards leave when they fail, and only then. */
    static final GuardCounts NONE = new GuardCounts(new int[0], 0);
    private static final int LONGEST = 1 << 30;

    /** By number of the exit: how often the guard was to hold, when that was last said. */
    private final int[] lives;
    private final long address;

    private GuardCounts(int[] lives, long address) {
        this.lives = lives;
        this.address = address;
    }

    /** Counters for code that was made to have some. */
    static GuardCounts of(MachineCode code, int life) {
        int exits = 0;
        for (Site site : code.sites()) {
            if (site.kind() == LirSite.GUARD) {
                exits = Math.max(exits, ((StateAt) site.payload()).exit().number() + 1);
            }
        }
        if (exits == 0) {
            return NONE;
        }
        GuardCounts counts = new GuardCounts(new int[exits], Memory.reserve((long) Integer.BYTES * exits));
        for (int exit = 0; exit < exits; exit++) {
            counts.revive(exit, life);
        }
        return counts;
    }

    /** The first counter's; any address if there are none. */
    long address() {
        return address;
    }

    long bytes() {
        return (long) Integer.BYTES * lives.length;
    }

    /** Whether the guard that has just left by an exit held, and was made to leave; it lives twice as long then. */
    boolean isSpent(int exit) {
        if (exit >= lives.length || Memory.getInt(counter(exit)) != 0) {
            return false;
        }
        revive(exit, Math.min(2 * lives[exit], LONGEST));
        return true;
    }

    private void revive(int exit, int life) {
        lives[exit] = life;
        Memory.putInt(counter(exit), life);
    }

    private long counter(int exit) {
        return address + (long) Integer.BYTES * exit;
    }

    /** The code is gone. */
    @Override
    public void close() {
        if (address != 0) {
            Memory.release(address);
        }
    }
}
