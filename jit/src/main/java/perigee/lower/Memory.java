package perigee.lower;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.lir.Address;
import perigee.lir.Call;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Place;
import perigee.lir.Test;
import perigee.lir.Value;
import perigee.stub.BarrierStubs;
import perigee.value.Word;

/** Loads, stores, write barriers; and the addresses of loads that are operands of comparisons. */
final class Memory {
    private static final int WORD = 8;
    private static final int BYTE = 1;

    private final Selection s;
    private final LirBuilder b;
    /** Loads that are not done where they stand, by node. */
    private final boolean[] deferred;
    /** The bits of the float that a word may be, by node, and the block that they were made in. */
    private final int[] floatBits;
    private final Block[] floatBitsIn;

    Memory(Selection selection) {
        s = selection;
        b = selection.b;
        int nodes = selection.request.graph().nodeLimit();
        deferred = new boolean[nodes];
        floatBits = new int[nodes];
        floatBitsIn = new Block[nodes];
        Arrays.fill(floatBits, Value.NONE);
    }

    // ---- loads -----------------------------------------------------------------------------------------------------

    void defer(Node load) {
        deferred[load.id()] = true;
    }

    boolean isDeferred(Node node) {
        return deferred[node.id()];
    }

    void load(Node load) {
        perigee.lir.Op op = switch (load.op()) {
            case LOAD_U32 -> perigee.lir.Op.LOAD32;
            case LOAD_U8, LOAD_BYTE_AT -> perigee.lir.Op.LOAD8;
            default -> perigee.lir.Op.LOAD;
        };
        s.define(load, b.value(op, Selection.kind(load.rep()), address(load)));
    }

    /** The empty string stands behind those of all bytes. */
    void loadSingleString(Node node) {
        Address strings = element(Value.THREAD, node.input(0), WORD, ThreadLayout.SINGLE_STRINGS);
        s.define(node, b.value(perigee.lir.Op.LOAD, Kind.WORD, strings));
    }

    /** Where a load reads, or a store writes. */
    Address address(Node access) {
        int offset = (int) access.number();
        return switch (access.op()) {
            case LOAD_AT, STORE_AT -> element(access, WORD, offset);
            case LOAD_BYTE_AT -> element(access, BYTE, offset);
            default -> Address.of(s.use(access, 0), offset);
        };
    }

    private Address element(Node access, int size, int offset) {
        return element(s.use(access, 0), access.input(1), size, offset);
    }

    private Address element(int base, Node index, int size, int offset) {
        if (index.is(Op.INT) && fitsDisplacement(index.number(), size, offset)) {
            return Address.of(base, offset + size * (int) index.number());
        }
        return Address.of(base, s.use(index), size, offset);
    }

    private static boolean fitsDisplacement(long index, int size, int offset) {
        return Math.abs(index) < Integer.MAX_VALUE / WORD - Math.abs(offset) / size - 1;
    }

    // ---- words of floats -------------------------------------------------------------------------------------------

    /** The bits of the float that a word is, if it is one: the test and what is made of it have them in common. */
    int floatBits(Node word) {
        int known = floatBits[word.id()];
        if (known == Value.NONE || !isKnownHere(floatBitsIn[word.id()])) {
            known = b.floatBits(s.use(word));
            floatBits[word.id()] = known;
            floatBitsIn[word.id()] = s.block();
        }
        return known;
    }

    /** Whether a block is this one, or the only way to it. */
    private boolean isKnownHere(Block in) {
        Block block = s.block();
        for (int i = 0; i < 4 && block != in && block.predecessors().size() == 1; i++) {
            block = block.predecessors().getFirst();
        }
        return block == in;
    }

    // ---- stores ----------------------------------------------------------------------------------------------------

    void store(Node store) {
        boolean narrow = store.is(Op.STORE_U32);
        store(narrow ? perigee.lir.Op.STORE32 : perigee.lir.Op.STORE, address(store), store.input(store.count() - 1));
    }

    void storeWord(Address address, Node value) {
        store(perigee.lir.Op.STORE, address, value);
    }

    private void store(perigee.lir.Op op, Address address, Node value) {
        if (Selection.isImmediate(value)) {
            b.memoryImmediate(op, address, value.number());
        } else {
            b.memory(op, address, s.use(value));
        }
    }

    void storeShape(Node store) {
        b.memoryImmediate(perigee.lir.Op.STORE32, Address.of(s.use(store, 0), ObjectHeader.SHAPE), store.number());
    }

    // ---- write barriers --------------------------------------------------------------------------------------------

    /** Whether the collector need not hear of the value. */
    private static boolean isNoObject(Node value) {
        return switch (value.op()) {
            case WORD -> !Word.isObject(value.number());
            case BOX_FLOAT, BOX_BOOL -> true;
            case BOX_INT -> Ranges.fits(value.input(0));
            default -> false;
        };
    }

    void barrier(Node barrier) {
        if (!isNoObject(barrier.input(1))) {
            int holder = s.use(barrier, 0);
            unlessInteger(barrier.input(1), () -> ifOld(holder, () -> tell(BarrierStubs.OBJECT, List.of(Place.RDI), holder)));
        }
    }

    void barrierAt(Node barrier) {
        barrierAt(s.use(barrier, 0), barrier.input(2), () -> element(barrier, WORD, (int) barrier.number()));
    }

    /** After a value has been stored into a block, at an address. Blocks stay old, so of numbers they had better not tell. */
    void barrierAt(int block, Node value, Supplier<Address> address) {
        if (!isNoObject(value)) {
            unlessInteger(value, () -> ifOld(block, () -> s.rarely(Conditions.isObject(s, s.use(value)), () -> {
                int element = b.value(perigee.lir.Op.LEA, Kind.RAW, address.get());
                tell(BarrierStubs.ELEMENT, List.of(Place.RDI, Place.RSI), block, element);
            })));
        }
    }

    /** An integer is an object only if it is large, which its word tells; of other values the holder is asked first. */
    private void unlessInteger(Node value, Runnable otherwise) {
        if (value.is(Op.BOX_INT)) {
            s.rarely(Conditions.isInteger(s, s.use(value)).negate(), otherwise);
        } else {
            otherwise.run();
        }
    }

    private void ifOld(int holder, Runnable tell) {
        s.rarely(Conditions.memoryImmediate(Test.CMP8, holder, ObjectHeader.MARK, ObjectHeader.OLD), tell);
    }

    private void tell(String stub, List<Integer> places, int... operands) {
        b.call(Call.stub(stub, List.of(), places, Clobbers.BARRIER), List.of(), operands, null);
    }
}
