package perigee.vm.flight;

import jdk.jfr.Label;
import jdk.jfr.Name;

/** Optimised code was left where a guard failed. */
@Name("perigee.Deoptimization")
@Label("Deoptimization")
final class DeoptimizationEvent extends PerigeeEvent {
    String function;
    @Label("Line of the Loop")
    int loopLine;
    String reason;
    @Label("Place of the Guard")
    String place;
    boolean failure;
}
