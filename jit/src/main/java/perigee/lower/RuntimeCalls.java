package perigee.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import perigee.asm.Condition;
import perigee.deopt.Reason;
import perigee.ir.Node;
import perigee.ir.RuntimeCall;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.lir.Address;
import perigee.lir.Block;
import perigee.lir.Call;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Test;
import perigee.lir.Value;
import perigee.stub.ListStubs;
import perigee.stub.RuntimeFunction;
import perigee.stub.RuntimeStubs;
import perigee.stub.RuntimeStubs.Stub;
import perigee.value.Word;

/**
 * Operations by stubs and by Java: a stub first, where there is one; what that declines, the function in Java, which may
 * leave to the node's state.
 */
final class RuntimeCalls {
    private final Selection s;
    private final LirBuilder b;
    private final States states;
    private final Conditions conditions;
    private final Conversions conversions;
    private final OpenLists lists;
    private final ArrayEnds ends;

    RuntimeCalls(Selection selection, States states, Conditions conditions, Conversions conversions, OpenLists lists,
            ArrayEnds ends) {
        s = selection;
        b = selection.b;
        this.states = states;
        this.conditions = conditions;
        this.conversions = conversions;
        this.lists = lists;
        this.ends = ends;
    }

    /** Bytes that a call allocates at most, but for what Java does: that asks for a collection by itself. */
    static long allocated(RuntimeCall call) {
        return switch (call) {
            case APPEND, SUBSTRING -> RuntimeStubs.MOST_ALLOCATED;
            case CONCAT -> RuntimeStubs.MOST_JOINED;
            default -> 0;
        };
    }

    void lower(Node node) {
        RuntimeCall call = (RuntimeCall) node.info();
        int value = switch (call) {
            case EXTRA_COUNT -> extraCount();
            case EXTRA_ARGUMENT -> extraArgument(s.use(node, 0));
            case EXTRA_LIST -> extraList(node);
            case SET_LIST -> setList(node);
            case APPEND -> {
                ends.append(node, () -> either(Stub.APPEND, RuntimeFunction.APPEND, node));
                yield Value.NONE;
            }
            case TABLE_LENGTH -> ends.length(node, () -> either(Stub.TABLE_LENGTH, RuntimeFunction.TABLE_LENGTH, node));
            case LOOKUP -> either(Stub.LOOKUP, RuntimeFunction.LOOKUP, node);
            case TYPE_NAME -> either(Stub.TYPE_NAME, RuntimeFunction.TYPE_NAME, node);
            case EQUAL_WORDS -> either(Stub.EQUAL_WORDS, RuntimeFunction.EQUAL_WORDS, node);
            case ADD_WORDS -> sum(Op.ADD, () -> either(Stub.ADD_WORDS, RuntimeFunction.ADD_WORDS, node), node);
            case SUB_WORDS -> sum(Op.SUB, () -> either(Stub.SUB_WORDS, RuntimeFunction.SUB_WORDS, node), node);
            case MUL_WORDS -> either(Stub.MUL_WORDS, RuntimeFunction.MUL_WORDS, node);
            case DIV_WORDS -> either(Stub.DIV_WORDS, RuntimeFunction.DIV_WORDS, node);
            case MOD_WORDS -> either(Stub.MOD_WORDS, RuntimeFunction.MOD_WORDS, node);
            case IDIV_WORDS -> either(Stub.IDIV_WORDS, RuntimeFunction.IDIV_WORDS, node);
            case POW_WORDS -> either(Stub.POW_WORDS, RuntimeFunction.POW_WORDS, node);
            case SUBSTRING -> either(Stub.SUBSTRING, RuntimeFunction.SUBSTRING, node);
            case GET_INDEX -> either(Stub.GET_INDEX, RuntimeFunction.GET_INDEX, node);
            case SET_INDEX -> either(Stub.SET_INDEX, RuntimeFunction.SET_INDEX, node);
            case RAW_GET -> either(Stub.RAW_GET, RuntimeFunction.RAW_GET, node);
            case RAW_SET -> either(Stub.RAW_SET, RuntimeFunction.RAW_SET, node);
            case METAMETHOD -> either(Stub.METAMETHOD, RuntimeFunction.METAMETHOD, node);
            case LESS_STRINGS -> either(Stub.LESS_STRINGS, RuntimeFunction.LESS_STRINGS, node);
            case LESS_OR_EQUAL_STRINGS -> either(Stub.LESS_OR_EQUAL_STRINGS, RuntimeFunction.LESS_OR_EQUAL_STRINGS, node);
            case CONCAT -> node.count() <= ThreadLayout.PARTS_COUNT ? concatenation(node) : java(RuntimeFunction.CONCAT, node);
            case ADD_FIELD -> java(RuntimeFunction.ADD_FIELD, node);
        };
        if (node.rep() != perigee.ir.Rep.NONE) {
            s.define(node, value);
        }
    }

