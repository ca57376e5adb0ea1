package perigee.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/**
 * An access by a computed key to a table of 1,024 elements, over a {@link #loop} that computes the key and adds it. Per
 * access.
 */
public class TableAccess extends LuaLoops {
    private static final String ARRAY = "local t = {} for i = 1, 1024 do t[i] = i end";
    private static final String DICTIONARY = """
            local names, t = {}, {}
            for i = 1, 1024 do
              names[i] = "name" .. i
              t[names[i]] = i
            end
            """;
    private static final String KEY = "local k = (i & 1023) + 1 ";

    private LuaFunction loop;
    private LuaFunction get;
    private LuaFunction set;
    private LuaFunction append;
    private LuaFunction getNamed;
    private LuaFunction getNamedLoop;

    @Override
    void prepare(Guest in) {
        loop = in.function(loop(ARRAY, KEY + "s = s + k"));
        get = in.function(loop(ARRAY, KEY + "s = s + t[k]"));
        set = in.function(loop(ARRAY, KEY + "t[k] = i s = s + k"));
        append = in.function(loop("local t = {}", KEY + "if k == 1 then t = {} end t[#t + 1] = i s = s + k"));
        getNamed = in.function(loop(DICTIONARY, KEY + "s = s + t[names[k]]"));
        getNamedLoop = in.function(loop(DICTIONARY, KEY + "if not names[k] then s = 0 end s = s + 1"));
    }

    /** The loop around the access. */
    @Benchmark
    public long loop() {
        return run(loop);
    }

    /** An element of the array part. */
    @Benchmark
    public long get() {
        return run(get);
    }

    /** Assigns an element of the array part, of the same kind. */
    @Benchmark
    public long set() {
        return run(set);
    }

    /** {@code t[#t + 1] = i}, to a new table in every 1024th round: growing is part of it. */
    @Benchmark
    public long append() {
        return run(append);
    }

    /** A string from an array as the key to a table that is used as a dictionary. */
    @Benchmark
    public long getNamed() {
        return run(getNamed);
    }

    /** The loop around {@link #getNamed}: it fetches the string, and tests it. */
    @Benchmark
    public long getNamedLoop() {
        return run(getNamedLoop);
    }
}
