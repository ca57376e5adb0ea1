package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.ir.Alias;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.TableSite;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Shape;
import perigee.value.Word;

/** Loads, stores, write barriers, new objects. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MemoryLoweringTest {
    private static final LoweredMachine MACHINE = new LoweredMachine();
    private static final long VALUE = 0x8765_4321_89AB_CDEFL;

    @BeforeEach
    void modes() {
        MACHINE.mode = LoweredMachine.Mode.ALL;
    }

    @AfterAll
    static void close() {
        MACHINE.close();
    }

    private static long array(boolean old, int capacity) {
        long bytes = TableLayout.ELEMENTS + 8L * capacity;
        long block = old ? MACHINE.state.heap().allocateOld(HeapType.ARRAY, HeapType.ARRAY, bytes)
                : MACHINE.state.heap().allocate(HeapType.ARRAY, HeapType.ARRAY, bytes);
        Memory.putLong(block + TableLayout.ARRAY_CAPACITY, capacity);
        return block;
    }

    @Test
    void loads() {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            long array = array(false, 8);
            long at = array + TableLayout.ELEMENTS;
            Memory.putLong(at, VALUE);
            Memory.putLong(at + 24, Word.ofInteger(33));
            Make m = new Make(2);
            Node o = m.parameter(0);
            Node i = m.op(Op.UNBOX_INT, m.parameter(1));
            int offset = TableLayout.ELEMENTS;
            List<Long> results = MACHINE.run(m.ret(m.op(Op.LOAD_I64, offset, Alias.CONSTANT, o),
                    m.op(Op.LOAD_U32, offset, Alias.CONSTANT, o), m.op(Op.LOAD_U8, offset + 1, Alias.CONSTANT, o),
                    m.op(Op.LOAD, offset + 24, Alias.ELEMENT, o), m.op(Op.LOAD_AT, offset, Alias.ELEMENT, o, i),
                    m.op(Op.LOAD_AT, offset, Alias.ELEMENT, o, m.integer(3))), array, Word.ofInteger(3)).results();
            assertEquals(VALUE, ArithmeticLoweringTest.integer(results.get(0)));
            assertEquals(VALUE & 0xFFFF_FFFFL, Word.integer(results.get(1)));
            assertEquals(VALUE >>> 8 & 0xFF, Word.integer(results.get(2)));
            for (int n = 3; n < 6; n++) {
                assertEquals(Word.ofInteger(33), results.get(n));
            }
        }
    }

    @Test
    void bytesOfStrings() {
        long string = MACHINE.state.strings().of("some text");
        Make m = new Make(2);
        Node s = m.parameter(0);
        Node i = m.op(Op.UNBOX_INT, m.parameter(1));
        List<Long> results = MACHINE.run(m.ret(m.op(Op.LOAD_BYTE_AT, StringLayout.BYTES, Alias.CONSTANT, s, i),
                m.op(Op.LOAD_BYTE_AT, StringLayout.BYTES, Alias.CONSTANT, s, m.integer(5))), string, Word.ofInteger(8)).results();
        assertEquals(List.of(Word.ofInteger('t'), Word.ofInteger('t')), results);
    }

    @Test
    void stores() {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            long array = array(false, 8);
            Make m = new Make(3);
            Node o = m.parameter(0);
            Node i = m.op(Op.UNBOX_INT, m.parameter(1));
            Node v = m.parameter(2);
            int offset = TableLayout.ELEMENTS;
            m.op(Op.STORE, offset, Alias.ELEMENT, o, v);
            m.op(Op.STORE, offset + 8, Alias.ELEMENT, o, m.word(Word.TRUE));
            m.op(Op.STORE, offset + 16, Alias.ELEMENT, o, m.word(Word.ofInteger(5)));
            m.op(Op.STORE_AT, offset, Alias.ELEMENT, o, i, v);
            m.op(Op.STORE_AT, offset, Alias.ELEMENT, o, m.integer(4), v);
            m.op(Op.STORE_AT, offset, Alias.ELEMENT, o, i, m.box(m.constant(Rep.FLOAT, Double.doubleToRawLongBits(0.25))));
            m.op(Op.STORE_U32, offset + 40, Alias.ELEMENT, o, i);
            m.op(Op.STORE_U32, offset + 44, Alias.ELEMENT, o, m.integer(77));
            MACHINE.run(m.ret(), array, Word.ofInteger(3), Word.ofInteger(-9));
            long at = array + TableLayout.ELEMENTS;
            assertEquals(Word.ofInteger(-9), Memory.getLong(at));
            assertEquals(Word.TRUE, Memory.getLong(at + 8));
            assertEquals(Word.ofInteger(5), Memory.getLong(at + 16));
            assertEquals(Word.ofFloat(0.25), Memory.getLong(at + 24));
            assertEquals(Word.ofInteger(-9), Memory.getLong(at + 32));
            assertEquals(3 | 77L << 32, Memory.getLong(at + 40));
        }
    }

    // ---- write barriers --------------------------------------------------------------------------------------------

    private static long remembered() {
        return Memory.getLong(MACHINE.thread + ThreadLayout.REMEMBERED_POINTER);
    }

    private static void barrier(long holder, long value, Node constant, boolean heard) {
        long before = remembered();
        Make m = new Make(2);
        Node o = m.parameter(0);
        Node v = constant != null ? m.op(constant.op(), constant.number()) : m.parameter(1);
        m.op(Op.STORE, FunctionLayout.CELL_VALUE, Alias.CELL, o, v);
        m.op(Op.BARRIER, o, v);
        assertEquals(Word.ofInteger(4), MACHINE.run(m.ret(m.integer(4), o, v), holder, value).result());
        assertEquals(heard, remembered() == before + 8);
        if (heard) {
            assertEquals(holder, Memory.getLong(before));
            assertEquals(ObjectHeader.REMEMBERED, Memory.getByte(holder + ObjectHeader.MARK));
        }
    }


    @Test
    void barriers() {
        long string = MACHINE.state.strings().of("value");
        long young = MACHINE.state.heap().allocate(HeapType.CELL, HeapType.CELL, FunctionLayout.CELL_SIZE);
        barrier(young, string, null, false);
        Node number = new Make(0).word(Word.ofInteger(1));
        Node object = new Make(0).word(string);
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            long cell = keptCell();
            barrier(cell, string, number, false);
            barrier(cell, string, null, true);
            Memory.putByte(cell + ObjectHeader.MARK, ObjectHeader.OLD);
            barrier(cell, string, object, true);
            barrier(cell, string, null, false);
        }
    }

    /** An object in the old space that has not been heard of yet. */
    private static long keptCell() {
        long cell = MACHINE.state.heap().allocateOld(HeapType.CELL, HeapType.CELL, FunctionLayout.CELL_SIZE);
        Memory.putByte(cell + ObjectHeader.MARK, ObjectHeader.OLD);
        return cell;
    }

    @Test
    void barriersOfElements() {
        long string = MACHINE.state.strings().of("value");
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            for (int capacity : new int[] {8, 100_000}) {
                long block = array(true, capacity);
                long element = block + TableLayout.ELEMENTS + 8L * (capacity - 1);
                long card = (element >>> ThreadLayout.CARD_SHIFT) + Memory.getLong(MACHINE.thread + ThreadLayout.CARDS);
                Memory.putByte(block + ObjectHeader.MARK, ObjectHeader.OLD);
                if (capacity > 8) {
                    // as a collection leaves it
                    Memory.putByte(block + ObjectHeader.FLAGS, (byte) TableLayout.BLOCK_HAS_CARDS);
                    Memory.putByte(card, (byte) 0);
                }
                long before = remembered();
                Make m = new Make(3);
                Node o = m.parameter(0);
                Node i = m.op(Op.UNBOX_INT, m.parameter(1));
                Node v = m.parameter(2);
                m.op(Op.STORE_AT, TableLayout.ELEMENTS, Alias.ELEMENT, o, i, v);
                m.op(Op.BARRIER_AT, TableLayout.ELEMENTS, o, i, v);
                MACHINE.run(m.ret(v), block, Word.ofInteger(capacity - 1), string);
                assertEquals(before + 8, remembered());
                assertEquals(block, Memory.getLong(before));
                assertEquals(string, Memory.getLong(element));
                if (capacity > 8) {
                    assertEquals(1, Memory.getByte(card));
                }
            }
        }
    }

    @Test
    void numbersInOldBlocksAreNotRemembered() {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            long block = array(true, 8);
            Memory.putByte(block + ObjectHeader.MARK, ObjectHeader.OLD);
            long before = remembered();
            storeInto(block, Word.ofInteger(7), 0);
            storeInto(block, Word.ofFloat(0.5), 0);
            storeInto(block, Word.ofInteger(7), 3);
            assertEquals(before, remembered());
            storeInto(block, Word.ofInteger(7), 1L << 58);
            assertEquals(before + 8, remembered());
        }
    }

    /** @param factor what an integer is multiplied by before; or 0 */
    private static void storeInto(long block, long value, long factor) {
        Make m = new Make(2);
        Node o = m.parameter(0);
        Node i = m.integer(3);
        Node v = m.parameter(1);
        if (factor != 0) {
            v = m.op(Op.BOX_INT, m.op(Op.MUL, m.op(Op.UNBOX_INT, v), m.integer(factor)));
        }
        m.op(Op.STORE_AT, TableLayout.ELEMENTS, Alias.ELEMENT, o, i, v);
        m.op(Op.BARRIER_AT, TableLayout.ELEMENTS, o, i, v);
        MACHINE.run(m.ret(v), block, value);
    }

    // ---- new objects -----------------------------------------------------------------------------------------------

    @Test
    void tables() {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            for (int slots : new int[] {0, 2, 4}) {
                for (int capacity : new int[] {0, 1, 5}) {
                    Shape shape = MACHINE.state.shapes().root(slots);
                    Make m = new Make(0);
                    TableSite site = new TableSite(shape.id, shape.inlineSlots, capacity);
                    Node a = m.op(Op.NEW_TABLE, 0, site);
                    Node b = m.op(Op.NEW_TABLE, 0, site);
                    poisonNursery();
                    List<Long> results = MACHINE.run(m.ret(a, b)).results();
                    for (long table : results) {
                        checkEmpty(table, shape, capacity);
                    }
                    assertFalse(Memory.getInt(results.get(0) + TableLayout.IDENTITY)
                            == Memory.getInt(results.get(1) + TableLayout.IDENTITY));
                    fill(results.getFirst());
                }
            }
        }
    }

    private static void poisonNursery() {
        long pointer = Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_POINTER);
        Memory.fill(pointer, 1024, (byte) 0x5A);
    }

    private static void checkEmpty(long table, Shape shape, int capacity) {
        long model = MACHINE.state.tables().create(shape);
        assertEquals(Memory.getLong(model), Memory.getLong(table));
        for (int slot = 0; slot < shape.inlineSlots; slot++) {
            assertEquals(Word.NIL, Memory.getLong(table + TableLayout.INLINE_SLOTS + 8L * slot));
        }
        for (int field : new int[] {TableLayout.METATABLE, TableLayout.SLOTS, TableLayout.HASH}) {
            assertEquals(0, Memory.getLong(table + field));
        }
        assertEquals(0, Memory.getInt(table + TableLayout.ARRAY_SIZE));
        long array = Memory.getLong(table + TableLayout.ARRAY);
        if (capacity == 0) {
            assertEquals(MACHINE.state.tables().emptyArray(), array);
        } else {
            assertEquals(capacity, Memory.getLong(array + TableLayout.ARRAY_CAPACITY));
            assertEquals(Memory.getLong(array(false, 0)), Memory.getLong(array));
            for (int i = 0; i < capacity; i++) {
                assertEquals(Word.NIL, Memory.getLong(array + TableLayout.ELEMENTS + 8L * i));
            }
        }
    }

    /** It does for a table. */
    private static void fill(long table) {
        for (int i = 1; i < 20; i++) {
            MACHINE.state.tables().set(table, Word.ofInteger(i), Word.ofInteger(i * i));
            MACHINE.state.tables().set(table, MACHINE.state.strings().of("k" + i), Word.ofInteger(i));
        }
        for (int i = 1; i < 20; i++) {
            assertEquals(Word.ofInteger(i * i), MACHINE.state.tables().get(table, Word.ofInteger(i)));
            assertEquals(Word.ofInteger(i), MACHINE.state.tables().get(table, MACHINE.state.strings().of("k" + i)));
        }
    }

    @Test
    void closuresAndCells() {
        long code = 0x7_1234_5678L;
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            Make m = new Make(1);
            Node cell = m.op(Op.NEW_CELL, m.parameter(0));
            Node closure = m.op(Op.NEW_CLOSURE, code, cell, m.word(Word.TRUE));
            poisonNursery();
            List<Long> results = MACHINE.run(m.ret(cell, closure), Word.ofInteger(6)).results();
            assertEquals(Word.ofInteger(6), Memory.getLong(results.get(0) + FunctionLayout.CELL_VALUE));
            assertEquals(HeapType.CELL, Memory.getInt(results.get(0)));
            assertEquals(ObjectHeader.NEW, Memory.getByte(results.get(0) + ObjectHeader.MARK));
            long f = results.get(1);
            assertEquals(HeapType.CLOSURE, Memory.getInt(f));
            assertEquals(code, Memory.getLong(f + FunctionLayout.CODE));
            assertEquals(code + FunctionLayout.INSTRUCTIONS, Memory.getLong(f + FunctionLayout.ENTRY));
            assertEquals(2, Memory.getInt(f + FunctionLayout.UPVALUE_COUNT));
            assertEquals(results.get(0), Memory.getLong(f + FunctionLayout.UPVALUES));
            assertEquals(Word.TRUE, Memory.getLong(f + FunctionLayout.UPVALUES + 8));
        }
    }

    /** Beyond the limit there is room, and a collection is asked for; that also makes boxes. */
    @Test
    void beyondTheLimit() {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            MACHINE.state.heap().collect();
            long pointer = Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_POINTER);
            Memory.putLong(MACHINE.thread + ThreadLayout.NURSERY_LIMIT, pointer);
            Make m = new Make(1);
            Node x = m.op(Op.UNBOX_INT, m.parameter(0));
            List<Long> results = MACHINE.run(m.ret(m.op(Op.NEW_CELL, m.word(Word.ofInteger(1))),
                    m.op(Op.ADD, x, m.integer(1L << 60))), Word.ofInteger(5)).results();
            assertEquals(pointer, results.getFirst());
            assertEquals(pointer + FunctionLayout.CELL_SIZE, results.get(1));
            assertEquals((1L << 60) + 5, ArithmeticLoweringTest.integer(results.get(1)));
            assertEquals(ThreadLayout.COLLECT, Memory.getInt(MACHINE.thread + ThreadLayout.ATTENTION));
            assertTrue(MACHINE.state.heap().isCollectionDue());
            MACHINE.state.heap().collect();
            assertFalse(MACHINE.state.heap().isCollectionDue());
        }
    }

    /** What is not made lowers the limit, at once for a block, and asks for a collection as what is made does. */
    @Test
    void accounts() {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            for (int rest : new int[] {100, 99}) {
                MACHINE.state.heap().collect();
                Memory.putInt(MACHINE.thread + ThreadLayout.ATTENTION, 0);
                long pointer = Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_POINTER);
                Memory.putLong(MACHINE.thread + ThreadLayout.NURSERY_LIMIT, pointer + rest);
                Make m = new Make(1);
                m.op(Op.ACCOUNT, 60);
                m.op(Op.ACCOUNT, 40);
                assertEquals(List.of(Word.TRUE), MACHINE.run(m.ret(m.parameter(0)), Word.TRUE).results());
                assertEquals(pointer + rest - 100, Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_LIMIT));
                assertEquals(pointer, Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_POINTER));
                assertEquals(rest < 100 ? ThreadLayout.COLLECT : 0, Memory.getInt(MACHINE.thread + ThreadLayout.ATTENTION));
                assertEquals(rest < 100, MACHINE.state.heap().isCollectionDue());
                MACHINE.state.heap().collect();
                assertTrue(Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_LIMIT) > pointer + rest);
            }
        }
    }

    /** What may take all the room at once is refused. */
    @Test
    void tooMuchAllocation() {
        Make m = new Make(0);
        Shape shape = MACHINE.state.shapes().root(0);
        Node last = null;
        for (int i = 0; i < 300; i++) {
            Node next = m.op(Op.NEW_TABLE, 0, new TableSite(shape.id, shape.inlineSlots, 250));
            if (last != null) {
                m.op(Op.STORE, TableLayout.METATABLE, Alias.METATABLE, next, last);
            }
            last = next;
        }
        assertEquals(new Lowering.Refused(BailOut.TOO_MUCH_ALLOCATION),
                Lowering.lower(new Request(m.ret(last), false, 0, Make.PROTOTYPES, MACHINE.mode.features())));
    }
}
