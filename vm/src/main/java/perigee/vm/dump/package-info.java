/**
 * What {@code --dump} and the prompt print: the stages of a program on its way, each named as far as its names are known.
 *
 * <p><b>In:</b> a stage's result, as the stage itself returns it: {@link perigee.vm.dump.CompileDump} hears of those of the
 * compilers when they are there. <b>Out:</b> text. Nothing here changes what it prints, and nothing of a program's run
 * depends on it.
 *
 * <pre>
 *   Dump: stages, name ──► BytecodeDump           before the script runs
 *                          CompileDump            when a function is compiled
 *                            ├─ StageDump           inlining, graphs, low-level code; by ReplayDump where nothing is installed
 *                            └─ CodeListing         machine code: sites and exits described, bytecode beside it,
 *                                 └─ FieldNames       [table+arraySize], by PointerTypes: what registers point to
 *                          EventDump              when optimised code is entered, left and thrown away
 *                          HeapDump               at the end
 * </pre>
 *
 * <p>The prompt asks for the same of one function at any time: {@link perigee.vm.dump.FunctionDump}, with the code that is
 * there, which {@link perigee.vm.dump.InstalledCode} remembers the names of; and {@link perigee.vm.dump.FeedbackDump}. Feedback
 * is put in {@linkplain perigee.vm.dump.FeedbackWords words} here for all.
 */
package perigee.vm.dump;
