package perigee.build;

import java.util.ArrayList;
import java.util.List;
import perigee.deopt.Reason;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.ir.ShapeFact;
import perigee.layout.HeapType;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.object.Event;
import perigee.runtime.Intrinsic;

/** Library functions that are open-coded. */
final class Intrinsics {
    private static final Node[] NO_RESULTS = {};
    private static final int MAX_METATABLES = 3;
    /** Integers below it are exact as floats. */
    private static final long EXACT = 1L << 53;

    private final Context c;
    private final Indexing indexing;
    private final MetamethodGuards guards;
    private final OpenLists lists;
    private final StringIntrinsics strings;
    private final RawAccess raw;
    private final Extremes extremes;

    Intrinsics(Context context, Indexing indexing, MetamethodGuards guards, OpenLists lists) {
        c = context;
        this.guards = guards;
        this.indexing = indexing;
        this.lists = lists;
        strings = new StringIntrinsics(context);
        raw = new RawAccess(context);
        extremes = new Extremes(context);
    }

    /**
     * The results of a function for some arguments, of which so many are wanted; null if it has to be called. (There may be no
     * block afterwards.)
     */
    Node[] results(Intrinsic function, Node[] arguments, int wanted) {
        if (arguments.length > 0 && (function == Intrinsic.BYTE || function == Intrinsic.SUB)) {
            return one(function == Intrinsic.BYTE ? strings.byteAt(arguments, wanted) : strings.characterAt(arguments));
        }
        if (function == Intrinsic.MAX || function == Intrinsic.MIN) {
            return one(extremes.of(function == Intrinsic.MAX, arguments));
        }
        if (c.hasFailed(Reason.NOT_INTEGRAL, Reason.NOT_FLOAT, Reason.NOT_NUMBER, Reason.NOT_STRING, Reason.NO_ELEMENT,
                Reason.NOT_INTEGER, Reason.NOT_TABLE, Reason.SLOW_PATH, Reason.HOLE)) {
            return null;
        }
        int count = arguments.length;
        return switch (function) {
            case FLOOR -> count == 1 ? one(round(Op.FFLOOR, arguments[0])) : null;
            case CEIL -> count == 1 ? one(round(Op.FCEIL, arguments[0])) : null;
            case SQRT -> count == 1 ? one(c.op(Op.FSQRT, c.asNumber(arguments[0]))) : null;
            case ABS -> count == 1 ? absolute(arguments[0]) : null;
            case ACOS -> function(Op.FACOS, arguments);
            case ASIN -> function(Op.FASIN, arguments);
            case COS -> function(Op.FCOS, arguments);
            case EXP -> function(Op.FEXP, arguments);
            case SIN -> function(Op.FSIN, arguments);
            case TAN -> function(Op.FTAN, arguments);
            case ATAN -> arcTangent(arguments);
            case LOG -> logarithm(arguments);
            case FMOD -> count == 2 && Context.isFloat(arguments[0]) && Context.isFloat(arguments[1])
                    ? one(c.op(Op.FREM, c.asFloat(arguments[0]), c.asFloat(arguments[1]))) : null;
            case LEN -> count == 1 && arguments[0].rep() == Rep.WORD ? one(indexing.stringLength(arguments[0])) : null;
            case CHAR -> count == 1 ? one(strings.character(arguments[0])) : null;
            case INSERT -> count == 2 && arguments[0].rep() == Rep.WORD ? append(arguments[0], arguments[1]) : null;
            case ASSERT -> count >= 1 ? asserted(arguments) : null;
            case SELECT -> count >= 1 ? lists.selectKnown(arguments, wanted) : null;
            case RAWGET -> count == 2 ? one(raw.get(arguments[0], arguments[1])) : null;
            case RAWSET -> count == 3 ? one(raw.set(arguments[0], arguments[1], arguments[2])) : null;
            case GETMETATABLE -> count == 1 && arguments[0].rep() == Rep.WORD ? one(getMetatable(arguments[0])) : null;
            case SETMETATABLE -> count == 2 ? setMetatable(arguments[0], arguments[1]) : null;
            default -> null;
        };
    }

    private static Node[] one(Node value) {
        return value == null ? null : new Node[] {value};
    }

