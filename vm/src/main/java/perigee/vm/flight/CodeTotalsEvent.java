package perigee.vm.flight;

import jdk.jfr.Label;
import jdk.jfr.Name;

/** How often optimised code was used, at its end. */
@Name("perigee.CodeTotals")
@Label("Totals of Code")
final class CodeTotalsEvent extends PerigeeEvent {
    String function;
    @Label("Line of the Loop")
    int loopLine;
    @Label("OSR Entries")
    long loopEntries;
    @Label("Exits by Reason")
    String exits;
}
