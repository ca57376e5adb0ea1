package perigee.vm.timeline;

import java.util.List;

/** Takes events as they happen, from any thread. */
public interface EventStream extends AutoCloseable {
    /** Something that has begun and lasts. */
    interface Span<E extends Event> {
        /** It is over, on the thread that it began on. */
        void end(E event);
    }

    /** A compile begins on this thread. */
    Span<Event.Compiled> compile();

    /** The program begins to wait for the collector. */
    Span<Event.Collected> pause();

    /** Takes an event that does not last. */
    void instant(Event event);

    /** There are no more events. */
    @Override
    void close();

    /** One that gives all to several. */
    static EventStream all(List<EventStream> streams) {
        return streams.size() == 1 ? streams.getFirst() : new EventStreams(streams);
    }
}
