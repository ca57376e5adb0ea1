package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Entering freed code ends the process at once, and nothing else happens. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FreedCodeTest {
    private static final int SIGTRAP = 5;

    @Test
    void freedCodeTraps() throws IOException, InterruptedException {
        assertEquals(0, exitCode("keep"));
        int code = exitCode("free");
        assertTrue(code == 128 + SIGTRAP || code == SIGTRAP, "ended with " + code);
    }

    private static int exitCode(String what) throws IOException, InterruptedException {
        List<String> command = List.of("/bin/sh", "-c", "ulimit -c 0; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Victim.class.getName(), what);
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    /** The process that ends: calls code that it has freed, or has not. */
    static final class Victim {
        public static void main(String[] arguments) {
            try (CodeCache cache = Caches.open(1 << 16)) {
                CodeObject code = cache.install(Caches.returning(1, 64), Caches.OWNER).orElseThrow();
                if (arguments[0].equals("free")) {
                    cache.retire(code);
                    cache.reclaim(code);
                }
                if (Caches.run(cache, code) != 1) {
                    System.exit(1);
                }
            }
        }
    }
}
