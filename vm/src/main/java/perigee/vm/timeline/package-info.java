/**
 * What the virtual machine does while a program runs, as events in time.
 *
 * <pre>
 *   CompileListener ─┐                              ┌─► TraceFile      --timeline=FILE: Chrome's trace-event format
 *   TierListener  ───┤                              │
 *   CodeObserver  ───┼─► EventRecorder ── Event ──► EventStream
 *   PauseListener ───┘                              │
 *                                                   └─► perigee.vm.flight: events of JDK Flight Recorder
 * </pre>
 *
 * <p><b>In:</b> what the tiers, the compilers, the code cache and the collector tell their listeners. <b>Out:</b>
 * {@link perigee.vm.timeline.Event}s, of which compiles and collections last and have a
 * {@link perigee.vm.timeline.EventStream.Span} each; the others are instants. Without a stream there is no recorder, and the
 * listeners are those that do nothing.
 *
 * <p><b>Invariants.</b> The file of a trace is valid JSON at any time, however the process ends: each write puts the end of
 * the document after the events, and the next one goes over it. What happens very often is counted: of the times that some
 * code was entered in a loop, or was left, the first few are events, and all are in the totals at the end of the code's life.
 */
package perigee.vm.timeline;
