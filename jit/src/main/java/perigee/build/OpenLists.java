package perigee.build;

import java.util.Arrays;
import java.util.List;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;
import perigee.layout.StackLayout;

/**
 * Lists of values whose length is known at run time only, and extra arguments. Values are in arrays of nodes, of which the last
 * may be a list ({@link Node#isList}); it has no place in the graph before somebody takes it, if it is of extra arguments.
 *
 * <p>Between a call of which all results are wanted and the instruction that takes them nothing may leave. Extra arguments
 * can be had again: there the state is that before VARARG.
 */
final class OpenLists {
    /** So many values may stand before the results of a call: as many words more have room beyond the stack's limit. */
    private static final int MOST_BEFORE = 20;
    /** Up to so many extra arguments are counted without a copy. */
    private static final int MOST_COUNTED = 100_000;
    /** Of so many extra arguments that are known, one is chosen by comparisons. */
    private static final int MOST_CHOSEN = 8;
    static {
        assert MOST_BEFORE + StackLayout.HEADER_WORDS < StackLayout.SLACK_WORDS;
    }

    private final Context c;

    OpenLists(Context context) {
        c = context;
    }

    /** The list that values end with, or null. */
    static Node of(Node[] values) {
        return values.length > 0 && values[values.length - 1].isList() ? values[values.length - 1] : null;
    }

    /** Whether there is no room for so many values before the results of a call. */
    static boolean isTooLong(Node[] values) {
        Node list = of(values);
        return list != null && list.isOpenCall() && values.length - 1 > MOST_BEFORE;
    }

    // ---- registers -----------------------------------------------------------------------------------------------------

    /** Registers from one on, or, if the count is negative, the open list that begins there. */
    Node[] registers(int first, int count) {
        boolean isOpen = count < 0;
        int fixed = isOpen ? c.frame.openEnd - first : count;
        Node list = isOpen ? c.frame.list : null;
        Node[] values = new Node[fixed + (list == null ? 0 : 1)];
        for (int n = 0; n < fixed; n++) {
            values[n] = c.register(first + n);
        }
        if (list != null) {
            values[fixed] = list;
        }
        return values;
    }

    /** An open list, which the next instructions take, begins at a register. */
    void begin(int at, Node[] values) {
        Node list = of(values);
        int end = at + values.length - (list == null ? 0 : 1);
        if (end > c.frame.registers.length) {
            c.frame.registers = Arrays.copyOf(c.frame.registers, end);
        }
        System.arraycopy(values, 0, c.frame.registers, at, end - at);
        c.frame.openEnd = end;
        c.frame.list = list;
    }

    /** VARARG */
    void extraArguments(long i) {
        int at = Instruction.a(i);
        int wanted = Instruction.b(i) - 1;
        if (c.frame.isInlined() && wanted < 0) {
            begin(at, c.frame.call.extra());
        } else if (wanted < 0) {
            c.frame.listState = c.state();
            c.frame.listPc = c.frame.pc;
            Node words = c.integer(c.facts().prototype().maxStack() + StackLayout.HEADER_WORDS);
            begin(at, new Node[] {c.graph.runtime(RuntimeCall.EXTRA_LIST, words).setState(c.frame.listState)});
        } else {
            for (int n = 0; n < wanted; n++) {
                c.set(at + n, extraArgument(n));
            }
        }
    }

    private Node extraArgument(int number) {
        if (c.frame.isInlined()) {
            Node[] extra = c.frame.call.extra();
            return number < extra.length ? extra[number] : c.nil();
        }
        return c.add(c.graph.runtime(RuntimeCall.EXTRA_ARGUMENT, c.integer(number)));
    }

    // ---- values --------------------------------------------------------------------------------------------------------

    /** The values as words, but for the list, which has a place in the graph afterwards. */
    Node[] words(Node[] values) {
        Node list = place(values);
        Node[] words = new Node[values.length];
        for (int n = 0; n < words.length; n++) {
            words[n] = values[n] == list ? list : c.asWord(values[n]);
        }
        return words;
    }

    /** The list that values end with, put into the graph if it is in none yet; or null. */
    Node place(Node[] values) {
        Node list = of(values);
        return list == null || list.block() != null ? list : c.add(list);
    }

