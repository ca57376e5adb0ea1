package perigee.regalloc;

import java.util.List;
import perigee.lir.Block;
import perigee.lir.Instruction;
import perigee.lir.Kind;
import perigee.lir.LirFunction;
import perigee.lir.Place;

/**
 * Where everything is: the result of register allocation. Instructions are counted in the order of the blocks.
 *
 * <p>The moves before an instruction bring its operands to their places; those of a label or a jump are the ones along an
 * edge. The moves after an instruction take results out of fixed registers, and store what has a slot from its definition
 * on. Both lists are to be executed one after another.
 */
public final class Allocation {
    private static final List<Move> NONE = List.of();

    public final LirFunction function;
    /** The blocks that can be reached. */
    public final List<Block> order;
    public final Instruction[] code;
    /** By block id: number of its label, and one past its terminator. */
    final int[] starts;
    final int[] ends;
    /** By instruction and operand: its place. {@link Place#NONE} of what is no register, and of results nobody wants. */
    final int[][] places;
    final List<Move>[] before;
    final List<Move>[] after;
    /** By safepoint: what is in registers, and where it is kept when the safepoint leaves. */
    final List<Move>[] saves;
    /** By safepoint: slots of the frame that hold values alive, without parameters nobody reads any more. */
    final int[][] liveSlots;
    /** By block and parameter: its place at the beginning. */
    final int[][] parameterPlaces;
    private final Instruction[] constants;
    /** Slots of the frame that anything is in, parameters included. */
    public final int usedSlots;
    /** Slots of the frame: those, and what is reserved. */
    public final int frameSlots;
    /** Slots of the C stack. */
    public final int stackSlots;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Allocation(LirFunction function, Numbering numbering, IntervalBuilder built, SpillSlots slots) {
        this.function = function;
        order = numbering.order;
        code = numbering.code;
        starts = numbering.starts;
        ends = numbering.ends;
        places = new int[code.length][];
        before = new List[code.length];
        after = new List[code.length];
        saves = new List[code.length];
        liveSlots = new int[code.length][];
        parameterPlaces = new int[function.blocks().size()][];
        constants = built.constants;
        usedSlots = slots.usedSlots();
        frameSlots = slots.frameSlots();
        stackSlots = slots.stackSlots();
    }

    public int start(Block block) {
        return starts[block.id];
    }

    public int end(Block block) {
        return ends[block.id];
    }

    public int place(int instruction, int operand) {
        return places[instruction][operand];
    }

    public List<Move> before(int instruction) {
        return before[instruction] == null ? NONE : before[instruction];
    }

    public List<Move> after(int instruction) {
        return after[instruction] == null ? NONE : after[instruction];
    }

    public List<Move> saves(int instruction) {
        return saves[instruction] == null ? NONE : saves[instruction];
    }

    public int parameterPlace(Block block, int parameter) {
        return parameterPlaces[block.id][parameter];
    }

    public int[] liveSlots(int instruction) {
        return liveSlots[instruction];
    }

    // ---- constants -----------------------------------------------------------------------------------------------------

    /** Bits of a {@link Place#constant}; of one that has no {@link #symbol}. */
    public long constant(int place) {
        int number = Place.number(place);
        int literals = function.constantCount();
        return number < literals ? function.constant(number) : constants[number - literals].immediate;
    }

    /** The symbol whose address a {@link Place#constant} is, or null. */
    public String symbol(int place) {
        int number = Place.number(place) - function.constantCount();
        return number < 0 ? null : constants[number].symbol;
    }

    /** Kind of a {@link Place#constant}. */
    public Kind constantKind(int place) {
        int number = Place.number(place);
        int literals = function.constantCount();
        return number < literals ? function.constantKind(number) : function.kind(number - literals);
    }
}
