/**
 * What {@code --report} writes: a page of HTML for each compile, with all its stages side by side, and an index.
 *
 * <pre>
 *   CompileReport ──► ReportStages ──► panes: source, bytecode, inlining, graphs, low-level code, machine code, exits
 *    a page a compile   hears of each    Pane: rows, each with its source line
 *         └──► ReportIndex
 * </pre>
 *
 * <p><b>In:</b> the stages of a compile, as they come ({@link perigee.optimize.Stages}), in a program or in a replay.
 * <b>Out:</b> files that stand alone: a browser needs no network for them. They are well-formed XML too.
 *
 * <p><b>Invariants.</b> What the program or its files contribute is escaped. Rows of different panes belong together when they
 * have the same line of the compiled function's chunk; code of other chunks, inlined, has the line of the call. A link goes to
 * a place of the same page, or from the index to a page that is there.
 */
package perigee.vm.report;
