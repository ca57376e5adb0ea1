package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scripts in {@code examples} run without arguments, and print what the reference prints, where it is installed. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath();
    private static final String REFERENCE = "lua5.4";

    private static Stream<Path> examples() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".lua")).sorted().toList().stream();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachExampleRuns() throws IOException {
        return examples().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            Launched.Outcome outcome = Launched.vm(file.getFileName().toString()).in(EXAMPLES).run();
            assertEquals("", outcome.err());
            assertEquals(0, outcome.status());
            assertFalse(outcome.out().isEmpty());
        }));
    }

    @TestFactory
    Stream<DynamicTest> eachExamplePrintsTheSame() throws IOException {
        return examples().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            assumeTrue(Launched.isInstalled(REFERENCE), REFERENCE + " is not installed");
            String name = file.getFileName().toString();
            assertEquals(Launched.program(REFERENCE, name).in(EXAMPLES).run().out(),
                    Launched.vm(name).in(EXAMPLES).run().out());
        }));
    }
}
