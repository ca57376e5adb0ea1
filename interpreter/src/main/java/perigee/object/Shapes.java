package perigee.object;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import perigee.heap.Heap;
import perigee.heap.HeapVerifier;
import perigee.heap.RootVisitor;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;

/** All shapes and behaviours of one state. */
public final class Shapes implements AutoCloseable {
    /** A table with more fields than this, all of them written with constant keys, becomes a module (cells). */
    static final int MAX_RECORD = 128;
    /** A record that computed keys are added to beyond this many fields becomes a dictionary. */
    static final int MAX_COMPUTED = 24;
    /** Longer computed keys make no shapes, which would keep them for ever. */
    private static final int LONGEST_COMPUTED = 40;
    /** Children of one shape made by computed keys before such tables become dictionaries. */
    private static final int MAX_FAN_OUT = 64;
    /** Shapes in all before computed keys stop making new ones. */
    private static final int MAX_SHAPES = 1 << 17;
    /** In-object slot counts that tables come with. */
    private static final int[] INLINE_COUNTS = {0, 2, 4, 6, 8, 12, 16, 24, 32};
    /** Index into {@link #INLINE_COUNTS} by the number of slots wanted. */
    private static final byte[] INLINE_CLASSES = new byte[INLINE_COUNTS[INLINE_COUNTS.length - 1] + 1];

    static {
        byte inlineClass = 0;
        for (int slots = 0; slots < INLINE_CLASSES.length; slots++) {
            if (INLINE_COUNTS[inlineClass] < slots) {
                inlineClass++;
            }
            INLINE_CLASSES[slots] = inlineClass;
        }
    }

    private Shape[] byId = new Shape[256];
    private int nextId = HeapType.FIRST_SHAPE;
    private final long rootTable = Memory.reserve(8L * INLINE_CLASSES.length);
    private final Behaviours behaviours;
    private final Map<Behaviour, Roots> roots = new HashMap<>();
    private final Roots plain;
    private final Heap heap;
    /** Shapes whose keys, or those of their children, may be young. */
    private final Set<Shape> youngShapes = new LinkedHashSet<>();

    public Shapes(Heap heap) {
        Memory.clearWords(rootTable, rootTable + 8L * INLINE_CLASSES.length);
        this.heap = heap;
        behaviours = new Behaviours(heap, roots::remove);
        plain = new Roots(none());
    }

    /** The empty shapes of one behaviour. */
    private final class Roots {
        private final Behaviour behaviour;
        private final Shape[] records = new Shape[INLINE_COUNTS.length];
        private final Shape[] dictionaries = new Shape[Shape.Role.values().length];

        Roots(Behaviour behaviour) {
            this.behaviour = behaviour;
        }

        Shape record(int inlineClass) {
            Shape shape = records[inlineClass];
            if (shape == null) {
                shape = add(new Shape(nextId, Shape.Kind.RECORD, behaviour, INLINE_COUNTS[inlineClass],
                        Shape.Role.PLAIN, new long[4], 0));
                records[inlineClass] = shape;
                if (this == plain) {
                    publish(inlineClass, shape);
                }
            }
            return shape;
        }

        Shape dictionary(Shape.Role role) {
            int i = role.ordinal();
            if (dictionaries[i] == null) {
                dictionaries[i] = add(new Shape(nextId, Shape.Kind.DICTIONARY, behaviour, 0, role, new long[0], 0));
            }
            return dictionaries[i];
        }
    }

    private Shape add(Shape shape) {
        if (nextId == byId.length) {
            byId = Arrays.copyOf(byId, 2 * nextId);
        }
        byId[nextId++] = shape;
        if (shape.hasKey(heap::isYoung)) {
            youngShapes.add(shape);
        }
        return shape;
    }

    private Shape addChild(Shape parent, long key) {
        if (heap.isYoung(key)) {
            youngShapes.add(parent);
        }
        return add(parent.addTransition(nextId, key));
    }

    /** Adds a key in place to a shape with cells; returns its slot. */
    int addCellKey(Shape shape, long key) {
        if (heap.isYoung(key)) {
            youngShapes.add(shape);
        }
        return shape.addCellKey(key);
    }

    /** The shape of this number. */
    public Shape byId(int id) {
        return byId[id];
    }

    /** Shapes have numbers below this one. */
    public int limit() {
        return nextId;
    }

    // ---- shapes ------------------------------------------------------------------------------------------------------

