package perigee.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import perigee.runtime.LuaState;
import perigee.value.Word;

class TablesTest {
    private final LuaState state = new LuaState(256L << 20);
    private final Tables tables = state.tables();

    @AfterEach
    void close() {
        state.close();
    }

    private long string(String text) {
        return state.strings().internOf(text);
    }

    /** Random keys of all kinds, dense and sparse, set, overwritten and removed; compared with a Java map throughout. */
    @Test
    void behavesLikeAMap() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long table = tables.create(random.nextInt(4), random.nextInt(3) * 8);
            Map<Long, Long> model = new HashMap<>();
            int range = 1 << random.nextInt(12);
            for (int step = 0; step < 2000; step++) {
                long key = randomKey(random, range);
                long value = random.nextInt(4) == 0 ? Word.NIL : Word.ofInteger(step);
                tables.set(table, key, value);
                if (value == Word.NIL) {
                    model.remove(key);
                } else {
                    model.put(key, value);
                }
                long probe = randomKey(random, range);
                assertEquals(model.getOrDefault(probe, Word.NIL), tables.get(table, probe), "seed " + seed);
            }
            assertBorder(table);
            assertSameEntries(table, model);
        }
    }

    private long randomKey(Random random, int range) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Word.ofInteger(random.nextInt(range));
            case 2 -> Word.ofInteger(random.nextInt(range) - range / 2);
            case 3 -> string("key" + random.nextInt(Math.min(range, 64)));
            default -> random.nextBoolean() ? Word.ofFloat(random.nextInt(range) + 0.5) : Word.ofBoolean(random.nextBoolean());
        };
    }

    private void assertBorder(long table) {
        long length = Tables.length(table);
        assertTrue(length == 0 || tables.getInteger(table, length) != Word.NIL);
        assertEquals(Word.NIL, tables.getInteger(table, length + 1));
    }

    private void assertSameEntries(long table, Map<Long, Long> model) {
        Set<Long> seen = new HashSet<>();
        long key = Word.NIL;
        while (true) {
            long position = TableIteration.after(tables, table, key);
            if (position == TableIteration.END) {
                break;
            }
            key = TableIteration.keyAt(tables, table, position);
            assertEquals(model.get(key), TableIteration.valueAt(tables, table, position));
            assertTrue(seen.add(key));
        }
        assertEquals(model.keySet(), seen);
    }

    @Test
    void anArrayFilledDownwardsMovesToTheArrayPart() {
        long table = tables.create(0, 0);
        for (int i = 1000; i >= 1; i--) {
            tables.setInteger(table, i, Word.ofInteger(i));
        }
        assertEquals(1000, Tables.length(table));
        for (int i = 1; i <= 1000; i++) {
            assertEquals(Word.ofInteger(i), tables.getInteger(table, i));
        }
    }

    @Test
    void sameKeysInTheSameOrderShareAShape() {
        long a = tables.create(0, 0);
        long b = tables.create(0, 0);
        long c = tables.create(0, 0);
        for (String key : new String[] {"x", "y"}) {
            tables.setString(a, string(key), Word.TRUE, false);
            tables.setString(b, string(key), Word.FALSE, false);
        }
        tables.setString(c, string("y"), Word.TRUE, false);
        tables.setString(c, string("x"), Word.TRUE, false);
        assertSame(tables.shape(a), tables.shape(b));
        assertNotSame(tables.shape(a), tables.shape(c));
    }

    @Test
    void metatablesThatDoTheSameLeaveObjectsInOneShape() {
        long prototype = tables.create(0, 0);
        long[] objects = new long[3];
        for (int i = 0; i < objects.length; i++) {
            long metatable = tables.create(0, 0);
            tables.setString(metatable, string("__index"), prototype, false);
            objects[i] = tables.create(0, 0);
            tables.setMetatable(objects[i], metatable);
            tables.setString(objects[i], string("x"), Word.TRUE, false);
        }
        assertSame(tables.shape(objects[0]), tables.shape(objects[1]));
        assertSame(tables.shape(objects[1]), tables.shape(objects[2]));
        assertEquals(prototype, tables.shape(objects[0]).behaviour.metamethod(Event.INDEX));
    }

    @Test
    void writingAMetamethodRetiresTheBehaviour() {
        long metatable = tables.create(0, 0);
        tables.setString(metatable, string("__index"), tables.create(0, 0), false);
        long object = tables.create(0, 0);
        tables.setMetatable(object, metatable);
        Behaviour before = tables.shape(object).behaviour;
        boolean[] told = new boolean[1];
        state.shapes().setRetirementListener(() -> told[0] = true);
        tables.setString(metatable, string("__newindex"), tables.create(0, 0), false);
        assertTrue(before.isRetired());
        assertTrue(told[0]);
        assertTrue(tables.refreshedShape(object).behaviour.has(Event.NEWINDEX));
    }

    /** Tables that have metatables of their own which look alike share a shape in the end. */
    @Test
    void manyMetatablesThatLookAlikeAreToldByPlace() {
        long metatable = metatable();
        long first = tables.create(0, 0);
        tables.setMetatable(first, metatable);
        assertTrue(tables.shape(first).behaviour.isPrecise());
        for (int i = 0; i < 100; i++) {
            tables.setMetatable(tables.create(0, 0), metatable());
        }
        long last = tables.create(0, 0);
        tables.setMetatable(last, metatable());
        Behaviour behaviour = tables.shape(last).behaviour;
        assertTrue(behaviour.isByPlace());
        assertTrue(behaviour.lacks(Event.NEWINDEX));
        assertEquals(tables.shape(metatable).location(0), behaviour.place(Event.INDEX));
        assertSame(tables.shape(last), tables.refreshedShape(first));
    }

    /** What is in the places may change; that there are more may not. */
    @Test
    void placesEndWithAFurtherMetamethod() {
        long one = oneOfMany();
        long metatable = Tables.metatable(one);
        Behaviour before = tables.shape(one).behaviour;
        tables.setString(metatable, string("__index"), tables.create(0, 0), false);
        tables.setString(metatable, string("method"), Word.TRUE, false);
        assertTrue(before.isByPlace());
        tables.setString(metatable, string("__newindex"), tables.create(0, 0), false);
        assertTrue(before.isRetired());
        assertTrue(tables.refreshedShape(one).behaviour.has(Event.NEWINDEX));
    }

    /** A metatable whose fields come into cells has its metamethods elsewhere. */
    @Test
    void placesEndWithCells() {
        long one = oneOfMany();
        long metatable = Tables.metatable(one);
        Behaviour before = tables.shape(one).behaviour;
        tables.becomeModule(metatable);
        assertTrue(before.isRetired());
        assertEquals(tables.shape(metatable).location(0), tables.refreshedShape(one).behaviour.place(Event.INDEX));
    }

    /** A table with a metatable of its own, of which there are many that look alike. */
    private long oneOfMany() {
        long one = 0;
        for (int i = 0; i < 100; i++) {
            one = tables.create(0, 0);
            tables.setMetatable(one, metatable());
        }
        return one;
    }

    private long metatable() {
        long metatable = tables.create(1, 0);
        tables.setString(metatable, string("__index"), tables.create(0, 0), false);
        return metatable;
    }

    @Test
    void aModuleKeepsItsCellsWhenKeysAreAdded() {
        long table = tables.create(0, 0);
        tables.setString(table, string("f"), Word.TRUE, false);
        Shape shape = tables.becomeModule(table);
        Validity absence = shape.absence();
        for (int i = 0; i < 1000; i++) {
            tables.setString(table, string("k" + i), Word.ofInteger(i), false);
        }
        assertSame(shape, tables.shape(table));
        assertEquals(Word.ofInteger(999), tables.getString(table, string("k999")));
        assertTrue(!absence.isValid());
    }
}
