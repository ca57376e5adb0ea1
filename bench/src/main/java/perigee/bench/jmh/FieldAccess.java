package perigee.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/**
 * A field access whose inline cache knows what it amounts to. Sixteen objects take turns, of so many classes (by
 * {@code __index}) and so many shapes as {@link #shapes} says: 1 is the monomorphic state, 2 and 4 are polymorphic (a
 * chain of stubs in baseline code), 16 is megamorphic (the lookup stub with the cache that all share).
 *
 * <p>Over {@link #loop}, which fetches the object from an array, tests it and adds a constant, each has the access. All
 * are per access.
 */
public class FieldAccess extends LuaLoops {
    private static final int OBJECTS = 16;
    private static final String FETCH = """
            local o = objects[(i & 15) + 1]
            if not o then s = 0 end
            """;

    /** Of the objects, and of their classes. */
    @Param({"1", "2", "4", "16"})
    public int shapes;

    private LuaFunction loop;
    private LuaFunction get;
    private LuaFunction set;
    private LuaFunction inherited;
    private LuaFunction method;
    private LuaFunction direct;
    private LuaFunction compare;
    private LuaFunction absent;
    private LuaFunction byFunction;
    private LuaFunction made;
    private LuaFunction added;

    @Override
    void prepare(Guest in) {
        loop = function(in, "s = s + 1");
        get = function(in, "s = s + o.x");
        set = function(in, "o.x = i s = s + 1");
        inherited = function(in, "s = s + o.inherited");
        method = function(in, "s = s + o:method()");
        direct = function(in, "s = s + method(o)");
        compare = function(in, "if o == last then s = s + 1 end s = s + 1");
        absent = function(in, "if o.absent == nil then s = s + 1 end");
        byFunction = function(in, "s = s + proxies[(i & 15) + 1].served");
        made = function(in, "local n = makers[(i & 15) + 1]() s = s + 1");
        added = function(in, "local n = makers[(i & 15) + 1]() n.added = i s = s + 1");
    }

    private LuaFunction function(Guest in, String access) {
        return in.function(loop(objects(), FETCH + access));
    }

    private String objects() {
        StringBuilder text = new StringBuilder("""
                local objects, classes, proxies, makers = {}, {}, {}, {}
                local function method(self) return 1 end
                """);
        for (int i = 0; i < OBJECTS; i++) {
            int number = i % shapes;
            if (i == number) {
                text.append("classes[%1$d] = {kind%1$d = 0, inherited = 1, method = method}\n".formatted(i))
                        .append("classes[%1$d].__index = classes[%1$d]\n".formatted(i));
            }
            text.append("objects[%1$d] = setmetatable({kind%2$d = 0, x = 1}, classes[%2$d])\n"
                    .formatted(i + 1, number))
                    .append("proxies[%1$d] = setmetatable({kind%2$d = 0}, {__index = function(t, k) return 1 end})\n"
                            .formatted(i + 1, number))
                    .append("makers[%1$d] = function() return {kind%2$d = 0} end\n".formatted(i + 1, number));
        }
        return text.append("local last = objects[#objects]\n").toString();
    }

    /** The loop around the access. */
    @Benchmark
    public long loop() {
        return run(loop);
    }

    /** {@code o.x}, of the object itself. */
    @Benchmark
    public long get() {
        return run(get);
    }

    /** {@code o.x = i}, which is there already. */
    @Benchmark
    public long set() {
        return run(set);
    }

    /** {@code o.inherited}, of its class. */
    @Benchmark
    public long inherited() {
        return run(inherited);
    }

    /** {@code o:method()}, a method of its class that returns a constant: the access and the call. */
    @Benchmark
    public long method() {
        return run(method);
    }

    /** {@code method(o)}, the call of {@link #method} without the access. */
    @Benchmark
    public long direct() {
        return run(direct);
    }

    /** {@code o.absent}, which neither the object nor its class has. */
    @Benchmark
    public long absent() {
        return run(absent);
    }

    /** A field that a function serves, a metatable's {@code __index}: another object, the access, and the call. */
    @Benchmark
    public long byFunction() {
        return run(byFunction);
    }

    /** A call that makes an object of one field: what {@link #added} is over. */
    @Benchmark
    public long made() {
        return run(made);
    }

    /** {@code n.added = i}, a second field of an object that has just been made. */
    @Benchmark
    public long added() {
        return run(added);
    }

    /** {@code o == last}: no access, but what objects are often looked at for; neither has {@code __eq}. */
    @Benchmark
    public long compare() {
        return run(compare);
    }
}
