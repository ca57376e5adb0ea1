package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The Lua test programs print the same bytes here and under Debian's {@code lua5.4}, where that is installed. */
class DifferentialTest {
    @TestFactory
    Stream<DynamicTest> eachProgramPrintsTheSame() {
        Reference.assumeInstalled(DifferentialTest.class);
        List<Path> files = LuaFiles.comparable();
        Map<Path, Launched.Outcome> expected = LuaFiles.run(files, Reference.COMMAND);
        return files.stream().map(file -> DynamicTest.dynamicTest(file.toString(),
                () -> assertEquals(expected.get(file).out(), LuaFiles.outcome(file).out(), file.toString())));
    }
}
