package perigee.regalloc;

import java.util.ArrayList;
import java.util.List;
import perigee.lir.Block;
import perigee.lir.BlockOrder;
import perigee.lir.LirFunction;
import perigee.lir.Liveness;
import perigee.lir.Op;
import perigee.lir.Place;

/** Register allocation as a whole. */
public final class Allocator {
    private Allocator() {
    }

    /** What came of it. */
    public sealed interface Result {
    }

    /** Registers were allocated. */
    public record Allocated(Allocation allocation) implements Result {
    }

    /** There is no allocation. */
    public record Failed(BailOut reason) implements Result {
    }

    /** Allocates registers. Operands of commutative operations may change places in the function. */
    public static Result allocate(LirFunction function, RegisterSet registers) {
        List<Block> order = BlockOrder.of(function);
        Numbering numbering = new Numbering(function, LinearOrder.of(function, order));
        Liveness liveness = Liveness.of(function, order);
        IntervalBuilder built = IntervalBuilder.build(function, numbering, liveness);
        if (!LinearScan.run(numbering, built, registers)) {
            return new Failed(BailOut.REGISTERS);
        }
        SpillSlots slots = SpillSlots.assign(function, numbering, built);
        if (slots.stackSlots() > SpillSlots.MOST_STACK_SLOTS) {
            return new Failed(BailOut.STACK_SLOTS);
        }
        Allocation allocation = Resolver.resolve(function, numbering, built, slots, liveness);
        safepoints(allocation, built, slots);
        return new Allocated(allocation);
    }

    /** What is to be saved at safepoints, and which slots are alive there. */
    private static void safepoints(Allocation allocation, IntervalBuilder built, SpillSlots slots) {
        List<List<Integer>> alive = new ArrayList<>();
        for (int i = 0; i < built.safepointCount; i++) {
            alive.add(new ArrayList<>());
        }
        for (Interval interval : built.intervals) {
            if (!interval.isEmpty()) {
                for (Interval part : interval.parts) {
                    safepoints(allocation, built, slots, part, alive);
                }
            }
        }
        for (int i = 0; i < built.safepointCount; i++) {
            allocation.liveSlots[built.safepoints[i] >> 2] =
                    alive.get(i).stream().mapToInt(Integer::intValue).sorted().toArray();
        }
    }

    private static void safepoints(Allocation allocation, IntervalBuilder built, SpillSlots slots, Interval part,
            List<List<Integer>> alive) {
        for (int r = 0; r < part.rangeCount(); r++) {
            int at = java.util.Arrays.binarySearch(built.safepoints, 0, built.safepointCount, part.rangeFrom(r));
            for (at = at < 0 ? -1 - at : at; at < built.safepointCount && built.safepoints[at] < part.rangeTo(r); at++) {
                int slot = slots.places[part.register];
                int instruction = built.safepoints[at] >> 2;
                if (Place.isFrame(slot) || Place.isPair(slot)) {
                    alive.get(at).add(Place.number(slot));
                }
                if (Place.isPair(slot)) {
                    alive.get(at).add(Place.number(slot) + 1);
                }
                if (Place.isRegister(part.place)) {
                    assert allocation.code[instruction].op == Op.SAFEPOINT : part;
                    if (allocation.saves[instruction] == null) {
                        allocation.saves[instruction] = new ArrayList<>();
                    }
                    allocation.saves[instruction].add(new Move(part.place, slot,
                            allocation.function.kind(part.register), part.register));
                }
            }
        }
    }
}
