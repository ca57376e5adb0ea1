/**
 * Perigee as a library of a Java program.
 *
 * <p><b>In:</b> chunks, and values of Java. <b>Out:</b> values of Java, handles, and exceptions. {@link
 * perigee.vm.embed.Lua} is where to begin.
 *
 * <table>
 * <caption>Values</caption>
 * <tr><th>Lua</th><th>what Java gets</th><th>what Java may give</th></tr>
 * <tr><td>nil</td><td>null</td><td>null</td></tr>
 * <tr><td>boolean</td><td>Boolean</td><td>Boolean</td></tr>
 * <tr><td>integer</td><td>Long</td><td>Long, Integer, Short, Byte</td></tr>
 * <tr><td>float</td><td>Double</td><td>Double, Float</td></tr>
 * <tr><td>string</td><td>LuaString</td><td>LuaString, byte[], String (in UTF-8)</td></tr>
 * <tr><td>table</td><td>LuaTable</td><td>LuaTable</td></tr>
 * <tr><td>function</td><td>LuaFunction</td><td>LuaFunction, JavaFunction</td></tr>
 * <tr><td>userdata, coroutine</td><td>LuaObject</td><td>LuaObject</td></tr>
 * </table>
 *
 * <p><b>Strings</b> are bytes in Lua, and need not be text in any encoding; so they come as
 * {@link perigee.vm.embed.LuaString}, which loses nothing. Where a program knows that they are text it asks for that
 * ({@code getText}, {@code toString}), and gets what UTF-8 makes of the bytes, as Lua's own {@code utf8} library does.
 * A {@code String} from the start would either lose bytes that are no UTF-8, or would not be the text that was meant.
 *
 * <p><b>The JVM</b> is to be started with
 * <pre>
 *   --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED
 * </pre>
 * or by {@code java -jar} with a jar whose manifest says {@code Add-Exports: java.base/jdk.internal.misc} and
 * {@code Enable-Native-Access: ALL-UNNAMED}; otherwise {@code build} says what is missing. For the best speed of the
 * interpreter add {@code -XX:CompileCommand=dontinline,perigee.interp.handler.*::*}. Deep recursion through Java
 * functions, up to 200 calls, takes a larger stack of the thread than the usual one; without it ends in the error "C
 * stack overflow".
 *
 * <pre>
 *   Lua, LuaTable, LuaFunction -- Machine.perform: owner? open? a safepoint --> Conversion --> ProtectedRun --> Driver
 *                                                                                                                 |
 *   JavaFunction &lt;-- JavaCalls: arguments to Java, exceptions to Lua errors &lt;-----------------------------------+
 * </pre>
 *
 * <p><b>Invariants.</b>
 * <ul>
 * <li>A word is read from a handle after the safepoint that begins an operation, and used before anything is run.
 *     Between operations words are kept by {@link perigee.vm.embed.LuaHandle}s only, whose slots are roots.
 * <li>Who is not the owner touches no guest memory: handles that are garbage wait in a queue for the next operation; an
 *     interrupt is one bit, set under the monitor that closing takes, too.
 * <li>No Lua error leaves this package as anything but a {@link perigee.vm.embed.LuaException}, and no exception passes
 *     through Lua frames as anything but a Lua error. An {@link Error} passes through all of them, and the state is at
 *     rest afterwards.
 * </ul>
 *
 * <p>A Lua program may do whatever the libraries let it do, with the rights of the process: this is no sandbox.
 */
package perigee.vm.embed;
