package perigee.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory in which engines run, gone afterwards. Programs have one name there, since error messages show it. */
final class Workplace implements AutoCloseable {
    static final String PROGRAM = "program.lua";

    private final Path directory;

    Workplace() throws IOException {
        directory = Files.createTempDirectory("fuzz");
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
