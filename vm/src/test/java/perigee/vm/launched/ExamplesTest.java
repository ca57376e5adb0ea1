package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scripts in {@code examples} run without arguments, and print what the reference prints, where it is installed. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath();
    private static final Map<String, Launched.Outcome> OUTCOMES = new ConcurrentHashMap<>();

    private static Stream<DynamicTest> examples(Consumer<String> test) throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".lua")).sorted()
                    .map(name -> DynamicTest.dynamicTest(name, () -> test.accept(name))).toList().stream();
        }
    }

    private static Launched.Outcome outcome(String name) {
        return OUTCOMES.computeIfAbsent(name, example -> Launched.vm(example).in(EXAMPLES).run());
    }

    @TestFactory
    Stream<DynamicTest> eachExampleRuns() throws IOException {
        return examples(name -> {
            Launched.Outcome outcome = outcome(name);
            assertEquals("", outcome.err());
            assertEquals(0, outcome.status());
            assertFalse(outcome.out().isEmpty());
        });
    }

    @TestFactory
    Stream<DynamicTest> eachExamplePrintsTheSame() throws IOException {
        Reference.assumeInstalled(ExamplesTest.class);
        return examples(name -> assertEquals(Launched.program(Reference.COMMAND, name).in(EXAMPLES).run().out(),
                outcome(name).out()));
    }
}
