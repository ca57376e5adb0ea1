package perigee.ir;

import java.util.Locale;
import java.util.Map;
import perigee.deopt.Reason;
import perigee.ir.FrameState.InlinedCall;
import perigee.ir.FrameState.ObjectState;
import perigee.value.Word;

/**
 * The text form, which {@link GraphParser} reads back.
 *
 * <pre>
 *   b1 10.0 loop &lt;- b0 b3:                 number, frequency, predecessors in the order of the phis' inputs
 *     v6 = begin
 *     v7:w = phi v3 v15
 *     v8:b = has_shape 70 v7 | v4          attributes, inputs, after the bar the proof
 *     v9 = guard true wrong-shape v8 [0x7f00 12 execute v1 - v7]
 *     v10 = branch v8 ? b2 : b3            a state: code, pc, how, registers; callers after a &lt;
 * </pre>
 */
public final class GraphText {
    private final StringBuilder out = new StringBuilder();

    private GraphText() {
    }

    public static String of(Graph graph) {
        GraphText text = new GraphText();
        text.out.append("graph ").append(graph.name()).append(" parameters ").append(graph.parameters()).append('\n');
        graph.blocks().forEach(text::block);
        return text.out.toString();
    }

    /** One node, without indentation. */
    public static String of(Node node) {
        GraphText text = new GraphText();
        text.node(node);
        return text.out.toString();
    }

    private void block(Block block) {
        out.append(block).append(' ').append(block.frequency());
        if (block.isLoopHead()) {
            out.append(" loop");
        }
        if (!block.predecessors().isEmpty()) {
            out.append(" <-");
            block.predecessors().forEach(predecessor -> out.append(' ').append(predecessor));
        }
        out.append(":\n");
        for (Node node : block.nodes()) {
            out.append("  ");
            node(node);
            out.append('\n');
        }
    }

    private void node(Node node) {
        out.append(node);
        if (node.rep() != Rep.NONE) {
            out.append(':').append(node.rep().letter());
        }
        out.append(" = ").append(node.op().text());
        attributes(node);
        for (int i = 0; i < node.count(); i++) {
            value(node.input(i));
        }
        if (node.proof() != null) {
            out.append(" |");
            value(node.proof());
        }
        if (node.state() != null) {
            out.append(' ');
            state(node.state());
        }
        if (node.is(Op.GUARD) && node.hasMoved()) {
            out.append(" for ").append(hex(node.cause().code())).append(' ').append(node.cause().pc());
        }
        targets(node);
    }

    private void targets(Node node) {
        if (node.is(Op.JUMP) && node.block() != null) {
            node.block().successors().forEach(target -> out.append(' ').append(target));
        } else if (node.is(Op.BRANCH) && node.block() != null && node.block().successors().size() == 2) {
            out.append(" ? ").append(node.block().successor(0)).append(" : ").append(node.block().successor(1));
        }
    }

    private void value(Node node) {
        out.append(' ').append(node == null ? "-" : node.toString());
    }

    // ---- attributes -------------------------------------------------------------------------------------------------

