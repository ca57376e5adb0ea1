/**
 * The prompt on a terminal: {@code vm} with no script, or with {@code -i}. Lines from a file or a pipe are read by
 * {@code perigee.vm.launch.Prompt} instead, which does as the reference does.
 *
 * <p><b>In:</b> what somebody types; a {@link perigee.vm.repl.ReplHost}, which runs functions in a state. <b>Out:</b>
 * what the program prints; values, errors, listings; whether to begin anew in another state.
 *
 * <pre>
 *   keys --LineEditor--> text --Repl--+-- ":..."  Commands -------- TierReport, perigee.vm.dump.FunctionDump
 *            | JLine                  |              |
 *            |                        +-- else    Evaluation -- ReplHost.run -- TableView, or ErrorView
 *            +-- InputParser       ChunkText: is it a whole chunk?
 *            +-- NameCompleter     Completion: Members of tables, FileNames
 *            +-- InputHighlighter  TypedText: tokens, brackets
 *            +-- HistoryFile
 * </pre>
 *
 * <p><b>A chunk is complete</b> unless the compiler's message says that it ends too early, as an expression or as
 * statements. Each is a chunk of its own: what it declares {@code local} ends with it, as in the reference's prompt.
 *
 * <p><b>Invariants.</b>
 * <ul>
 * <li>Completing, highlighting and showing tables read raw and run no Lua code, so nothing that a program defines can
 *     change what they do, or be changed by them; and as collections happen only while Lua code runs, they may hold
 *     addresses. Beside what the user asks for, only {@code __tostring} of results, and of {@code _PROMPT}, is called.
 * <li>A terminal that is dumb ({@code TERM=dumb}, or one that JLine cannot draw on) gets no escape codes:
 *     {@link perigee.vm.repl.PlainLines} instead of {@link perigee.vm.repl.LineEditor},
 *     {@link perigee.vm.repl.Palette#PLAIN} instead of colours.
 * <li>JLine is loaded when somebody types, and not before: the start of a program knows nothing of it. Of JLine's ways
 *     to a terminal's settings the one through JNI starts fastest; and {@code bin/vm} keeps a start-up cache for the
 *     prompt beside that for programs, made when the prompt is first asked for, from the keys in
 *     {@code src/main/lua/training.keys}.
 * <li>While the editor waits, the terminal and Ctrl-C are the editor's; while Lua code runs, the program's: the terminal is
 *     as it was found, and Ctrl-C raises an error in the program, compiled or not.
 * </ul>
 *
 * <p><b>History</b> is in {@code $XDG_STATE_HOME/perigee/history} if that variable is set, in
 * {@code ~/.local/state/perigee/history} if there is such a directory of states, else in {@code ~/.perigee_history}.
 */
package perigee.vm.repl;