    /** {@code math.floor} and {@code math.ceil}: an integer, if it fits. */
    private Node round(Op op, Node value) {
        if (Context.isInt(value)) {
            return value;
        }
        if (Context.isFloat(value)) {
            return roundFloat(op, c.asFloat(value));
        }
        if (value.rep() != Rep.WORD) {
            return null;
        }
        List<Block> ways = c.branch(c.op(Op.IS_INT, value), 0.5);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(c.op(Op.UNBOX_INT, value).setProof(c.block.begin()));
        c.block = ways.getLast();
        meeting.arrive(roundFloat(op, c.asFloat(value)));
        return meeting.meet();
    }

    private Node roundFloat(Op op, Node value) {
        if (op == Op.FFLOOR && value.is(Op.FDIV) && !c.hasFailed(Reason.INTEGER_TOO_LARGE)) {
            Node dividend = integerAsFloat(value.input(0));
            Node divisor = integerAsFloat(value.input(1));
            if (dividend != null && divisor != null && divisor.is(Op.INT) && divisor.number() > 0
                    && divisor.number() < EXACT) {
                return floorOfQuotient(dividend, divisor);
            }
        }
        return c.whole(c.op(op, value));
    }

    /** The integer that a float was made from; or null. */
    private static Node integerAsFloat(Node value) {
        return value.is(Op.INT_TO_FLOAT) ? value.input(0) : null;
    }

    /**
     * {@code floor(x / d)} of integers is the quotient rounded down, if x is exact as a float: x/d is then at least 1/d away
     * from any integer that it is not, and the rounding error of the quotient is less.
     */
    private Node floorOfQuotient(Node dividend, Node divisor) {
        Node shifted = c.op(Op.ADD, dividend, c.integer(EXACT));
        c.guard(c.op(Op.ULT, shifted, c.integer(2 * EXACT)), true, Reason.INTEGER_TOO_LARGE);
        return c.op(Op.FLOOR_DIV, dividend, divisor);
    }

    private Node[] absolute(Node value) {
        if (Context.isFloat(value)) {
            return one(c.op(Op.FABS, c.asFloat(value)));
        }
        if (!Context.isInt(value)) {
            return null;
        }
        Node integer = c.asInt(value);
        List<Block> ways = c.branch(c.op(Op.LT, integer, c.integer(0)), 0.5);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(c.op(Op.NEG, integer));
        c.block = ways.getLast();
        meeting.arrive(integer);
        return one(meeting.meet());
    }

    /** A function of one number. */
    private Node[] function(Op op, Node[] arguments) {
        return arguments.length == 1 ? one(c.op(op, c.asNumber(arguments[0]))) : null;
    }

    private Node[] arcTangent(Node[] arguments) {
        return switch (arguments.length) {
            case 1 -> one(c.op(Op.FATAN2, c.asNumber(arguments[0]), c.op(Op.FLOAT, Double.doubleToRawLongBits(1))));
            case 2 -> one(c.op(Op.FATAN2, c.asNumber(arguments[0]), c.asNumber(arguments[1])));
            default -> null;
        };
    }

    /** {@code math.log}, to a base that is known to be 2 or 10, if there is one. */
    private Node[] logarithm(Node[] arguments) {
        if (arguments.length != 2 || !Context.isInt(arguments[1])) {
            return function(Op.FLOG, arguments);
        }
        Node base = c.asInt(arguments[1]);
        Op op = !base.is(Op.INT) ? null : base.number() == 2 ? Op.FLOG2 : base.number() == 10 ? Op.FLOG10 : null;
        return op == null ? null : one(c.op(op, c.asNumber(arguments[0])));
    }

    /** {@code table.insert} at the end. */
    private Node[] append(Node table, Node value) {
        Node isTable = c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        indexing.plain(table, isTable);
        c.checkNotNil(value, Reason.HOLE);
        Node length = c.add(c.graph.runtime(RuntimeCall.TABLE_LENGTH, table)).setState(c.state());
        Node index = c.op(Op.ADD, length, c.integer(1));
        c.add(c.graph.runtime(RuntimeCall.APPEND, table, index, c.asWord(value))).setState(c.state());
        return NO_RESULTS;
    }

    private Node[] asserted(Node[] arguments) {
        Node value = arguments[0];
        if (value.rep() == Rep.WORD) {
            c.guard(c.op(Op.TRUTHY, value), true, Reason.WRONG_VALUE);
        } else if (value.rep() == Rep.BOOL) {
            c.guard(value, true, Reason.WRONG_VALUE);
        }
        return arguments;
    }

