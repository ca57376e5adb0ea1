package perigee.regalloc;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import perigee.lir.Block;
import perigee.lir.Op;
import perigee.lir.Place;

/**
 * Linear scan with holes and splitting, over the registers of one class (Wimmer and Mössenböck: Optimized Interval
 * Splitting in a Linear Scan Register Allocator, 2005).
 *
 * <p><b>Requires</b> intervals of the whole function. <b>Ensures</b> that each part of an interval has a register or is
 * spilled, and that a part which needs a register has one; parts in the same register do not overlap, nor does one
 * overlap what the machine itself does to its register. <b>Never</b> moves anything: that is {@link Resolver}'s.
 */
final class LinearScan {
    /** So many blocks are looked at for a good place to split. */
    private static final int MOST_BLOCKS = 64;

    private final Numbering numbering;
    private final IntervalBuilder built;
    private final RegisterSet set;
    private final int[] registers;
    private final PriorityQueue<Interval> unhandled = new PriorityQueue<>();
    private final List<Interval> active = new ArrayList<>();
    private final List<Interval> inactive = new ArrayList<>();
    /** Where the current interval begins; what is behind is settled. */
    private int position;
    /** By machine register: until when it is free; when it is used next; from when on it is not to be had at all. */
    private final int[] freeUntil = new int[Place.REGISTERS];
    private final int[] nextUse = new int[Place.REGISTERS];
    private final int[] blocked = new int[Place.REGISTERS];

    private LinearScan(Numbering numbering, IntervalBuilder built, RegisterSet set, boolean xmm) {
        this.numbering = numbering;
        this.built = built;
        this.set = set;
        registers = set.registers(xmm);
        for (Interval interval : built.intervals) {
            if (interval.xmm == xmm && !interval.isEmpty()) {
                unhandled.add(interval);
            }
        }
    }

    /** Gives places to all intervals; false if an instruction needs more registers than there are. */
    static boolean run(Numbering numbering, IntervalBuilder built, RegisterSet set) {
        return new LinearScan(numbering, built, set, false).scan() && new LinearScan(numbering, built, set, true).scan();
    }

    private boolean scan() {
        while (!unhandled.isEmpty()) {
            Interval current = unhandled.poll();
            advance(current.from());
            splitOffCold(current);
            if (beginsInMemory(current)) {
                spill(current);
            } else if (!takeFree(current) && !takeUsed(current)) {
                return false;
            }
            if (Place.isRegister(current.place)) {
                active.add(current);
            }
        }
        return true;
    }

    /** What is alive in cold blocks at the end gets a register for that apart from all others, but the same one if possible. */
    private void splitOffCold(Interval current) {
        if (current.from() < numbering.coldStart && current.to() > numbering.coldStart) {
            Interval cold = current.split(numbering.coldStart);
            cold.hint = Place.NONE;
            cold.hintInterval = current;
            unhandled.add(cold);
        }
    }

    /** Parameters and constants are not loaded before somebody needs them. */
    private boolean beginsInMemory(Interval current) {
        int from = current.from();
        if (current != current.first || (from & 3) != 2) {
            return false;
        }
        Op op = numbering.code[from >> 2].op;
        return op.isConstant() || op == Op.PARAMETER;
    }

    private void advance(int to) {
        position = to;
        for (int i = active.size() - 1; i >= 0; i--) {
            Interval interval = active.get(i);
            if (interval.to() <= position) {
                remove(active, i);
            } else if (!interval.coversAdvancing(position)) {
                remove(active, i);
                inactive.add(interval);
            }
        }
        for (int i = inactive.size() - 1; i >= 0; i--) {
            Interval interval = inactive.get(i);
            if (interval.to() <= position) {
                remove(inactive, i);
            } else if (interval.coversAdvancing(position)) {
                remove(inactive, i);
                active.add(interval);
            }
        }
        for (int register : registers) {
            built.fixed[register].coversAdvancing(position);
        }
    }

