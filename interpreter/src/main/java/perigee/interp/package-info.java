/**
 * The interpreter and the flat driver.
 *
 * <p>{@link perigee.interp.Driver} edits guest frames: calls, returns, coroutine switches (which compiled code does itself
 * where nothing is out of the ordinary, with the same frames). {@link perigee.interp.Unwinder}
 * does so for errors. Between them {@link perigee.interp.Interpreter} runs the topmost Lua frame. A call from Lua to Lua
 * never recurses in Java; a call from Java into Lua does, and marks its frame as an entry.
 *
 * <pre>
 *   Java function ── Call.call ──► Driver.call ──► Interpreter.run ─┐
 *        ▲                            ▲    ▲                        │ slow path, metamethod, return,
 *        │                            │    └── invoke, complete ◄───┘ call of a Java function
 *        └───── entry frame returned ─┘
 * </pre>
 *
 * <p>Safepoints are calls, back edges, and every point where the loop reloads its frame; there, and nowhere else,
 * collections, finalizers, hooks and interrupts happen.
 */
package perigee.interp;
