/**
 * What whoever has a state of its own does with it: {@code perigee.vm.launch} for a command line, {@code
 * perigee.vm.embed} for a Java program.
 *
 * <p>{@link perigee.vm.host.ProtectedRun} calls into the state, {@link perigee.vm.host.MessageHandler} sees the errors
 * of that before anything is unwound, {@link perigee.vm.host.Shutdown} ends it, and {@link perigee.vm.host.Defaults}
 * says what it gets when nobody else does.
 *
 * <p><b>Invariant.</b> Between two runs a state is at rest: the bottommost frame of the main coroutine is the topmost,
 * and its values are the results of the last run, until they are dropped.
 */
package perigee.vm.host;