    // ---- by a stub -------------------------------------------------------------------------------------------------

    /** Arguments are as they are; there is a flag in eax and a result in rcx. */
    private int either(Stub stub, RuntimeFunction function, Node node) {
        int[] operands = new int[node.count()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = s.useAnywhere(node.input(i));
        }
        return either(stub, function, node, operands);
    }

    private int concatenation(Node node) {
        for (int i = 0; i < node.count(); i++) {
            Node part = node.input(i);
            Address place = Selection.thread(ThreadLayout.PARTS + 8 * i);
            if (Selection.isImmediate(part)) {
                b.memoryImmediate(Op.STORE, place, part.number());
            } else {
                b.memory(Op.STORE, place, s.use(part));
            }
        }
        return either(Stub.CONCAT, RuntimeFunction.CONCAT, node, s.literal(Kind.INT, node.count()));
    }

    private int either(Stub stub, RuntimeFunction function, Node node, int... operands) {
        Kind kind = node.rep() == perigee.ir.Rep.NONE ? Kind.INT : Selection.kind(node.rep());
        int done = b.call(Call.stub(stub.symbol(), List.of(Place.RAX, Place.RCX),
                List.of(Place.RAX, Place.RCX, Place.RSI).subList(0, operands.length), Clobbers.RUNTIME),
                List.of(Kind.INT, kind), operands, null);
        return s.mostly(Comparison.with(Test.CMP32, Condition.NE, done, 0), kind,
                () -> Ranges.fits(node) ? b.fitting(done + 1) : done + 1, () -> java(function, node));
    }

    // ---- in line first ---------------------------------------------------------------------------------------------

    /** Two integers whose sum, or difference, needs no box; whatever else is for the stub. */
    private int sum(Op op, IntSupplier others, Node node) {
        int left = s.use(node, 0);
        int right = s.use(node, 1);
        Block integers = s.newBlock();
        Block fits = s.newBlock();
        Block noIntegers = s.coldBlock();
        Block large = s.coldBlock();
        Block cold = s.coldBlock();
        Block next = s.newBlock();
        int result = b.parameter(next, Kind.WORD);
        // Words of integers are those that begin with so many ones.
        b.branch(conditions.isInteger(b.value(Op.AND, Kind.INT, left, right)), integers, noIntegers);
        b.begin(integers);
        // Each is an integer less the offset of floats.
        int bits = b.value(op, Kind.INT, b.value(op, Kind.INT, left, right), Value.FLOAT_OFFSET);
        b.branch(conditions.isInteger(bits), fits, large);
        b.begin(fits);
        b.jump(next, b.copy(bits, Kind.WORD));
        b.begin(noIntegers);
        b.jump(cold);
        b.begin(large);
        b.jump(cold);
        b.begin(cold);
        b.jump(next, others.getAsInt());
        b.begin(next);
        return result;
    }

    // ---- by Java ---------------------------------------------------------------------------------------------------

