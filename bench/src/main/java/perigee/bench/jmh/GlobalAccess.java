package perigee.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/** An access to a global variable, over a {@link #loop} that adds a constant. Per access. */
public class GlobalAccess extends LuaLoops {
    private LuaFunction loop;
    private LuaFunction getConstant;
    private LuaFunction getVariable;
    private LuaFunction set;

    @Override
    void prepare(Guest in) {
        loop = in.function(loop("", "s = s + 1"));
        getConstant = in.function(loop("constant = 1", "s = s + constant"));
        getVariable = in.function(loop("""
                local function change(i) variable = i end
                for i = 1, 100 do change(i) end
                """, "if (i & 1023) == 0 then change(1) end s = s + variable"));
        set = in.function(loop("variable = 1", "variable = i s = s + 1"));
    }

    /** The loop around the access. */
    @Benchmark
    public long loop() {
        return run(loop);
    }

    /** Of one that was assigned once: optimised code takes its value for a constant. */
    @Benchmark
    public long getConstant() {
        return run(getConstant);
    }

    /** Of one that is assigned time and again, in every 1024th round too. */
    @Benchmark
    public long getVariable() {
        return run(getVariable);
    }

    /** Assigns one. */
    @Benchmark
    public long set() {
        return run(set);
    }
}
