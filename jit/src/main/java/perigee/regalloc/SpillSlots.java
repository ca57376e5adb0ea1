package perigee.regalloc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import perigee.lir.Instruction;
import perigee.lir.Kind;
import perigee.lir.LirFunction;
import perigee.lir.Op;
import perigee.lir.Place;

/**
 * Gives slots to the registers that need one: one for a register's whole life, shared with others that are not alive
 * where it is. What is alive at a safepoint has a slot of the frame, as one or two tagged words; anything else has raw bits on
 * the C stack, which nobody has to clear and no collector reads.
 */
final class SpillSlots {
    /** Slots of the C stack that there are, for all functions: nothing in them outlives a call. */
    static final int MOST_STACK_SLOTS = 256;

    private static final int FRAME = 0;
    private static final int PAIR = 1;
    private static final int STACK = 2;

    private final LirFunction function;
    private final IntervalBuilder built;
    /** By virtual register: its slot, its constant, or {@link Place#NONE}. */
    final int[] places;
    private int frameSlots;
    private int stackSlots;

    /** @param taken where the values in it are alive */
    private record Slot(int place, BitSet taken) {
    }

    private SpillSlots(LirFunction function, IntervalBuilder built) {
        this.function = function;
        this.built = built;
        frameSlots = function.parameters;
        places = new int[function.registerCount()];
        Arrays.fill(places, Place.NONE);
    }

    /** Assigns them. */
    static SpillSlots assign(LirFunction function, Numbering numbering, IntervalBuilder built) {
        SpillSlots slots = new SpillSlots(function, built);
        List<Interval> waiting = new ArrayList<>();
        for (Interval interval : built.intervals) {
            if (interval.isEmpty()) {
                continue;
            }
            Instruction constant = built.constants[interval.register];
            if (constant != null) {
                slots.places[interval.register] = Place.constant(function.constantCount() + interval.register);
            } else if (isParameter(numbering, interval)) {
                slots.places[interval.register] =
                        Place.frame((int) numbering.code[interval.from() >> 2].immediate);
            } else if (slots.needsSlot(interval)) {
                waiting.add(interval);
            }
        }
        slots.assign(waiting);
        return slots;
    }

    private static boolean isParameter(Numbering numbering, Interval interval) {
        return (interval.from() & 3) == 2 && numbering.code[interval.from() >> 2].op == Op.PARAMETER;
    }

    private boolean needsSlot(Interval interval) {
        for (Interval part : interval.parts) {
            if (part.place == Interval.SPILLED || crosses(part)) {
                return true;
            }
        }
        return false;
    }

    private boolean crosses(Interval part) {
        for (int i = 0; i < part.rangeCount(); i++) {
            int at = Arrays.binarySearch(built.safepoints, 0, built.safepointCount, part.rangeFrom(i));
            at = at < 0 ? -1 - at : at;
            if (at < built.safepointCount && built.safepoints[at] < part.rangeTo(i)) {
                return true;
            }
        }
        return false;
    }

    private int type(Interval interval) {
        for (Interval part : interval.parts) {
            if (crosses(part)) {
                return function.kind(interval.register) == Kind.INT && !function.fits(interval.register) ? PAIR : FRAME;
            }
        }
        return STACK;
    }

    /** Each gets the first slot of its type whose values are never alive at an instruction where it is. */
    private void assign(List<Interval> waiting) {
        waiting.sort(null);
        List<List<Slot>> slots = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Interval interval : waiting) {
            BitSet life = life(interval);
            int type = type(interval);
            Slot slot = slots.get(type).stream().filter(each -> !each.taken.intersects(life)).findFirst().orElse(null);
            if (slot == null) {
                slot = new Slot(make(type), new BitSet());
                slots.get(type).add(slot);
            }
            slot.taken.or(life);
            places[interval.register] = slot.place;
        }
    }

    /** Numbers of instructions. */
    private static BitSet life(Interval interval) {
        BitSet life = new BitSet();
        for (Interval part : interval.parts) {
            for (int i = 0; i < part.rangeCount(); i++) {
                life.set(part.rangeFrom(i) >> 2, (part.rangeTo(i) + 3) >> 2);
            }
        }
        return life;
    }

    private int make(int type) {
        return switch (type) {
            case FRAME -> Place.frame(frameSlots++);
            case PAIR -> Place.pair((frameSlots += 2) - 2);
            default -> Place.stack(stackSlots++);
        };
    }

    /** Slots that values are in, parameters included. */
    int usedSlots() {
        return frameSlots;
    }

    int frameSlots() {
        return Math.max(frameSlots, function.reservedSlots());
    }

    int stackSlots() {
        return stackSlots;
    }
}
