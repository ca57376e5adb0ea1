package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.bytecode.Opcode;

/**
 * What is to stay in compiled code does: a thousand rounds of a loop leave only a few times for the instruction in
 * question, and compute what the interpreter computes. A thousand more leave a few times at most, for whatever reason.
 */
class NativePathsTest {
    private static final int FEW = 20;
    private static final int ROUNDS = 1000;
    /** Calls of print, a function in Java, that the loop makes. */
    private static final int PRINTS = 11;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "CALL      | local f = math.floor            | r = f(i / 3) + f(-i / 3) + f(i)",
        "CALL      | local f = math.ceil             | r = f(i / 3) + f(-i / 3) + f(i)",
        "CALL      | local f = math.abs              | r = f(-i) + f(i) + f(-i / 2)",
        "CALL      | local f = math.sqrt             | r = f(i) + f(i / 2)",
        "CALL      | local f = math.max              | r = f(i, 500) + f(500.5, i + 0.5, i / 3) + f(7, i, 3, -i) + f(i)",
        "CALL      | local f = math.min              | r = f(i, 500) + f(500.5, i + 0.5, i / 3) + f(7, i, 3, -i) + f(i)",
        "CALL      | local f, g, h = math.sin, math.cos, math.tan | r = f(i) + g(i / 3) + h(-i)",
        "CALL      | local f, g, h = math.asin, math.acos, math.exp | r = f(1 / i) + g(-1 / i) + h(i % 9)",
        "CALL      | local f, g = math.atan, math.log | r = f(i) + f(-i, 0.5) + g(i) + g(i / 2, 2) + g(i, 10)",
        "CALL      | local f = math.fmod             | r = f(i, 7) + f(-i, 7) + f(i + 0.5, 7) + f(i, 0.75)",
        "CALL      | local f = math.modf             | local a, b = f(i / 3) local c, d = f(-i) r = a + b + c + d",
        "CALL      | local f, g, h = math.rad, math.deg, math.ult | r = f(i) + g(i / 2) r = h(i, -1) and r",
        "POW       | local h = 2.5                   | r = i ^ h + h ^ i + i ^ 3 + (i / 7) ^ -1",
        "CALL      | local f = math.random math.randomseed(7) | r = f() + f(i) + f(-i, i) + f(i, i)",
        "CALL      | local f = math.tointeger        | r = f(i) + f(i + 0.0)",
        "CALL      | local f = math.type             | r = f(i) == 'integer' and f(i / 2) == 'float'",
        "CALL      | local f, s = string.byte, ('x'):rep(1000) | r = f(s, i) + f(s) + (f(s, i + 1000) or 1)",
        "CALL      | local f = string.char           | r = f(i % 256)",
        "CALL      | local f, s = string.len, ('x'):rep(1000)  | r = f(s) + f('')",
        "CALL      | local f, s = string.sub, ('abc'):rep(334) | r = f(s, i, i) .. f(s, -i, -i) .. #f(s, 0)",
        "CALL      | local f, s = string.byte, ('xyz'):rep(90) | r = f(s, -1) + select('#', f(s, 2, i)) + select(3, f(s, -9, -1))",
        "CALL      | local f = string.char           | r = f() .. f(i % 256, 65, 255)",
        "CALL      | local f, s = string.sub, 'abc'  | r = f(s, 3, 2) .. f(s, i)",
        "CALL      | local f, g, h = string.lower, string.upper, string.reverse | r = f('Hello World') .. g('Hello') .. h('Hello World')",
        "CALL      | local f = string.rep            | r = f('ab', i % 100) .. f('', i % 9) .. f('x', -i)",
        "CALL      | local f = string.find           | r = f('hello world', 'wor') + f('a.b', '.', 1, true) r = f('abc', 'd', i) or r",
        "CALL      | local f = tostring              | r = f(i) .. f(-i)",
        "CALL      | local f, t = tonumber, {'12', '-7', '007'} | r = f(t[i % 3 + 1]) + f('0')",
        "CALL      | local f, t = rawequal, {}       | r = f(t, {}) or f(t, i) or f(1.5, t) or f(print, t)",
        "CALL      | local f, t = getmetatable, setmetatable({}, {__index = {}}) | r = f(t).__index == nil",
        "CALL      | local f = type | r = f(i) .. f(nil) .. f(f) .. f(r) r = r .. f({}) .. f(true) .. f(print) r = r .. f('') .. f(1.5)",
        "CALL      | local f, t = rawequal, {}       | r = f(t, t) and f(i, i) and not f(i, 0) and not f(t, nil)",
        "CALL      | local f, t = rawget, {1, 2, 3}  | r = f(t, i % 3 + 1)",
        "CALL      | local f, t = rawlen, {1, 2, 3}  | r = f(t) + f('abcd')",
        "CALL      | local f = select                | r = f('#', i, i) + f(2, i, i * 2) + (f(3, i, i) or 0)",
        "CALL      | local f = assert                | local a, b = f(i, 2) r = a + b",
        "CALL      | local f = tonumber              | r = f(i) + f(i / 2)",
        "CALL      | local f = getmetatable          | r = f({})",
        "CALL      | local f, t = table.insert, {1, 2, 3, 4}  | f(t, i) r = #t t[r] = nil",
        "CALL      | local L = {} L.__index = L local f, g, t = table.insert, table.remove, setmetatable({1, 2}, L) | f(t, i) r = #t + g(t)",
        "CALL      | local L = {} L.__index = L local f, t = table.unpack, setmetatable({1, 2}, L) | local a, b = f(t) r = a + b",
        "CALL      | local L = {} L.__index = L local f, t = table.concat, setmetatable({'a', 'b'}, L) | r = #f(t, ',')",
        "CALL      | local L = {} L.__index = L local t = setmetatable({1, 2, a = 3}, L) | r = 0 for k, v in pairs(t) do r = r + v end",
        "TFORCALL  | local L = {} L.__index = L local t = setmetatable({1, 2}, L) | r = 0 for k, v in ipairs(t) do r = r + v end",
        "CALL      | local f, t = table.remove, {}   | t[1] = i r = f(t)",
        "CALL      | local f, g, t = table.insert, table.remove, {1, 2, 3, 4, nil} | f(t, 2, i) f(t, 1, -i) r = g(t, 1) + g(t, 2)",
        "CALL      | local f, t = table.concat, {'a', 'bc', '', 'def'} | r = f(t) .. f(t, ', ') .. f({})",
        "CALL      | local f, t = table.unpack, {1, 2, 3} | local a, b, c, d = f(t) r = a + b + c + (d or 1) + f(t, 2, 2)",
        "CALL      | local f, t = next, {1, a = 2, [0.5] = 3} | local k = f(t) k = f(t, k) k = f(t, k) r = k",
        "CALL      | local f, g, t = pairs, ipairs, {} | local a, b = f(t) local c, d, e = g(t) r = b == d and e",
        "CALL      | local f = pcall local function g(a, b) return a, b end | local a, b, c = f(g, i, 2) r = a and b + c",
        "CALL      | local f = pcall local function g() end | local a, b = f(g) r = a and b == nil and select('#', f(g))",
        "TAILCALL  | local function g(a, b) return a, b end local function f(a) return g(a, 2) end | local a, b = f(i) r = a + b",
        "RETURN    | local function g(...) return ... end local function f(...) return g(...) end | r = f(i) + select('#', f(1, 2))",
        "VARARG    | local function f(...) local a, b, c = ... return a, b, c end | local a, b, c = f(i, 1) r = a + b + (c or 1)",
        "VARARGPREP | local function f(a, ...) return a, ... end | r = f(i, 1, 2) + (f(i))",
        "TFORCALL  | local t = {1, 2, nil, 4, x = 1, y = 2, [1.5] = 3, [true] = 4} | r = 0 for k, v in pairs(t) do r = r + v end",
        "TFORCALL  | local t = {1, 2, 3}             | r = 0 for k, v in ipairs(t) do r = r + k * v end",
        "TFORCALL  | local function f(n, k) if k < n then return k + 1 end end | r = 0 for k in f, 5, 0 do r = r + k end",
        "CLOSE     | local t = {1}                   | for k in pairs(t) do local g = function() return k end r = g() end",
        "MOD       | local h = 2.5                   | r = i % h + -i % h + (i + 0.5) % 3",
        "IDIV      | local h = 2.5                   | r = i // h + -i // h + (i + 0.5) // 3",
        "POWK      | local h = 2.5                   | r = i ^ 2 + i ^ 0.5 + h ^ 2",
        "ADD       | local m = {} m.__add = function(a, b) return b end local o = setmetatable({}, m) | r = o + i",
        "SUBI      | local o = setmetatable({}, {__sub = function(a, b) return b end})   | r = o - 3",
        "UNM       | local o = setmetatable({}, {__unm = function(a) return 5 end})      | r = -o",
        "LEN       | local o = setmetatable({1, 2}, {__index = print}) local p = setmetatable({}, {}) | r = #o + #p o[#o % 50 + 1] = i",
        "LEN       | local o = setmetatable({}, {__len = function(a) return 5 end})      | r = #o",
        "JNLT      | local o = setmetatable({}, {__lt = function() return true end})     | r = o < o and 2 or 3",
        "JNE       | local m = {__eq = function() return true end} local o, p = setmetatable({}, m), setmetatable({}, m) | if o == p then r = i end",
        "JNE       | local o, p = {}, {}             | if o == p then r = 1 else r = i end",
        "CALL      | local o = setmetatable({}, {__call = function(self, a, b) return a + b end}) | r = o(i, 2)",
        "GETFIELD  | local o = setmetatable({}, {__index = function(t, k) return k end}) | r = o.x .. o.y",
        "SELF      | local o = setmetatable({}, {__index = function(t, k) return function() return k end end}) | r = o:x()",
        "SETFIELD  | local o = setmetatable({}, {__newindex = function(t, k, v) r = v end}) | o.x = i",
        "GETINDEX  | local o = setmetatable({}, {__index = function(t, k) return k end}) | r = o[i] + o[i + 0.5]",
        "SETINDEX  | local o = setmetatable({}, {__newindex = function(t, k, v) r = v end}) | o[i] = i",
        "GETFIELD  | local C = {} C.__index = C local o = setmetatable({}, C) | r = o.x == nil and i",
        "GETFIELD  | local o = setmetatable({x = 1}, {__index = {}}) o.x = nil | r = o.x == nil and i",
        "SETFIELD  | local o = {}                    | o.x = nil r = i",
        "GETINDEX  | local t = {a = 1, b = 2} local keys = {'a', 'b', 'c'} | r = t[keys[i % 3 + 1]] or 0",
        "GETINDEX  | local t, k = {}, {} for j = 1, 30 do rawset(t, 'k' .. j, j) k[j] = 'k' .. j end | r = t[k[i % 8 + 1]]",
        "SETINDEX  | local t, k = {}, {} for j = 1, 30 do rawset(t, 'k' .. j, j) k[j] = 'k' .. j end | t[k[i % 8 + 1]] = i r = i",
        "GETINDEX  | local t, k = {}, {} for j = 1, 9 do k[j] = {} t[k[j]] = j end | r = t[k[i % 9 + 1]]",
        "SETINDEX  | local t, k = {}, {} for j = 1, 9 do k[j] = {} t[k[j]] = j end | t[k[i % 9 + 1]] = i r = i",
        "GETINDEX  | local t = {} for j = 1, 99 do t[j * 1000] = j end | r = t[i % 99 * 1000 + 1000] + (t[i * 7 + 0] or 0)",
        "SETINDEX  | local t = {} for j = 1, 9 do t[j * 1000] = j end  | t[i % 9 * 1000 + 1000] = i r = i",
        "SETINDEX  | local t                         | t = {} for j = 1, 5 do t[j] = i end r = #t",
        "CALL      | local C = {} C.__index = C      | local o = setmetatable({x = i}, C) r = o.x + (getmetatable({}) and 1 or 2)",
        "CALL      | local f, s = string.sub, ('abcdefghij'):rep(30) | r = f(s, 3, 5) .. #f(s, i % 100 + 1, 200) .. f(s, -20, -3)",
        "CALL      | local f, t = rawget, setmetatable({x = 1, 5}, {__index = print}) | r = f(t, 'x') + f(t, 1) + (f(t, 'y') or i)",
        "CALL      | local f, t = rawset, setmetatable({x = 1, 5}, {__newindex = print}) | f(t, 'x', i) f(t, 1, i) r = t.x + t[1]",
        "SETINDEX  | local C = {} C.__index = C local o = setmetatable({}, C) | o[#o % 100 + 1] = i r = #o",
        "GETINDEX  | local C = {7} C.__index = C local o = setmetatable({}, C) | r = o[i % 2 + 1] or o[-i] or 5",
        "GETINDEX  | local B = {7} B.__index = B local C = setmetatable({}, B) C.__index = C local o = setmetatable({}, C) | r = o[i % 2] or 5",
        "TAILCALL  | local C = setmetatable({}, {__call = function(self, a) return a end}) local function f(a) return C(a) end | r = f(i)",
        "SETFIELD  | local o = setmetatable({x = 1}, {__newindex = function(t, k, v) r = v end}) | o.x = i r = o.x",
        "MULK      | local h = 2166136261            | h = ((h ~ i) * 16777619) & 0xffffffff r = h",
        "BXOR      | local s = 0x123456789abcdef     | s = s ~ (s << 13) s = s ~ (s >> 7) s = s ~ (s << 17) r = s",
        "ADD       | local m = math.maxinteger       | r = m - i + (m + i) + (m - 1) * i + -(m + i) + ~(m - i)",
        "IDIV      | local m = math.maxinteger       | r = m // i + m % i + i // m + i % -m + m // 3 + m % 1000 + m // 2",
        "DIV       | local m = math.maxinteger       | r = m / i + i / m + m ^ 2 + m * 0.5 + m // 0.5",
        "JLT       | local m = math.maxinteger       | r = 0 if m - i < m then r = r + 1 end if m <= i then r = 9 end if m > 5 then r = r + 2 end r = -r",
        "JEQ       | local m = math.maxinteger       | r = 0 if m - i + i == m then r = 1 end if m == i then r = 9 end if m - i == 0x7ffffffffffffffe then r = 7 end r = r + 1",
        "BANDK     | local m = math.maxinteger       | `local k = i % 70 r = (m - i & 0x7ffffffffffffff0) + (m | 3) + (m >> k) + (m << -3) + (1 << k) + (i << 99)`",
        "BOR       | local x = 2.0                   | `r = (x | i) + (x & 3) + (x << 2) + ~x + (i ~ 7.0)`",
        "BAND      | local o = setmetatable({}, {__band = function(a, b) return b end, __bnot = function() return 2 end}) | r = (o & i) + (o & 3) + ~o",
        "SHL       | local o = setmetatable({}, {__shl = function(a, b) return 7 end, __shr = function(a, b) return 5 end}) | r = (o >> i) + (o >> 3) + (o << 1)",
        "CLOSURE   | local c = 0                     | local function f() c = c + 1 return c + i end local function g() return i end r = f() + g()",
        "SETLIST   | local function f(...) return {...} end local function g(a) return a, a end | r = #f(i, 2, 3) + #{1, g(i)} + #{g(i)} + #f()",
        "SETLIST   | local t = {1, 2, 3}             | r = #{table.unpack(t)} + #{i, table.unpack(t, 2)}",
        "NEWTABLE  | local a, b = 1, 2               | r = #{a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b,a,b}",
        "VARARG    | local function f(...) local a, b, c, d, e, f, g, h = ... return g + (h or 0) end | r = f(i, 2, 3, 4, 5, 6, 7) + f(1, 2, 3, 4, 5, 6, 7, i, 9)",
        "FORPREP   | local h = 2.5                   | r = 0 for x = 0.0, 1, 0.25 do r = r + x end for x = 1, h do r = r + x end for x = h, 0, -1 do r = r - x end for x = -1, -h, -1 do r = r + x end",
        "FORLOOP   | local h = math.huge             | if i == 1 then for x = 1, h do r = r + x if x == 3000 then break end end end",
        "CONCAT    | local s = 'x'                   | r = s .. i .. s .. i .. s .. i .. s .. i .. s .. i .. s .. i .. s .. i .. s .. i .. s .. i",
        "CONCAT    | local o = setmetatable({}, {__concat = function(a, b) return 7 end}) | r = (o .. i) + (i .. o) + (o .. 'x') + (o .. o) + (o .. 0.5)",
        "JNLT      | local a = {'b', 'a', 'bc', ''}  | r = 0 if a[i % 4 + 1] < a[i % 3 + 1] then r = r + 1 end if a[i % 4 + 1] <= 'b' then r = r + 2 end",
        "JNEK      | local s = 'k'                   | r = 0 local k = s .. i % 10 if k == 'k5' then r = r + 1 end if k ~= 'k7' then r = r + 2 end",
        "JNE       | local s = 'k'                   | r = 0 local k, l = s .. i % 3, s .. i % 2 if k == l then r = r + 1 end if k ~= l then r = r + 2 end",
        "GETGLOBAL | local M = {x = 1} local function f() return M.x end | r = f()",
    })
    void staysInCompiledCode(Opcode opcode, String preparation, String body) {
        String text = "function rounds(n)\n" + preparation + "\nlocal r = 0\nfor i = 1, n do\n" + body
                + "\nif i % 100 == 1 then print(r) end\nend\nprint(r) end rounds(" + ROUNDS + ")";
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
            TierCounters counters = program.counters();
            assertTrue(counters.compiled() > 0);
            long allowed = FEW + (opcode == Opcode.CALL ? PRINTS : 0);
            assertTrue(counters.exits(opcode) <= allowed, () -> counters.exits().toString());
            // And once the code has learnt, nothing in the loop leaves at all, whatever the preparation does.
            long before = counters.allExits();
            program.run("rounds(0)");
            long preparing = counters.allExits() - before;
            String learnt = counters.exits().toString();
            program.run("rounds(" + ROUNDS + ")");
            long looping = counters.allExits() - before - 2 * preparing;
            assertTrue(looping <= PRINTS + FEW, () -> looping + " exits, from " + learnt + " to " + counters.exits());
        }
    }
}