    /** The shape of an empty table without metatable; it has at least so many in-object slots, if that many exist. */
    public Shape root(int inlineSlots) {
        return plain.record(inlineClass(inlineSlots));
    }

    /** Lets compiled code know the shape of empty tables; see {@link perigee.layout.ThreadLayout#ROOT_SHAPES}. */
    private void publish(int inlineClass, Shape shape) {
        for (int slots = 0; slots < INLINE_CLASSES.length; slots++) {
            if (INLINE_CLASSES[slots] == inlineClass) {
                Memory.putLong(rootTable + 8L * slots, (long) shape.inlineSlots << 32 | shape.id);
            }
        }
    }

    /** Address of the table that {@link perigee.layout.ThreadLayout#ROOT_SHAPES} is about. */
    long rootTable() {
        return rootTable;
    }

    @Override
    public void close() {
        Memory.release(rootTable);
    }

    private static int inlineClass(int inlineSlots) {
        return INLINE_CLASSES[Math.min(inlineSlots, INLINE_CLASSES.length - 1)];
    }

    /**
     * The shape after adding a key to a record.
     *
     * @param computed whether the key was computed by the program, not written in its source
     * @return null when the table has to leave records
     */
    public Shape withKey(Shape shape, long key, boolean computed) {
        if (computed && Strings.length(key) > LONGEST_COMPUTED) {
            return null;
        }
        Shape child = shape.transition(key);
        if (child != null) {
            return computed && child.slotCount() > MAX_COMPUTED ? null : child;
        }
        if (shape.slotCount() >= (computed ? MAX_COMPUTED : MAX_RECORD)
                || computed && (shape.fanOut() >= MAX_FAN_OUT || nextId > MAX_SHAPES)) {
            return null;
        }
        return addChild(shape, key);
    }

    /** The same keys under another behaviour. For shapes with cells the result is a new one. */
    Shape withBehaviour(Shape shape, Behaviour behaviour) {
        if (shape.behaviour == behaviour) {
            return shape;
        }
        if (shape.kind == Shape.Kind.CELLS) {
            shape.invalidateAbsence();
            return add(new Shape(nextId, Shape.Kind.CELLS, behaviour, shape.inlineSlots, shape.role,
                    shape.copyKeys(), shape.slotCount()));
        }
        Shape other = shape.otherBehaviour(behaviour);
        if (other == null) {
            other = rebuild(shape, behaviour, shape.role);
            shape.rememberBehaviour(behaviour, other);
        }
        return other;
    }

    /** The same keys, for a table that is now in another role. */
    Shape inRole(Shape shape, Shape.Role role) {
        if (shape.role == role) {
            return shape;
        }
        if (shape.kind == Shape.Kind.CELLS) {
            shape.invalidateAbsence();
            return add(new Shape(nextId, Shape.Kind.CELLS, shape.behaviour, shape.inlineSlots, role, shape.copyKeys(),
                    shape.slotCount()));
        }
        Shape other = shape.inRole(role);
        if (other == null) {
            other = rebuild(shape, shape.behaviour, role);
            shape.rememberRole(other);
        }
        return other;
    }

    private Shape rebuild(Shape shape, Behaviour behaviour, Shape.Role role) {
        Roots under = rootsOf(behaviour);
        if (shape.kind == Shape.Kind.DICTIONARY) {
            return under.dictionary(role);
        }
        Shape result = under.record(inlineClass(shape.inlineSlots));
        if (role != Shape.Role.PLAIN) {
            Shape root = result.inRole(role);
            if (root == null) {
                root = add(new Shape(nextId, Shape.Kind.RECORD, behaviour, shape.inlineSlots, role, new long[4], 0));
                result.rememberRole(root);
            }
            result = root;
        }
        for (int slot = 0; slot < shape.slotCount(); slot++) {
            Shape child = result.transition(shape.key(slot));
            result = child != null ? child : addChild(result, shape.key(slot));
        }
        return result;
    }

    private Roots rootsOf(Behaviour behaviour) {
        return behaviour == none() ? plain : roots.computeIfAbsent(behaviour, Roots::new);
    }

    /** The dictionary shape beside a record. */
    Shape dictionary(Shape shape) {
        return rootsOf(shape.behaviour).dictionary(shape.role);
    }

    /** A shape of its own for one table, with cells; the keys of a record keep their slots. */
    Shape cells(Shape shape) {
        return add(new Shape(nextId, Shape.Kind.CELLS, shape.behaviour, shape.inlineSlots, shape.role,
                shape.copyKeys(), shape.slotCount()));
    }

