package perigee.vm.flight;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** The program has waited for the collector. */
@Name("perigee.Collection")
@Label("Collection")
final class CollectionEvent extends PerigeeEvent {
    String kind;
    @Timespan
    @Label("Minor Collections")
    long minor;
    @Timespan
    @Label("Marking or Sweeping")
    long old;
    @DataAmount
    @Label("Heap in Use")
    long used;
}