    private static void remove(List<Interval> list, int i) {
        Interval last = list.removeLast();
        if (i < list.size()) {
            list.set(i, last);
        }
    }

    // ---- a register that is free -----------------------------------------------------------------------------------------

    private boolean takeFree(Interval current) {
        int call = firstCall(current);
        for (int register : registers) {
            freeUntil[register] = Math.min(call, floor(built.fixed[register].intersection(current), current));
        }
        for (Interval interval : active) {
            freeUntil[interval.place] = 0;
        }
        for (Interval interval : inactive) {
            if (freeUntil[interval.place] > current.from()) {
                freeUntil[interval.place] = Math.min(freeUntil[interval.place], interval.intersection(current));
            }
        }
        int register = chooseFree(current);
        int until = freeUntil[register];
        if (until >= current.to()) {
            current.place = register;
            return true;
        }
        int at = splitPosition(current.from() + 1, until);
        if (at <= current.from()) {
            return false;
        }
        split(current, at);
        current.place = register;
        return true;
    }

    /** What loses all registers, as the position of its gap. */
    private int firstCall(Interval current) {
        int call = current.firstWithin(built.calls, built.callCount);
        return call == Interval.INFINITY ? call : call & ~3;
    }

    /** A register is lost from the gap on, even if the machine takes it later. */
    private static int floor(int position, Interval current) {
        return position == Interval.INFINITY || position >> 2 == current.from() >> 2 ? position : position & ~3;
    }

    private int chooseFree(Interval current) {
        if (set.isRandom()) {
            return chooseAnyFree(current);
        }
        int best = registers[0];
        for (int register : registers) {
            if (freeUntil[register] > freeUntil[best]) {
                best = register;
            }
        }
        int hint = hint(current);
        if (hint != Place.NONE && (freeUntil[hint] >= current.to() || freeUntil[hint] == freeUntil[best])) {
            return hint;
        }
        if (freeUntil[best] < current.to()) {
            return best;
        }
        // of those that are free for long enough, the one that is wanted elsewhere first
        for (int register : registers) {
            if (freeUntil[register] >= current.to() && freeUntil[register] < freeUntil[best]) {
                best = register;
            }
        }
        return best;
    }

    private int chooseAnyFree(Interval current) {
        int fitting = 0;
        int best = registers[0];
        for (int register : registers) {
            if (freeUntil[register] > current.from() + 4 && set.choose(++fitting) == 0) {
                best = register;
            }
        }
        for (int register : registers) {
            if (fitting == 0 && freeUntil[register] > freeUntil[best]) {
                best = register;
            }
        }
        return best;
    }

