package perigee.vm.flight;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.StackTrace;

/** What the events have in common. Stacks of Java would say nothing of the guest program. */
@Category("Perigee")
@StackTrace(false)
abstract class PerigeeEvent extends Event {
}
