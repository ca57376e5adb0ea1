package perigee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few random programs do the same in all modes, and under Debian's interpreter where it is installed (otherwise, as when
 * interpreted). The command {@code vm/fuzz} goes on for longer.
 */
class FuzzTest {
    private static final int PROGRAMS = Integer.getInteger("perigee.fuzz.programs", 4);
    private static final int PATIENCE = 120_000;
    private static final String COMMAND = "lua5.4";

    @TempDir
    private Path reports;

    @Test
    void programsDoTheSameInAllModes() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        List<Perigee> engines = new ArrayList<>();
        try (Workplace place = new Workplace()) {
            Mode.ALL.forEach(mode -> engines.add(new Perigee(mode, place.directory(), PATIENCE)));
            Engine reference = Reference.isInstalled(COMMAND) ? new Reference(COMMAND, place.directory(), PATIENCE)
                    : engines.get(0);
            Campaign campaign = new Campaign(reference, engines, reports, new PrintStream(log), 1);
            for (long seed = 1; seed <= PROGRAMS; seed++) {
                campaign.run(seed);
            }
            assertEquals(0, campaign.tally().differences, () -> log.toString(StandardCharsets.ISO_8859_1));
            assertEquals(PROGRAMS, campaign.tally().programs);
            assertEquals(0, campaign.tally().skipped);
            for (Perigee engine : engines) {
                assertTrue(engine.mode().promise().isKept(campaign.tally().counts.get(engine.name())), engine.name());
            }
        } finally {
            engines.forEach(Perigee::close);
        }
    }
}
