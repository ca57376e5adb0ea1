package perigee.vm.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import perigee.optimize.Compilation;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.record.CompileRecord;
import perigee.record.MalformedRecordException;
import perigee.vm.dump.ResultText;
import perigee.vm.tier.CompileListener;

/** Makes recorded compiles again and tells whether the same came of them. */
public final class Replay {
    private final CompileListener listener;
    private final Consumer<String> output;
    private final boolean verifies;

    /**
     * @param listener told of the stages of each compile
     * @param output   takes text, a char for each byte
     * @param verifies whether to check each stage, even if that was not done when they were recorded
     */
    public Replay(CompileListener listener, Consumer<String> output, boolean verifies) {
        this.listener = listener;
        this.output = output;
        this.verifies = verifies;
    }

    /**
     * Replays a record, or all those of a directory; whether all came out as they are recorded. Those without a result, whose
     * program has ended first, cannot come out otherwise.
     */
    public boolean run(Path path) {
        boolean same = true;
        try {
            for (Path file : Files.isDirectory(path) ? records(path) : List.of(path)) {
                same &= replay(file);
            }
        } catch (IOException failure) {
            output.accept(path + ": cannot be read (" + failure + ")\n");
            return false;
        }
        return same;
    }

    private static List<Path> records(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(CompileRecorder.SUFFIX)).sorted().toList();
        }
    }

    private boolean replay(Path file) throws IOException {
        String outcome;
        boolean same = false;
        try {
            CompileRecord record = CompileRecord.read(Files.readAllBytes(file));
            CompileSettings settings = verifies ? record.settings().verifying() : record.settings();
            CompileResult result = Compilation.run(record.request(), settings, listener.begin(record.request(), settings));
            byte[] bytes = CompileRecord.toBytes(result);
            same = record.result() == null || Arrays.equals(bytes, record.result());
            outcome = record.result() == null ? "no result is recorded; now there are " + bytes.length + " bytes"
                    : same ? "same " + bytes.length + " bytes" : difference(record, result, bytes);
        } catch (MalformedRecordException malformed) {
            outcome = malformed.getMessage();
        }
        output.accept(file.getFileName() + ": " + outcome + "\n");
        return same;
    }

    /** The first line of the listings in which two results differ. */
    private static String difference(CompileRecord record, CompileResult result, byte[] bytes)
            throws MalformedRecordException {
        String place = "differs, of " + record.result().length + " and now " + bytes.length + " bytes first in number "
                + Arrays.mismatch(record.result(), bytes);
        String[] before = ResultText.of(record.result(record.result()), record.request()).split("\n");
        String[] now = ResultText.of(result, record.request()).split("\n");
        int line = Arrays.mismatch(before, now);
        return line < 0 ? place : place + "\n  recorded: " + at(before, line) + "\n  now:      " + at(now, line);
    }

    private static String at(String[] lines, int number) {
        return number < lines.length ? lines[number].strip() : "(end)";
    }
}
