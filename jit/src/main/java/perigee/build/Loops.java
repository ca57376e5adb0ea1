package perigee.build;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.deopt.Reason;
import perigee.feedback.Feedback;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.value.Word;

/** Loop instructions. Integer loops are such as cannot wrap around. */
final class Loops {
    private static final int LIMIT = 1;
    private static final int STEP = 2;
    private static final int VARIABLE = 3;
    private static final int CONTROL = 2;
    private static final int CLOSING = 3;
    private static final int FIRST = 4;
    /** Limits beyond need not be reached: it takes 2^56 rounds to get there from {@link #NEAR}, by {@link #SMALL_STEP}. */
    private static final double FARTHEST = 0x1p61;
    private static final long NEAR = 1L << 60;
    private static final long SMALL_STEP = 16;
    private static final double RUNS = 0.9;
    private static final double GOES_ON = 0.92;

    private final Context c;

    Loops(Context context) {
        c = context;
    }

    private int target(long i) {
        return c.frame.pc + 1 + Instruction.j(i);
    }

    /** FORPREP */
    void prepare(long i, GraphBuilder.Walk walk) {
        int at = Instruction.a(i);
        Node first = c.register(at);
        Node limit = c.register(at + LIMIT);
        Node step = c.register(at + STEP);
        if (isZero(step)) {
            // An error. Of a step that is not known a guard asserts more.
            c.exit(Reason.OVERFLOW_OF_LOOP);
            return;
        }
        if (isIntegerLoop(first, limit, step)) {
            Node from = c.asInt(first);
            Node by = c.asInt(step);
            boolean up = isUpwards(by);
            Node to = isIntegerLimit(limit) ? c.asInt(limit) : integerLimit(from, limit, by, up);
            checkNoOverflow(to, by, up);
            set(at, from, to, by);
            walk.branch(up ? c.op(Op.LE, from, to) : c.op(Op.LE, to, from), false, target(i), c.frame.pc + 1, 1 - RUNS);
            return;
        }
        int kinds = (int) c.feedback();
        if (kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
            return;
        }
        if (kinds != Feedback.FLOATS) {
            c.bailOut(BailOut.OPERATION);
            return;
        }
        Node from = Context.isFloat(step) ? c.asNumber(first) : c.asFloat(first);
        Node to = c.asNumber(limit);
        Node by = c.asNumber(step);
        boolean up = isUpwards(by);
        set(at, from, to, by);
        // A loop to or from NaN begins, as the interpreter's does: the condition is that of not running.
        walk.branch(up ? c.op(Op.FLT, to, from) : c.op(Op.FLT, from, to), true, target(i), c.frame.pc + 1, 1 - RUNS);
    }

    /** A float at the beginning, or as the step, makes the loop one of floats; as the limit it does not. */
    private boolean isIntegerLoop(Node first, Node limit, Node step) {
        if (Context.isInt(first) && Context.isInt(step)) {
            return true;
        }
        return c.feedback() == Feedback.INTEGERS && !Context.isFloat(first) && !Context.isFloat(step)
                && (!c.hasFailed(Reason.NOT_INTEGER) || !Context.isFloat(limit));
    }

    private boolean isIntegerLimit(Node limit) {
        return Context.isInt(limit) || !Context.isFloat(limit) && !c.hasFailed(Reason.NOT_INTEGER);
    }

    /**
     * The integer up to which a loop of integers runs whose limit is a float, or may be one. A limit that no loop reaches is
     * made less if it would still take years to get there.
     */
    private Node integerLimit(Node from, Node limit, Node by, boolean up) {
        Node end = c.asNumber(limit);
        Node most = c.op(Op.FLOAT, Double.doubleToRawLongBits(up ? FARTHEST : -FARTHEST));
        Node least = c.op(Op.FLOAT, Double.doubleToRawLongBits(up ? -FARTHEST : FARTHEST));
        // not that of NaN either
        c.guard(up ? c.op(Op.FLT, least, end) : c.op(Op.FLT, end, least), true, Reason.OVERFLOW_OF_LOOP);
        if (by.isConstant() && Math.abs(by.number()) <= SMALL_STEP) {
            c.guard(up ? c.op(Op.LT, from, c.integer(NEAR)) : c.op(Op.LT, c.integer(-NEAR), from), true,
                    Reason.OVERFLOW_OF_LOOP);
            end = c.op(up ? Op.FMIN : Op.FMAX, end, most);
        } else {
            c.guard(up ? c.op(Op.FLT, end, most) : c.op(Op.FLT, most, end), true, Reason.OVERFLOW_OF_LOOP);
        }
        return c.op(Op.FLOAT_TO_INT, c.op(up ? Op.FFLOOR : Op.FCEIL, end));
    }

    private static boolean isZero(Node step) {
        return switch (step.op()) {
            case INT -> step.number() == 0;
            case FLOAT -> Double.longBitsToDouble(step.number()) == 0;
            default -> false;
        };
    }

    /** Whether a step leads upwards: one that is not known, but for a guard that it does. */
    private boolean isUpwards(Node by) {
        if (!by.isConstant()) {
            Node positive = by.rep() == Rep.FLOAT ? c.op(Op.FLT, c.op(Op.FLOAT, 0), by) : c.op(Op.LT, c.integer(0), by);
            c.guard(positive, true, Reason.OVERFLOW_OF_LOOP);
        }
        return wasUpwards(by);
    }