    /** So many values, nil where there are none; of a list, those of a call. */
    Node[] first(int count, Node[] values) {
        Node list = of(values);
        int fixed = values.length - (list == null ? 0 : 1);
        Node[] first = new Node[count];
        for (int n = 0; n < count; n++) {
            first[n] = n < fixed ? values[n] : list == null ? c.nil() : c.op(Op.RESULT, n - fixed, list);
        }
        return first;
    }

    // ---- select --------------------------------------------------------------------------------------------------------

    /** {@code select} of the extra arguments of the function that is compiled; null if it has to be called. */
    Node[] select(Node[] arguments, int wanted) {
        if (arguments.length != 2) {
            return null;
        }
        if (isNumberSign(arguments[0])) {
            Node count = c.add(c.graph.runtime(RuntimeCall.EXTRA_COUNT));
            // The list itself is never made here; where making it could overflow the stack, it has to be tried.
            c.guard(c.op(Op.LT, count, c.integer(MOST_COUNTED)), true, Reason.WRONG_COUNT);
            return new Node[] {count};
        }
        Node number = wanted < 0 ? null : fromEnd(arguments[0]) ? numberFromEnd(c.asInt(arguments[0])) : positive(arguments[0]);
        if (number == null) {
            return null;
        }
        Node[] results = new Node[wanted];
        for (int n = 0; n < wanted; n++) {
            results[n] = c.add(c.graph.runtime(RuntimeCall.EXTRA_ARGUMENT, c.op(Op.ADD, number, c.integer(n - 1))));
        }
        return results;
    }

    /** Whether it is a constant that counts from the last argument. */
    private boolean fromEnd(Node value) {
        return Context.isInt(value) && c.asInt(value).is(Op.INT) && c.asInt(value).number() < 0
                && c.asInt(value).number() >= -MOST_COUNTED && !c.hasFailed(Reason.WRONG_VALUE);
    }

    /** The same argument by its number from 1 on, or leaves. */
    private Node numberFromEnd(Node value) {
        Node count = c.add(c.graph.runtime(RuntimeCall.EXTRA_COUNT));
        Node before = c.op(Op.ADD, count, value);
        c.guard(c.op(Op.LT, before, c.integer(0)), false, Reason.WRONG_VALUE);
        return c.op(Op.ADD, before, c.integer(1));
    }

    /** {@code select} of arguments whose number is known. */
    Node[] selectKnown(Node[] arguments, int wanted) {
        int count = arguments.length - 1;
        if (isNumberSign(arguments[0])) {
            return new Node[] {c.integer(count)};
        }
        if (Context.isInt(arguments[0]) && c.asInt(arguments[0]) instanceof Node number && number.is(Op.INT)) {
            long first = number.number() < 0 ? count + 1 + number.number() : number.number();
            return first < 1 ? null : Arrays.copyOfRange(arguments, (int) Math.min(first, count + 1), count + 1);
        }
        Node number = wanted != 1 || count > MOST_CHOSEN ? null : positive(arguments[0]);
        if (number == null) {
            return null;
        }
        Context.Meeting meeting = c.new Meeting();
        for (int n = 1; n <= count; n++) {
            List<Block> ways = c.branch(c.op(Op.EQ, number, c.integer(n)), 1.0 / (count + 2 - n));
            c.block = ways.getFirst();
            meeting.arrive(arguments[n]);
            c.block = ways.getLast();
        }
        meeting.arrive(c.nil());
        return new Node[] {meeting.meet()};
    }

    /** The integer from 1 on that a value is, or leaves; null if it is known to be none, or not worth a guess. */
    private Node positive(Node value) {
        if (!Context.mayBeInt(value) || c.hasFailed(Reason.NOT_INTEGER, Reason.WRONG_VALUE)) {
            return null;
        }
        Node number = c.asInt(value);
        if (number.is(Op.INT)) {
            return number.number() < 1 ? null : number;
        }
        c.guard(c.op(Op.LT, c.integer(0), number), true, Reason.WRONG_VALUE);
        return number;
    }

    /** Whether it is the constant {@code "#"} of the function. */
    private boolean isNumberSign(Node value) {
        if (!value.is(Op.WORD)) {
            return false;
        }
        long[] words = c.facts().constants();
        for (int k = 0; k < words.length; k++) {
            if (words[k] == value.number() && c.facts().prototype().constants()[k] instanceof Constant.Str(byte[] bytes)
                    && bytes.length == 1 && bytes[0] == '#') {
                return true;
            }
        }
        return false;
    }
}
