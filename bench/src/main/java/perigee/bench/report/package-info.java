/**
 * Draws what JMH has measured: behind {@code bench/jmh-report}.
 *
 * <pre>
 *   results.json ── Results ── Result ──┬─ Figures   numbers of a table: error, fastest, over the loop
 *                                       ├─ BarChart  of the scores of a class
 *                                       └─ Curves    of iterations from cold
 *                                            └─────── Page ──► page.html
 * </pre>
 *
 * <p>The page stands alone: it has no scripts and refers to nothing, and its pictures are SVG, so that it can be sent
 * and printed. It is well-formed XML.
 */
package perigee.bench.report;
