/**
 * The stand-alone interpreter (manual 7).
 *
 * <p><b>In:</b> a command line, the environment, standard input. <b>Out:</b> what the program prints, and an exit
 * status. {@link perigee.vm.launch.Main} makes one state, and ends the process with the status; everything between is
 * a {@code Launcher} at work in that state.
 *
 * <pre>
 *   vm/bin/vm --exec--> Main -- CommandLine --> Launcher --+-- LUA_INIT, -e, -l, script, standard input
 *                                                          |
 *                                                          +-- Prompt, or on a terminal perigee.vm.repl
 *                                                          |
 *                                                  perigee.vm.host: ProtectedRun, a Java frame at the bottom of the stack,
 *                                                          |         MessageHandler, which makes messages of errors
 *                                                       Driver
 * </pre>
 *
 * <p>{@code Observers} are those that watch a whole run, if the options ask for it: they are told by the tiers and the
 * collector, and have their say at the end.
 *
 * <p><b>Invariants.</b> Start-up is part of the interface: on the way to the first instruction no class is loaded that
 * the script does not need, and nothing here uses streams, regular expressions, {@code String.format} or FFM. Text of
 * the host (arguments, the environment) comes in as Java text and becomes bytes at this border, never further in.
 */
package perigee.vm.launch;
