package perigee.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.deopt.Resume;
import perigee.ir.FrameState.ObjectState;
import perigee.ir.Outcome.Point;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Runs a graph on real words and an {@link Arena}: the oracle of the passes. Calls return what their arguments and
 * memory make up, and disturb the arena; so anything that is moved, merged or dropped across one shows. Values that are
 * used without their proof are an error. A large integer counts as one wherever it is: {@code perigee.opt.WordRules}
 * says why that is right.
 */
public final class GraphEvaluator {
    private static final int FUEL = 200_000;

    private final Graph graph;
    private final Arena arena;
    private final long[] parameters;
    private final long[] values;
    private final List<String> events = new ArrayList<>();
    private final Set<Point> points = new HashSet<>();
    private int fuel = FUEL;
    private Outcome outcome;

    private GraphEvaluator(Graph graph, Arena arena, long[] parameters) {
        this.graph = graph;
        this.arena = arena;
        this.parameters = parameters;
        values = new long[graph.nodeLimit()];
    }

    /** What comes of it, in an arena as it is. */
    public static Outcome run(Graph graph, Arena arena, long... parameters) {
        return new GraphEvaluator(graph, arena, parameters).run();
    }

    private Outcome run() {
        Block from = null;
        Block block = graph.entry();
        while (true) {
            phis(block, from);
            for (int i = block.firstAfterPhis(); i < block.nodes().size() - 1; i++) {
                values[block.nodes().get(i).id()] = evaluate(block.nodes().get(i));
                if (outcome != null) {
                    return outcome;
                }
            }
            Node end = block.terminator();
            from = block;
            switch (end.op()) {
                case JUMP -> block = block.successor(0);
                case BRANCH -> block = block.successor(input(end, 0) != 0 ? 0 : 1);
                case EXIT -> leave(point(end.state()));
                default -> outcome = new Outcome(new Point("return " + inputs(end, 0), events.size(), arena.hash()), false,
                        events, points);
            }
            if (outcome != null) {
                return outcome;
            }
            if (fuel-- < 0) {
                throw new AssertionError("runs for ever:\n" + GraphText.of(graph));
            }
        }
    }

    private void phis(Block block, Block from) {
        int count = block.firstAfterPhis();
        long[] taken = new long[count];
        int way = from == null ? 0 : block.predecessors().indexOf(from);
        for (int i = 1; i < count; i++) {
            taken[i] = input(block.nodes().get(i), way);
        }
        for (int i = 1; i < count; i++) {
            values[block.nodes().get(i).id()] = taken[i];
        }
    }

    private long input(Node node, int i) {
        return values[node.input(i).id()];
    }

    // ---- moments ----------------------------------------------------------------------------------------------------

    private String text(Node value, List<Long> seen) {
        long bits = values[value.id()];
        return switch (value.rep()) {
            case WORD -> arena.text(bits, seen);
            case INT -> "i" + bits;
            case FLOAT -> Arena.floating(Double.longBitsToDouble(bits));
            case BOOL -> "w" + (bits + 1);
            case NONE -> throw new AssertionError("no value: " + value);
        };
    }

    private String inputs(Node node, int from) {
        StringBuilder text = new StringBuilder();
        List<Long> seen = new ArrayList<>();
        for (int i = from; i < node.count(); i++) {
            text.append(' ').append(text(node.input(i), seen));
        }
        return text.toString();
    }

    private Point point(FrameState state) {
        StringBuilder text = new StringBuilder();
        List<Long> seen = new ArrayList<>();
        long mark = arena.mark();
        makeVirtual(state);
        for (FrameState frame = state; frame != null; frame = frame.parent()) {
            text.append(frame.pc()).append(frame.resume() == Resume.EXECUTE ? "" : " " + frame.resume());
            for (int i = 0; i < frame.registers().length; i++) {
                Node value = frame.register(i);
                text.append(' ').append(value == null ? "-" : text(value, seen));
            }
            text.append(frame.function() == null ? "" : " called " + text(frame.function().resolved(), seen)).append('\n');
        }
        arena.forget(mark);
        Point point = new Point(text.toString(), events.size(), arena.hash());
        points.add(point);
        return point;
    }

    /** Makes the objects that exist in a state only, as leaving to it would. */
    private void makeVirtual(FrameState state) {
        Map<Node, ObjectState> objects = new LinkedHashMap<>();
        for (FrameState frame = state; frame != null; frame = frame.parent()) {
            objects.putAll(frame.objects());
        }
        objects.forEach((node, object) -> values[node.id()] = switch (node.op()) {
            case NEW_TABLE -> arena.makeTable((int) values[object.shape().resolved().id()], object.fields().length,
                    object.elements().length);
            case NEW_CELL -> arena.makeCell(Word.NIL);
            default -> arena.makeClosure(node.number(), object.fields().length);
        });
        objects.forEach((node, object) -> {
            long made = values[node.id()];
            if (node.is(Op.NEW_TABLE)) {
                Memory.putInt(made + TableLayout.ARRAY_SIZE, (int) values[object.size().resolved().id()]);
                put(made + TableLayout.METATABLE, object.metatable());
                put(made + TableLayout.INLINE_SLOTS, object.fields());
                put(Memory.getLong(made + TableLayout.ARRAY) + TableLayout.ELEMENTS, object.elements());
            } else {
                put(made + (node.is(Op.NEW_CELL) ? FunctionLayout.CELL_VALUE : FunctionLayout.UPVALUES), object.fields());
            }
        });
    }

