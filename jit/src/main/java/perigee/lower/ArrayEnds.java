package perigee.lower;

import static perigee.layout.TableLayout.*;

import java.util.function.IntSupplier;
import perigee.asm.Condition;
import perigee.ir.Node;
import perigee.lir.Address;
import perigee.lir.Block;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Test;
import perigee.value.Word;

/** The end of an array part: the element behind it, where the block has room, and the length; in line, but for what is rare. */
final class ArrayEnds {
    private final LirBuilder b;
    private final Selection s;
    private final Memory memory;

    ArrayEnds(LirBuilder builder, Selection selection, Memory memory) {
        b = builder;
        s = selection;
        this.memory = memory;
    }

    /**
     * {@code RuntimeCall.APPEND}: of a table without a metatable, a value that is not nil.
     *
     * @param rare what does it when the index is not that behind the last one, the block is full, or there is a hash part, where
     *             the next element might be
     */
    void append(Node node, Runnable rare) {
        int table = s.use(node, 0);
        int index = s.use(node, 1);
        Block cold = s.coldBlock();
        Block next = s.newBlock();
        int size = b.value(Op.LOAD32, Kind.INT, Address.of(table, ARRAY_SIZE));
        unless(Comparison.of(Test.CMP, Condition.E, index, size), cold);
        unless(Comparison.with(Test.CMP, Condition.E, Address.of(table, HASH), Word.NIL), cold);
        int array = b.value(Op.LOAD, Kind.WORD, Address.of(table, ARRAY));
        unless(Comparison.of(Test.CMP, Condition.B, index, Address.of(array, ARRAY_CAPACITY)), cold);
        memory.storeWord(Address.of(array, index, 8, ELEMENTS), node.input(2));
        b.memory(Op.STORE32, Address.of(table, ARRAY_SIZE), b.addImmediate(Kind.INT, index, 1));
        memory.barrierAt(array, node.input(2), () -> Address.of(array, index, 8, ELEMENTS));
        b.jump(next);
        b.begin(cold);
        rare.run();
        b.jump(next);
        b.begin(next);
    }

    /**
     * {@code RuntimeCall.TABLE_LENGTH}.
     *
     * @param rare gives it where there is a metatable, no element, or none at the end
     */
    int length(Node node, IntSupplier rare) {
        int table = s.use(node, 0);
        Block cold = s.coldBlock();
        Block next = s.newBlock();
        int result = b.parameter(next, Kind.INT);
        unless(Comparison.with(Test.CMP, Condition.E, Address.of(table, METATABLE), Word.NIL), cold);
        int last = b.addImmediate(Kind.INT, b.value(Op.LOAD32, Kind.INT, Address.of(table, ARRAY_SIZE)), -1);
        unless(Comparison.with(Test.CMP, Condition.G, last, 0), cold);
        int array = b.value(Op.LOAD, Kind.WORD, Address.of(table, ARRAY));
        unless(Comparison.with(Test.CMP, Condition.NE, Address.of(array, last, 8, ELEMENTS), Word.NIL), cold);
        b.jump(next, b.fitting(last));
        b.begin(cold);
        b.jump(next, b.fitting(rare.getAsInt()));
        b.begin(next);
        return result;
    }

    private void unless(Comparison usual, Block cold) {
        Block straight = s.newBlock();
        Block way = s.coldBlock();
        b.branch(usual, straight, way);
        b.begin(way);
        b.jump(cold);
        b.begin(straight);
    }
}
