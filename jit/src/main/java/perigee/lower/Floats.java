package perigee.lower;

import java.util.List;
import java.util.function.IntSupplier;
import perigee.asm.Condition;
import perigee.ir.Node;
import perigee.lir.Call;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Test;
import perigee.stub.FloatStubs;
import perigee.stub.MathFunctionStubs;
import perigee.stub.RuntimeFunction;

/** Arithmetic of floats. */
final class Floats {
    private static final int DOWN = 9;
    private static final int UP = 10;

    private static final double LARGEST_POWER = 0x1p32;

    private final Selection s;
    private final LirBuilder b;
    private final RuntimeCalls runtime;

    Floats(Selection selection, RuntimeCalls runtime) {
        s = selection;
        b = selection.b;
        this.runtime = runtime;
    }

    void lower(Node node) {
        int x = s.use(node, 0);
        int y = node.count() > 1 ? s.use(node, 1) : x;
        s.define(node, switch (node.op()) {
            case FADD -> b.floating(Op.ADDSD, x, y);
            case FSUB -> b.floating(Op.SUBSD, x, y);
            case FMUL -> b.floating(Op.MULSD, x, y);
            case FDIV -> b.floating(Op.DIVSD, x, y);
            // the processor gives the second one if they are equal or not ordered
            case FMIN -> b.floating(Op.MINSD, y, x);
            case FMAX -> b.floating(Op.MAXSD, y, x);
            case FNEG -> b.value(Op.NEGSD, Kind.FLOAT, x);
            case FABS -> b.value(Op.ABSSD, Kind.FLOAT, x);
            case FSQRT -> b.value(Op.SQRTSD, Kind.FLOAT, x);
            case FFLOOR -> b.immediate(Op.ROUNDSD, Kind.FLOAT, x, DOWN);
            case FCEIL -> b.immediate(Op.ROUNDSD, Kind.FLOAT, x, UP);
            case FMOD -> modulo(x, y, node.input(1));
            case FPOW -> function(FloatStubs.POWER, true, x, y);
            default -> function(MathFunctionStubs.symbol(node.op().function()), node.op().function().isBinary(), x, y);
        });
    }

    /**
     * {@code x - floor(x/y)*y}. For a power of two, that is exact in three roundings; but the zeros of negative numbers would have
     * the wrong sign.
     */
    private int modulo(int x, int y, Node divisor) {
        IntSupplier any = () -> rest(FloatStubs.MODULO, RuntimeFunction.FLOAT_MODULO, x, y);
        if (!divisor.is(perigee.ir.Op.FLOAT) || !isPowerOfTwo(Double.longBitsToDouble(divisor.number()))) {
            return any.getAsInt();
        }
        int inverse = b.constant(1 / Double.longBitsToDouble(divisor.number()));
        Comparison isPositive = Comparison.with(Test.CMP, Condition.GE, b.value(Op.BITS, Kind.INT, x), 0);
        return s.mostly(isPositive, Kind.FLOAT, () -> {
            int quotient = b.immediate(Op.ROUNDSD, Kind.FLOAT, b.floating(Op.MULSD, x, inverse), DOWN);
            return b.floating(Op.SUBSD, x, b.floating(Op.MULSD, quotient, y));
        }, any);
    }

    /** Of those that are not too small or too large to divide by without loss. */
    private static boolean isPowerOfTwo(double value) {
        return value >= 1 && value <= LARGEST_POWER && value == 1L << Math.getExponent(value);
    }

    /** C's function, by a stub. */
    private int function(String stub, boolean isBinary, int x, int y) {
        List<Integer> places = isBinary ? List.of(Place.XMM0, Place.xmm(1)) : List.of(Place.XMM0);
        int[] operands = isBinary ? new int[] {x, y} : new int[] {x};
        return b.call(Call.stub(stub, List.of(Place.XMM0), places, Clobbers.C), List.of(Kind.FLOAT), operands, null);
    }

    /** A stub does what is common, Java the rest. */
    private int rest(String stub, RuntimeFunction function, int x, int y) {
        int known = b.call(Call.stub(stub, List.of(Place.RAX, Place.XMM0), List.of(Place.XMM0, Place.xmm(1)),
                Clobbers.FLOAT), List.of(Kind.INT, Kind.FLOAT), new int[] {x, y}, null);
        return s.mostly(Comparison.with(Test.CMP32, Condition.NE, known, 0), Kind.FLOAT, () -> known + 1,
                () -> runtime.floating(function, x, y));
    }
}