    private void put(long address, Node... nodes) {
        for (int i = 0; i < nodes.length; i++) {
            Node value = nodes[i] == null ? null : nodes[i].resolved();
            Memory.putLong(address + 8L * i, value == null ? Word.NIL : switch (value.rep()) {
                case INT -> Word.fits(values[value.id()]) ? Word.ofInteger(values[value.id()]) : arena.box(values[value.id()]);
                case FLOAT -> Word.ofFloat(Double.longBitsToDouble(values[value.id()]));
                case BOOL -> Word.ofBoolean(values[value.id()] != 0);
                default -> values[value.id()];
            });
        }
    }

    private void leave(Point point) {
        outcome = new Outcome(point, true, events, points);
    }

    // ---- operations -------------------------------------------------------------------------------------------------

    private long evaluate(Node node) {
        if (node.op().isPure()) {
            return PureOperations.evaluate(node, node.count() > 0 ? input(node, 0) : 0, node.count() > 1 ? input(node, 1) : 0,
                    arena);
        }
        return switch (node.op()) {
            case PARAMETER -> parameters[(int) node.number()];
            case CLOSURE -> arena.table(0);
            case GUARD -> {
                Point point = point(node.state());
                if (input(node, 0) != node.number()) {
                    leave(point);
                }
                yield 0;
            }
            case ANCHOR -> {
                point(node.state());
                yield 0;
            }
            case SAFEPOINT, CALL -> call(node);
            case RESULT -> arena.word(events.getLast().hashCode() / 3 + (int) node.number());
            case RUNTIME -> runtime(node);
            case BARRIER, BARRIER_AT, ACCOUNT -> 0;
            case NEW_TABLE -> {
                TableSite site = (TableSite) node.info();
                yield arena.makeTable(site.shape(), site.inlineSlots(), site.capacity());
            }
            case NEW_CELL -> arena.makeCell(input(node, 0));
            case NEW_CLOSURE -> {
                long closure = arena.makeClosure(node.number(), node.count());
                for (int i = 0; i < node.count(); i++) {
                    long value = node.input(i) == node ? closure : input(node, i);
                    Memory.putLong(closure + FunctionLayout.UPVALUES + 8L * i, value);
                }
                yield closure;
            }
            default -> memory(node);
        };
    }

    private long memory(Node node) {
        long object = input(node, 0);
        long offset = object + node.number();
        arena.contains(offset, 8);
        return switch (node.op()) {
            case LOAD, LOAD_I64 -> Memory.getLong(offset);
            case LOAD_U32 -> Integer.toUnsignedLong(Memory.getInt(offset));
            case LOAD_U8 -> Memory.getUnsignedByte(offset);
            case LOAD_AT -> Memory.getLong(element(offset, 8, input(node, 1)));
            case LOAD_BYTE_AT -> Memory.getUnsignedByte(element(offset, 1, input(node, 1)));
            case HAS_SHAPE -> Memory.getInt(object + ObjectHeader.SHAPE) == node.number() ? 1 : 0;
            case STORE -> {
                Memory.putLong(offset, input(node, 1));
                yield 0;
            }
            case STORE_U32 -> {
                Memory.putInt(offset, (int) input(node, 1));
                yield 0;
            }
            case STORE_AT -> {
                Memory.putLong(element(offset, 8, input(node, 1)), input(node, 2));
                yield 0;
            }
            case STORE_SHAPE -> {
                Memory.putInt(object + ObjectHeader.SHAPE, (int) node.number());
                yield 0;
            }
            default -> throw new AssertionError(node.op());
        };
    }

    private long element(long start, int bytes, long index) {
        arena.contains(start + bytes * index, bytes);
        return start + bytes * index;
    }

    private long call(Node node) {
        point(node.state());
        events.add(node.op().text() + inputs(node, 0) + " " + arena.hash());
        int seed = events.hashCode() & Integer.MAX_VALUE;
        arena.disturb(seed, node.writes());
        return node.rep() == Rep.NONE ? 0 : arena.word(seed / 5);
    }

    private long arithmetic(RuntimeCall call, Node node) {
        Point point = point(node.state());
        Long result = PureOperations.arithmetic(call, input(node, 0), input(node, 1), arena);
        if (result == null) {
            leave(point);
            return 0;
        }
        return result;
    }

    private long runtime(Node node) {
        RuntimeCall call = (RuntimeCall) node.info();
        if (call.isArithmetic()) {
            return arithmetic(call, node);
        }
        String passed = call.text() + inputs(node, 0) + (call.reads() == 0 ? "" : " " + arena.hash());
        int seed = (passed.hashCode() ^ passed.hashCode() >>> 16) & Integer.MAX_VALUE;
        if (call.refuses()) {
            Point point = point(node.state());
            if (seed % 8 == 0) {
                leave(point);
                return 0;
            }
        }
        if (call.writes() != 0) {
            events.add(passed + " " + arena.hash());
            arena.disturb(seed, call.writes());
        }
        return switch (call.result()) {
            case WORD -> arena.word(seed / 8);
            case INT -> seed % (Arena.CAPACITY + 1);
            case BOOL -> seed / 8 & 1;
            case FLOAT, NONE -> 0;
        };
    }
}