    private int java(RuntimeFunction function, Node node) {
        States.Lowered state = node.state() == null ? States.Lowered.NONE : states.lower(node.state(), Reason.SLOW_PATH);
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < node.count(); i++) {
            words.add(conversions.word(node.input(i), node.input(i).rep()));
        }
        if (function == RuntimeFunction.ADD_FIELD) {
            words.add(s.literal(Kind.WORD, Word.ofInteger(node.number())));
        }
        int result = leave(function, words, state);
        return switch (node.rep()) {
            case WORD -> result;
            case INT -> b.unboxInteger(result);
            case BOOL -> b.set(Comparison.with(Test.CMP, Condition.E, result, Word.TRUE));
            case NONE -> b.copy(result, Kind.INT);
            case FLOAT -> throw new IllegalArgumentException("no result: " + function);
        };
    }

    /** What a stub of two floats declines. */
    int floating(RuntimeFunction function, int x, int y) {
        int result = leave(function, List.of(b.boxFloat(x), b.boxFloat(y)), States.Lowered.NONE);
        return b.value(Op.FROM_BITS, Kind.FLOAT, b.floatBits(result));
    }

    private int leave(RuntimeFunction function, List<Integer> words, States.Lowered state) {
        List<Integer> places = new ArrayList<>(List.of(Place.RCX));
        int[] operands = new int[1 + words.size()];
        operands[0] = s.literal(Kind.INT, words.size());
        for (int i = 0; i < words.size(); i++) {
            places.add(Place.outgoing(i));
            operands[1 + i] = words.get(i);
        }
        Call call = new Call(Call.Kind.LEAVE, function.symbol(), List.of(), places, Call.EVERYTHING, words.size(), 1);
        b.call(call, List.of(), operands, state.origin(), state.values());
        return b.result(0);
    }

    // ---- open lists ------------------------------------------------------------------------------------------------

    /** The number of extra arguments; there is room for them, and for more, above the frame afterwards. */
    private int extraList(Node node) {
        int count = extraCount();
        int words = b.add(Kind.INT, count, s.use(node, 0));
        int end = b.value(Op.LEA, Kind.RAW, Address.of(b.outgoing(0), words, 8, 0));
        s.rarely(Comparison.of(Test.CMP, Condition.A, end, Selection.thread(ThreadLayout.LIMIT)), () ->
                leave(RuntimeFunction.MAKE_ROOM, List.of(b.boxInteger(words)), states.lower(node.state(), Reason.SLOW_PATH)));
        return count;
    }

    /** Elements from an open list: by the stub, or by Java, which wants them behind its operands. */
    private int setList(Node node) {
        Node list = node.input(2);
        int table = s.use(node, 0);
        int before = s.use(node, 1);
        int done = b.call(Call.stub(ListStubs.SET_LIST, List.of(Place.RAX), List.of(Place.RAX, Place.RDX, Place.RSI, Place.RCX),
                Clobbers.RUNTIME), List.of(Kind.INT), new int[] {table, before, lists.place(list), s.use(list)}, null);
        s.rarely(Comparison.with(Test.CMP32, Condition.E, done, 0), () -> {
            lists.move(list, 2);
            States.Lowered state = states.lower(node.state(), Reason.SLOW_PATH);
            Call call = new Call(Call.Kind.LEAVE, RuntimeFunction.SET_LIST.symbol(), List.of(),
                    List.of(Place.RCX, Place.outgoing(0), Place.outgoing(1)), Call.EVERYTHING, Call.COUNTED, 1);
            b.call(call, List.of(), new int[] {lists.countWith(list, 2), table, b.boxInteger(before)}, state.origin(),
                    state.values());
        });
        return done;
    }

    // ---- extra arguments -------------------------------------------------------------------------------------------

    private int extraCount() {
        return b.unboxInteger(b.value(Op.LOAD, Kind.WORD, Address.of(Value.BASE, StackLayout.EXTRA_COUNT)));
    }

    /** They end where their number stands. */
    private int extraArgument(int index) {
        int count = extraCount();
        return s.mostly(Comparison.of(Test.CMP, Condition.B, index, count), Kind.WORD, () -> {
            int fromEnd = b.value(Op.SUB, Kind.INT, index, count);
            return b.value(Op.LOAD, Kind.WORD, Address.of(Value.BASE, fromEnd, 8, StackLayout.EXTRA_COUNT));
        }, () -> s.literal(Kind.WORD, Word.NIL));
    }
}
