package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script {@code bin/vm} itself does: it finds a JDK, and builds no more than it must. */
class ScriptTest {
    @TempDir
    Path directory;

    /** A checkout with nothing built in it, and no way to build: Maven is a script that fails. */
    private Path emptyCheckout() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("checkout/vm/bin"));
        Path script = Files.copy(Launched.VM, bin.resolve("vm"));
        script.toFile().setExecutable(true);
        Path maven = Files.createDirectories(directory.resolve("path")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho 'no such luck'\nexit 1\n");
        maven.toFile().setExecutable(true);
        return script;
    }

    @Test
    void failedBuildIsExplained() throws IOException {
        Launched.Outcome outcome = Launched.program(emptyCheckout().toString(), "-v").with("PERIGEE_BUILD", null)
                .with("PATH", directory.resolve("path") + ":" + System.getenv("PATH")).run();
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith("Building Perigee"), outcome.err());
        assertTrue(outcome.err().contains("no such luck"), outcome.err());
        assertTrue(outcome.err().endsWith("the build failed.\n"), outcome.err());
    }

    @Test
    void nothingIsBuiltWhenThatIsForbidden() throws IOException {
        Launched.Outcome outcome = Launched.program(emptyCheckout().toString(), "-v").run();
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("PERIGEE_BUILD=never"), outcome.err());
    }

    @Test
    void missingJdkIsExplained() throws IOException {
        // Jars for show, and no JDK 25 in any of the places that are looked at, as far as they can be changed.
        Path script = emptyCheckout();
        for (String module : new String[] {"vm", "interpreter", "stdlib", "jit"}) {
            Path target = Files.createDirectories(directory.resolve("checkout").resolve(module).resolve("target"));
            Files.createFile(target.resolve("perigee-" + module + "-0.1.0.jar"));
        }
        String text = Files.readString(script).replace("/usr/lib/jvm/*", "/nowhere/*").replace("/opt/*", "/nowhere/*");
        Files.writeString(script, text);
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho old\n");
        java.toFile().setExecutable(true);
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Launched.Outcome outcome = Launched.program(script.toString(), "-v").with("HOME", directory.toString())
                .with("JAVA_HOME", directory.resolve("jdk").toString()).with("PERIGEE_JAVA_HOME", null)
                .with("PATH", directory.resolve("jdk/bin") + ":/usr/bin:/bin").run();
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("no JDK 25 or later found"), outcome.err());
        assertTrue(outcome.err().contains("$JAVA_HOME (" + directory.resolve("jdk") + ")"), outcome.err());
        assertTrue(outcome.err().contains("java on the PATH (" + directory.resolve("jdk") + ")"), outcome.err());
        assertTrue(outcome.err().contains("/usr/lib/jvm"), outcome.err());
    }

    @Test
    void linksAreFollowed() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("lua"), Launched.VM);
        Launched.Outcome outcome = Launched.program(link.toString(), "-e", "print(arg[0])").run();
        assertEquals("", outcome.err());
        assertEquals(link + "\n", outcome.out());
    }

    @Test
    void theScriptIsFoundOnThePath() {
        Launched.Outcome outcome = Launched.shell("PATH=\"${VM%/*}:$PATH\" vm -e 'print(1)'").run();
        assertEquals("1\n", outcome.out());
    }

    @Test
    void oneProcessIsLeft() {
        // The shell becomes the JVM: signals reach the program.
        Launched.Outcome outcome = Launched.shell(
                "\"$VM\" -e 'io.popen(\"ps -o comm= -p $PPID\"):close() print(io.popen(\"ps -o comm= -p $PPID\"):read())'")
                .run();
        assertEquals("java\n", outcome.out());
    }
}
