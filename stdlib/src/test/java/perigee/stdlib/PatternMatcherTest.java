package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Where skipping ahead and backtracking meet; {@link AnswersTest} has the rest. */
class PatternMatcherTest {
    /** A plain matcher in Lua for a few kinds of items, which tries every way, against {@code string.find}. */
    private static final String BRUTE_FORCE = """
            local function matches(items, k, s, i)
                local item = items[k]
                if not item then return i end
                local function one(at) return item.set:find(s:sub(at, at), 1, true) and at <= #s end
                if item.suffix == "" then return one(i) and matches(items, k + 1, s, i + 1) end
                local ends = {i}
                if item.suffix == "+" then
                    if not one(i) then return nil end
                    ends[1] = i + 1
                end
                while one(ends[#ends]) and not (item.suffix == "?" and #ends == 2) do
                    ends[#ends + 1] = ends[#ends] + 1
                end
                local from, to, step = #ends, 1, -1
                if item.suffix == "-" then from, to, step = 1, #ends, 1 end
                for e = from, to, step do
                    local last = matches(items, k + 1, s, ends[e])
                    if last then return last end
                end
            end
            math.randomseed(20)
            local sets = {"a", "b", "ab", "abc", "c"}
            local suffixes = {"", "", "*", "+", "-", "?"}
            for n = 1, 20000 do
                local items, text = {}, {}
                for k = 1, math.random(1, 4) do
                    items[k] = {set = sets[math.random(#sets)], suffix = suffixes[math.random(#suffixes)]}
                    text[k] = "[" .. items[k].set .. "]" .. items[k].suffix
                end
                local s = {}
                for k = 1, math.random(0, 12) do s[k] = ("abcd"):sub(math.random(4)):sub(1, 1) end
                s, text = table.concat(s), table.concat(text)
                local first, last
                for i = 1, #s + 1 do
                    local e = matches(items, 1, s, i)
                    if e then first, last = i, e - 1 break end
                end
                local f, l = s:find(text)
                local captured = s:match("(" .. text .. ")")
                if f ~= first or l ~= last or captured ~= (first and s:sub(first, last)) then
                    print(s, text, f, l, first, last)
                end
            end
            """;

    @Test
    void findsWhatTryingEverythingFinds() {
        try (Program lua = new Program()) {
            assertEquals("", lua.run(BRUTE_FORCE));
        }
    }

    @Test
    void functionsCalledBackMayMatch() {
        try (Program lua = new Program()) {
            assertEquals("<A1><B1> <C1><D1>\t2\n", lua.run("""
                    print((("ab cd"):gsub("%a+", function(word)
                        collectgarbage()
                        return (word:gsub("%a", function(letter)
                            collectgarbage()
                            return "<" .. letter:upper() .. #letter:match(".*") .. ">"
                        end))
                    end)), select(2, ("ab cd"):gsub("%a+", string.upper)))
                    """));
        }
    }

    @Test
    void iteratorsAreIndependent() {
        try (Program lua = new Program()) {
            assertEquals("a:x a:y b:x b:y ", lua.run("""
                    for outer in ("a b"):gmatch("%a") do
                        for inner in ("x y"):gmatch("%a") do
                            collectgarbage()
                            io.write(outer, ":", inner, " ")
                        end
                    end
                    """));
        }
    }

    @Test
    void cacheHasRoomForAllPatterns() {
        try (Program lua = new Program()) {
            assertEquals("ok\n", lua.run("""
                    for round = 1, 3 do
                        for i = 1, 2000 do assert(("x" .. i .. "y"):match("^x(" .. i .. ")[y]$") == tostring(i)) end
                        collectgarbage()
                    end
                    print("ok")
                    """));
        }
    }
}
