package perigee.vm.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lua code calls functions in Java, from code of each tier, with collections at any time. */
class JavaFunctionsTest {
    private static Lua lua(Tier tier) {
        return Lua.builder().tier(tier).maxHeap(64 << 20).build();
    }

    private static void checkTier(Lua lua, Tier tier) {
        var counters = lua.machine().tiers().counters();
        if (tier != Tier.AUTO) {
            // That one compiles when it can, beside the program, which may be over.
            assertEquals(tier != Tier.INTERPRETER, counters.compiled() > 0, "compiled");
        }
        if (tier == Tier.OPTIMIZED) {
            assertTrue(counters.optimized() + counters.optimizedLoops() > 0, "optimised");
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void argumentsAndResults(Tier tier) {
        try (Lua lua = lua(tier)) {
            lua.set("add", arguments -> arguments.getLong(0) + arguments.getLong(1));
            lua.set("count", arguments -> (long) arguments.count());
            lua.set("swap", arguments -> LuaValues.of(arguments.get(1), arguments.get(0)));
            lua.set("none", _ -> LuaValues.NONE);
            lua.set("many", arguments -> LuaValues.of(new Object[(int) arguments.getLong(0)]));
            assertEquals("[50005000, 3, 3, 2, 0, 1, 100]", lua.run("""
                    local function sum(n)
                        local s = 0
                        for i = 1, n do s = add(s, i) end
                        return s
                    end
                    local total
                    for i = 1, 50 do total = sum(10000) end
                    local function shuffle(a, b) return swap(a, b) end
                    local x, y
                    for i = 1, 500 do x, y = shuffle(2, 3) end
                    local s = select
                    return total, count(nil, nil, nil), x, y, s('#', none()), s('#', (none())), s('#', many(100))
                    """, "chunk").toString());
            checkTier(lua, tier);
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void callsBackUnderStress(Tier tier) {
        try (Lua lua = lua(tier)) {
            lua.machine().state().heap().setStress(3);
            lua.set("apply", arguments -> {
                LuaTable made = lua.newTable();
                made.set("text", "value " + arguments.getLong(1));
                try (LuaFunction function = arguments.getFunction(0)) {
                    return function.call(made, arguments.get(1)).get(0);
                }
            });
            assertEquals("[5050, value 100, true]", lua.run("""
                    local kept
                    local function add(t, i) kept = t.text return {i} end
                    local function loop()
                        local sum = 0
                        for i = 1, 100 do sum = sum + apply(add, i)[1] end
                        return sum
                    end
                    for i = 1, 3 do loop() end
                    local co = coroutine.wrap(function() return loop() end)
                    return co(), kept, apply(function(t) return t end, 1).text == 'value 1'
                    """, "chunk").toString());
            checkTier(lua, tier);
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void exceptionsLeaveCompiledCode(Tier tier) {
        try (Lua lua = lua(tier)) {
            lua.set("check", arguments -> {
                if (arguments.getLong(0) % 10 == 0) {
                    throw new IllegalStateException("no tens");
                }
                return arguments.get(0);
            });
            assertEquals("[400, chunk:3: java.lang.IllegalStateException: no tens]", lua.run("""
                    local failures, last = 0, nil
                    local function try(i)
                        return 1 + check(i)
                    end
                    for i = 1, 4000 do
                        local ok, e = pcall(try, i)
                        if not ok then failures, last = failures + 1, e else assert(e == i + 1) end
                    end
                    return failures, last
                    """, "chunk").toString());
            checkTier(lua, tier);
        }
    }

    @Test
    void aJavaFunctionIsOneValueAndHasNoUpvalues() {
        try (Lua lua = lua(Tier.INTERPRETER)) {
            LuaFunction function = lua.newFunction(LuaValues::count);
            lua.set("a", function);
            lua.set("b", function);
            assertEquals("[true, function, null, C, 2]",
                    lua.run("return a == b, type(a), debug.getupvalue(a, 1), debug.getinfo(a).what, a(1, 2)", "chunk")
                            .toString());
        }
    }

    @Test
    void whatNobodyReachesIsLetGo() throws InterruptedException {
        try (Lua lua = lua(Tier.INTERPRETER)) {
            WeakReference<Object> reference = setFunction(lua);
            lua.run("f() f = nil collectgarbage() collectgarbage()", "chunk");
            for (int i = 0; i < 50 && reference.get() != null; i++) {
                System.gc();
                Thread.sleep(10);
            }
            assertEquals(null, reference.get());
        }
    }

    private static WeakReference<Object> setFunction(Lua lua) {
        Object held = new Object();
        lua.set("f", _ -> held.hashCode());
        return new WeakReference<>(held);
    }
}
