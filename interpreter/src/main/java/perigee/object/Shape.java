package perigee.object;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.heap.RootVisitor;
import perigee.layout.TableLayout;

/**
 * A hidden class: where the string-keyed fields of a table are, and what its metatable does.
 *
 * <p>Three kinds:
 * <ul>
 * <li>RECORD: shared by all tables that got the same keys in the same order. Adding a key is a transition to a child.
 * <li>DICTIONARY: string keys are in the hash part.
 * <li>CELLS: owned by one table (globals, modules, classes). Keys are added in place, the number stays, and each field
 *     is a cell whose address never changes; so "this shape has key k in cell c" stays true for ever, while "this shape
 *     has no key k" is told by {@link #absence}.
 * </ul>
 */
public final class Shape {
    /** See the class. */
    public enum Kind { RECORD, DICTIONARY, CELLS }

    /** What tables of a shape are used for. */
    public enum Role {
        /** None is a metatable. */
        PLAIN,
        /** They are metatables, so that writing a metamethod key has consequences. */
        METATABLE,
        /** They are some of many metatables that look alike: tables rely on the places of metamethods in them. */
        ONE_OF_MANY
    }

    /** In a location: in the SLOTS block, not in the object. */
    public static final int OUTSIDE = 1 << 31;
    /** In a location: the slot holds a cell. */
    public static final int CELL = 1 << 30;

    private static final int LINEAR = 8;

    public final int id;
    public final Kind kind;
    public final Behaviour behaviour;
    /** Slots 0 to this one (exclusive) are in the object. */
    public final int inlineSlots;
    public final Role role;

    /** Keys by slot; shared with the ancestors of a record, which use fewer of them. */
    private long[] keys;
    private int slotCount;
    /** Open addressing over slot + 1; built when first needed beyond a few keys. */
    private int[] index;
    private Map<Long, Shape> transitions;
    private final Shape[] inRole = new Shape[Role.values().length];
    private final Map<Behaviour, Shape> otherBehaviours = new HashMap<>(2);
    private Validity absence = new Validity();
    /** The last behaviour of a metatable of this shape. */
    Behaviour lastBehaviour;
    /** Which there have been; null: none. See {@link Shapes#behavioursFound}. */
    BehavioursFound behavioursFound;

    Shape(int id, Kind kind, Behaviour behaviour, int inlineSlots, Role role, long[] keys, int slotCount) {
        this.id = id;
        this.kind = kind;
        this.behaviour = behaviour;
        this.inlineSlots = inlineSlots;
        this.role = role;
        this.keys = keys;
        this.slotCount = slotCount;
    }

    public int slotCount() {
        return slotCount;
    }

    /** The interned key of a slot. */
    public long key(int slot) {
        return keys[slot];
    }

    /** Where a slot is in the tables: its offset in the object or the SLOTS block, {@link #OUTSIDE} and {@link #CELL}. */
    public int location(int slot) {
        int flags = hasCells() ? CELL : 0;
        return slot < inlineSlots ? flags | TableLayout.INLINE_SLOTS + 8 * slot
                : flags | OUTSIDE | TableLayout.FIRST_SLOT + 8 * (slot - inlineSlots);
    }

    public boolean hasCells() {
        return kind == Kind.CELLS;
    }

    /** The slot of an interned key, or -1. */
    public int find(long key) {
        if (slotCount <= LINEAR) {
            for (int i = 0; i < slotCount; i++) {
                if (keys[i] == key) {
                    return i;
                }
            }
            return -1;
        }
        if (index == null) {
            buildIndex();
        }
        int mask = index.length - 1;
        for (int i = Strings.hash(key) & mask;; i = i + 1 & mask) {
            int slot = index[i] - 1;
            if (slot < 0) {
                return -1;
            }
            if (keys[slot] == key) {
                return slot;
            }
        }
    }

    private void buildIndex() {
        index = new int[Integer.highestOneBit(slotCount) * 4];
        for (int slot = 0; slot < slotCount; slot++) {
            insertIndex(slot);
        }
    }

    private void insertIndex(int slot) {
        int mask = index.length - 1;
        int i = Strings.hash(keys[slot]) & mask;
        while (index[i] != 0) {
            i = i + 1 & mask;
        }
        index[i] = slot + 1;
    }

    // ---- records -------------------------------------------------------------------------------------------------

    /** The child with one more key, or null if there is none yet. */
    Shape transition(long key) {
        return transitions == null ? null : transitions.get(key);
    }

    /** Shows the keys of the shape and of its children, and follows those that have moved. */
    void visitKeys(RootVisitor visitor) {
        for (int slot = 0; slot < slotCount; slot++) {
            keys[slot] = visitor.visit(keys[slot]);
        }
        if (transitions != null) {
            Map<Long, Shape> moved = new HashMap<>(2 * transitions.size());
            transitions.forEach((key, child) -> moved.put(visitor.visit(key), child));
            transitions = moved;
        }
    }

    boolean hasKey(LongPredicate test) {
        return Arrays.stream(keys, 0, slotCount).anyMatch(test);
    }

    boolean hasTransition(LongPredicate test) {
        return transitions != null && transitions.keySet().stream().anyMatch(test::test);
    }

    /** How many children there are. */
    int fanOut() {
        return transitions == null ? 0 : transitions.size();
    }

    Shape addTransition(int childId, long key) {
        assert kind == Kind.RECORD;
        long[] childKeys = keys;
        if (slotCount == childKeys.length) {
            childKeys = Arrays.copyOf(keys, Math.max(4, 2 * slotCount));
        } else if (childKeys[slotCount] != 0) {
            childKeys = Arrays.copyOf(keys, keys.length);
            Arrays.fill(childKeys, slotCount, childKeys.length, 0);
        }
        childKeys[slotCount] = key;
        Shape child = new Shape(childId, kind, behaviour, inlineSlots, role, childKeys, slotCount + 1);
        if (transitions == null) {
            transitions = new HashMap<>(4);
        }
        transitions.put(key, child);
        return child;
    }

    // ---- shapes with cells -----------------------------------------------------------------------------------------

    /** Adds a key in place and returns its slot. What relied on the key's absence is invalid from now on. */
    int addCellKey(long key) {
        assert kind == Kind.CELLS;
        if (slotCount == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(8, 2 * slotCount));
        }
        int slot = slotCount++;
        keys[slot] = key;
        if (index != null) {
            if (2 * slotCount > index.length) {
                buildIndex();
            } else {
                insertIndex(slot);
            }
        }
        invalidateAbsence();
        return slot;
    }

    /**
     * Holds as long as no key is added to the table, and it keeps its metatable: what lookups rest on that passed
     * through this table on their way along {@code __index}. Only for shapes with cells.
     */
    public Validity absence() {
        return absence;
    }

    void invalidateAbsence() {
        absence.invalidate();
        absence = new Validity();
    }

    // ---- relatives ---------------------------------------------------------------------------------------------------

    Shape otherBehaviour(Behaviour other) {
        return otherBehaviours.get(other);
    }

    void rememberBehaviour(Behaviour other, Shape shape) {
        otherBehaviours.put(other, shape);
    }

    /** The shape with the same keys for tables in another role, or null if there is none yet. */
    Shape inRole(Role other) {
        return inRole[other.ordinal()];
    }

    void rememberRole(Shape shape) {
        inRole[shape.role.ordinal()] = shape;
    }

    /** Whether tables of the shape are metatables. */
    public boolean isMetatable() {
        return role != Role.PLAIN;
    }

    long[] copyKeys() {
        return Arrays.copyOf(keys, slotCount);
    }
}
