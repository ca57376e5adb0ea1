package perigee.vm.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import perigee.code.CodeObserver;
import perigee.runtime.LuaState;
import perigee.vm.explain.Explainer;
import perigee.vm.explain.Explanation;
import perigee.vm.explain.ExplanationJson;
import perigee.vm.explain.ExplanationText;
import perigee.vm.flight.FlightStream;
import perigee.vm.tier.CompileListener;
import perigee.vm.tier.TierListener;
import perigee.vm.tier.TierOptions;
import perigee.vm.tier.Tiers;
import perigee.vm.timeline.EventRecorder;
import perigee.vm.timeline.EventStream;
import perigee.vm.timeline.TraceFile;

/** Those that the options, or the JVM's, have watch a whole run. Without any, nothing is loaded and nothing is told. */
final class Observers implements AutoCloseable {
    /** Null: there is no stream of events. */
    private final EventRecorder recorder;
    /** Null: nothing is to be explained. */
    private final Explainer explainer;
    private final Options options;

    /** To be called by the thread that runs the program. */
    Observers(Options options, Messages messages, LuaState state) {
        this.options = options;
        List<EventStream> streams = streams(options.watch(), messages);
        recorder = streams.isEmpty() ? null : new EventRecorder(EventStream.all(streams));
        if (recorder != null) {
            recorder.watch(state.heap());
        }
        explainer = options.watch().explains() == Options.Watch.Explains.NOT ? null : new Explainer(state);
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
        TierOptions result = options;
        if (recorder != null) {
            result = result.withObserver(CodeObserver.both(result.observer(), recorder))
                    .withListener(CompileListener.all(List.of(result.listener(), recorder)))
                    .withEvents(TierListener.all(List.of(result.events(), recorder)));
        }
        if (explainer != null) {
            result = result.withObserver(CodeObserver.both(result.observer(), explainer))
                    .withListener(CompileListener.all(List.of(result.listener(), explainer)))
                    .withEvents(TierListener.all(List.of(result.events(), explainer)));
        }
        return result;
    }

    /** What there is to be said at the end, a char for each byte; empty if nobody has asked. */
    String report(Tiers tiers) {
        if (explainer == null) {
            return "";
        }
        Explanation explanation = explainer.explain(tiers);
        return options.watch().explains() == Options.Watch.Explains.JSON ? ExplanationJson.of(explanation)
                : ExplanationText.of(explanation);
    }

    /** The program has ended. */
    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
        if (explainer != null) {
            explainer.close();
        }
    }
}
