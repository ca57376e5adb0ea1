package perigee.vm.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import perigee.optimize.Stages;
import perigee.record.CompileRecord;
import perigee.vm.dump.ReplayDump;
import perigee.vm.replay.CompileRecorder;
import perigee.vm.replay.Replay;
import perigee.vm.tier.CompileListener;

/** What the options ask for that has to do with files of compiles. */
final class CompileFiles {
    private final Options options;
    private final Messages messages;

    CompileFiles(Options options, Messages messages) {
        this.options = options;
        this.messages = messages;
    }

    /** Makes recorded compiles again; whether they came out as they were. */
    boolean replay() {
        return new Replay(this::begin, messages::toOutput).run(path(options.compiles().replay()));
    }

    private Stages begin(CompileRecord record) {
        return options.dump() == null ? Stages.NONE
                : ReplayDump.begin(options.dump(), record.request(), messages::toOutput);
    }

    /** Those that write the files of a program's compiles. */
    List<CompileListener> listeners() {
        List<CompileListener> listeners = new ArrayList<>();
        String record = options.compiles().record();
        if (record != null) {
            try {
                listeners.add(new CompileRecorder(path(record), messages::warn));
            } catch (IOException failure) {
                messages.warn("compiles are not recorded: " + failure);
            }
        }
        return listeners;
    }

    /** Names of files are in UTF-8, whatever the locale. */
    private static Path path(String text) {
        return Path.of(new String(HostText.bytes(text), StandardCharsets.UTF_8));
    }
}
