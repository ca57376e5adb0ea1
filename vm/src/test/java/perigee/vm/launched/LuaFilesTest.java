package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every Lua test program checks itself, in every tier: it ends without an error, after it has printed "done". */
class LuaFilesTest {
    @TestFactory
    Stream<DynamicTest> eachProgramSucceeds() {
        return LuaFiles.TIERS.stream().flatMap(tier -> LuaFiles.all().stream()
                .map(file -> DynamicTest.dynamicTest(file + " in " + tier, () -> succeeds(tier, file))));
    }

    private static void succeeds(String tier, Path file) {
        Launched.Outcome outcome = LuaFiles.outcome(tier, file);
        assertEquals(0, outcome.status(), file + ": " + outcome.out());
        assertTrue(outcome.out().endsWith("done\n"), file + ": " + outcome.out());
    }
}
