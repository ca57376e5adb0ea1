package perigee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Lua test program prints in every mode what it prints when it is interpreted; and other tests see that this is
 * what the reference prints. With {@code -Dperigee.modes=all} that takes half an hour; else one folder and one mode
 * stand for all.
 */
class LuaFilesInModesTest {
    private static final Path PROGRAMS = Path.of("src", "test", "lua").toAbsolutePath();
    /** Starts the engine again, which goes by another name here. */
    private static final String STARTS_ENGINE = "os_exit.lua";
    private static final boolean ALL = "all".equals(System.getProperty("perigee.modes"));
    private static final String SAMPLE = "optimized-guards";
    private static final String SAMPLE_FOLDER = "idioms";
    private static final int PATIENCE = 300_000;

    private static final Map<Path, Outcome> expected = new HashMap<>();

    @TempDir
    private Path logs;

    static List<Mode> modes() {
        return Mode.ALL.stream().filter(mode -> ALL || SAMPLE.equals(mode.name())).toList();
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(PROGRAMS)) {
            return files.filter(Files::isDirectory).filter(folder -> ALL || folder.endsWith(SAMPLE_FOLDER)).sorted()
                    .toList();
        }
    }

    private static List<Path> programs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lua") && !file.endsWith(STARTS_ENGINE)).sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void eachProgramPrintsTheSame(Mode mode) throws IOException {
        Outcome.Counts counts = Outcome.Counts.NONE;
        for (Path folder : folders()) {
            try (Perigee engine = new Perigee(mode, folder, logs, PATIENCE)) {
                for (Path program : programs(folder)) {
                    Outcome right = interpreted(program);
                    Outcome outcome = engine.runScript(program.getFileName().toString());
                    assertEquals("none", right.difference(outcome), program.toString());
                    counts = counts.plus(outcome.counts());
                }
            }
        }
        assertTrue(mode.promise().isKept(counts), counts.toString());
    }

    /** What a program does when it is interpreted; all of its folder are run, once. */
    private Outcome interpreted(Path program) throws IOException {
        if (!expected.containsKey(program)) {
            try (Perigee interpreter = new Perigee(Mode.of("interp"), program.getParent(), logs, PATIENCE)) {
                for (Path each : programs(program.getParent())) {
                    Outcome outcome = interpreter.runScript(each.getFileName().toString());
                    assertEquals(0, outcome.status(), each + ": " + outcome.err());
                    expected.put(each, outcome);
                }
            }
        }
        return expected.get(program);
    }
}
