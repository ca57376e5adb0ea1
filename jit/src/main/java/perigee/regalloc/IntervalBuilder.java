package perigee.regalloc;

import java.util.Arrays;
import perigee.lir.Block;
import perigee.lir.Instruction;
import perigee.lir.LirFunction;
import perigee.lir.Liveness;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Rule;
import perigee.lir.Value;

/** Makes the intervals, in one walk backwards (Wimmer and Franz: Linear Scan Register Allocation on SSA Form, 2010). */
final class IntervalBuilder {
    private final LirFunction function;
    private final Numbering numbering;
    private final Liveness liveness;
    /** By virtual register; empty for what is never alive. */
    final Interval[] intervals;
    /** By machine register. */
    final Interval[] fixed = new Interval[Place.REGISTERS];
    /** By virtual register: what makes it, if that is known before the code runs; else null. */
    final Instruction[] constants;
    /** Positions of calls that lose all registers, and of these and other safepoints; ascending in the end. */
    int[] calls = new int[8];
    int callCount;
    int[] safepoints = new int[8];
    int safepointCount;

    private IntervalBuilder(LirFunction function, Numbering numbering, Liveness liveness) {
        this.function = function;
        this.numbering = numbering;
        this.liveness = liveness;
        intervals = new Interval[function.registerCount()];
        for (int r = 0; r < intervals.length; r++) {
            intervals[r] = new Interval(r, function.kind(r).isFloat());
        }
        constants = new Instruction[intervals.length];
        for (Instruction instruction : numbering.code) {
            if (instruction.op.isConstant()) {
                constants[instruction.operand(0)] = instruction;
            }
        }
        for (int r = 0; r < fixed.length; r++) {
            fixed[r] = new Interval(-1, r >= Place.XMM0);
            fixed[r].place = r;
        }
    }

    static IntervalBuilder build(LirFunction function, Numbering numbering, Liveness liveness) {
        IntervalBuilder builder = new IntervalBuilder(function, numbering, liveness);
        for (int b = numbering.order.size() - 1; b >= 0; b--) {
            builder.block(numbering.order.get(b));
        }
        for (Interval interval : builder.intervals) {
            interval.finish();
        }
        for (Interval interval : builder.fixed) {
            interval.finish();
        }
        for (Block block : numbering.order) {
            builder.useAtLoopEnd(block);
        }
        reverse(builder.calls, builder.callCount);
        reverse(builder.safepoints, builder.safepointCount);
        return builder;
    }

    /**
     * What a loop uses is wanted again by its next round: the end of the loop counts as a use. Otherwise what is used only
     * behind the loop would seem to be wanted sooner. Where cold blocks at the end go back to is no loop's head.
     */
    private void useAtLoopEnd(Block block) {
        if (numbering.from(block) >= numbering.coldStart) {
            return;
        }
        for (int i = 0; i < block.successorCount(); i++) {
            int head = numbering.from(block.successor(i));
            int end = numbering.to(block) - 3;
            for (int r = head > end ? -1 : liveness.nextLiveOut(block, 0); r >= 0; r = liveness.nextLiveOut(block, r + 1)) {
                if (intervals[r].nextUse(head) < end) {
                    intervals[r].insertUse(end);
                }
            }
        }
    }

    private static void reverse(int[] array, int count) {
        for (int a = 0, b = count - 1; a < b; a++, b--) {
            int value = array[a];
            array[a] = array[b];
            array[b] = value;
        }
    }

    private void block(Block block) {
        int from = numbering.from(block);
        int to = numbering.to(block);
        for (int r = liveness.nextLiveOut(block, 0); r >= 0; r = liveness.nextLiveOut(block, r + 1)) {
            intervals[r].addRange(from, to);
        }
        for (int i = numbering.ends[block.id] - 1; i >= numbering.starts[block.id]; i--) {
            Instruction instruction = numbering.code[i];
            if (instruction.op.commutes()) {
                commute(block, instruction, 4 * i);
            }
            clobbers(instruction, 4 * i);
            writes(instruction, 4 * i);
            reads(instruction, 4 * i, from);
        }
        for (int i = 0; i < block.parameterCount(); i++) {
            intervals[block.parameter(i)].define(from, from + 4);
        }
        if (block.successorCount() == 1 && block.terminator().op == Op.JUMP) {
            hintParameters(block.terminator(), block.successor(0));
        }
    }

    /** Lets the operand that dies here be the one whose register the result takes. */
    private void commute(Block block, Instruction instruction, int at) {
        int a = instruction.operand(1);
        int b = instruction.operand(2);
        if (a >= 0 && b >= 0 && isAliveAfter(a, at) && !isAliveAfter(b, at)) {
            instruction.swap();
        }
    }

