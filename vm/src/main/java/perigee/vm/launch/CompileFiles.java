package perigee.vm.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import perigee.vm.dump.Dump;
import perigee.vm.dump.ReplayDump;
import perigee.vm.replay.CompileRecorder;
import perigee.vm.replay.Replay;
import perigee.vm.report.CompileReport;
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
        List<CompileListener> listeners = listeners();
        Dump dump = options.dump();
        if (dump != null) {
            listeners.add(new ReplayDump(dump, messages::toOutput));
        }
        return new Replay(CompileListener.all(listeners), messages::toOutput, options.compiles().verifies())
                .run(HostText.path(options.compiles().replay()));
    }

    /** Those that write the files of compiles. */
    List<CompileListener> listeners() {
        List<CompileListener> listeners = new ArrayList<>();
        Options.Compiles compiles = options.compiles();
        add(listeners, compiles.record(), CompileRecorder::new, "compiles are not recorded: ");
        add(listeners, compiles.report(), CompileReport::new, "compiles are not reported: ");
        return listeners;
    }

    private interface Maker {
        CompileListener make(Path directory, Consumer<String> warnings) throws IOException;
    }

    private void add(List<CompileListener> listeners, String directory, Maker maker, String otherwise) {
        if (directory != null) {
            try {
                listeners.add(maker.make(HostText.path(directory), messages::warn));
            } catch (IOException failure) {
                messages.warn(otherwise + failure);
            }
        }
    }
}
