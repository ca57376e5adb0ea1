package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example of a Java program that uses Perigee runs by the command that README.md gives. */
class EmbeddingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String OPTIONS = "@examples/embedding.args";

    @BeforeAll
    static void findJdk() {
        assertEquals(0, Launched.vm("-v").run().status());
    }

    private static String command() throws IOException {
        String command = Files.readAllLines(ROOT.resolve("README.md")).stream()
                .filter(line -> line.endsWith("examples/Embedding.java") && line.contains("/bin/java")).findFirst()
                .orElseThrow();
        assertTrue(command.contains(OPTIONS), command);
        return command;
    }

    @Test
    void exampleRuns() throws IOException {
        Launched.Outcome outcome = Launched.shell(command()).in(ROOT).run();
        assertEquals("", outcome.err());
        assertEquals("""
                6 lamps: 144.0
                9 chairs: only 8 left
                rules.lua:4: no price for table
                stack traceback:
                	[C]: in function 'error'
                	rules.lua:4: in function 'price'
                	[C]: in ?
                rules.lua:13: interrupted!
                30
                """, outcome.out());
        assertEquals(0, outcome.status());
    }

    @Test
    void missingOptionsAreNamed() throws IOException {
        String classPath = Files.readAllLines(ROOT.resolve("examples/embedding.args")).getLast();
        Launched.Outcome outcome = Launched.shell(command().replace(OPTIONS, classPath)).in(ROOT).run();
        assertTrue(outcome.err().contains("Perigee needs the JVM to be started with"
                + " --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED"),
                outcome::err);
        assertEquals(1, outcome.status());
    }
}
