/**
 * The events of {@link perigee.vm.timeline} as events of JDK Flight Recorder, which JDK Mission Control and the command
 * {@code jfr} show under the category Perigee.
 *
 * <p><b>In:</b> {@link perigee.vm.timeline.Event}s. <b>Out:</b> subclasses of {@link jdk.jfr.Event}, whose fields are the same.
 *
 * <p><b>Invariant.</b> Only this package uses {@code jdk.jfr}, and nothing loads it unless the launcher finds the system
 * property {@link perigee.vm.flight.FlightStream#PROPERTY}, which {@code bin/vm} sets when its JVM is to begin with a recording:
 * loading Flight Recorder takes longer than many programs. Whoever begins a recording later (by {@code jcmd}) has to set it
 * by hand.
 */
package perigee.vm.flight;
