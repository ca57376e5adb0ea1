package perigee.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;
import perigee.vm.tier.TierPolicy;

/**
 * How long a program with much alive waits for the collector. {@link #request} replaces fifty objects,
 * some microseconds' work; the distribution of its time shows the pauses: half of the requests meet none, the
 * high percentiles are the pauses. ({@code bench/pauses} watches the pauses themselves.)
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Waiting {
    private static final long MEBIBYTE = 1 << 20;
    /** Of an entry: two tables, an array part of one element, and its place in the array of all. */
    private static final int BYTES_PER_ENTRY = 64 + 64 + 56 + 8;

    /** What is alive. */
    @Param({"16", "256"})
    public int mebibytes;

    private Guest guest;
    private LuaFunction request;
    private LuaFunction collect;

    @Setup
    public void build() {
        guest = new Guest(TierPolicy.DEFAULT, 4 * mebibytes * MEBIBYTE);
        guest.run("""
                local n = ...
                heap = {}
                for i = 1, n do
                  heap[i] = {number = i, data = {a = i, b = i, {i}}}
                end
                """, mebibytes * MEBIBYTE / BYTES_PER_ENTRY);
        request = guest.function("""
                local heap, random = heap, math.random
                local n = #heap
                return function()
                  for i = 1, 50 do
                    local at = random(n)
                    if i % 4 == 0 then
                      heap[at] = {number = at, data = {a = i, b = i, {i}}}
                    else
                      heap[at].data = {a = i, b = i, {i}}
                    end
                  end
                end
                """);
        collect = guest.function("return function() collectgarbage() end");
    }

    @TearDown
    public void close() {
        guest.close();
    }

    /** Replaces fifty objects at random. */
    @Benchmark
    public long request() {
        return request.call(0);
    }

    /** A whole collection at once, {@code collectgarbage()}. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public long collect() {
        return collect.call(0);
    }
}
