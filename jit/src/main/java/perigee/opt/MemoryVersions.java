package perigee.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.Loop;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;

/**
 * Which version of memory an operation meets: two reads of the same place that meet the same version, one dominating
 * the other, read the same.
 *
 * <pre>
 *   places    one for each {@link Alias}, and one for each offset of FIELD and OUTER_FIELD that occurs
 *   version   a number by place: of the node that wrote it last; where ways meet that bring different versions, and
 *             at the head of a loop that writes the place, of that block
 * </pre>
 *
 * <p>A pass walks over a block with the versions of its start and {@link #apply}s each node. True until operations that
 * write are moved or edges change; nodes that have been taken out do no harm.
 */
public final class MemoryVersions {
    /** Offset of the place that any offset of an alias writes. */
    private static final int WHOLE = -1;

    private record Place(Alias alias, long offset) {
        @Override
        public boolean equals(Object object) {
            return object instanceof Place place && alias == place.alias && offset == place.offset;
        }

        @Override
        public int hashCode() {
            return alias.ordinal() * 31 + Long.hashCode(offset);
        }
    }

    /** A whole alias has its ordinal. */
    private final Map<Place, Integer> numbers = new HashMap<>();
    /** By alias: all its places. */
    private final List<List<Integer>> places = new ArrayList<>();
    /** By block. */
    private final int[][] starts;
    private final Map<Loop, BitSet> writtenIn = new HashMap<>();
    /** The same without what only objects that are made in the loop are written into. */
    private final Map<Loop, BitSet> writtenBefore = new HashMap<>();

    public MemoryVersions(Graph graph, Loops loops) {
        for (Alias alias : Alias.values()) {
            places.add(new ArrayList<>());
            number(alias, WHOLE);
        }
        for (Block block : graph.blocks()) {
            for (Node node : block.nodes()) {
                if (isByOffset(node)) {
                    number((Alias) node.info(), node.number());
                }
            }
        }
        findWrites(graph, loops);
        starts = new int[graph.blockLimit()][];
        int[][] ends = new int[graph.blockLimit()][];
        for (Block block : graph.blocks()) {
            int[] versions = start(block, ends, loops);
            starts[block.id()] = versions.clone();
            block.nodes().forEach(node -> apply(node, versions));
            ends[block.id()] = versions;
        }
    }

    // ---- places -----------------------------------------------------------------------------------------------------

    private void number(Alias alias, long offset) {
        int next = numbers.size();
        if (numbers.putIfAbsent(new Place(alias, offset), next) == null) {
            places.get(alias.ordinal()).add(next);
        }
    }

    private static boolean isByOffset(Node node) {
        return (node.is(Op.LOAD) || node.is(Op.STORE))
                && (node.info() == Alias.FIELD || node.info() == Alias.OUTER_FIELD);
    }

    private int placeOf(Node access) {
        if (access.is(Op.HAS_SHAPE)) {
            return whole(Alias.SHAPE);
        }
        Alias alias = (Alias) access.info();
        return isByOffset(access) ? numbers.get(new Place(alias, access.number())) : whole(alias);
    }

    private static int whole(Alias alias) {
        return alias.ordinal();
    }

    private void write(Node node, BitSet into) {
        if (isByOffset(node) && node.is(Op.STORE)) {
            into.set(placeOf(node));
            into.set(whole((Alias) node.info()));
            return;
        }
        for (int rest = node.writes(); rest != 0; rest &= rest - 1) {
            places.get(Integer.numberOfTrailingZeros(rest)).forEach(into::set);
        }
    }

    // ---- versions ---------------------------------------------------------------------------------------------------

    private void findWrites(Graph graph, Loops loops) {
        for (Loop loop : loops.all()) {
            writtenIn.put(loop, new BitSet());
            writtenBefore.put(loop, new BitSet());
        }
        for (Block block : graph.blocks()) {
            Loop loop = loops.of(block);
            if (loop != null) {
                for (Node node : block.nodes()) {
                    write(node, writtenIn.get(loop));
                    writeBefore(node, loop, loops);
                }
            }
        }
        for (Loop loop : loops.all().reversed()) {
            if (loop.parent() != null) {
                writtenIn.get(loop.parent()).or(writtenIn.get(loop));
            }
        }
    }

    /** In each of the loops around, unless the object is made in it. */
    private void writeBefore(Node node, Loop innermost, Loops loops) {
        Node made = NewObjects.written(node);
        for (Loop loop = innermost; loop != null && !(made != null && loops.isInside(loop, made)); loop = loop.parent()) {
            write(node, writtenBefore.get(loop));
        }
    }

    private int[] start(Block block, int[][] ends, Loops loops) {
        if (block.predecessors().isEmpty()) {
            return new int[numbers.size()];
        }
        int[] versions = ends[block.predecessors().getFirst().id()].clone();
        if (block.isLoopHead()) {
            BitSet written = writtenIn.get(loops.of(block));
            for (int place = written.nextSetBit(0); place >= 0; place = written.nextSetBit(place + 1)) {
                versions[place] = -1 - block.id();
            }
            return versions;
        }
        for (Block predecessor : block.predecessors()) {
            int[] other = ends[predecessor.id()];
            for (int place = 0; place < versions.length; place++) {
                if (versions[place] != other[place]) {
                    versions[place] = -1 - block.id();
                }
            }
        }
        return versions;
    }

    /** The versions that the first operation of a block meets, for the caller to walk with. */
    public int[] atStart(Block block) {
        return starts[block.id()].clone();
    }

    /** What a node writes has another version from then on. */
    public void apply(Node node, int[] versions) {
        apply(node, versions, null);
    }

    /** @param objects told of it, if it is of one object; or null */
    void apply(Node node, int[] versions, ObjectVersions objects) {
        if (node.writes() == 0) {
            return;
        }
        if (isByOffset(node)) {
            apply(node, placeOf(node), versions, objects);
            apply(node, whole((Alias) node.info()), versions, objects);
            return;
        }
        for (int rest = node.writes(); rest != 0; rest &= rest - 1) {
            for (int place : places.get(Integer.numberOfTrailingZeros(rest))) {
                apply(node, place, versions, objects);
            }
        }
    }

    private static void apply(Node node, int place, int[] versions, ObjectVersions objects) {
        int version = node.id() + 1;
        if (objects != null) {
            objects.give(node, place, versions[place], version);
        }
        versions[place] = version;
    }

    /** The version that a load, or {@link Op#HAS_SHAPE}, meets. */
    int version(Node load, int[] versions, ObjectVersions objects) {
        int place = placeOf(load);
        return objects.of(load.input(0), place, versions[place]);
    }

    /** The version that the shape of an object has. */
    int shapeVersion(Node object, int[] versions, ObjectVersions objects) {
        return objects.of(object, whole(Alias.SHAPE), versions[whole(Alias.SHAPE)]);
    }

    /** The versions of everything in a set of {@link Alias}. */
    public List<Integer> versions(int reads, int[] versions) {
        List<Integer> list = new ArrayList<>();
        for (int rest = reads; rest != 0; rest &= rest - 1) {
            Alias alias = Alias.of(Integer.numberOfTrailingZeros(rest));
            list.add(versions[whole(alias)]);
        }
        return list;
    }

    /** Whether something in the loop may write what a load, or {@link Op#HAS_SHAPE}, reads of an object from before the loop. */
    public boolean isWrittenIn(Loop loop, Node load) {
        return writtenBefore.get(loop).get(placeOf(load));
    }
}
