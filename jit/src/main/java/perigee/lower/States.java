package perigee.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import perigee.bytecode.Prototype;
import perigee.deopt.DeoptHistory.Failure;
import perigee.deopt.DeoptState;
import perigee.deopt.Reason;
import perigee.deopt.Ref;
import perigee.deopt.VirtualFrame;
import perigee.deopt.VirtualObject;
import perigee.ir.FrameState;
import perigee.ir.Node;
import perigee.ir.Rep;
import perigee.lir.Kind;
import perigee.value.Word;

/** Frame states: of nodes, as low-level code and the deoptimiser have them. Each is made once, whoever leaves to it. */
final class States {
    private static final int[] NO_VALUES = {};

    /** What is the same for all exits to a state. */
    private record Made(List<VirtualFrame> frames, List<VirtualObject> objects, int[] values) {
    }

    /** Origin of an exit and the values that go with it. */
    record Lowered(DeoptState origin, int[] values) {
        static final Lowered NONE = new Lowered(null, NO_VALUES);
    }

    private final Selection s;
    private final Map<FrameState, Made> made = new IdentityHashMap<>();

    // of the state that is being made
    private int[] values = NO_VALUES;
    private int count;
    private final Map<Integer, Integer> refs = new java.util.HashMap<>();
    private Map<Node, FrameState.ObjectState> virtual = Map.of();
    private final Map<Node, Integer> numbers = new IdentityHashMap<>();
    private final List<VirtualObject> objects = new ArrayList<>();

    States(Selection selection) {
        s = selection;
    }

    /** The objects that exist in a state only, its parents' included. */
    static Map<Node, FrameState.ObjectState> objects(FrameState state) {
        Map<Node, FrameState.ObjectState> all = Map.of();
        for (FrameState each = state; each != null; each = each.parent()) {
            if (!each.objects().isEmpty()) {
                if (all.isEmpty()) {
                    all = new IdentityHashMap<>();
                }
                for (Map.Entry<Node, FrameState.ObjectState> object : each.objects().entrySet()) {
                    all.putIfAbsent(object.getKey().resolved(), object.getValue());
                }
            }
        }
        return all;
    }

    Lowered lower(FrameState state, Reason reason) {
        return lower(state, new Failure(state.code(), state.pc(), reason));
    }

    Lowered lower(FrameState state, Failure cause) {
        Made known = made.get(state);
        if (known == null) {
            known = make(state);
            made.put(state, known);
        }
        return new Lowered(new DeoptState(cause, known.frames, known.objects), known.values);
    }

    private Made make(FrameState state) {
        values = new int[16];
        count = 0;
        refs.clear();
        numbers.clear();
        objects.clear();
        virtual = objects(state);
        List<VirtualFrame> frames = new ArrayList<>();
        add(state, frames);
        return new Made(List.copyOf(frames), List.copyOf(objects), Arrays.copyOf(values, count));
    }

    private void add(FrameState state, List<VirtualFrame> frames) {
        if (state.parent() != null) {
            add(state.parent(), frames);
        }
        int[] registers = new int[state.registers().length];
        for (int i = 0; i < registers.length; i++) {
            registers[i] = ref(state.register(i));
        }
        FrameState.InlinedCall call = state.call();
        Prototype prototype = s.request.prototypes().apply(state.code());
        frames.add(call == null
                ? VirtualFrame.outermost(state.code(), prototype, state.pc(), state.resume(), registers)
                : new VirtualFrame(state.code(), prototype, state.pc(), state.resume(), registers,
                        ref(state.function().resolved()), call.at(), call.wanted(), call.flags(), call.arguments(),
                        refs(call.extra())));
    }

    // ---- values ----------------------------------------------------------------------------------------------------

    private int ref(Node node) {
        if (node == null) {
            return Ref.DEAD;
        }
        Node value = node.resolved();
        if (virtual.containsKey(value)) {
            return Ref.object(object(value));
        }
        while (UseMap.isBox(value) && !s.uses.isNeeded(value)) {
            value = value.input(0);
        }
        return operand(value.rep() == Rep.BOOL ? word(value) : s.useAnywhere(value));
    }

    /** The boolean of a condition, which has been made where the condition is. */
    private int word(Node condition) {
        return condition.isConstant() ? s.literal(Kind.WORD, Word.ofBoolean(condition.number() != 0))
                : s.booleanOf(condition);
    }

    private int operand(int value) {
        return refs.computeIfAbsent(value, key -> {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count] = value;
            return count++;
        });
    }

    private int[] refs(Node[] nodes) {
        int[] all = new int[nodes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = ref(nodes[i]);
        }
        return all;
    }

    // ---- objects ---------------------------------------------------------------------------------------------------

    /** Objects may refer to each other, so each has its number before its parts are looked at. */
    private int object(Node node) {
        Integer known = numbers.get(node);
        if (known != null) {
            return known;
        }
        int number = objects.size();
        numbers.put(node, number);
        objects.add(null);
        FrameState.ObjectState state = virtual.get(node);
        objects.set(number, switch (node.op()) {
            case NEW_TABLE -> new VirtualObject.Table(ref(state.shape()), refs(state.fields()), refs(state.elements()),
                    ref(state.size()), ref(state.metatable()));
            case NEW_CLOSURE -> new VirtualObject.Closure(node.number(), refs(state.fields()));
            case NEW_CELL -> new VirtualObject.Cell(ref(state.fields()[0]));
            default -> throw new IllegalArgumentException("no object: " + node.op());
        });
        return number;
    }
}
