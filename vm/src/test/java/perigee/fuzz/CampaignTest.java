package perigee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an engine does that the reference does not is found, kept, and reduced. */
class CampaignTest {
    @TempDir
    private Path reports;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private static Outcome printed(String text) {
        return new Outcome(Outcome.End.EXIT, 0, new Outcome.Counts(1, 0, 0), text, "");
    }

    /** Does what it should, except that programs that sort end in some way, and print something else. */
    private record Wrong(Outcome.End end) implements Engine {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public Outcome run(String program) {
            return program.contains("table.sort(") ? new Outcome(end, 0, Outcome.Counts.NONE, "2", "") : printed("1");
        }
    }

    private record Right() implements Engine {
        @Override
        public String name() {
            return "right";
        }

        @Override
        public Outcome run(String program) {
            return printed("1");
        }
    }

    private Campaign.Tally run(Engine reference, Engine engine, int programs) throws IOException {
        Campaign campaign = new Campaign(reference, List.of(new Right(), engine), reports, new PrintStream(log), 1);
        for (long seed = 1; seed <= programs; seed++) {
            campaign.run(seed);
        }
        return campaign.tally();
    }

    @Test
    void nothingIsFoundWhereNothingDiffers() throws IOException {
        Campaign.Tally tally = run(new Right(), new Right(), 20);
        assertEquals(20, tally.programs);
        assertEquals(0, tally.differences);
        assertEquals("", log.toString(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource(Outcome.End.class)
    void differenceIsReportedAndReduced(Outcome.End end) throws IOException {
        Campaign.Tally tally = run(new Right(), new Wrong(end), 20);
        assertTrue(tally.differences > 0 && tally.differences < 20, tally.toString());
        try (var files = Files.list(reports)) {
            Path reduced = files.filter(file -> file.toString().endsWith("-wrong-reduced.lua")).findFirst().orElseThrow();
            assertEquals("table.sort(", Files.readString(reduced).strip());
        }
        assertTrue(log.toString(StandardCharsets.ISO_8859_1).contains(" in wrong: "));
    }

    @Test
    void programsThatTheReferenceDoesNotFinishAreSkipped() throws IOException {
        Campaign.Tally tally = run(new Wrong(Outcome.End.TIMEOUT), new Right(), 20);
        assertTrue(tally.skipped > 0 && tally.skipped < 20, tally.toString());
        assertEquals(0, tally.differences);
    }
}
