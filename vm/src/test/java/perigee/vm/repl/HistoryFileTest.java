package perigee.vm.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the history is. */
class HistoryFileTest {
    @TempDir
    private Path home;

    @Test
    void placeDependsOnTheEnvironment() throws IOException {
        Map<String, String> environment = Map.of("HOME", home.toString());
        assertEquals(home.resolve(".perigee_history"), HistoryFile.path(environment));
        Files.createDirectories(home.resolve(".local/state"));
        assertEquals(home.resolve(".local/state/perigee/history"), HistoryFile.path(environment));
        assertEquals(Path.of("/s/perigee/history"),
                HistoryFile.path(Map.of("HOME", home.toString(), "XDG_STATE_HOME", "/s")));
        assertEquals(home.resolve(".local/state/perigee/history"),
                HistoryFile.path(Map.of("HOME", home.toString(), "XDG_STATE_HOME", "relative")));
        assertNull(HistoryFile.path(Map.of()));
    }
}
