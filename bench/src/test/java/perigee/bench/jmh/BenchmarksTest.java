package perigee.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import perigee.bench.guest.Guest;

class BenchmarksTest {
    @Test
    void theSmallestBenchmarkRuns() throws RunnerException {
        // Another run of JMH on the machine is no reason to fail.
        System.setProperty("jmh.ignoreLock", "true");
        Options options = new OptionsBuilder().include("^" + Entering.class.getName() + ".call$")
                .param("tier", "interp", "baseline").forks(0).warmupIterations(0).measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(20)).verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true).build();
        Collection<RunResult> results = new Runner(options).run();
        assertEquals(List.of("interp", "baseline"),
                results.stream().map(result -> result.getParams().getParam("tier")).toList());
        for (RunResult result : results) {
            double nanos = result.getPrimaryResult().getScore();
            assertTrue(nanos > 1 && nanos < 1e6, () -> nanos + " ns");
        }
    }

    @Test
    void aTierThatNeverRanIsReported() {
        try (Guest guest = Guest.of("baseline")) {
            assertThrows(IllegalStateException.class, guest::checkTier);
            guest.run("return 1", 0);
            guest.checkTier();
        }
        try (Guest guest = Guest.of("optimized")) {
            guest.run("return 1", 0);
            assertThrows(IllegalStateException.class, guest::checkTier);
            guest.run("for i = 1, 1000 do end", 0);
            guest.checkTier();
        }
    }

    @Test
    void functionsSurviveCollections() {
        try (Guest guest = Guest.of("interp")) {
            var add = guest.function("local sum = 40 return function(n) return sum + n end");
            guest.run("for i = 1, 3 do local t = {} for k = 1, 1e5 do t[k] = {} end collectgarbage() end", 0);
            assertEquals(guest.function("return function(n) return n end").call(42), add.call(2));
        }
    }

    @Test
    void everyProgramHasASteadyState() throws IOException, ReflectiveOperationException {
        try (Stream<Path> files = Files.list(Path.of("programs"))) {
            assertEquals(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".lua"))
                    .map(name -> name.substring(0, name.length() - 4)).sorted().toList(),
                    List.of(Programs.class.getField("program").getAnnotation(Param.class).value()));
        }
    }
}