    /** {@code getmetatable} of a table: what its metatable has in {@code __metatable}, or else that. */
    private Node getMetatable(Node table) {
        Node proof = c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        Node metatable = c.load(table, TableLayout.METATABLE, Alias.METATABLE, proof);
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.SAME, metatable, c.nil()), 0.2);
        c.block = ways.getFirst();
        meeting.arrive(c.nil());
        c.block = ways.getLast();
        Node shown = guards.find(table, Event.METATABLE);
        List<Block> others = c.branch(c.op(Op.SAME, shown, c.nil()), 0.99);
        c.block = others.getLast();
        meeting.arrive(shown);
        c.block = others.getFirst();
        meeting.arrive(metatable);
        return meeting.meet();
    }

    /** {@code setmetatable} of a table that is made here, and has got a metatable with that shape before. */
    private Node[] setMetatable(Node table, Node metatable) {
        ShapeFact before = c.shapesGiven.get(table);
        List<MetatableFact> known = before == null ? List.of() : possible(before, metatable);
        if (known.isEmpty() || known.size() > MAX_METATABLES || metatable.rep() != Rep.WORD
                || c.hasFailed(Reason.WRONG_SHAPE, Reason.WRONG_VALUE)) {
            return null;
        }
        c.guard(c.op(Op.HAS_SHAPE, before.id(), before, table), true, Reason.WRONG_SHAPE);
        Context.Meeting meeting = c.new Meeting();
        for (MetatableFact fact : known) {
            if (fact.after().behaviour() != 0) {
                c.assumptions.add(new Assumption.Rests(fact.after().behaviour() - 1));
            }
            Node isObject = fact.metatableShape() == null ? null : c.checkObject(metatable, Reason.NOT_TABLE);
            Node condition = fact.metatableShape() == null ? c.op(Op.SAME, metatable, c.word(fact.metatable()))
                    : c.op(Op.HAS_SHAPE, fact.metatableShape().id(), fact.metatableShape(), metatable).setProof(isObject);
            List<Block> others = new ArrayList<>();
            boolean isLast = fact == known.getLast();
            Node proof = require(condition, isLast, others);
            for (MetatableFact.Having one : fact.having()) {
                require(c.op(Op.SAME, guards.in(one.place(), metatable, proof), c.word(one.value())), isLast, others);
            }
            if (fact.metatableShape() != null && fact.metatableShape().id() != fact.metatableAfter().id()) {
                c.op(Op.STORE_SHAPE, fact.metatableAfter().id(), fact.metatableAfter(), metatable);
                c.shapesGiven.computeIfPresent(metatable, (_, _) -> fact.metatableAfter());
            }
            Node given = fact.metatableShape() == null ? c.word(fact.metatable()) : metatable;
            c.store(table, TableLayout.METATABLE, Alias.METATABLE, given, null);
            c.op(Op.STORE_SHAPE, fact.after().id(), fact.after(), table);
            meeting.arrive(table);
            c.block = null;
            if (!isLast) {
                c.merge(others, new Node[0][]);
            }
        }
        c.shapesGiven.remove(table);
        return one(meeting.meet());
    }

    /** What {@code setmetatable} may do to tables of a shape with this metatable, as far as the graph tells which it is. */
    private List<MetatableFact> possible(ShapeFact before, Node metatable) {
        List<MetatableFact> known = c.request.metatables().getOrDefault(before.id(), List.of());
        ShapeFact shape = c.shapesGiven.get(metatable);
        return known.stream().filter(fact -> metatable.is(Op.WORD) && fact.metatableShape() == null
                ? fact.metatable() == metatable.number()
                : shape == null || fact.metatableShape() != null && fact.metatableShape().id() == shape.id()).toList();
    }

    /**
     * Goes on where a condition holds, and returns the proof.
     *
     * @param isLast whether to leave if it does not; otherwise, there is one more of the others
     */
    private Node require(Node condition, boolean isLast, List<Block> others) {
        if (isLast) {
            return c.guard(condition, true, Reason.WRONG_VALUE);
        }
        List<Block> ways = c.branch(condition, 0.5);
        others.add(ways.getLast());
        c.block = ways.getFirst();
        return c.block.begin();
    }
}
