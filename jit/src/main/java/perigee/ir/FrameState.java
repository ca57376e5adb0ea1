package perigee.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import perigee.deopt.Resume;

/**
 * What the interpreter's frame would be at a place: the values of its registers and where it goes on. A state of an inlined
 * function has the state of its caller, at the call, as parent. States are values: several guards may share one; a pass
 * that has to change one makes another.
 *
 * @param parent    the caller's, when this function is inlined; else null
 * @param code      address of the function's CODE block
 * @param pc        where it goes on: as {@code resume} says
 * @param resume    how
 * @param registers by number; null: not read again
 * @param function  the closure; null for the function that is compiled, whose frame has it
 * @param call      how the frame was called, when there is a parent; else null
 * @param objects   objects that exist only here, by the node that would have made them; empty in most
 */
public record FrameState(FrameState parent, long code, int pc, Resume resume, Node[] registers, Node function,
        InlinedCall call, Map<Node, ObjectState> objects) {

    /**
     * How an inlined frame was called.
     *
     * @param at        register of the caller where the function stands
     * @param wanted    number of results; -1: all
     * @param flags     of the link: {@code perigee.frame.Link.CONTINUES}, {@code TAIL_CALLED}
     * @param arguments number of arguments given
     * @param extra     of a vararg function: the arguments beyond its parameters
     */
    public record InlinedCall(int at, int wanted, long flags, int arguments, Node[] extra) {
    }

    /**
     * Contents of an object that is not made; null: nil.
     *
     * @param shape     number of a table's shape, an integer
     * @param size      how many elements count, an integer
     * @param metatable of a table
     * @param fields    of a table; of a closure its upvalues; of a cell its value
     * @param elements  of a table, from key 0 on
     */
    public record ObjectState(Node shape, Node size, Node metatable, Node[] fields, Node[] elements) {
        private void forEachValue(Consumer<Node> visitor) {
            visit(shape, visitor);
            visit(size, visitor);
            visit(metatable, visitor);
            for (Node field : fields) {
                visit(field, visitor);
            }
            for (Node element : elements) {
                visit(element, visitor);
            }
        }
    }

    /** Register i, following replacements; null when it is dead. */
    public Node register(int i) {
        Node node = registers[i];
        if (node != null && node.isReplaced()) {
            node = node.resolved();
            registers[i] = node;
        }
        return node;
    }

    /** All values in it and its parents, in a fixed order, each as often as it occurs. */
    public List<Node> values() {
        List<Node> values = new ArrayList<>();
        forEachValue(values::add);
        return values;
    }

    /** Visits what {@link #values} lists. */
    public void forEachValue(Consumer<Node> visitor) {
        if (parent != null) {
            parent.forEachValue(visitor);
        }
        if (function != null) {
            visitor.accept(function.resolved());
        }
        if (call != null) {
            for (Node argument : call.extra) {
                visitor.accept(argument.resolved());
            }
        }
        for (int i = 0; i < registers.length; i++) {
            Node node = register(i);
            if (node != null) {
                visitor.accept(node);
            }
        }
        if (!objects.isEmpty()) {
            objects.values().forEach(object -> object.forEachValue(visitor));
        }
    }

    private static void visit(Node node, Consumer<Node> visitor) {
        if (node != null) {
            visitor.accept(node.resolved());
        }
    }
}
