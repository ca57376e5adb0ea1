package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The Lua test programs print the same bytes here and under Debian's {@code lua5.4}, where that is installed. */
class DifferentialTest {
    private static final String REFERENCE = "lua5.4";

    @TestFactory
    Stream<DynamicTest> eachProgramPrintsTheSame() {
        if (!Launched.isInstalled(REFERENCE)) {
            System.out.println("DifferentialTest: skipped, " + REFERENCE + " is not installed");
            assumeTrue(false, REFERENCE + " is not installed");
        }
        List<Path> files = LuaFiles.comparable();
        Map<Path, Launched.Outcome> expected = LuaFiles.run(files, REFERENCE);
        return files.stream().map(file -> DynamicTest.dynamicTest(file.toString(),
                () -> assertEquals(expected.get(file).out(), LuaFiles.outcome(file).out(), file.toString())));
    }
}