    private boolean isAliveAfter(int register, int at) {
        Interval interval = intervals[register];
        int last = interval.rangeCount() - 1;
        return last >= 0 && interval.rangeFrom(last) <= at && interval.rangeTo(last) > at;
    }

    private void hintParameters(Instruction jump, Block target) {
        for (int i = 0; i < jump.count(); i++) {
            if (Value.isRegister(jump.operand(i))) {
                Interval argument = intervals[jump.operand(i)];
                Interval parameter = intervals[target.parameter(i)];
                if (argument.hintInterval == null) {
                    argument.hintInterval = parameter;
                }
                if (parameter.hintInterval == null) {
                    parameter.hintInterval = argument;
                }
            }
        }
    }

    private void clobbers(Instruction instruction, int at) {
        int clobbers = instruction.clobbers();
        if (instruction.isSafepoint()) {
            safepoints = append(safepoints, safepointCount++, at + 1);
        }
        if (clobbers == perigee.lir.Call.EVERYTHING) {
            calls = append(calls, callCount++, at + 1);
        } else {
            for (int rest = clobbers; rest != 0; rest &= rest - 1) {
                fixed[Integer.numberOfTrailingZeros(rest)].addRange(at, at + 3);
            }
        }
    }

    private static int[] append(int[] array, int count, int value) {
        int[] result = count == array.length ? Arrays.copyOf(array, 2 * count) : array;
        result[count] = value;
        return result;
    }

    private void writes(Instruction instruction, int at) {
        boolean clobbersAll = instruction.clobbers() == perigee.lir.Call.EVERYTHING;
        for (int i = 0; i < instruction.count(); i++) {
            Rule rule = instruction.rule(i);
            if (!rule.action().writes()) {
                continue;
            }
            Interval interval = intervals[instruction.operand(i)];
            boolean early = rule.action() != Rule.Action.DEF;
            if (rule.place() != Place.NONE) {
                if (!clobbersAll) {
                    fixed[rule.place()].addRange(early ? at : at + 2, at + 3);
                }
                if (rule.action().defines() && !interval.isEmpty()) {
                    interval.define(at + 3, at + 4);
                    interval.hint = rule.place();
                }
            } else if (instruction.op.isConstant() || instruction.op == Op.PARAMETER) {
                if (!interval.isEmpty()) {
                    interval.define(at + 2, at + 3);
                }
            } else {
                interval.define(early ? at : at + 2, at + 3);
                interval.addUse(at + 2, true);
                if (early) {
                    interval.addUse(at, true);
                    hintSeed(instruction, i, interval);
                } else if (interval.hintInterval == null && interval.hint == Place.NONE) {
                    hintFirstUse(instruction, interval);
                }
            }
        }
    }

    private void hintSeed(Instruction instruction, int i, Interval interval) {
        if (instruction.isTied(i) && Value.isRegister(instruction.operand(i + 1))) {
            Interval seed = intervals[instruction.operand(i + 1)];
            if (interval.hintInterval == null) {
                interval.hintInterval = seed;
            }
            if (seed.hintInterval == null) {
                seed.hintInterval = interval;
            }
        }
    }

    /** A result in the register of an operand that ends here makes for shorter code. */
    private void hintFirstUse(Instruction instruction, Interval interval) {
        for (int i = 0; i < instruction.stateStart(); i++) {
            int value = instruction.operand(i);
            if (value >= 0 && instruction.rule(i).action() == Rule.Action.USE && intervals[value].xmm == interval.xmm) {
                interval.hintInterval = intervals[value];
                return;
            }
        }
    }

    private void reads(Instruction instruction, int at, int from) {
        for (int i = instruction.count() - 1; i >= 0; i--) {
            Rule rule = instruction.rule(i);
            int value = instruction.operand(i);
            switch (rule.action()) {
                case USE -> {
                    if (value >= 0) {
                        intervals[value].addRange(from, at + 2);
                        intervals[value].addUse(at + 1, !instruction.maySpill(i));
                    }
                }
                case STATE -> {
                    if (value >= 0) {
                        intervals[value].addRange(from, at + 2);
                    }
                }
                case SEED -> seed(rule, value, at, from);
                case DEF, DEF_EARLY, TEMP -> {
                }
            }
        }
    }

    private void seed(Rule rule, int value, int at, int from) {
        if (Place.isRegister(rule.place())) {
            fixed[rule.place()].addRange(at, at + 2);
        }
        if (value >= 0) {
            intervals[value].addRange(from, at);
            if (Place.isRegister(rule.place()) && intervals[value].hint == Place.NONE) {
                intervals[value].hint = rule.place();
            }
        }
    }
}
