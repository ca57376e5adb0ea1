package perigee.vm.flight;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Code was installed. */
@Name("perigee.CodeInstalled")
@Label("Code Installed")
final class CodeInstalledEvent extends PerigeeEvent {
    @Label("Code")
    String code;
    String kind;
    @DataAmount
    long bytes;
}
