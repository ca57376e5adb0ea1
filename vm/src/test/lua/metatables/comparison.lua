-- __eq, __lt and __le: when they are asked, in which order, and that results become booleans.

package.path = "../?.lua"
local check = require "check"

local log = {}
local function flush(label, ...)
    print(label, table.concat(log, " "), check.texts(...))
    log = {}
end
local function object(name, mt) return setmetatable({ name = name }, mt) end
local function named(v) return type(v) == "table" and v.name or check.text(v) end
local function logger(event, result)
    return function(a, b, ...)
        log[#log + 1] = event .. "(" .. named(a) .. "," .. named(b) .. ")"
        return result
    end
end

-- __eq: only for two tables (or two userdata) that are not the same; the first operand's first.
local first = { __eq = logger("eq1", true) }
local second = { __eq = logger("eq2", false) }
local a, b, c = object("a", first), object("b", second), object("c", nil)
flush("same object", a == a, a ~= a)
flush("both", a == b, b == a)
flush("one only", a == c, c == a, c == c, b == c, c == b)
flush("not equal", a ~= b, b ~= a)
flush("other types", a == 1, a == "a", a == nil, a == print, 1 == a, nil == a, true == a)
flush("rawequal", rawequal(a, b), rawequal(a, a))
flush("in a condition", (function() if a == b then return "yes" else return "no" end end)())
flush("as a key", ({ [a] = "found" })[b])
flush("different types with __eq", a == io.stdout)

-- Results are converted.
for _, result in ipairs { 0, "", 1, "false" } do
    local mt = { __eq = logger("eq", result), __lt = logger("lt", result), __le = logger("le", result) }
    local x, y = object("x", mt), object("y", mt)
    flush("result " .. check.text(result), x == y, x ~= y, x < y, x <= y, x > y, x >= y)
end
do
    local mt = { __eq = function() return nil, true end, __lt = function() end, __le = function() return false,
        true end }
    local x, y = object("x", mt), object("y", mt)
    flush("nothing", x == y, x ~= y, x < y, x <= y, not (x < y))
end

-- __lt and __le: for any operands that are not both numbers or both strings; > and >= swap the operands.
local mt = { __lt = logger("lt", true), __le = logger("le", true) }
local x, y = object("x", mt), object("y", mt)
flush("two objects", x < y, x > y, x <= y, x >= y)
flush("number on the left", 1 < x, 1 > x, 1 <= x, 1 >= x)
flush("number on the right", x < 1.5, x > 1.5, x <= 1.5, x >= 1.5)
flush("small constants", x < 0, x > 100, x <= -5, x >= 127, 3 < x, -128 >= x)
flush("strings", x < "s", "s" < x, x >= "s", "s" >= x)
flush("others", x < nil, true < x, x <= print, {} >= x)
local z = object("z", { __lt = logger("lt2", false) })
flush("left operand first", x < z, z < x)
flush("missing in the left", c < z, z > c)

-- There is no __lt made of __le. (That there is no __le made of __lt is tested in v548: a build of the
-- reference that is compatible with Lua 5.3 has it.)
check.try("only __le", function() local o = object("o", { __le = logger("le", true) }) return o < o end)
check.try("none", function() return c < c end)
check.try("none, mixed", function() return c < 1 end)
check.try("none, string", function() return "s" <= c end)
check.try("nil", function() return nil < x.missing end)
log = {}

-- Errors and odd metamethods.
check.try("failing __lt", function() return object("e", { __lt = function() error("in lt", 0) end }) < 1 end)
check.try("failing __eq", function() return object("e", { __eq = function(p) return p.x.y end }) == {} end)
check.try("number as __eq", function() return object("e", { __eq = 1 }) == {} end)
check.try("callable __eq", function() return object("e", { __eq = setmetatable({},
    { __call = function() return 1 end }) }) == {} end)

-- Sorting, binary search and min with objects.
local Version = {}
Version.__index = Version
local function version(text)
    local v = setmetatable({}, Version)
    for n in text:gmatch "%d+" do v[#v + 1] = tonumber(n) end
    return v
end
function Version.__lt(p, q)
    for n = 1, math.max(#p, #q) do
        local l, r = p[n] or 0, q[n] or 0
        if l ~= r then return l < r end
    end
    return false
end
function Version.__le(p, q) return not (q < p) end
function Version.__eq(p, q) return not (p < q) and not (q < p) end
function Version.__tostring(p) return table.concat(p, ".") end
local versions = {}
for text in ("1.10 1.9.3 1.9 2.0.1 0.1 10 2.0 1.2.3.4"):gmatch "%S+" do versions[#versions + 1] = version(text) end
table.sort(versions)
for n, v in ipairs(versions) do versions[n] = tostring(v) end
print(table.concat(versions, " "))
check.same(version "1.9" == version "1.9.0.0", true)
check.same(version "1.9" ~= version "1.10", true)
check.same(version "1.9" <= version "1.9.0", true)
check.same(version "1.9" > version "1.10", false)
check.same(math.max(1, 2), 2)
check.try("math.max of objects", function(p, q) return tostring(math.max(p, q)) end, version "1", version "2")

-- Comparison in hot code, with a metatable that is changed on the way.
local Number = {}
local function boxed(n) return setmetatable({ n = n }, Number) end
Number.__lt = function(p, q) return p.n < q.n end
Number.__eq = function(p, q) return p.n == q.n end
local counts = { lt = 0, eq = 0 }
for n = 1, 300 do
    local p, q = boxed(n % 7), boxed(n % 5)
    if p < q then counts.lt = counts.lt + 1 end
    if p == q then counts.eq = counts.eq + 1 end
    if n == 100 then Number.__lt = function(l, r) return l.n > r.n end end
    if n == 200 then Number.__eq = nil end
end
print("counts", counts.lt, counts.eq)

-- A comparison that has met tables with __eq, and nil beside them, meets equal values of which there are several words.
local Equal = { __eq = function() return true end }
local function same(a, b) return a == b, a ~= b end
local one = setmetatable({}, Equal)
for _ = 1, 3000 do
    same(one, setmetatable({}, Equal))
    same(nil, one)
end
local long, large = ("a"):rep(60), math.maxinteger - 1
print(same(1, 1.0))
print(same(long, ("a"):rep(59) .. "a"))
print(same(large, large + 1 - 1))
print(same(one, 1), same(1, one), same(one, long))

print "done"
