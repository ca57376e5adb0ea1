package perigee.build;

import java.util.Arrays;
import java.util.List;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/**
 * {@code math.max} and {@code math.min} of two numbers or more. They are taken for integers, or, if one is known to be a float,
 * for floats; once that has failed, they may be either.
 */
final class Extremes {
    private final Context c;
    private final Comparisons comparisons;

    Extremes(Context context) {
        c = context;
        comparisons = new Comparisons(context);
    }

    /** Null: the function has to be called. */
    Node of(boolean largest, Node[] values) {
        if (values.length < 2 || !Arrays.stream(values).allMatch(Extremes::mayBeNumber) || c.hasFailed(Reason.NOT_NUMBER)) {
            return null;
        }
        boolean someInteger = Arrays.stream(values).anyMatch(Context::isInt);
        boolean someFloat = Arrays.stream(values).anyMatch(Context::isFloat);
        boolean integers = !someFloat && !c.hasFailed(Reason.NOT_INTEGER);
        boolean floats = someFloat && !someInteger && !c.hasFailed(Reason.NOT_FLOAT);
        Node best = values[0];
        for (int i = 1; i < values.length; i++) {
            Node value = values[i];
            best = floats ? c.op(largest ? Op.FMAX : Op.FMIN, c.asFloat(best), c.asFloat(value))
                    : integers ? ofIntegers(largest, c.asInt(best), c.asInt(value)) : ofAny(largest, best, value);
        }
        return best;
    }

    private static boolean mayBeNumber(Node value) {
        return value.rep() == Rep.WORD ? Context.mayBeInt(value) || Context.isFloat(value)
                : value.rep() == Rep.INT || value.rep() == Rep.FLOAT;
    }

    private Node ofIntegers(boolean largest, Node best, Node value) {
        return better(largest ? c.op(Op.LT, best, value) : c.op(Op.LT, value, best), best, value);
    }

    private Node ofAny(boolean largest, Node best, Node value) {
        return better(largest ? comparisons.ofAny(Op.FLT, best, value) : comparisons.ofAny(Op.FLT, value, best), best, value);
    }

    private Node better(Node isBetter, Node best, Node value) {
        List<Block> ways = c.branch(isBetter, 0.5);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(value);
        c.block = ways.getLast();
        meeting.arrive(best);
        return meeting.meet();
    }
}
