package perigee.regalloc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.lir.Block;
import perigee.lir.Instruction;
import perigee.lir.Kind;
import perigee.lir.LirText;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Rule;
import perigee.lir.Value;

/**
 * Checks an allocation by running it with symbols: which virtual register does each place hold, on all ways to an
 * instruction? Knows nothing of how the allocation was made. (Maxine's {@code RegisterVerifier}; the checker of regalloc2)
 * <ol>
 * <li>each operand is where the instruction looks for it, in a place of the kind that its rule allows;
 * <li>what is written before all operands are read shares no register with them;
 * <li>jumps leave each argument in its parameter's place;
 * <li>calls and safepoints leave nothing in registers and on the C stack that is used afterwards, but what a safepoint
 *     saves and brings back;
 * <li>slots of the frame receive what can be a word, all the time: never RAW, integers of 64 bits in pairs only.
 * </ol>
 */
public final class AllocationVerifier {
    private static final int UNKNOWN = -1;
    /** In the second slot of a pair. */
    private static final int UPPER = -2;
    /** Slots below the frame, which are its header. */
    private static final int HEADER = 3;

    private final Allocation allocation;
    private final int frameAt = Place.REGISTERS + HEADER;
    private final int stackAt;
    private final int outgoingAt;
    private final int size;
    private final int[][] entries;
    private final List<String> problems = new ArrayList<>();
    private int[] state;
    private int at;
    private boolean checking;

    private AllocationVerifier(Allocation allocation) {
        this.allocation = allocation;
        int frame = allocation.frameSlots;
        int outgoing = HEADER;
        for (Instruction instruction : allocation.code) {
            frame = Math.max(frame, instruction.op == Op.RETURN ? instruction.count() : 0);
            outgoing = Math.max(outgoing, instruction.op.hasCall() ? HEADER + instruction.call.operands() : 0);
        }
        stackAt = frameAt + frame;
        outgoingAt = stackAt + allocation.stackSlots + HEADER;
        size = outgoingAt + outgoing;
        entries = new int[allocation.function.blocks().size()][];
    }

    /** What is wrong, in words; empty if all is well. */
    public static List<String> verify(Allocation allocation) {
        AllocationVerifier verifier = new AllocationVerifier(allocation);
        verifier.run();
        return verifier.problems;
    }

