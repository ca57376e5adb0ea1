package perigee.vm.flight;

import jdk.jfr.Label;
import jdk.jfr.Name;

/** Optimised code was entered in the middle of a loop for the first time. */
@Name("perigee.LoopEntry")
@Label("OSR Entry")
final class LoopEntryEvent extends PerigeeEvent {
    String function;
    @Label("Line of the Loop")
    int loopLine;
}
