package perigee.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Engine SUBJECT = new Engine("perigee", List.of("vm"));
    private static final Engine OTHER = new Engine("lua5.4", List.of("lua5.4"));
    private static final LuaProgram FFT = new LuaProgram("fft", "numeric", "", Path.of("fft.lua"));
    private static final LuaProgram SIEVE = new LuaProgram("sieve", "numeric", "", Path.of("sieve.lua"));

    private final Comparison comparison = new Comparison(Mode.STEADY, List.of(OTHER, SUBJECT));

    private void add(LuaProgram program, Engine engine, double... rounds) {
        for (double seconds : rounds) {
            comparison.add(program, engine, new Outcome.Time(seconds));
        }
    }

    @Test
    void ratiosAreOfMediansAndRelativeToTheSubject() {
        add(FFT, OTHER, 9, 1, 8);
        add(FFT, SUBJECT, 1, 3);
        assertEquals(SUBJECT, comparison.base());
        assertEquals(4, comparison.ratio(FFT, OTHER).getAsDouble());
    }

    @Test
    void meansAreGeometricAndLeaveOutWhatFailed() {
        add(FFT, OTHER, 2);
        add(FFT, SUBJECT, 1);
        add(SIEVE, OTHER, 8);
        add(SIEVE, SUBJECT, 1);
        assertEquals(4, comparison.meanRatio(List.of(FFT, SIEVE), OTHER).getAsDouble(), 1e-12);

        comparison.add(SIEVE, SUBJECT, new Outcome.Failure("wrong result"));
        assertFalse(comparison.seconds(SIEVE, SUBJECT).isPresent(), "one failed round spoils the time");
        assertEquals(2, comparison.meanRatio(List.of(FFT, SIEVE), OTHER).getAsDouble(), 1e-12);
        assertEquals(List.of("steady sieve under perigee: wrong result"), comparison.failures());
    }

    @Test
    void theTableShowsTimesRatiosAndFailures() {
        add(FFT, OTHER, 0.0125);
        add(FFT, SUBJECT, 0.005);
        add(SIEVE, OTHER, 0.25);
        comparison.add(SIEVE, SUBJECT, new Outcome.Failure("crash"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ComparisonTable table = new ComparisonTable(comparison, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        table.printHeader();
        comparison.programs().forEach(table::printRow);
        table.printMeans();
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.matches("(?s).*\\nfft +numeric +12\\.500 +2\\.50 +5\\.000\\n.*"), text);
        assertTrue(text.matches("(?s).*\\nsieve +numeric +250\\.000 +- +failed\\n.*"), text);
    }

    @Test
    void aProcessCountsOnlyIfItEndsWellAndInTime() throws IOException, InterruptedException {
        CompareOptions options = CompareOptions.parse(Path.of("."), List.of("--timeout=1"));
        EngineProcess process = new EngineProcess(options);
        assertEquals(new Outcome.Time(0.25), process.run(Mode.STEADY,
                shell("echo steady fft iterations=5 median=0.250000000 min=0.2 max=0.3"), FFT));
        assertInstanceOf(Outcome.Time.class, process.run(Mode.WHOLE, shell("echo whole fft iterations=5"), FFT));
        assertInstanceOf(Outcome.Failure.class, process.run(Mode.WHOLE, shell("echo something else"), FFT));
        assertEquals(new Outcome.Failure("status 3: wrong result"),
                process.run(Mode.WHOLE, shell("echo wrong result >&2; exit 3"), FFT));
        assertEquals(new Outcome.Failure("no result after 1 s"), process.run(Mode.WHOLE, shell("sleep 60"), FFT));
        assertInstanceOf(Outcome.Failure.class,
                process.run(Mode.WHOLE, new Engine("none", List.of("/nonexistent/lua")), FFT));
    }

    private static Engine shell(String script) {
        return new Engine("shell", List.of("/bin/sh", "-c", script));
    }
}
