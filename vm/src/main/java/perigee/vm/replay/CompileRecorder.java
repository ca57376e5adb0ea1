package perigee.vm.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import perigee.build.CompileRequest;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.record.CompileRecord;
import perigee.vm.tier.CompileListener;

/** Writes each compile to a file of its own. Compiles on several threads do not disturb each other. */
public final class CompileRecorder implements CompileListener {
    /** How names of records end. */
    static final String SUFFIX = ".compile";
    private static final int LONGEST_NAME = 80;

    private final Path directory;
    private final Consumer<String> warnings;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Makes the directory if it is not there.
     *
     * @param warnings told of files that cannot be written; the program goes on
     */
    public CompileRecorder(Path directory, Consumer<String> warnings) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.warnings = warnings;
    }

    @Override
    public Stages begin(CompileRequest request, CompileSettings settings) {
        Path file = directory.resolve(fileName(request, count.incrementAndGet()) + SUFFIX);
        write(file, CompileRecord.begin(request, settings), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        return new Stages() {
            @Override
            public void ended(CompileResult result) {
                write(file, CompileRecord.end(result), StandardOpenOption.APPEND);
            }
        };
    }

    private void write(Path file, byte[] bytes, StandardOpenOption... options) {
        try {
            Files.write(file, bytes, options);
        } catch (IOException failure) {
            warnings.accept("a compile is not recorded: " + failure);
        }
    }

    /** Number, function and kind: {@code 00017-script.lua_6-entry}, {@code 00018-script.lua_0-loop12}. */
    public static String fileName(CompileRequest request, int number) {
        String function = request.root().name().replaceAll("[^A-Za-z0-9._+-]", "_");
        return String.format(Locale.ROOT, "%05d-%s-%s", number,
                function.substring(Math.max(0, function.length() - LONGEST_NAME)),
                request.isForLoop() ? "loop" + request.loop() : "entry");
    }
}
