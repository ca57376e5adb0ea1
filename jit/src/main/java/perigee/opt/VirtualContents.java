package perigee.opt;

import perigee.ir.Alias;
import perigee.ir.FrameState.ObjectState;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.ShapeFact;
import perigee.ir.TableSite;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;

/**
 * What is in an object that is not made, at a place of the graph. All of it is in one array, so that ways that meet are
 * compared place by place:
 *
 * <pre>
 *   shape  size  metatable | fields, upvalues, or the value of a cell | elements, from key 0 on
 * </pre>
 */
final class VirtualContents {
    /** Number of the shape, an integer; of what is no table, its type. */
    static final int SHAPE = 0;
    /** How many elements there are, an integer. */
    static final int SIZE = 1;
    static final int METATABLE = 2;
    private static final int FIELDS = 3;
    /** Objects with more words than this are made. */
    private static final int MOST = 32;

    final Node object;
    /** The values; never an object that is made unless it is meant. */
    final Node[] places;
    /** How many of them are fields. */
    private final int fields;

    private VirtualContents(Node object, Node[] places, int fields) {
        this.object = object;
        this.places = places;
        this.fields = fields;
    }

    VirtualContents copy() {
        return new VirtualContents(object, places.clone(), fields);
    }

    /** Whether an allocation is of an object that is small enough to be looked at. */
    static boolean isSmall(Node allocation) {
        return allocation.info() instanceof TableSite site ? site.inlineSlots() + site.capacity() <= MOST
                : allocation.count() <= MOST;
    }

    /** The contents of an object when it is made; of closures and cells, their inputs are to be filled in. */
    static VirtualContents of(Node allocation, Constants constants) {
        int fields = allocation.count();
        int all = fields;
        int shape = allocation.is(Op.NEW_CELL) ? HeapType.CELL : HeapType.CLOSURE;
        if (allocation.info() instanceof TableSite site) {
            shape = site.shape();
            fields = site.inlineSlots();
            all = fields + site.capacity();
        }
        Node[] places = new Node[FIELDS + all];
        java.util.Arrays.fill(places, constants.word(perigee.value.Word.NIL));
        places[SHAPE] = constants.integer(shape);
        places[SIZE] = constants.integer(0);
        return new VirtualContents(allocation, places, fields);
    }

    /** Bytes that the object would have taken. */
    static int bytes(Node allocation) {
        return switch (allocation.op()) {
            case NEW_CELL -> FunctionLayout.CELL_SIZE;
            case NEW_CLOSURE -> FunctionLayout.UPVALUES + 8 * allocation.count();
            default -> {
                TableSite site = (TableSite) allocation.info();
                int elements = site.capacity() == 0 ? 0 : TableLayout.ELEMENTS + 8 * site.capacity();
                yield TableLayout.INLINE_SLOTS + 8 * site.inlineSlots() + elements;
            }
        };
    }

    static Rep rep(int place) {
        return place <= SIZE ? Rep.INT : Rep.WORD;
    }

    // ---- places -----------------------------------------------------------------------------------------------------

    int field(int number) {
        return number >= 0 && number < fields ? FIELDS + number : -1;
    }

    /** The place of the element with an index; -1 when there is no room for it. */
    int element(long index) {
        return index >= 0 && index < places.length - FIELDS - fields ? FIELDS + fields + (int) index : -1;
    }

    /** What a load or store of this object, or an element of a block, accesses; -1: something else. */
    int place(Node access) {
        int offset = (int) access.number();
        Alias alias = (Alias) access.info();
        if (object.is(Op.NEW_CELL)) {
            return alias == Alias.CELL && offset == FunctionLayout.CELL_VALUE && isWordAccess(access) ? field(0) : -1;
        } else if (object.is(Op.NEW_CLOSURE)) {
            return alias == Alias.CONSTANT && access.is(Op.LOAD) ? word(offset - FunctionLayout.UPVALUES) : -1;
        }
        return switch (alias) {
            case FIELD, METAMETHOD -> isWordAccess(access) ? word(offset - TableLayout.INLINE_SLOTS) : -1;
            case METATABLE -> isWordAccess(access) ? METATABLE : -1;
            case ARRAY_SIZE -> access.is(Op.LOAD_U32) || access.is(Op.STORE_U32) ? SIZE : -1;
            default -> -1;
        };
    }

    private int word(int offset) {
        return offset % 8 == 0 ? field(offset / 8) : -1;
    }

    private static boolean isWordAccess(Node access) {
        return access.is(Op.LOAD) || access.is(Op.STORE);
    }

    /** Whether a shape may be given to this object, whose fields remain where they are. */
    boolean takesShape(Node store) {
        return store.info() instanceof ShapeFact fact && fact.inlineSlots() == fields && fact.slotCount() <= fields;
    }

    // ---- frame states -----------------------------------------------------------------------------------------------

    ObjectState state() {
        Node[] own = new Node[fields];
        Node[] elements = new Node[places.length - FIELDS - fields];
        for (int i = 0; i < own.length; i++) {
            own[i] = orNull(places[FIELDS + i]);
        }
        for (int i = 0; i < elements.length; i++) {
            elements[i] = orNull(places[FIELDS + fields + i]);
        }
        return new ObjectState(places[SHAPE], places[SIZE], orNull(places[METATABLE]), own, elements);
    }

    private static Node orNull(Node value) {
        return value.isWord(perigee.value.Word.NIL) ? null : value;
    }
}
