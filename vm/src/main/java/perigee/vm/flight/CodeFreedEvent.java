package perigee.vm.flight;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Installed code was freed. */
@Name("perigee.CodeFreed")
@Label("Code Freed")
final class CodeFreedEvent extends PerigeeEvent {
    @Label("Code")
    String code;
    String kind;
    @DataAmount
    long bytes;
}
