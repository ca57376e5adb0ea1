package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertNull;
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
import perigee.heap.CollectorCounters;

/** Programs under a collector that works at every safepoint: it moves what it can, verifies the heap, and leaves poison. */
class CollectionStressTest {
    @TempDir
    static Path directory;

    @TestFactory
    List<DynamicTest> everyProgramStandsCollections() throws IOException {
        try (InputStream in = CollectionStressTest.class.getResourceAsStream("allocating.lua")) {
            String[] programs = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n---\n");
            return Arrays.stream(programs).map(text -> DynamicTest.dynamicTest(text, () -> stand(text))).toList();
        }
    }

    private static void stand(String text) {
        try (Program program = new Program()) {
            program.run("FILE = [[" + directory.resolve("file") + "]]");
            program.state().heap().setStress(1);
            assertNull(program.attempt(text));
            assertNull(program.attempt("local function f() end for i = 1, 40 do f() end"));
            CollectorCounters counters = program.state().heap().counters();
            assertTrue(counters.minors() > 40 && counters.majors() > 0, "collections happened");
        }
    }

    /** Under stress each safepoint collects, so survivors are tenured at once; without, objects die in the nursery. */
    @Test
    void countersTellWhatHappens() {
        try (Program program = new Program()) {
            program.run("for i = 1, 500000 do local t = {i} end");
            CollectorCounters counters = program.state().heap().counters();
            assertTrue(counters.minors() > 5);
            assertTrue(counters.nurseryBytes() > 500_000L * 56);
            assertTrue(counters.tenuredBytes() < counters.nurseryBytes() / 20);
            long before = counters.tenuredBytes();
            program.run("kept = {} for i = 1, 200000 do kept[i] = {i} end");
            assertTrue(counters.tenuredBytes() - before > 100_000L * 56);
        }
    }

    /** Large arrays and hash parts that die young are freed by minor collections, and so is what they refer to. */
    @Test
    void largePartsDieYoung() {
        try (Program program = new Program()) {
            program.run("""
                    for r = 1, 300 do
                      local list, dictionary = {}, {}
                      for i = 1, 3000 do list[i] = {i}; dictionary[i * 7919 % 100003] = {i} end
                      assert(list[3000][1] == 3000 and dictionary[7919][1] == 1)
                    end""");
            CollectorCounters counters = program.state().heap().counters();
            assertTrue(counters.nurseryBytes() > 300L * 6_000 * 56);
            long tenured = counters.tenuredBytes();
            assertTrue(tenured < counters.nurseryBytes() / 3, tenured + " bytes tenured");
            assertTrue(counters.minors() < counters.nurseryBytes() >> 18, counters.minors() + " collections");
            assertTrue(counters.majors() <= 4, counters.majors() + " cycles");
            long used = program.state().heap().usedBytes();
            assertTrue(used < 16L << 20, used + " bytes used");
        }
    }

    /** What is old at once is collected when there is reason to mark, not each time some of it has been made. */
    @Test
    void largeStringsCauseFewCollections() {
        try (Program program = new Program()) {
            program.run("local s = ('x'):rep(100000) for i = 1, 2000 do local t = s:upper() end");
            CollectorCounters counters = program.state().heap().counters();
            assertTrue(counters.majors() > 5, counters.majors() + " cycles");
            assertTrue(counters.minors() <= 4 * counters.majors(), counters.minors() + " collections");
        }
    }

    /** Major cycles that find nothing become rare; what they would find comes soon all the same. */
    @Test
    void cyclesOfNoUseBecomeRare() {
        String garbage = "for i = 1, %d do local t = {i} end";
        try (Program program = new Program()) {
            program.run(garbage.formatted(12_000_000));
            long majors = program.state().heap().counters().majors();
            long bytes = program.state().heap().counters().nurseryBytes();
            assertTrue(majors >= 1 && majors <= 6, majors + " cycles for " + bytes + " bytes");
            program.run("weak = setmetatable({{}}, {__mode = 'v'}) local function f() " + garbage.formatted(1_000_000)
                    + " end local rounds = 0 repeat f() rounds = rounds + 1 until next(weak) == nil assert(rounds < 30)");
            program.run("finalized = false setmetatable({}, {__gc = function() finalized = true end}) local function f() "
                    + garbage.formatted(1_000_000) + " end local rounds = 0 "
                    + "repeat f() rounds = rounds + 1 until finalized assert(rounds < 4, rounds)");
        }
    }
}
