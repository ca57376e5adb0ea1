package perigee.vm.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the lines of earlier sessions are kept: {@code $XDG_STATE_HOME/perigee/history} if that variable is set,
 * {@code ~/.local/state/perigee/history} if there is such a directory of states, else {@code ~/.perigee_history}.
 */
final class HistoryFile {
    private static final String OWN = "perigee/history";

    private HistoryFile() {
    }

    /** Null when there is no home. */
    static Path path(Map<String, String> environment) {
        try {
            String states = environment.getOrDefault("XDG_STATE_HOME", "");
            // As the specification wants it, a relative one is ignored.
            if (states.startsWith("/")) {
                return Path.of(states, OWN);
            }
            String home = environment.getOrDefault("HOME", "");
            if (home.isEmpty()) {
                return null;
            }
            Path usual = Path.of(home, ".local", "state");
            return Files.isDirectory(usual) ? usual.resolve(OWN) : Path.of(home, ".perigee_history");
        } catch (InvalidPathException unusable) {
            return null;
        }
    }

    /** Whether the file can be written; makes its directory. */
    static boolean isWritable(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return Files.isWritable(Files.exists(file) ? file : file.getParent());
        } catch (IOException refused) {
            return false;
        }
    }
}
