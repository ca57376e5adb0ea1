package perigee.vm.timeline;

import java.util.List;
import java.util.function.Function;

/** Several streams that get the same. */
record EventStreams(List<EventStream> all) implements EventStream {
    @Override
    public Span<Event.Compiled> compile() {
        return begin(EventStream::compile);
    }

    @Override
    public Span<Event.Collected> pause() {
        return begin(EventStream::pause);
    }

    private <E extends Event> Span<E> begin(Function<EventStream, Span<E>> how) {
        List<Span<E>> begun = all.stream().map(how).toList();
        return event -> begun.forEach(one -> one.end(event));
    }

    @Override
    public void instant(Event event) {
        all.forEach(one -> one.instant(event));
    }

    @Override
    public void close() {
        all.forEach(EventStream::close);
    }
}