    private void run() {
        entries[allocation.function.entry().id] = new int[size];
        Arrays.fill(entries[allocation.function.entry().id], UNKNOWN);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : allocation.order) {
                if (entries[block.id] != null) {
                    walk(block);
                    for (int s = 0; s < block.successorCount(); s++) {
                        changed |= flow(block.terminator(), block.successor(s));
                    }
                }
            }
        }
        checking = true;
        for (Block block : allocation.order) {
            walk(block);
            for (int s = 0; s < block.successorCount(); s++) {
                flow(block.terminator(), block.successor(s));
            }
        }
    }

    private void walk(Block block) {
        state = entries[block.id].clone();
        for (at = allocation.start(block); at < allocation.end(block); at++) {
            instruction(allocation.code[at]);
        }
        at--;
    }

    private void problem(String text) {
        if (checking) {
            problems.add(at + ": " + LirText.of(allocation.function, allocation.code[at]) + ": " + text);
        }
    }

    // ---- edges ---------------------------------------------------------------------------------------------------------

    private boolean flow(Instruction terminator, Block to) {
        int[] leaving = state.clone();
        for (int i = 0; i < to.parameterCount(); i++) {
            int place = allocation.parameterPlace(to, i);
            if (place != Place.NONE && !holds(place, terminator.operand(i))) {
                problem("argument " + i + " is not in " + Place.text(place) + " but " + symbol(state, place));
            }
        }
        for (int i = 0; i < to.parameterCount(); i++) {
            forget(leaving, to.parameter(i));
        }
        for (int i = 0; i < to.parameterCount(); i++) {
            if (allocation.parameterPlace(to, i) != Place.NONE) {
                put(leaving, allocation.parameterPlace(to, i), to.parameter(i));
            }
        }
        if (entries[to.id] == null) {
            entries[to.id] = leaving;
            return true;
        }
        boolean changed = false;
        int[] entry = entries[to.id];
        for (int i = 0; i < size; i++) {
            if (entry[i] != leaving[i] && entry[i] != UNKNOWN) {
                entry[i] = UNKNOWN;
                changed = true;
            }
        }
        return changed;
    }

    // ---- places --------------------------------------------------------------------------------------------------------

    private int index(int place) {
        int number = Place.number(place);
        return Place.isRegister(place) ? number : Place.isFrame(place) || Place.isPair(place) ? frameAt + number
                : Place.isStack(place) ? stackAt + number : outgoingAt + HEADER + number;
    }

    private int symbol(int[] places, int place) {
        if (Place.isConstant(place)) {
            int literals = allocation.function.constantCount();
            int number = Place.number(place);
            return number < literals ? Value.constant(number) : number - literals;
        }
        int index = index(place);
        return Place.isPair(place) && places[index + 1] != UPPER ? UNKNOWN : places[index];
    }

    private void put(int[] places, int place, int symbol) {
        places[index(place)] = symbol;
        if (Place.isPair(place)) {
            places[index(place) + 1] = UPPER;
        }
    }

    private static void forget(int[] places, int register) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] == register) {
                places[i] = UNKNOWN;
            }
        }
    }

    private boolean holds(int place, int value) {
        int symbol = symbol(state, place);
        return symbol == value || Value.isConstant(symbol) && Value.isConstant(value)
                && allocation.function.constant(Value.constantNumber(symbol))
                == allocation.function.constant(Value.constantNumber(value));
    }

    // ---- moves ---------------------------------------------------------------------------------------------------------

    private void moves(List<Move> moves) {
        for (int i = 0; i < moves.size(); i++) {
            move(moves.get(i));
        }
    }

    private void move(Move move) {
        int symbol = symbol(state, move.from());
        if (Place.isConstant(move.to()) || symbol == UPPER) {
            problem("cannot be: " + move);
            return;
        }
        if (Place.isTagged(move.to())) {
            checkTagged(move);
        }
        put(state, move.to(), symbol);
    }

    private void checkTagged(Move move) {
        boolean wide = move.kind() == Kind.INT && (move.register() >= 0 ? !allocation.function.fits(move.register())
                : !perigee.value.Word.fits(allocation.constant(move.from())));
        if (move.kind() == Kind.RAW || wide && !Place.isPair(move.to())
                || Place.isPair(move.to()) && move.kind() != Kind.INT) {
            problem("no word: " + move);
        }
    }

    // ---- instructions --------------------------------------------------------------------------------------------------

    private void instruction(Instruction instruction) {
        moves(allocation.before(at));
        if (checking && instruction.op != Op.JUMP) {
            for (int i = 0; i < instruction.count(); i++) {
                check(instruction, i);
            }
        }
        if (instruction.op == Op.SAFEPOINT) {
            safepoint();
        } else if (instruction.isSafepoint()) {
            Arrays.fill(state, 0, Place.REGISTERS, UNKNOWN);
            Arrays.fill(state, stackAt, outgoingAt, UNKNOWN);
        }
        for (int rest = instruction.clobbers(); rest != 0; rest &= rest - 1) {
            state[Integer.numberOfTrailingZeros(rest)] = UNKNOWN;
        }
        for (int i = 0; i < instruction.count(); i++) {
            if (instruction.rule(i).action().writes()) {
                write(instruction, i);
            }
        }
        moves(allocation.after(at));
    }

    private void write(Instruction instruction, int i) {
        int register = instruction.operand(i);
        int place = allocation.place(at, i);
        forget(state, register);
        if (place != Place.NONE && !Place.isConstant(place)) {
            put(state, place, instruction.rule(i).action().defines() ? register : UNKNOWN);
        }
    }

    private void safepoint() {
        int[] saved = state.clone();
        for (Move move : allocation.saves(at)) {
            if (!Place.isConstant(move.to())) {
                checkTagged(move);
                if (!Place.isTagged(move.to())) {
                    problem("not kept: " + move);
                }
                put(saved, move.to(), state[move.from()]);
            }
        }
        Arrays.fill(saved, 0, Place.REGISTERS, UNKNOWN);
        Arrays.fill(saved, stackAt, outgoingAt, UNKNOWN);
        for (Move move : allocation.saves(at)) {
            if (state[move.from()] != move.register()) {
                problem("saves something else: " + move);
            }
            saved[move.from()] = state[move.from()];
        }
        state = saved;
    }

    private void check(Instruction instruction, int i) {
        Rule rule = instruction.rule(i);
        int value = instruction.operand(i);
        int place = allocation.place(at, i);
        if (rule.action().writes()) {
            checkWritten(instruction, i);
            return;
        }
        if (!Value.isRegister(value) && !Value.isConstant(value)) {
            return;
        }
        if (!holds(place, value)) {
            problem("operand " + i + " is not in " + Place.text(place) + " but " + symbol(state, place));
        }
        switch (rule.action()) {
            case USE -> {
                boolean register = Place.isRegister(place) && Place.isXmm(place) == rule.xmm();
                if (!register && !instruction.maySpill(i)) {
                    problem("operand " + i + " cannot be in " + Place.text(place));
                }
            }
            case SEED -> {
                int wanted = rule.place() != Place.NONE ? rule.place() : allocation.place(at, i - 1);
                if (place != wanted) {
                    problem("operand " + i + " is not moved to " + Place.text(wanted));
                }
            }
            case STATE -> {
                if (instruction.isSafepoint() && Place.isStack(place)) {
                    problem("frame state in " + Place.text(place));
                }
            }
            case DEF, DEF_EARLY, TEMP -> {
            }
        }
    }

    private void checkWritten(Instruction instruction, int i) {
        Rule rule = instruction.rule(i);
        int place = allocation.place(at, i);
        boolean anywhere = instruction.op.isConstant() || instruction.op == Op.PARAMETER;
        if (place == Place.NONE && !rule.action().defines() || place != Place.NONE && !anywhere
                && (!Place.isRegister(place) || Place.isXmm(place) != rule.xmm())) {
            problem("operand " + i + " cannot be in " + Place.text(place));
        }
        if (rule.place() != Place.NONE && rule.place() != place) {
            problem("operand " + i + " is not in its register");
        }
        for (int n = 0; n < instruction.count(); n++) {
            Rule.Action other = instruction.rule(n).action();
            boolean meets = other.writes() && n != i || other == Rule.Action.USE && rule.action() != Rule.Action.DEF
                    || other == Rule.Action.SEED && rule.action() != Rule.Action.DEF && n != i + 1
                    || other == Rule.Action.SEED && rule.action() != Rule.Action.DEF && !instruction.isTied(i);
            if (meets && Place.isRegister(place) && allocation.place(at, n) == place) {
                problem("operands " + i + " and " + n + " share " + Place.text(place));
            }
        }
    }
}
