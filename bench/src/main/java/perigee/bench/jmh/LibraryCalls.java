package perigee.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/**
 * A call of a library function that is held in a local variable, over a {@link #loop} that computes the arguments. Per
 * call. {@link #floor}, {@link #byteAt} and {@link #type} are known to both compilers; {@link #ult} and {@link #find} have
 * stubs that are called; {@link #format} is Java's alone: compiled code is left for it, and entered again.
 */
public class LibraryCalls extends LuaLoops {
    private static final String BEFORE = """
            local floor, byte, type, ult, find = math.floor, string.byte, type, math.ult, string.find
            local format = string.format
            local text = "abcdefghijklmnop"
            """;
    private static final String ROUND = """
            local k = (i & 15) + 1
            local x = k + 0.5
            if x == s then s = 0 end
            """;

    private LuaFunction loop;
    private LuaFunction floor;
    private LuaFunction byteAt;
    private LuaFunction type;
    private LuaFunction ult;
    private LuaFunction find;
    private LuaFunction format;

    @Override
    void prepare(Guest in) {
        loop = function(in, "s = s + k");
        floor = function(in, "s = s + floor(x)");
        byteAt = function(in, "s = s + byte(text, k)");
        type = function(in, "if type(x) == 'number' then s = s + k end");
        ult = function(in, "if ult(k, 100) then s = s + k end");
        find = function(in, "s = s + find(text, 'd', 1, true)");
        format = function(in, "s = s + #format('%s', text)");
    }

    private static LuaFunction function(Guest in, String call) {
        return in.function(loop(BEFORE, ROUND + call));
    }

    /** The loop around the call. */
    @Benchmark
    public long loop() {
        return run(loop);
    }

    /** {@code math.floor} of a float. */
    @Benchmark
    public long floor() {
        return run(floor);
    }

    /** {@code string.byte}. */
    @Benchmark
    public long byteAt() {
        return run(byteAt);
    }

    /** {@code type}, compared with a constant. */
    @Benchmark
    public long type() {
        return run(type);
    }

    /** {@code math.ult}, which does next to nothing: what it costs is the way to the stub and back. */
    @Benchmark
    public long ult() {
        return run(ult);
    }

    /** {@code string.find} of a letter, without patterns. */
    @Benchmark
    public long find() {
        return run(find);
    }

    /** {@code string.format} of a string as it is: next to nothing, too, beside the way to Java and back. */
    @Benchmark
    public long format() {
        return run(format);
    }
}
