/**
 * Why a program is not faster: {@code --explain}.
 *
 * <pre>
 *   Sampler: a signal each millisecond ──► Profile ──────────┐
 *   TierListener: compiles given up, guards that fail ──► Part ├─► ExplanationBuilder ──► Explanation ──► text, or JSON
 *   feedback: MegamorphicSites; tiers: Standing ────────────────┘
 * </pre>
 *
 * <p><b>In:</b> a run. <b>Out:</b> an {@link perigee.vm.explain.Explanation}: for each function and loop, the hottest first, the
 * time spent by tier, why it is not in the next tier, which of its sites are megamorphic, which guards failed, where and on
 * which kinds of values, and what would help.
 *
 * <p><b>How exact it is.</b> Counts of failures are exact. Times are samples of the wall's clock, one a millisecond, which cost
 * the program about a thousandth of its time; while it is not sampled it runs as it does otherwise. A sample in machine code
 * is of the source line that its instruction comes from, and so of the innermost loop around that line; inlined code is the
 * function's that it was inlined into, as far as its line is in none of the loops there. Shared stubs are their caller's; a
 * stub of an inline cache is its function's, not a loop's. A sample in Java is of the instruction that the topmost frame has
 * saved last: the right function, but in the interpreter the loop may be the one of its last call. Where there are no signals
 * that do this (not Linux on x86-64), there are no times.
 *
 * <p><b>Invariants.</b> The handler of the signal calls nothing and locks nothing ({@link perigee.vm.explain.SampleCode}).
 * Addresses in samples mean something as long as nothing has been freed: so they are fetched before code is, and on both sides
 * of each collection. Without the option nothing here is loaded.
 */
package perigee.vm.explain;