    // ---- behaviours --------------------------------------------------------------------------------------------------

    /** The behaviour of tables without metatable. */
    public Behaviour none() {
        return behaviours.none();
    }

    /** The behaviour of metatables about which nothing is promised. */
    public Behaviour unpredictable() {
        return behaviours.unpredictable();
    }

    Behaviours behaviours() {
        return behaviours;
    }

    /** The behaviours of metatables of a shape, and of others that differ only in how many slots they have in the object. */
    BehavioursFound behavioursFound(Shape shape) {
        if (shape.behavioursFound == null) {
            shape.behavioursFound = shape.kind == Shape.Kind.RECORD ? behavioursOfSibling(shape) : new BehavioursFound();
        }
        return shape.behavioursFound;
    }

    private BehavioursFound behavioursOfSibling(Shape shape) {
        for (Shape root : rootsOf(shape.behaviour).records) {
            Shape other = root == null ? null : root.role == shape.role ? root : root.inRole(shape.role);
            for (int slot = 0; other != null && slot < shape.slotCount(); slot++) {
                other = other.transition(shape.key(slot));
            }
            if (other != null && other.behavioursFound != null) {
                return other.behavioursFound;
            }
        }
        return new BehavioursFound();
    }

    /** Whether a shape says of a table what is no longer true: its behaviour is retired. */
    public boolean isStale(int id) {
        return id >= HeapType.FIRST_SHAPE && byId[id].behaviour.isRetired();
    }

    /** Shows the keys of all shapes. Those of a record but the last are its ancestors'. */
    public void visitRoots(RootVisitor visitor) {
        for (int id = HeapType.FIRST_SHAPE; id < nextId; id++) {
            Shape shape = byId[id];
            int first = shape.kind == Shape.Kind.RECORD ? Math.max(0, shape.slotCount() - 1) : 0;
            for (int slot = first; slot < shape.slotCount(); slot++) {
                visitor.visit(shape.key(slot));
            }
        }
    }

    /** Shows, in a minor collection, the keys and metamethods that may be young. */
    public void visitYoung(RootVisitor visitor) {
        for (Shape shape : youngShapes) {
            shape.visitKeys(visitor);
        }
        youngShapes.removeIf(shape -> !shape.hasKey(heap::isYoung) && !shape.hasTransition(heap::isYoung));
        behaviours.visitYoung(visitor);
    }

    /** Checks that keys are interned, and what tables say of their shapes. */
    public void verify(HeapVerifier verifier) {
        for (int id = HeapType.FIRST_SHAPE; id < nextId; id++) {
            Shape shape = byId[id];
            for (int slot = 0; slot < shape.slotCount(); slot++) {
                if (!verifier.isObject(shape.key(slot)) || !Strings.isInterned(shape.key(slot))) {
                    throw new IllegalStateException("key " + slot + " of shape " + id + " is no interned string");
                }
            }
        }
        heap.forEach(HeapType.TABLE, table -> {
            int id = Memory.getInt(table + ObjectHeader.SHAPE);
            if (id < HeapType.FIRST_SHAPE || id >= nextId
                    || byId[id].kind != Shape.Kind.DICTIONARY
                    && byId[id].inlineSlots != Memory.getUnsignedByte(table + ObjectHeader.DETAIL)) {
                throw HeapVerifier.wrong(table, "has no shape " + id);
            }
            boolean isDictionary = (Memory.getByte(table + ObjectHeader.FLAGS) & TableLayout.IS_DICTIONARY) != 0;
            if (isDictionary != (byId[id].kind == Shape.Kind.DICTIONARY)) {
                throw HeapVerifier.wrong(table, "has a flag that its shape does not agree with");
            }
            Behaviour behaviour = byId[id].behaviour;
            if (behaviour.isByPlace() && !Behaviours.agree(behaviour, tableShape(Tables.metatable(table)))) {
                throw HeapVerifier.wrong(table, "has a metatable with metamethods elsewhere than its shape says");
            }
        });
    }

    private Shape tableShape(long table) {
        return byId[Memory.getInt(table + ObjectHeader.SHAPE)];
    }

    /** Retires the behaviours whose metamethods are dead: their addresses may come to mean something else. */
    public void dropDead(LongPredicate isDead) {
        behaviours.dropDead(isDead);
    }

    /** Who drops the caches that rest on behaviours when one is retired. */
    public void setRetirementListener(Runnable listener) {
        behaviours.setRetirementListener(listener);
    }
}
