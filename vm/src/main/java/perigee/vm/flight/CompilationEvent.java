package perigee.vm.flight;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A compile, on the thread that has done it. */
@Name("perigee.Compilation")
@Label("Compilation")
final class CompilationEvent extends PerigeeEvent {
    String function;
    String tier;
    @Label("Line of the Loop")
    int loopLine;
    @Label("Bytecode Instructions")
    int instructions;
    @DataAmount
    @Label("Machine Code")
    long bytes;
    String outcome;
}
