/**
 * What the collector costs over time: {@code bench/pauses} prints how long a program with a large heap waits for it, and
 * {@code bench/share} what share of their time allocating programs spend in it. Each runs Lua programs in this process, in
 * states of their own. ({@code bench/soak}, whether memory stays what it was, is a Lua program of the launcher's.)
 */
package perigee.bench.collector;