    private void attributes(Node node) {
        switch (node.op()) {
            case WORD -> out.append(' ').append(word(node.number()));
            case INT, BOOL, PARAMETER, RESULT, ACCOUNT -> out.append(' ').append(node.number());
            case FLOAT -> out.append(' ').append(floating(node.number()));
            case GUARD -> out.append(node.number() == 1 ? " true " : " false ").append(reason(node.info()));
            case ANCHOR -> out.append((node.number() & Loop.GUESSES) != 0 ? " guess" : "")
                    .append((node.number() & Loop.BOUNDS) != 0 ? " bounds" : "");
            case EXIT -> out.append(' ').append(reason(node.info()));
            case HAS_TYPE -> out.append(' ').append(node.number());
            case HAS_CODE, NEW_CLOSURE -> out.append(' ').append(hex(node.number()));
            case HAS_SHAPE, STORE_SHAPE -> shape(node);
            case LOAD, LOAD_U32, LOAD_U8, LOAD_I64, LOAD_AT, LOAD_BYTE_AT, STORE, STORE_U32, STORE_AT ->
                out.append(' ').append(lower((Alias) node.info())).append(' ').append(node.number());
            case BARRIER_AT -> out.append(' ').append(node.number());
            case NEW_TABLE -> {
                TableSite site = (TableSite) node.info();
                out.append(" {").append(site.shape()).append(' ').append(site.inlineSlots()).append(' ')
                        .append(site.capacity()).append('}');
            }
            case CALL, TAIL_CALL -> {
                CallSite site = (CallSite) node.info();
                out.append(" {").append(lower(site.kind())).append(' ').append(hex(site.code())).append(' ')
                        .append(site.passed()).append(' ').append(site.wanted()).append('}');
            }
            case RUNTIME -> out.append(' ').append(((RuntimeCall) node.info()).text());
            default -> {
            }
        }
    }

    private void shape(Node node) {
        out.append(' ').append(node.number());
        if (node.info() instanceof ShapeFact fact) {
            out.append(" {").append(fact.id()).append(' ').append(fact.inlineSlots()).append(' ').append(fact.slotCount())
                    .append(' ').append(fact.behaviour()).append('}');
        }
    }

    static String reason(Object reason) {
        return reason == null ? "-" : ((Reason) reason).text();
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    /** A word as Lua would write it; as hexadecimal digits what it would not. */
    static String word(long word) {
        if (word == Word.NIL) {
            return "nil";
        } else if (Word.isBoolean(word)) {
            return word == Word.TRUE ? "true" : "false";
        } else if (Word.isInteger(word)) {
            return Long.toString(Word.integer(word));
        }
        return Word.isFloat(word) && !Double.isNaN(Word.floating(word)) ? Double.toString(Word.floating(word)) : hex(word);
    }

    static String floating(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isNaN(value) ? hex(bits) : Double.toString(value);
    }

    // ---- frame states -----------------------------------------------------------------------------------------------

    private void state(FrameState state) {
        out.append('[');
        for (FrameState frame = state; frame != null; frame = frame.parent()) {
            out.append(frame == state ? "" : " < ");
            frame(frame);
        }
        out.append(']');
    }

    private void frame(FrameState frame) {
        out.append(hex(frame.code())).append(' ').append(frame.pc()).append(' ').append(lower(frame.resume()));
        for (int i = 0; i < frame.registers().length; i++) {
            value(frame.register(i));
        }
        if (frame.function() != null || frame.call() != null) {
            out.append(" called");
            value(frame.function() == null ? null : frame.function().resolved());
        }
        if (frame.call() != null) {
            InlinedCall call = frame.call();
            out.append(" at ").append(call.at()).append(" wanted ").append(call.wanted()).append(" flags ")
                    .append(call.flags()).append(" arguments ").append(call.arguments());
            if (call.extra().length > 0) {
                out.append(" extra");
                list(call.extra());
            }
        }
        for (Map.Entry<Node, ObjectState> object : frame.objects().entrySet()) {
            Node node = object.getKey();
            out.append(" {").append(node).append(" = ").append(node.op().text());
            attributes(node);
            contents(object.getValue());
            out.append('}');
        }
    }

    private void contents(ObjectState object) {
        out.append(" contents");
        value(resolved(object.shape()));
        value(resolved(object.size()));
        value(resolved(object.metatable()));
        list(object.fields());
        list(object.elements());
    }

    private void list(Node[] nodes) {
        out.append(" (");
        for (int i = 0; i < nodes.length; i++) {
            Node node = resolved(nodes[i]);
            out.append(i == 0 ? "" : " ").append(node == null ? "-" : node.toString());
        }
        out.append(')');
    }

    private static Node resolved(Node node) {
        return node == null ? null : node.resolved();
    }
}
