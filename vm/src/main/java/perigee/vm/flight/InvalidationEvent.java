package perigee.vm.flight;

import jdk.jfr.Label;
import jdk.jfr.Name;

/** Optimised code was thrown away. */
@Name("perigee.Invalidation")
@Label("Invalidation")
final class InvalidationEvent extends PerigeeEvent {
    String function;
    @Label("Line of the Loop")
    int loopLine;
    String cause;
}
