-- Idiom: small objects that live for an expression: vectors, pairs, closures, counters in cells, short lists.
-- Changes on the way: what they hold, who gets to see them: errors, debug functions, metamethods, coroutines, collections.

package.path = "../?.lua"
local check = require "check"

local Vector = {}
Vector.__index = Vector
local function vector(x, y) return setmetatable({ x = x, y = y }, Vector) end
function Vector.__add(a, b) return vector(a.x + b.x, a.y + b.y) end
function Vector.__eq(a, b) return a.x == b.x and a.y == b.y end
function Vector:dot(o) return self.x * o.x + self.y * o.y end
function Vector:fields() local keys = {} for k in pairs(self) do keys[#keys + 1] = k end table.sort(keys) return keys end

-- Integers, then floats, then strings that are numbers, then an error in the middle of an inlined method.
local function sum(from, to, step)
    local s = 0
    for i = from, to, step do
        local a = vector(i, 2)
        local b = a + vector(1, i)
        s = s + b:dot(a)
    end
    return s
end
for _ = 1, 30 do sum(1, 100, 1) end
check.show("integers", sum(1, 1000, 1))
check.show("floats", sum(0.5, 100, 0.5))
check.show("wrapping", sum(math.maxinteger - 5, math.maxinteger - 1, 1))
check.try("a string", sum, "1", 100, 1)

-- What is left is the object it was: contents, identity, metatable.
local kept
local function leaves(i, at)
    local a = vector(i, i + 1)
    local holder = { first = a, second = { a, i }, me = false }
    holder.me = holder
    local x = a.x
    if i == at then kept = holder end
    return x + holder.first.y + #holder.second
end
local total = 0
for i = 1, 3000 do total = total + leaves(i, 2900) end
check.show("kept", total, kept.first.x, kept.first.y, kept.me == kept, kept.second[1] == kept.first, kept.second[2],
    getmetatable(kept.first) == Vector, rawequal(kept.second[1], kept.first), table.concat(kept.first:fields(), ","))

-- A value that changes kind while an object is alive, in a function that is inlined.
local function half(v) return v.x / 2 + v.y end
local function kinds(values)
    local s = 0
    for i = 1, #values do
        local pair = { x = values[i], y = i }
        local before = pair
        s = s + half(pair)
        if pair ~= before or pair.y ~= i then error("another object") end
    end
    return s
end
local values = {}
for i = 1, 500 do values[i] = i end
for _ = 1, 30 do kinds(values) end
values[400] = 0.25
check.show("a float", kinds(values))
values[450] = "8"
check.show("a string", kinds(values))
values[470] = vector(1, 1)
check.try("a vector", kinds, values)

-- Shapes that depend on a condition, and objects that are changed in a loop.
local function shapes(n)
    local s = 0
    for i = 1, n do
        local t = { a = i }
        if i % 3 == 0 then t.b = 1 else t.c = 2 end
        for k = 1, 3 do t.a = t.a + k end
        s = s + t.a + (t.b or 10) + (t.c or 20)
    end
    return s
end
check.show("shapes", shapes(3000))
local function accumulate(n)
    local acc = { sum = 0, count = 0, last = nil }
    for i = 1, n do
        acc.sum = acc.sum + i
        acc.count = acc.count + 1
        acc.last = acc
    end
    return acc.sum, acc.count, acc.last == acc
end
check.show("accumulator", accumulate(10), accumulate(5000))

-- Lists of known length, with nils at the end and inside.
local function lists(n)
    local s = 0
    for i = 1, n do
        local t = { i, i + 1, i + 2 }
        t[2] = t[1] + t[3]
        local u = { i, nil }
        s = s + t[1] + t[2] + #t + (u[2] or 1) + select("#", table.unpack(t))
    end
    return s
end
check.show("lists", lists(3000))
local function swap(n)
    local a, b = 1, 2
    for i = 1, n do
        local t = { a, b }
        a, b = t[2], t[1]
    end
    return a, b
end
check.show("swap", swap(3001))

-- Closures and cells.
local function counters(n)
    local s = 0
    for i = 1, n do
        local count = i
        local function add(k) count = count + k return count end
        local function fact(k) if k < 2 then return 1 end return k end
        add(1)
        s = s + add(fact(2)) + count
    end
    return s
end
check.show("counters", counters(3000))
local function captured(n, at)
    local found
    for i = 1, n do
        local count = i
        local function add(k) count = count + k return count end
        add(1)
        if i == at then found = add end
        count = count + 1
    end
    return found
end
for _ = 1, 20 do captured(200, 300) end
local add = captured(300, 250)
check.show("captured", add(0), add(10))

-- Seen by debug functions while a call that knows nothing of them goes on.
local function spy(level, name)
    for i = 1, 20 do
        local n, v = debug.getlocal(level, i)
        if n == name then return v end
        if not n then return nil end
    end
end
local looks
local function look() return looks and looks() end
local function watched(n)
    local s = 0
    for i = 1, n do
        local point = { x = i, y = { z = i } }
        local same = point
        look()
        s = s + point.x + point.y.z
        if same ~= point then error("not the same") end
    end
    return s
end
for _ = 1, 30 do watched(100) end
check.show("not watched", watched(200))
local seen = {}
function looks()
    local point = spy(4, "point")
    seen[#seen + 1] = point
    point.x = point.x + 1
    if spy(4, "same") ~= point then error("two objects") end
    if #seen == 3 then looks = nil end
end
check.show("watched", watched(200), seen[1].x, seen[2].y.z, seen[1] ~= seen[2])
function looks() looks = nil error({ code = 7 }) end
local ok, e = pcall(watched, 10)
check.show("raised", ok, e.code)
function looks() looks = nil collectgarbage() collectgarbage("step") end
check.show("collected", watched(200))

-- Errors with objects around, caught inside and outside.
local function risky(o, i) if i % 100 == 0 then error(o) end return o.x end
local function protect(n)
    local s = 0
    for i = 1, n do
        local o = { x = i }
        local ok, e = pcall(risky, o, i)
        if ok then s = s + e elseif e == o then s = s + 1000 end
    end
    return s
end
check.show("protected", protect(3000))
local function fails(i) local o = { x = i } return o.y.z end
for i = 1, 200 do pcall(fails, i) end
check.try("no field", fails, 1)

-- In coroutines, suspended while they are alive.
local function generator(n)
    return coroutine.wrap(function()
        for i = 1, n do
            local o = vector(i, 1)
            local p = { o }
            coroutine.yield(o.x)
            if p[1] ~= o or p[1].x ~= i then error("lost") end
        end
    end)
end
local s = 0
for _ = 1, 5 do
    for x in generator(500) do
        s = s + x
        if x % 100 == 0 then collectgarbage("step") end
    end
end
check.show("coroutines", s)
local co = coroutine.create(function(n)
    for i = 1, n do
        local o = vector(i, 1)
        if i == n then coroutine.yield() end
        s = s + o.x
    end
end)
coroutine.resume(co, 3000)
for i = 1, 20 do
    local n, v = debug.getlocal(co, 1, i)
    if n == "o" then v.x = 0.5 end
end
coroutine.resume(co)
check.show("suspended", s)

-- Equality, metatables, finalizers that come later.
local function equal(n)
    local count = 0
    for i = 1, n do
        local a, b = vector(i, 1), vector(i, 1)
        if a == b and not rawequal(a, b) and a ~= vector(1, i) then count = count + 1 end
    end
    return count
end
check.show("equal", equal(3000))
local finalized = 0
local Late = {}
local function late(n)
    for i = 1, n do
        local o = setmetatable({ i }, Late)
        if o[1] ~= i then error("lost") end
    end
end
late(2000)
Late.__gc = function() finalized = finalized + 1 end
late(2000)
collectgarbage()
check.show("finalized", finalized)

-- Programs wait for collections in loops that do nothing but make garbage.
for _ = 1, 3 do
    local flag = false
    setmetatable({}, { __gc = function() flag = true end })
    local function wait() repeat local t = { 1, x = {} } local f = function() return t end until flag end
    wait()
end
local weak = setmetatable({}, { __mode = "v" })
local function waitForWeak()
    weak[1] = {}
    local rounds = 0
    repeat
        local t = { x = rounds }
        rounds = t.x + 1
    until next(weak) == nil or rounds > 20000000
    return next(weak) == nil
end
check.show("waited", waitForWeak())
print "done"
