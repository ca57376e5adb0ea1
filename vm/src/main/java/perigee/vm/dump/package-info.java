/**
 * What {@code --dump} prints: the stages of a program on its way, each named as far as its names are known.
 *
 * <p><b>In:</b> a stage's result, as the stage itself returns it: {@link perigee.vm.dump.CompileDump} hears of those of the
 * compilers when they are there. <b>Out:</b> text. Nothing here changes what it prints, and nothing of a program's run
 * depends on it.
 *
 * <pre>
 *   Dump: stages, name ──► BytecodeDump           before the script runs
 *                          CompileDump            when a function is compiled
 *                            ├─ StageDump           inlining, graphs, low-level code; in a replay by ReplayDump
 *                            └─ CodeListing         machine code: sites and exits described, bytecode beside it,
 *                                 └─ FieldNames       [table+arraySize], by PointerTypes: what registers point to
 *                          HeapDump               at the end
 * </pre>
 */
package perigee.vm.dump;