    /** The same of a step that {@link #isUpwards} has seen. */
    private static boolean wasUpwards(Node by) {
        return switch (by.op()) {
            case INT -> by.number() > 0;
            case FLOAT -> Double.longBitsToDouble(by.number()) > 0;
            default -> true;
        };
    }

    /** Adding the step to an index within the limit stays within the integers. */
    private void checkNoOverflow(Node to, Node by, boolean up) {
        if (to.is(Op.INT) && Word.fits(to.number()) && by.is(Op.INT) && Word.fits(by.number())) {
            return;
        }
        long bound = 1L << 62;
        c.guard(up ? c.op(Op.LT, to, c.integer(bound)) : c.op(Op.LT, c.integer(-bound), to), true, Reason.OVERFLOW_OF_LOOP);
        if (!by.is(Op.INT) || !Word.fits(by.number())) {
            c.guard(up ? c.op(Op.LT, by, c.integer(bound)) : c.op(Op.LT, c.integer(-bound), by), true,
                    Reason.OVERFLOW_OF_LOOP);
        }
    }

    private void set(int at, Node from, Node to, Node by) {
        c.set(at, from);
        c.set(at + LIMIT, to);
        c.set(at + STEP, by);
        c.set(at + VARIABLE, from);
    }

    /** FORLOOP */
    void numeric(long i, GraphBuilder.Walk walk) {
        int at = Instruction.a(i);
        Node index = c.register(at);
        Node limit = c.register(at + LIMIT);
        Node step = c.register(at + STEP);
        Node condition;
        Node next;
        if (Context.isInt(index) && Context.isInt(limit) && Context.isInt(step)) {
            Node by = c.asInt(step);
            next = c.op(Op.ADD, c.asInt(index), by);
            boolean up = wasUpwards(by);
            condition = up ? c.op(Op.LE, next, c.asInt(limit)) : c.op(Op.LE, c.asInt(limit), next);
        } else if (Context.isFloat(index) && Context.isFloat(limit) && Context.isFloat(step)) {
            Node by = c.asFloat(step);
            next = c.op(Op.FADD, c.asFloat(index), by);
            boolean up = wasUpwards(by);
            condition = up ? c.op(Op.FLE, next, c.asFloat(limit)) : c.op(Op.FLE, c.asFloat(limit), next);
        } else {
            // The loop was entered in the middle.
            enteredInTheMiddle(i, index, limit, step, walk);
            return;
        }
        goOn(i, at, next, condition, walk);
    }

    private void goOn(long i, int at, Node next, Node condition, GraphBuilder.Walk walk) {
        c.set(at, next);
        c.set(at + VARIABLE, next);
        walk.branch(condition, true, target(i), c.frame.pc + 1, GOES_ON);
    }

    /** The kinds of the state's words are known by feedback alone. */
    private void enteredInTheMiddle(long i, Node index, Node limit, Node step, GraphBuilder.Walk walk) {
        int kinds = (int) c.facts().feedback()[target(i) - 1];
        int at = Instruction.a(i);
        if (kinds == Feedback.INTEGERS || kinds == 0 && Context.isInt(step)) {
            Node x = c.asInt(index);
            Node to = c.asInt(limit);
            Node by = usualStep(target(i) - 1, c.asInt(step));
            boolean up = isUpwards(by);
            checkNoOverflow(to, by, up);
            Node next = c.op(Op.ADD, x, by);
            goOn(i, at, next, up ? c.op(Op.LE, next, to) : c.op(Op.LE, to, next), walk);
        } else if (kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
        } else {
            Node by = c.asFloat(step);
            boolean up = isUpwards(by);
            Node next = c.op(Op.FADD, c.asFloat(index), by);
            Node to = c.asFloat(limit);
            goOn(i, at, next, up ? c.op(Op.FLE, next, to) : c.op(Op.FLE, to, next), walk);
        }
    }

    /** The step of a loop, that of its text if it has one there: which way it leads is known then. */
    private Node usualStep(int preparation, Node step) {
        long before = preparation > 0 ? c.facts().prototype().code()[preparation - 1] : 0;
        if (step.isConstant() || preparation == 0 || Instruction.op(before) != Opcode.LOADI
                || Instruction.a(before) != Instruction.a(c.facts().prototype().code()[preparation]) + STEP) {
            return step;
        }
        Node usual = c.integer(Instruction.j(before));
        c.guard(c.op(Op.EQ, step, usual), true, Reason.WRONG_VALUE);
        return usual;
    }

    /** TFORPREP: there is mostly no variable to be closed. */
    void prepareGeneric(long i, GraphBuilder.Walk walk) {
        Node closing = c.register(Instruction.a(i) + CLOSING);
        if (!closing.isWord(Word.NIL)) {
            c.guard(c.op(Op.TRUTHY, c.asWord(closing)), false, Reason.TO_CLOSE);
        }
        walk.edge(target(i));
    }

    /** TFORLOOP */
    void generic(long i, GraphBuilder.Walk walk) {
        int at = Instruction.a(i);
        Node value = c.register(at + FIRST);
        Node isOver = value.rep() == Rep.WORD ? c.op(Op.SAME, value, c.nil()) : c.op(Op.BOOL, 0);
        c.set(at + CONTROL, value);
        walk.branch(isOver, false, target(i), c.frame.pc + 1, GOES_ON);
    }
}
