package perigee.regalloc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.lir.Block;
import perigee.lir.Instruction;
import perigee.lir.LirFunction;
import perigee.lir.Liveness;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Rule;
import perigee.lir.Value;

/**
 * Writes down where operands are, and the moves: between the parts of split intervals, into and out of fixed registers,
 * along edges.
 *
 * <p>What is spilled somewhere is stored either where it goes from a register to its slot, or once, behind its definition;
 * by frequency. Its slot is never written again, so that going back to it costs nothing.
 */
final class Resolver {
    private final LirFunction function;
    private final Numbering numbering;
    private final IntervalBuilder built;
    private final SpillSlots slots;
    private final Liveness liveness;
    private final Allocation result;
    /** By virtual register: what its stores cost where they are, and what one at the definition would. */
    private final float[] storeCosts;
    private final float[] definitionCosts;

    private Resolver(LirFunction function, Numbering numbering, IntervalBuilder built, SpillSlots slots, Liveness liveness) {
        this.function = function;
        this.numbering = numbering;
        this.built = built;
        this.slots = slots;
        this.liveness = liveness;
        result = new Allocation(function, numbering, built, slots);
        storeCosts = new float[function.registerCount()];
        definitionCosts = new float[function.registerCount()];
    }

    static Allocation resolve(LirFunction function, Numbering numbering, IntervalBuilder built, SpillSlots slots,
            Liveness liveness) {
        Resolver resolver = new Resolver(function, numbering, built, slots, liveness);
        resolver.run();
        return resolver.result;
    }

    private void run() {
        for (Block block : numbering.order) {
            int[] places = new int[block.parameterCount()];
            for (int i = 0; i < places.length; i++) {
                places[i] = placeAt(block.parameter(i), numbering.from(block));
            }
            result.parameterPlaces[block.id] = places;
        }
        for (Interval interval : built.intervals) {
            if (!interval.isEmpty()) {
                splits(interval);
            }
        }
        for (int i = 0; i < numbering.code.length; i++) {
            operands(numbering.code[i], i);
        }
        for (Block block : numbering.order) {
            edges(block);
        }
        stores();
        for (int i = 0; i < numbering.code.length; i++) {
            result.before[i] = order(result.before[i]);
            result.after[i] = order(result.after[i]);
        }
    }

    private static List<Move> order(List<Move> moves) {
        return moves == null ? null : ParallelMove.order(moves);
    }

    /** Where a register is at a position; {@link Place#NONE} if it is never alive. */
    private int placeAt(int register, int position) {
        Interval interval = built.intervals[register];
        return interval.isEmpty() ? Place.NONE : place(interval.partAt(position));
    }

    private int place(Interval part) {
        return part.place == Interval.SPILLED ? slots.places[part.register] : part.place;
    }

    private void move(List<Move>[] lists, int at, int from, int to, int register) {
        if (from == to || to == Place.NONE) {
            return;
        }
        if (lists[at] == null) {
            lists[at] = new ArrayList<>(2);
        }
        lists[at].add(new Move(from, to, register < 0 ? result.constantKind(from) : function.kind(register), register));
    }

    // ---- operands ------------------------------------------------------------------------------------------------------

    private void operands(Instruction instruction, int i) {
        int count = instruction.count();
        int[] places = new int[count];
        Arrays.fill(places, Place.NONE);
        for (int n = 0; n < count; n++) {
            int value = instruction.operand(n);
            Rule rule = instruction.rule(n);
            switch (rule.action()) {
                case USE -> places[n] = value >= 0 ? placeAt(value, 4 * i + 1) : Place.NONE;
                case STATE -> places[n] = value >= 0 ? placeAt(value, 4 * i + 1)
                        : Value.isConstant(value) ? Place.constant(Value.constantNumber(value)) : Place.NONE;
                case SEED -> places[n] = value >= 0 ? placeAt(value, 4 * i - 1) : Place.constant(Value.constantNumber(value));
                case DEF, DEF_EARLY, TEMP -> places[n] = written(instruction, n, i);
            }
        }
        result.places[i] = places;
        if (instruction.op != Op.JUMP) {
            seeds(instruction, i, places);
        }
    }

    /** The place of what is written, and the move from there if it is fixed. */
    private int written(Instruction instruction, int n, int i) {
        Rule rule = instruction.rule(n);
        int register = instruction.operand(n);
        if (rule.place() == Place.NONE) {
            return placeAt(register, rule.action() == Rule.Action.DEF ? 4 * i + 2 : 4 * i);
        }
        if (rule.action().defines()) {
            move(result.after, i, rule.place(), placeAt(register, 4 * i + 3), register);
        }
        return rule.place();
    }

