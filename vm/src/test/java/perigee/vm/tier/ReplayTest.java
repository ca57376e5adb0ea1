package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perigee.build.CompileRequest;
import perigee.optimize.Compilation;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.record.CompileRecord;
import perigee.regalloc.RegisterSet;
import perigee.runtime.ProgramExit;

/** Every compile of the Lua test programs, recorded, read back, and made again once its state is gone. */
class ReplayTest {
    private static final Path PROGRAMS = Path.of("src", "test", "lua");
    private static final Set<String> SLOW = Set.of("limits", "collector", "v548");
    private static final int SAMPLE = 7;
    private static final int FIRST = 3;

    /** Keeps records in memory. */
    static final class Recorder implements CompileListener {
        final List<ByteArrayOutputStream> records = new ArrayList<>();

        @Override
        public Stages begin(CompileRequest request, CompileSettings settings) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            record.writeBytes(CompileRecord.begin(request, settings));
            records.add(record);
            return new Stages() {
                @Override
                public void ended(CompileResult result) {
                    record.writeBytes(CompileRecord.end(result));
                }
            };
        }
    }

    private static List<byte[]> recordsOf(Path file) throws IOException {
        Recorder recorder = new Recorder();
        try (TieredProgram program = TieredProgram.optimizing(RegisterSet.all(),
                TierOptions.DEFAULT.withListener(recorder))) {
            program.run("arg = {} package.preload.check = loadfile('src/test/lua/check.lua')");
            program.run(Files.readString(file, StandardCharsets.ISO_8859_1), "@" + file.getFileName());
        } catch (ProgramExit | AssertionError end) {
            // Some want to be run in their folder; they were not, so what has been compiled until then is all.
        }
        return recorder.records.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    private static List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.walk(PROGRAMS, 2)) {
            return files.filter(file -> PROGRAMS.relativize(file).getNameCount() == 2 && file.toString().endsWith(".lua"))
                    .sorted().toList();
        }
    }

    /** All programs with {@code -Dperigee.replay=all}, which takes some minutes; else every seventh that does not take long. */
    static List<Path> chosen() throws IOException {
        List<Path> all = programs();
        if ("all".equals(System.getProperty("perigee.replay"))) {
            return all;
        }
        List<Path> quick = all.stream().filter(file -> !SLOW.contains(file.getParent().getFileName().toString())).toList();
        return IntStream.range(0, quick.size()).filter(i -> i % SAMPLE == FIRST).mapToObj(quick::get).toList();
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void everyCompileComesOutTheSame(Path file) throws IOException {
        List<byte[]> records = recordsOf(file);
        assertFalse(records.isEmpty());
        for (byte[] record : records) {
            replay(record);
        }
    }

    /** The checks are left out: they must make no difference. */
    private static void replay(byte[] bytes) throws IOException {
        CompileRecord record = CompileRecord.read(bytes);
        CompileSettings settings = new CompileSettings(record.settings().features(), record.settings().registers(), false,
                record.settings().countsGuards());
        CompileResult result = Compilation.run(record.request(), settings, Stages.NONE);
        assertArrayEquals(record.result(), CompileRecord.toBytes(result), () -> record.request().root().name());
        assertArrayEquals(record.result(), CompileRecord.toBytes(record.result(record.result())));
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        again.writeBytes(CompileRecord.begin(record.request(), record.settings()));
        again.writeBytes(CompileRecord.end(result));
        assertArrayEquals(bytes, again.toByteArray());
    }
}