    private int hint(Interval current) {
        if (current.hint != Place.NONE && isAllocatable(current.hint) && freeUntil[current.hint] >= current.to()) {
            return current.hint;
        }
        if (current.hintInterval != null) {
            List<Interval> parts = current.hintInterval.first.parts;
            Interval part = current.hintInterval.first.partAt(current.from());
            if (Place.isRegister(part.place)) {
                return part.place;
            }
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (Place.isRegister(parts.get(i).place)) {
                    return parts.get(i).place;
                }
            }
        }
        return current.hint != Place.NONE && isAllocatable(current.hint) ? current.hint : Place.NONE;
    }

    private boolean isAllocatable(int place) {
        for (int register : registers) {
            if (register == place) {
                return true;
            }
        }
        return false;
    }

    // ---- a register that is used later than this one is needed ------------------------------------------------------------

    private boolean takeUsed(Interval current) {
        int needed = current.nextRegisterUse(current.from());
        block(current);
        int best = leastUsed(current, false);
        if (needed == Interval.INFINITY || needed >> 2 > current.from() >> 2 && nextUse[best] >> 2 <= needed >> 2) {
            spill(current);
            return true;
        }
        if (nextUse[best] >> 2 <= needed >> 2) {
            // some of the operands that stand in the way may be in memory
            best = leastUsed(current, true);
            if (nextUse[best] >> 2 <= needed >> 2) {
                return false;
            }
        }
        if (blocked[best] < current.to()) {
            int at = splitPosition(needed + 1, blocked[best]);
            if (at <= current.from()) {
                return false;
            }
            split(current, at);
        }
        current.place = best;
        evict(best, current);
        return true;
    }

    private void block(Interval current) {
        int call = firstCall(current);
        for (int register : registers) {
            blocked[register] = Math.min(call, floor(built.fixed[register].intersection(current), current));
        }
    }

    /** The register that is not used for the longest time; if it comes to that, only uses that need it count. */
    private int leastUsed(Interval current, boolean needs) {
        for (int register : registers) {
            nextUse[register] = blocked[register];
        }
        for (Interval interval : active) {
            int use = needs ? interval.nextRegisterUse(current.from()) : interval.nextUse(current.from());
            nextUse[interval.place] = Math.min(nextUse[interval.place], use);
        }
        for (Interval interval : inactive) {
            if (interval.intersection(current) != Interval.INFINITY) {
                nextUse[interval.place] = Math.min(nextUse[interval.place], interval.nextUse(current.from()));
            }
        }
        int best = registers[0];
        for (int register : registers) {
            if (nextUse[register] > nextUse[best]) {
                best = register;
            }
        }
        return best;
    }

    /** Has what is in a register spilled, as far as it meets an interval. */
    private void evict(int register, Interval current) {
        for (int i = active.size() - 1; i >= 0; i--) {
            Interval interval = active.get(i);
            if (interval.place == register) {
                remove(active, i);
                spillFrom(interval);
                assert !Place.isRegister(interval.place) || interval.to() <= current.from() : interval + " meets " + current;
            }
        }
        for (int i = inactive.size() - 1; i >= 0; i--) {
            Interval interval = inactive.get(i);
            if (interval.place == register && interval.intersection(current) != Interval.INFINITY) {
                // it is in a hole: what comes after the hole is allocated anew
                remove(inactive, i);
                unhandled.add(interval.split(current.from()));
            }
        }
    }

    private void spillFrom(Interval interval) {
        if (position <= interval.from()) {
            spill(interval);
            return;
        }
        int earliest = Math.max(interval.lastUse(position), interval.from()) + 1;
        int at = splitPosition(earliest, position & ~3);
        if (at < earliest || at <= interval.from()) {
            at = position;
        }
        spill(interval.split(at));
    }

    // ---- spilling and splitting ------------------------------------------------------------------------------------------

    /** Puts an interval into memory, up to the next instruction that uses it: there may be a register again. */
    private void spill(Interval interval) {
        int settled = Math.max(interval.from(), position);
        int needed = Math.min(interval.nextRegisterUse(interval.from()), interval.nextUse((settled & ~3) + 4));
        interval.place = Interval.SPILLED;
        if (needed != Interval.INFINITY) {
            split(interval, splitPosition(settled + 1, needed & ~3));
        }
    }

    private void split(Interval interval, int at) {
        unhandled.add(interval.split(at));
    }

    /**
     * The gap to split at, from one position to another: at the beginning of the rarest block between them, or else as
     * late as possible. At most the latest, rounded down; less than the earliest if there is none.
     */
    private int splitPosition(int earliest, int latest) {
        int last = latest & ~3;
        if (last < earliest || last >> 2 >= numbering.code.length) {
            return last;
        }
        Block block = numbering.blocks[last >> 2];
        int best = last;
        float cost = block.frequency;
        int at = numbering.from(block);
        for (int seen = 0; at >= earliest && at > 0 && seen < MOST_BLOCKS; seen++) {
            Block before = numbering.blocks[(at >> 2) - 1];
            float here = Math.min(block.frequency, before.frequency);
            if (here < cost) {
                cost = here;
                best = at;
            }
            block = before;
            at = numbering.from(block);
        }
        return best;
    }
}
