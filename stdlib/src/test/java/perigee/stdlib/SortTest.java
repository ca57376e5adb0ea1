package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** Both ways to sort: array parts at once, and element by element through whatever stands for a list. */
class SortTest {
    private final Program lua = new Program();
    private final LuaState state = lua.state();
    private final Random random = new Random(4);

    @AfterEach
    void close() {
        lua.close();
    }

    private long list(long... words) {
        long table = state.tables().create(0, words.length);
        for (int i = 0; i < words.length; i++) {
            state.tables().setInteger(table, i + 1, words[i]);
        }
        return table;
    }

    private long element(long table, int i) {
        return state.tables().getInteger(table, i + 1);
    }

    @Test
    void integers() {
        for (int length = 2; length < 2000; length = length * 3 / 2 + 1) {
            long[] values = random.longs(length, -1L << 48, 1L << 48).toArray();
            long table = list(Arrays.stream(values).map(Word::ofInteger).toArray());
            assertTrue(ArraySort.sort(state.tables(), table, length));
            Arrays.sort(values);
            for (int i = 0; i < length; i++) {
                assertEquals(values[i], Word.integer(element(table, i)));
            }
        }
    }

    @Test
    void floats() {
        double[] values = random.doubles(500, -1, 1).toArray();
        long table = list(Arrays.stream(values).mapToLong(Word::ofFloat).toArray());
        assertTrue(ArraySort.sort(state.tables(), table, values.length));
        Arrays.sort(values);
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], Word.floating(element(table, i)));
        }
    }

    @Test
    void strings() {
        for (int length = 2; length < 2000; length = length * 3 / 2 + 1) {
            String[] values = new String[length];
            long[] words = new long[length];
            for (int i = 0; i < length; i++) {
                values[i] = randomText();
                words[i] = state.strings().of(values[i]);
            }
            long table = list(words);
            assertTrue(ArraySort.sort(state.tables(), table, length));
            Arrays.sort(values);
            for (int i = 0; i < length; i++) {
                assertEquals(values[i], Strings.toJava(element(table, i)));
            }
        }
    }

    /** Many have long prefixes in common, zeros and high bytes inside. */
    private String randomText() {
        byte[] bytes = new byte[random.nextInt(20)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) * 0x7F);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void othersAreLeftAlone() {
        long one = Word.ofInteger(1);
        long half = Word.ofFloat(0.5);
        assertFalse(ArraySort.sort(state.tables(), list(one, half), 2));
        assertFalse(ArraySort.sort(state.tables(), list(half, one), 2));
        assertFalse(ArraySort.sort(state.tables(), list(half, Word.ofForeignFloat(Double.NaN)), 2));
        assertFalse(ArraySort.sort(state.tables(), list(half, Word.ofFloat(-0.0)), 2));
        assertFalse(ArraySort.sort(state.tables(), list(state.strings().of("text"), one), 2));
        assertFalse(ArraySort.sort(state.tables(), list(one, state.integer(Long.MAX_VALUE)), 2));
        long table = list(one, half);
        assertEquals(2, Tables.length(table));
        assertFalse(ArraySort.sort(state.tables(), table, 3));
    }

    /** Comparisons in order, which are the reference's. */
    @Test
    void questionsOfTheOrderFunction() {
        assertEquals("14 71 47 84 46 43 24 54 45 42 21 31 23 78 67 57 77 75 56\n", lua.run("""
                local asked = {}
                local t = {4, 8, 2, 7, 3, 6, 5, 1}
                table.sort(t, function(a, b) asked[#asked + 1] = a .. b return a < b end)
                print(table.concat(asked, " "))
                """));
    }

    @Test
    void invalidOrderFunctions() {
        assertEquals("false\tinvalid order function for sorting\n",
                lua.run("print(pcall(table.sort, {1, 2, 3, 4}, function() return true end))"));
        assertEquals("false\tattempt to compare two nil values\n",
                lua.run("print(pcall(table.sort, setmetatable({}, {__len = function() return 5 end})))"));
    }

    @Test
    void elementsSurviveCollections() {
        assertEquals("ok\n", lua.run("""
                local function fill()
                    local t = {}
                    for i = 1, 300 do t[i] = {key = i * 7919 % 307} end
                    return t
                end
                local function check(t)
                    for i = 2, 300 do assert(t[i - 1].key < t[i].key) end
                end
                local t = fill()
                table.sort(t, function(a, b)
                    if a.key % 10 == 0 then collectgarbage() end
                    return a.key < b.key
                end)
                check(t)
                t = fill()
                local list = setmetatable({}, {
                    __len = function() return #t end,
                    __index = function(_, i) if i % 50 == 0 then collectgarbage() end return t[i] end,
                    __newindex = function(_, i, v) t[i] = nil collectgarbage("step") t[i] = v end})
                table.sort(list, function(a, b) return a.key < b.key end)
                check(t)
                print("ok")
                """));
    }
}
