package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import perigee.heap.Heap;

/**
 * Fault injection (after SQLite and SpiderMonkey): of each of many small programs every allocation fails once, the n-th in
 * the n-th run. Whatever the program makes of it, afterwards the heap verifies, and another program gives the right answer.
 */
class AllocationFailureTest {
    private static final int FEWEST_PROGRAMS = 60;
    private static final int MOST_ALLOCATIONS = 20_000;
    /** Programs that allocate more are failed at distances that grow. */
    private static final int DENSE = 300;
    private static final String AFTERWARDS = """
            local t, s = {}, 0
            for i = 1, 30 do t["k" .. i] = {i, function() return i end} end
            for k, v in pairs(t) do s = s + v[1] + v[2]() + #k end
            collectgarbage()
            for i = 1, 30 do assert(t["k" .. i][1] == i) end
            print(s, ("a,b"):gsub(",", ";"), pcall(error, "e"))
            """;

    /** Prints the names of all library functions that a text does not name, but for some that cannot be called here. */
    private static final String NAMES = """
            local text = TEXT
            local called = {["os.exit"] = true, ["debug.debug"] = true}
            local function look(functions, prefix, pattern)
                for name, value in pairs(functions) do
                    if type(value) == "function" and not called[prefix .. name]
                            and not text:find(pattern .. name .. "%f[^%w_]") then
                        print(prefix .. name)
                    end
                end
            end
            look(_G, "", "%f[%w_]")
            for name, library in pairs(package.loaded) do
                if library ~= _G then look(library, name .. ".", name == "string" and "[:.]" or name .. "%.") end
            end
            look(getmetatable(io.stdout).__index, "file:", ":")
            """;

    @TempDir
    static Path directory;

    private static List<String> programs() throws IOException {
        try (InputStream in = AllocationFailureTest.class.getResourceAsStream("allocating.lua")) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return Arrays.asList(text.split("\n---\n"));
        }
    }

    @Test
    void thereAreManyPrograms() throws IOException {
        assertTrue(programs().size() >= FEWEST_PROGRAMS);
    }

    @Test
    void theyNameEveryLibraryFunction() throws IOException {
        try (Program program = new Program()) {
            assertEquals("", program.run("TEXT = [==[" + String.join("\n", programs()) + "]==]" + NAMES));
        }
    }

    @TestFactory
    List<DynamicTest> everyAllocationMayFail() throws IOException {
        return programs().stream().map(text -> DynamicTest.dynamicTest(text, () -> failEach(text))).toList();
    }

    private static void failEach(String text) {
        try (Program program = new Program()) {
            Heap heap = program.state().heap();
            program.run("FILE = [[" + directory.resolve("file") + "]]");
            String answer = program.run(AFTERWARDS);
            heap.setVerifying(true);
            int n = 0;
            boolean failed = true;
            while (failed) {
                n += 1 + n / DENSE;
                assertTrue(n < MOST_ALLOCATIONS, "the program does not come to an end");
                heap.failAllocation(n);
                String error = program.attempt(text);
                failed = heap.allocationsToFailure() == 0;
                heap.failAllocation(0);
                assertTrue(failed || error == null, "without a failure: " + error);
                program.attempt("debug.sethook()");
                heap.verify();
                assertEquals(answer, program.run(AFTERWARDS), "after allocation " + n + " failed");
            }
            assertTrue(n > 1, "nothing has failed");
        }
    }
}
