package perigee.lower;

import java.util.List;
import java.util.function.IntConsumer;
import perigee.ir.Node;
import perigee.layout.FunctionLayout;
import perigee.lir.Address;
import perigee.lir.Call;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Value;
import perigee.stub.NurseryStubs;

/** Between words, integers and floats. */
final class Conversions {
    private final Selection s;
    private final LirBuilder b;
    private final Conditions conditions;
    private final Memory memory;

    Conversions(Selection selection, Conditions conditions, Memory memory) {
        s = selection;
        b = selection.b;
        this.conditions = conditions;
        this.memory = memory;
    }

    void lower(Node node) {
        Node from = node.input(0);
        s.define(node, switch (node.op()) {
            case BOX_INT -> word(from);
            case BOX_FLOAT -> b.boxFloat(s.use(from));
            case BOX_BOOL -> conditions.booleanOf(from);
            case UNBOX_INT -> b.unboxInteger(s.use(from));
            case UNBOX_FLOAT -> b.value(Op.FROM_BITS, Kind.FLOAT, memory.floatBits(from));
            case UNBOX_LARGE -> b.value(Op.LOAD, Kind.INT, Address.of(s.use(from), FunctionLayout.BOX_VALUE));
            case UNBOX_NUMBER -> number(s.use(from));
            case INT_TO_FLOAT -> b.value(Op.CVTSI2SD, Kind.FLOAT, s.use(from));
            case FLOAT_TO_INT -> b.value(Op.CVTTSD2SI, Kind.INT, s.use(from));
            default -> throw new IllegalArgumentException("no conversion: " + node.op());
        });
    }

    /** The word of any value, which is made if it is none. */
    int word(Node node, perigee.ir.Rep rep) {
        return switch (rep) {
            case WORD -> s.useAnywhere(node);
            case INT -> word(node);
            case FLOAT -> b.boxFloat(s.use(node));
            case BOOL -> conditions.booleanOf(node);
            case NONE -> throw new IllegalArgumentException("no value: " + node);
        };
    }

    /** The word of an integer: a box, if it does not fit. */
    private int word(Node integer) {
        if (integer.isConstant() && Ranges.fits(integer)) {
            return s.constant(Kind.WORD, perigee.value.Word.ofInteger(integer.number()));
        }
        return word(s.use(integer), Ranges.fits(integer));
    }

    /** The same of a register. */
    int word(int integer, boolean fits) {
        int bits = b.value(Op.SUB, fits ? Kind.WORD : Kind.INT, integer, Value.FLOAT_OFFSET);
        if (fits) {
            return bits;
        }
        return s.mostly(conditions.isInteger(bits), Kind.WORD, () -> b.copy(bits, Kind.WORD), () -> box(integer));
    }

    private int box(int integer) {
        return b.call(Call.stub(NurseryStubs.BOX, List.of(Place.RAX), List.of(Place.RAX), Clobbers.BOX),
                List.of(Kind.WORD), new int[] {integer}, null);
    }

    /** The float of a number, which is an integer or a float. */
    private int number(int word) {
        return number(word, _ -> { });
    }

    /** The same of a word that may be anything, which leaves if it is no number. */
    int numberOrLeave(int word, States.Lowered state) {
        return number(word, bits -> b.guard(Conditions.isFloat(bits), state.origin(), state.values()));
    }

    /** @param check of the bits that are those of a float */
    private int number(int word, IntConsumer check) {
        perigee.lir.Block integer = s.newBlock();
        perigee.lir.Block other = s.newBlock();
        perigee.lir.Block next = s.newBlock();
        int result = b.parameter(next, Kind.FLOAT);
        b.branch(conditions.isInteger(word), integer, other);
        b.begin(integer);
        b.jump(next, b.value(Op.CVTSI2SD, Kind.FLOAT, b.unboxInteger(word)));
        b.begin(other);
        int bits = b.floatBits(word);
        check.accept(bits);
        b.jump(next, b.value(Op.FROM_BITS, Kind.FLOAT, bits));
        b.begin(next);
        return result;
    }
}
