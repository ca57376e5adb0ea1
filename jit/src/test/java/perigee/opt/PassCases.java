package perigee.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import perigee.ir.Graph;
import perigee.ir.GraphParser;
import perigee.ir.GraphText;
import perigee.ir.GraphVerifier;

/**
 * Tests of a pass in a file: a graph, {@code ----}, what it becomes, {@code ====}, the next one; each begins with a
 * comment. {@code mvn test -Dperigee.rewrite=true} writes what the passes make of the graphs into the files; look at
 * the difference.
 */
final class PassCases {
    static final Path DIRECTORY = Path.of("src/test/resources/perigee/opt");
    private static final String NEXT = "====\n";
    private static final String BECOMES = "----\n";

    private PassCases() {
    }

    static void check(String name, Supplier<Pass> pass) throws IOException {
        Path file = DIRECTORY.resolve(name + ".txt");
        StringBuilder written = new StringBuilder();
        List<String> cases = List.of(Files.readString(file).split(NEXT));
        assertTrue(!cases.getFirst().isBlank(), name + " has no cases");
        boolean rewrite = Boolean.getBoolean("perigee.rewrite");
        for (String each : cases) {
            String[] parts = each.split(BECOMES);
            Graph graph = GraphParser.parse(parts[0]);
            String title = parts[0].lines().findFirst().orElse("");
            GraphVerifier.require(graph, "before: " + title);
            pass.get().run(graph);
            GraphVerifier.require(graph, "after: " + title);
            String after = GraphText.of(graph);
            if (rewrite) {
                written.append(written.isEmpty() ? "" : NEXT).append(parts[0]).append(BECOMES).append(after);
            } else {
                assertEquals(parts.length > 1 ? parts[1] : "", after, title);
            }
        }
        if (rewrite) {
            Files.writeString(file, written);
        }
    }
}
