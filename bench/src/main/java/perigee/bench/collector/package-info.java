/**
 * What the collector costs over time: {@code bench/pauses} prints how long a program with a large heap waits for it, and
 * {@code bench/soak} whether memory stays what it was, {@code bench/share} what share of their time allocating programs spend
 * in it. Each runs one Lua program in this process, in a state of its own.
 */
package perigee.bench.collector;
