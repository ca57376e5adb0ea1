package perigee.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/**
 * A call from Java of a Lua function that returns its argument: the driver's frame, in compiled tiers the way into
 * machine code and out of it, and the return. Per call, nothing is to be subtracted.
 */
@OperationsPerInvocation(1)
public class Entering extends LuaLoops {
    private LuaFunction identity;

    @Override
    void prepare(Guest in) {
        identity = in.function("return function(x) return x end");
    }

    @Benchmark
    public long call() {
        return identity.call(1);
    }
}
