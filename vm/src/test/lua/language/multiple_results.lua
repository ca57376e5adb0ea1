-- Multiple results: how many values a call gives in each place, and in what order things are evaluated.

package.path = "../?.lua"
local check = require "check"

local function give(n) if n == 0 then return elseif n == 1 then return 1 elseif n == 2 then return 1, 2 end
    return table.unpack({ 1, 2, 3, 4, 5, 6, 7, 8 }, 1, n) end
local function count(...) return select("#", ...) end

-- In every place, for zero to four results.
for n = 0, 4 do
    local a, b = give(n)
    local t = { give(n) }
    local u = { give(n), give(n) }
    local v = { [1] = give(n) }
    local w = { give(n), nil }
    local s = count(give(n), "end")
    local p = (give(n))
    local e = give(n) == 1
    local l = { x = give(n), give(n) }
    check.show(n .. " results", a, b, #t, #u, v[1], #w, s, p, e, #l, l.x, count(give(n)), count((give(n))))
end

-- As a condition, an operand, an index, a for limit: one value.
if give(2) then print "condition" end
if give(0) then print "not printed" end
check.same(give(2) + give(3), 2)
check.same(({ "a", "b" })[give(2)], "a")
for i = give(2), 2 do check.same(i <= 2, true) end
for i = 1, give(3) do check.same(i, 1) end
check.same(-give(4), -1)
check.same(give(3) .. give(2), "11")
check.same(not give(0), true)
check.list({ give(2) and give(3) }, 1)
check.list({ give(0) or give(3) }, 1)
check.try("operand without a value", function() return give(0) + 1 end)

-- Returned on.
local function on(n) return give(n) end
local function on_with(n) return "x", give(n) end
local function on_cut(n) return (give(n)) end
local function on_middle(n) return give(n), "y" end
for n = 0, 3 do
    check.show("passed on " .. n, count(on(n)), count(on_with(n)), count(on_cut(n)), count(on_middle(n)), on_middle(n))
end

-- Statement calls drop them all, and the next statement is not disturbed.
local before, after = "before", "after"
give(8)
give(0)
check.list({ before, after }, "before", "after")

-- Arguments and results meet: nested calls.
local function add(a, b, c) return a + b + (c or 0), a, b end
check.list({ add(add(1, 2), 3) }, 6, 3, 3)
check.list({ add(1, add(2, 3)) }, 8, 1, 5)
check.list({ add(add(1, 2)) }, 6, 3, 1)
check.same(math.max(give(5)), 5)
check.same(("%d-%d-%d"):format(give(3)), "1-2-3")
check.list({ string.byte("abc", give(3)) }, 97, 98)
check.list({ ("a,b,c"):match "(%w),(%w),(%w)" }, "a", "b", "c")
check.list({ ("x"):rep(3):gsub("x", "y", 2) }, "yyx", 2)

-- Evaluation order: function expression, then arguments, left to right.
local trace = {}
local function see(v, ...) trace[#trace + 1] = tostring(v) return v, ... end
local function record(...) trace[#trace + 1] = "call" .. select("#", ...) return record end
see(record)(see "a", see("b", "b2"), see("c", "c2"))
trace[1] = "function"
print(table.concat(trace, " "))
trace = {}
local t = { see "1", see "2", k = see "3", [see "4"] = see "5", see("6", 7) }
print(table.concat(trace, " "), #t)
trace = {}
local _ = see(1) + see(2) * see(3) - see(4) .. see(5) .. see(6)
print(table.concat(trace, " "))
trace = {}
local function chain(name) see(name) return chain end
chain "a"(see "b")(see "c")
print(table.concat(trace, " "))
trace = {}
local object = { m = function(self, ...) trace[#trace + 1] = "method" return self end }
object:m(see "x"):m(see "y", see "z")
print(table.concat(trace, " "))

-- A local is read when its operand is evaluated; calls later in the expression may change what upvalues hold.
local n = 1
local function bump() n = n + 10 return n end
check.list({ n, bump(), n, bump(), n }, 1, 11, 11, 21, 21)
check.same(bump() + n, 62)
local r = { n }
n = 0
check.list({ bump() - bump(), bump() * 2 }, -10, 60)

-- Functions with many results.
local many = load("return function() return " .. ("1, "):rep(199) .. "2 end")()
check.same(count(many()), 200)
check.same(select(200, many()), 2)
local received = {}
received[1], received[2], received[3] = many()
check.list(received, 1, 1, 1)
check.same(#{ many(), many() }, 201)

-- Results of functions of different sorts.
check.show("pcall", pcall(give, 3))
check.show("select", select(2, give(4)))
check.show("table.unpack", table.unpack({ 1, nil, 3 }, 1, 3))
check.show("next", next({ 10 }))
check.show("coroutine", coroutine.wrap(function() coroutine.yield(1, 2, 3) end)())
check.show("modf", math.modf(3.7))
check.show("load", load("return 1, 2")())
check.show("string.find", ("hello"):find("l+"))
check.show("assert", assert(1, 2, 3))
check.show("__index", setmetatable({}, { __index = function() return 1, 2, 3 end }).x)
check.show("__add", setmetatable({}, { __add = function() return 1, 2 end }) + 1)
check.show("__call", setmetatable({}, { __call = function() return 1, 2, 3 end })())

print "done"
