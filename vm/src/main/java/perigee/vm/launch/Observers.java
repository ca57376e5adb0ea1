package perigee.vm.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import perigee.code.CodeObserver;
import perigee.runtime.LuaState;
import perigee.vm.flight.FlightStream;
import perigee.vm.tier.CompileListener;
import perigee.vm.tier.TierListener;
import perigee.vm.tier.TierOptions;
import perigee.vm.timeline.EventRecorder;
import perigee.vm.timeline.EventStream;
import perigee.vm.timeline.TraceFile;

/** Those that the options, or the JVM's, have watch a whole run. Without any, nothing is loaded and nothing is told. */
final class Observers implements AutoCloseable {
    /** Null: there is no stream of events. */
    private final EventRecorder recorder;

    Observers(Options options, Messages messages, LuaState state) {
        List<EventStream> streams = streams(options.watch(), messages);
        recorder = streams.isEmpty() ? null : new EventRecorder(EventStream.all(streams));
        if (recorder != null) {
            recorder.watch(state.heap());
        }
    }

    private static List<EventStream> streams(Options.Watch watch, Messages messages) {
        List<EventStream> streams = new ArrayList<>(2);
        if (watch.timeline() != null) {
            try {
                streams.add(TraceFile.open(HostText.path(watch.timeline()), messages::warn));
            } catch (IOException failure) {
                messages.warn("no timeline: " + failure);
            }
        }
        if (isRecorded()) {
            streams.add(new FlightStream());
        }
        return streams;
    }

    /** Whether Flight Recorder runs, or may. */
    static boolean isRecorded() {
        return System.getProperty(FlightStream.PROPERTY) != null;
    }

    /** The same options with these observers beside those that are there. */
    TierOptions addTo(TierOptions options) {
        return recorder == null ? options
                : options.withObserver(CodeObserver.both(options.observer(), recorder))
                        .withListener(CompileListener.all(List.of(options.listener(), recorder)))
                        .withEvents(TierListener.all(List.of(options.events(), recorder)));
    }

    /** The program has ended. */
    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
    }
}
