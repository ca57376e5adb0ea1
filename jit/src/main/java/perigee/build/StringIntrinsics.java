package perigee.build;

import java.util.List;
import java.util.function.Supplier;
import perigee.deopt.Reason;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.layout.HeapType;
import perigee.layout.StringLayout;

/** Functions of the string library that are open-coded. */
final class StringIntrinsics {
    private static final double LIKELY = 0.95;
    private static final double EVEN = 0.5;
    /** Stands for the empty string among those of one byte. */
    static final int EMPTY = 256;

    private final Context c;

    StringIntrinsics(Context context) {
        c = context;
    }

    /**
     * {@code string.byte} of a position from 1 on; beyond the string's end there is nothing, once that has been seen.
     *
     * @param wanted so many results; less than 0: all
     * @return null if it has to be called
     */
    Node byteAt(Node[] arguments, int wanted) {
        if (arguments.length > 2 || c.hasFailed(Reason.NO_ELEMENT) && wanted < 0) {
            return null;
        }
        return at(arguments[0], arguments.length == 2 ? arguments[1] : c.integer(1), c::nil);
    }

    /** {@code string.sub} of one position; beyond the string's end it is empty, once that has been seen. Null: as above. */
    Node characterAt(Node[] arguments) {
        if (arguments.length != 3 || !isSame(arguments[1], arguments[2])) {
            return null;
        }
        Node value = at(arguments[0], arguments[1], () -> c.integer(EMPTY));
        return value == null ? null : c.op(Op.SINGLE_STRING, value);
    }

    private static boolean isSame(Node a, Node b) {
        return a == b || a.is(Op.INT) && b.is(Op.INT) && a.number() == b.number();
    }

    /** {@code string.char} of one byte. */
    Node character(Node code) {
        if (!Context.mayBeInt(code)) {
            return null;
        }
        Node value = c.asInt(code);
        Node isByte = c.guard(c.op(Op.ULT, value, c.integer(EMPTY)), true, Reason.NO_ELEMENT);
        return c.op(Op.SINGLE_STRING, value).setProof(isByte);
    }

    /** The byte at a position, or what there is beyond the end. */
    private Node at(Node given, Node place, Supplier<Node> beyond) {
        boolean mayEnd = c.hasFailed(Reason.NO_ELEMENT);
        if (c.hasFailed(Reason.SLOW_PATH, Reason.NOT_INTEGER, Reason.HOLE) || given.rep() != Rep.WORD
                || !Context.mayBeInt(place)) {
            return null;
        }
        Node position = c.asInt(place);
        if (given.is(Op.SINGLE_STRING) && given.input(0).is(Op.LOAD_BYTE_AT) && position.is(Op.INT) && position.number() == 1) {
            return given.input(0);
        }
        Node string = c.hasFailed(Reason.NOT_STRING) ? flat(given) : given;
        Node proof = c.checkType(string, HeapType.STRING, Reason.NOT_STRING);
        Node length = c.op(Op.LOAD_U32, StringLayout.LENGTH, Alias.CONSTANT, string).setProof(proof);
        Node index = c.op(Op.SUB, position, c.integer(1));
        Node inBounds = c.op(Op.ULT, index, length);
        if (!mayEnd) {
            return load(string, index, c.guard(inBounds, true, Reason.NO_ELEMENT));
        }
        List<Block> ways = c.branch(inBounds, LIKELY);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(load(string, index, c.block.begin()));
        c.block = ways.getLast();
        // Other positions than those beyond the end count from there.
        c.guard(c.op(Op.LT, position, c.integer(1)), false, Reason.HOLE);
        meeting.arrive(beyond.get());
        return meeting.meet();
    }

    private Node load(Node string, Node index, Node proof) {
        return c.op(Op.LOAD_BYTE_AT, StringLayout.BYTES, Alias.CONSTANT, string, index).setProof(proof);
    }

    /** A string itself if it is flat; of a rope, the flat one that it knows, or leaves. */
    private Node flat(Node string) {
        Node isObject = c.checkObject(string, Reason.SLOW_PATH);
        List<Block> ways = c.branch(c.op(Op.HAS_TYPE, HeapType.STRING, string).setProof(isObject), EVEN);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(string);
        c.block = ways.getLast();
        Node isRope = c.guard(c.op(Op.HAS_TYPE, HeapType.ROPE, string).setProof(isObject), true, Reason.SLOW_PATH);
        // A rope is flattened once: as fields are, what is loaded of it is forgotten when something is called.
        Node right = c.load(string, StringLayout.RIGHT, Alias.FIELD, isRope);
        Node isFlat = c.guard(c.op(Op.SAME, right, c.nil()), true, Reason.SLOW_PATH);
        meeting.arrive(c.load(string, StringLayout.LEFT, Alias.FIELD, isFlat));
        return meeting.meet();
    }
}
