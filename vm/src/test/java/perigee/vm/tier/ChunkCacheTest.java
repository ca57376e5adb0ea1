package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunks that are loaded again and again. */
class ChunkCacheTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "8 | for i = 1, 10 do print(load('return 1')()) end",
        "0 | for i = 1, 10 do print(load('return ' .. i)()) end",
        "0 | for i = 1, 10 do print(load('return 1', '=' .. i)()) end",
        "0 | for i = 1, 10 do print(load('return +')) end",
        "0 | local text = 'return 1' .. (' '):rep(70000) for i = 1, 10 do print(load(text)()) end",
        "0 | local binary = string.dump(load('return 1')) for i = 1, 10 do print(load(binary)()) end",
        "3 | for r = 1, 3 do for i = 1, 5 do print(load('return ' .. i % 5, '=' .. r // 3)()) end end load('return 1', '=0')()"
            + " load('return 2', '=0')() load('return 3', '=0')()"})
    void whatIsAskedForAgainIsThere(int hits, String text) {
        try (TieredProgram program = new TieredProgram(TierPolicy.INTERPRETER)) {
            program.run(text);
            assertEquals(hits, program.state().chunks().hits());
        }
    }

    @Test
    void aFunctionIsKeptForSomeMarkings() {
        try (TieredProgram program = new TieredProgram(TierPolicy.INTERPRETER)) {
            program.run("for i = 1, 3 do load('return 1')() end collectgarbage() load('return 1')()");
            assertEquals(2, program.state().chunks().hits());
            int before = program.state().functions().all().size();
            program.run("for i = 1, 6 do collectgarbage() end");
            assertTrue(program.state().functions().all().size() < before);
            program.run("load('return 1')()");
            assertEquals(2, program.state().chunks().hits());
        }
    }

    /** More chunks than there is room for: those asked for last are kept. */
    @Test
    void fewAreKept() {
        try (TieredProgram program = new TieredProgram(TierPolicy.INTERPRETER)) {
            program.run("for i = 1, 40 do for r = 1, 2 do load('return ' .. i)() end end");
            program.run("for i = 1, 40 do load('return ' .. i)() end");
            long hits = program.state().chunks().hits();
            program.run("load('return 40')()");
            assertEquals(hits + 1, program.state().chunks().hits());
            assertTrue(hits <= 16, () -> hits + " hits");
        }
    }
}