    private void seeds(Instruction instruction, int i, int[] places) {
        for (int n = 0; n < places.length; n++) {
            Rule rule = instruction.rule(n);
            if (rule.action() == Rule.Action.SEED) {
                int to = rule.place() != Place.NONE ? rule.place() : places[n - 1];
                move(result.before, i, places[n], to, Math.max(instruction.operand(n), -1));
                places[n] = to;
            }
        }
    }

    // ---- parts of intervals --------------------------------------------------------------------------------------------

    private void splits(Interval interval) {
        List<Interval> parts = interval.parts;
        for (int p = 1; p < parts.size(); p++) {
            Interval part = parts.get(p);
            int at = part.from();
            if (parts.get(p - 1).to() != at) {
                continue;
            }
            Op op = numbering.code[at >> 2].op;
            if ((at & 3) == 0 && (op == Op.LABEL || op == Op.JUMP)) {
                continue;
            }
            int from = place(interval.partAt((at & ~3) - 1));
            if (isRegisterToOwnSlot(interval.register, from, place(part)) || (at & 3) == 0) {
                splitMove(interval.register, at >> 2, from, place(part));
            }
        }
    }

    private void splitMove(int register, int at, int from, int to) {
        if (isRegisterToOwnSlot(register, from, to)) {
            storeCosts[register] += numbering.blocks[at].frequency;
        }
        if (!Place.isConstant(to)) {
            move(result.before, at, from, to, register);
        }
    }

    private boolean isRegisterToOwnSlot(int register, int from, int to) {
        return Place.isRegister(from) && to == slots.places[register] && Place.isMemory(to);
    }

    // ---- edges ---------------------------------------------------------------------------------------------------------

    private void edges(Block block) {
        int last = numbering.ends[block.id] - 1;
        Instruction terminator = numbering.code[last];
        for (int s = 0; s < terminator.targetCount(); s++) {
            Block successor = terminator.target(s);
            boolean jump = terminator.op == Op.JUMP;
            int at = jump ? last : numbering.starts[successor.id];
            int leaving = jump ? 4 * last - 1 : 4 * last + 3;
            int entering = numbering.from(successor);
            for (int r = liveness.nextLiveIn(successor, 0); r >= 0; r = liveness.nextLiveIn(successor, r + 1)) {
                if (built.intervals[r].isSplit()) {
                    splitMove(r, at, placeAt(r, leaving), placeAt(r, entering));
                }
            }
            if (jump) {
                for (int i = 0; i < terminator.count(); i++) {
                    move(result.before, last, result.places[last][i], result.parameterPlaces[successor.id][i],
                            Math.max(terminator.operand(i), -1));
                }
            }
        }
    }

    // ---- stores --------------------------------------------------------------------------------------------------------

    /** Replaces stores at many places by one at the definition, where that is cheaper or has happened anyway. */
    private void stores() {
        boolean[] atDefinition = new boolean[function.registerCount()];
        for (Interval interval : built.intervals) {
            int register = interval.register;
            if (interval.isEmpty() || storeCosts[register] == 0) {
                continue;
            }
            int definition = interval.from() >> 2;
            int first = place(interval);
            boolean stored = first == slots.places[register];
            atDefinition[register] = stored || numbering.blocks[definition].frequency <= storeCosts[register];
            if (atDefinition[register] && !stored) {
                if (numbering.code[definition].op == Op.LABEL || hasPlaceFrom(numbering.code[definition], register)) {
                    storeAfter(definition, interval, first);
                } else {
                    move(result.after, definition, first, slots.places[register], register);
                }
            }
        }
        for (List<Move> moves : result.before) {
            if (moves != null) {
                moves.removeIf(move -> move.register() >= 0 && atDefinition[move.register()]
                        && isRegisterToOwnSlot(move.register(), move.from(), move.to()));
            }
        }
    }

    private static boolean hasPlaceFrom(Instruction instruction, int register) {
        for (int i = 0; i < instruction.count(); i++) {
            if (instruction.operand(i) == register && instruction.rule(i).action().defines()) {
                return instruction.rule(i).place() != Place.NONE;
            }
        }
        return false;
    }

    /** Stores a block's parameter behind the label, or a fixed result from its fixed register. */
    private void storeAfter(int definition, Interval interval, int first) {
        Instruction instruction = numbering.code[definition];
        int from = first;
        for (int i = 0; i < instruction.count(); i++) {
            if (instruction.operand(i) == interval.register) {
                from = instruction.rule(i).place();
            }
        }
        move(result.after, definition, from, slots.places[interval.register], interval.register);
    }
}
