/**
 * Compiles of the optimising tier in files: {@code --record-compiles} writes them, {@code --replay} makes them again.
 *
 * <pre>
 *   program ──► CompileRecorder ──► 00017-script.lua_6-entry.compile ──► Replay ──► same 2817 bytes
 *                a file a compile         perigee.record                            or what differs first
 * </pre>
 *
 * <p><b>Invariants.</b> What goes into a compile is in its file before the compile begins: if that never ends, or takes the
 * process with it, the file is what a report of it needs. A replay makes no state and runs no program.
 */
package perigee.vm.replay;
