/**
 * Files as C's standard library sees them: what {@code print}, the io library and the loading of chunks read and write.
 *
 * <p><b>In:</b> bytes from guest memory or a Java array, and requests for bytes. <b>Out:</b> few large reads and writes
 * of a {@link perigee.stream.Device}, and {@link java.io.IOException}s whose reasons are worded as C's
 * {@code strerror} does.
 *
 * <pre>
 *   print, io.write --+                                        +-- InputDevice    a file or pipe that is read
 *   io.read ----------+-- ByteStream (one buffer: read ahead,  +-- OutputDevice   one that is written or appended to
 *   loadfile ---------+   or waiting to be written) -- Device -+-- UpdateDevice   a file that is both
 * </pre>
 *
 * <p><b>Invariants.</b> A stream has one position, whichever way its bytes go: it may be written where it was read,
 * without a seek between. Streams with bytes that wait to be written are known to their
 * {@link perigee.stream.PendingOutput}, so that whoever ends the program, or starts another one, can write them all. A
 * stream belongs to the thread that runs the state. Nothing here knows of Lua values.
 */
package perigee.stream;
