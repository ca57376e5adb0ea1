-- Assignment: all expressions are evaluated before any value is stored; swaps; the order of stores as the
-- reference does them (last target first); evaluation order of table and key expressions.

package.path = "../?.lua"
local check = require "check"

-- Swaps and rotations.
local a, b, c = 1, 2, 3
a, b = b, a
check.list({ a, b }, 2, 1)
a, b, c = c, a, b
check.list({ a, b, c }, 3, 2, 1)
local t = { 1, 2, 3, 4 }
t[1], t[4], t[2], t[3] = t[4], t[1], t[3], t[2]
check.list(t, 4, 3, 2, 1)
local up1, up2 = "one", "two"
local function swap() up1, up2 = up2, up1 return up1, up2 end
check.list({ swap() }, "two", "one")
g1, g2 = "x", "y"
g1, g2 = g2, g1
check.list({ g1, g2 }, "y", "x")
g1, g2 = nil, nil

-- Too few and too many values.
local x, y, z = 1
check.list({ x, y, z }, 1, nil, nil)
x, y, z = 1, 2, 3, 4
check.list({ x, y, z }, 1, 2, 3)
x, y, z = (function() return 7, 8 end)()
check.list({ x, y, z }, 7, 8, nil)
x, y, z = 0, (function() return 7, 8, 9 end)()
check.list({ x, y, z }, 0, 7, 8)
x, y, z = (function() return 7, 8 end)(), 10
check.list({ x, y, z }, 7, 10, nil)
x, y, z = ((function() return 7, 8 end)())
check.list({ x, y, z }, 7, nil, nil)

-- A variable used as table or index and assigned in the same statement keeps its old value in the targets.
local i = 1
local list = { 10, 20, 30 }
i, list[i] = i + 1, "stored"
check.list({ i, list[1], list[2] }, 2, "stored", 20)
list[i], i = "two", 3
check.list({ i, list[2], list[3] }, 3, "two", 30)
local node = { value = 1, next = { value = 2 } }
local first = node
node, node.value = node.next, "changed"
check.list({ node.value, first.value }, 2, "changed")
do
    local p = { { 1 }, { 2 } }
    local q = p
    p, p[1], p[1][1] = nil, "gone", "nested"
    check.list({ p, q[1], q[2][1] }, nil, "gone", 2)
end
local function with_parameter(s) s, s.field = nil, 5 return s end
local target = {}
check.list({ with_parameter(target), target.field }, nil, 5)
local captured = { {} }
local function with_upvalue() captured, captured[1] = "now a string", 6 end
local old = captured
with_upvalue()
check.list({ captured, old[1] }, "now a string", 6)

-- The order of everything, seen through metamethods.
local trace = {}
local function named(name)
    return setmetatable({}, {
        __newindex = function(_, k, v) trace[#trace + 1] = name .. "." .. k .. "=" .. tostring(v) end,
        __index = function(_, k) trace[#trace + 1] = "get " .. name .. "." .. k return name .. k end,
    })
end
local function get(name) trace[#trace + 1] = "eval " .. name return name end
local function flush(label) print(label, table.concat(trace, ", ")) trace = {} end
local p, q = named "p", named "q"
local function table_of(v) trace[#trace + 1] = "table" return v end

p.a, q.b, p.c = 1, 2, 3
flush "constants"
table_of(p)[get "k1"], table_of(q)[get "k2"] = get "v1", get "v2"
flush "calls"
p.x, p.y = q.m, q.n
flush "reads"
p[q.i], q[p.j] = p.k, q.l
flush "keys"
p.a, p.b = 1
flush "missing value"
p.a = 1, get "dropped"
flush "extra value"
local l1, l2
l1, p.a, l2 = get "1", get "2", get "3"
flush "locals and fields"
check.list({ l1, l2 }, "1", "3")
p.f, p.g, p.h = (function() get "call" return 1, 2 end)()
flush "call at the end"

-- The same field twice: the first target is stored last.
local twice = {}
twice.v, twice.v = "first", "second"
print("twice", twice.v)
local s
s, s = "first", "second"
print("same local", s)
u, u = "first", "second"
print("same global", u)
u = nil

-- Compound targets.
local deep = { list = { { name = "n" } } }
deep.list[1].name, deep.list[2] = deep.list[1].name .. "!", { name = "m" }
check.list({ deep.list[1].name, deep.list[2].name }, "n!", "m")
deep["list"][#deep.list + 1], deep.count = { name = "o" }, #deep.list + 1
check.list({ #deep.list, deep.count }, 3, 3)
local function make() return deep end
make().made, make().list[1].name = true, nil
check.list({ deep.made, deep.list[1].name }, true, nil);
("x"):rep(2):len();
(function() deep.called = true end)()
check.same(deep.called, true)

-- Local declarations with calls in the middle, and with fewer values than names.
local m1, m2, m3 = (function() return 1, 2 end)(), (function() return 3, 4 end)()
check.list({ m1, m2, m3 }, 1, 3, 4)
local n1, n2, n3 = nil, (function() end)()
check.list({ n1, n2, n3 }, nil, nil, nil)

-- Errors in the middle leave earlier stores as the order dictates.
local r = {}
local fail = setmetatable({}, { __newindex = function() error("refused", 0) end })
print(pcall(function() r.a, fail.x, r.b = 1, 2, 3 end))
print("after the error", r.a, r.b)

-- Many targets.
local names, values = {}, {}
for n = 1, 60 do names[n], values[n] = "t[" .. n .. "]", tostring(61 - n) end
local many = load("local t = ... " .. table.concat(names, ", ") .. " = " .. table.concat(values, ", ") ..
    " return t")({})
for n = 1, 60 do check.same(many[n], 61 - n) end
load("local t = ... " .. table.concat(names, ",") .. " = " .. table.concat(names, ",", 2) .. ", t[1]")(many)
check.list({ many[1], many[59], many[60] }, 59, 1, 60)

print "done"
