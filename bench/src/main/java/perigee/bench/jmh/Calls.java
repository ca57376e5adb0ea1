package perigee.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/** A call from one Lua function to another one, and its return. Per call, over the loop around it. */
public class Calls extends LuaLoops {
    private static final int FIBONACCI = 20;
    /** Of {@code f(20)}: 2 * Fibonacci(21) - 1. */
    private static final int FIBONACCI_CALLS = 21_891;
    private static final String FUNCTIONS = """
            local functions = {}
            for i = 1, 16 do
              functions[i] = load("return function(x) return x + " .. i .. " end")()
            end
            """;
    private static final String FETCH = "local f = functions[(i & 15) + 1] ";

    private LuaFunction loop;
    private LuaFunction call;
    private LuaFunction protectedCall;
    private LuaFunction callOfMany;
    private LuaFunction callOfManyLoop;
    private LuaFunction recursion;

    @Override
    void prepare(Guest in) {
        loop = in.function(loop("", "s = s + i"));
        call = in.function(loop("local function f(x) return x end", "s = s + f(i)"));
        protectedCall = in.function(loop("local pcall = pcall local function f(x) return x end",
                "local _, x = pcall(f, i) s = s + x"));
        callOfMany = in.function(loop(FUNCTIONS, FETCH + "s = s + f(i)"));
        callOfManyLoop = in.function(loop(FUNCTIONS, FETCH + "if not f then s = 0 end s = s + i"));
        recursion = in.function("""
                local function fibonacci(n)
                  if n < 2 then return n end
                  return fibonacci(n - 1) + fibonacci(n - 2)
                end
                return fibonacci
                """);
    }

    /** The loop around the call. */
    @Benchmark
    public long loop() {
        return run(loop);
    }

    /** Always of the same function, with an argument and a result. The optimising compiler has it in line. */
    @Benchmark
    public long call() {
        return run(call);
    }

    /** The same by {@code pcall}. */
    @Benchmark
    public long protectedCall() {
        return run(protectedCall);
    }

    /** Of sixteen functions in turn: none is in line. */
    @Benchmark
    public long callOfMany() {
        return run(callOfMany);
    }

    /** The loop around {@link #callOfMany}: it fetches the function, and tests it. */
    @Benchmark
    public long callOfManyLoop() {
        return run(callOfManyLoop);
    }

    /**
     * A call within the function of Fibonacci's numbers, with the comparison, the subtraction and the addition of each.
     */
    @Benchmark
    @OperationsPerInvocation(FIBONACCI_CALLS)
    public long recursion() {
        return recursion.call(FIBONACCI);
    }
}
