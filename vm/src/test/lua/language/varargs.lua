-- Variable arguments: adjustment, counting with nils, forwarding, storing, many of them, in main chunks
-- and coroutines.

package.path = "../?.lua"
local check = require "check"

local function count(...) return select("#", ...) end
local function pass(...) return ... end
local function first(...) return (...) end
local function after_one(a, ...) return a, count(...), ... end
local function nothing() end

check.same(count(), 0)
check.same(count(nil), 1)
check.same(count(nil, nil), 2)
check.same(count(pass()), 0)
check.same(count(nothing()), 0)
check.same(count((nothing())), 1)
check.same(count(nil, nothing()), 1)
check.same(count(first()), 1)
check.list({ after_one() }, nil, 0)
check.list({ after_one(1) }, 1, 0)
check.list({ after_one(1, 2, nil) }, 1, 2, 2, nil)

-- ... at each place: in the middle one value, at the end all.
local function places(...)
    local a, b, c = ...
    local d, e = ..., "e"
    local t = { ..., n = count(...) }
    local u = { ..., "last" }
    local v = { (...) }
    local s = count(..., ...)
    return a, b, c, d, e, #t, t.n, #u, #v, s
end
check.show("none", places())
check.show("one", places(1))
check.show("three", places(1, 2, 3))
check.show("five", places(1, 2, 3, 4, 5))
check.same(pass(pass(1, 2, 3), pass(4, 5, 6)), 1)
check.same(count(pass(1, 2, 3), pass(4, 5, 6)), 4)
check.same(count((pass(1, 2, 3))), 1)

-- In expressions one value, or nil.
local function expression(...) return ... == nil, not ..., -(... or 5), (... or "none") .. "!" end
check.list({ expression() }, true, true, -5, "none!")
check.list({ expression(3, 4) }, false, false, -3, "3!")
check.try("arithmetic on no argument", function(...) return ... + 1 end)
check.try("call of no argument", function(...) return (...)() end)

-- Assigning to parameters leaves ... alone, and the other way round.
local function assign(a, ...)
    a = "changed"
    local b = ...
    b = "b"
    return a, ...
end
check.list({ assign(1, 2, 3) }, "changed", 2, 3)

-- select: positive, negative, beyond.
for _, n in ipairs { 1, 2, 3, 4, 5, -1, -2, -3 } do check.show("select " .. n, select(n, "a", "b", "c")) end
check.try("select 0", select, 0, "a")
check.try("select -4", select, -4, "a", "b", "c")
check.try("select nil", select, nil, "a")
check.try("select #", select, "#", nil, nil)
check.try("select ##", select, "##", 1)

-- table.pack and unpack keep nils.
local packed = table.pack(nil, 2, nil)
check.list({ packed.n, table.unpack(packed, 1, packed.n) }, 3, nil, 2, nil)
check.show("unpack ranges", table.unpack({ 1, 2, 3 }, 2), table.unpack({ 1, 2, 3 }, 2, 3))
check.show("unpack outside", table.unpack({ 1, 2, 3 }, -1, 1))
check.show("unpack backwards", table.unpack({ 1, 2, 3 }, 3, 1))

-- Sums with recursion over the tail, with select, with a table: all agree.
local function sum_tail(n, ...) if n == nil then return 0 end return n + sum_tail(...) end
local function sum_select(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...)) end return s end
local function sum_table(...) local s = 0 for _, v in ipairs { ... } do s = s + v end return s end
local numbers = {}
for i = 1, 180 do numbers[i] = i end
check.same(sum_tail(table.unpack(numbers)), 16290)
check.same(sum_select(table.unpack(numbers)), 16290)
check.same(sum_table(table.unpack(numbers)), 16290)

-- Many arguments, through several functions.
local large = {}
for i = 1, 5000 do large[i] = i end
check.same(count(table.unpack(large)), 5000)
check.same(count(pass(table.unpack(large))), 5000)
check.same(select(-1, pass(pass(table.unpack(large)))), 5000)
check.same(#{ pass(0, table.unpack(large)) }, 5001)
check.same((select(2500, table.unpack(large))), 2500)
check.same(math.max(table.unpack(large)), 5000)
check.same(#string.char(table.unpack(large, 1, 255)), 255)
local function skip_three(a, b, c, ...) return ... end
check.same((skip_three(table.unpack(large))), 4)
check.same(count(skip_three(table.unpack(large))), 4997)

-- Extra arguments are dropped, missing ones are nil.
local function two(a, b) return a, b end
check.list({ two(1) }, 1, nil)
check.list({ two(1, 2, 3) }, 1, 2)
check.list({ two(pass(1, 2), 3) }, 1, 3)
check.list({ two(3, pass(1, 2)) }, 3, 1)

-- A vararg function with locals and loops over its arguments, called with different counts.
local function describe(...)
    local out = {}
    for i = 1, select("#", ...) do
        local v = select(i, ...)
        local kind = type(v)
        out[i] = kind == "table" and "table of " .. #v or kind .. " " .. tostring(v)
    end
    return table.concat(out, "; ")
end
print(describe())
print(describe(nil))
print(describe(1, "a", { 1, 2 }, nil, 2.5, false))

-- The inner function has its own ..., or none.
local function maker(...)
    local n = select("#", ...)
    local args = { ... }
    return function(...) return n, #args, select("#", ...) end
end
check.list({ maker(1, 2)(1, 2, 3) }, 2, 2, 3)
print(load("local function f() return ... end", "=chunk"))
print(load("return function(...) return function() return ... end end", "=chunk"))

-- Main chunks take arguments.
check.list({ load("return ...")(1, nil, 3) }, 1, nil, 3)
check.list({ load("local a, b = ... return b, a, select('#', ...)")(1, 2, 3) }, 2, 1, 3)

-- Through coroutines, pcall and metamethods.
check.list({ select(2, coroutine.resume(coroutine.create(pass), 1, nil, 3)) }, 1, nil, 3)
local echo = coroutine.wrap(function(...) local args = table.pack(...)
    while true do args = table.pack(coroutine.yield(table.unpack(args, 1, args.n))) end end)
check.list({ echo(1, 2) }, 1, 2)
check.same(count(echo()), 0)
check.same(count(echo(nil, nil, nil)), 3)
check.list({ pcall(pass, nil, 2, nil) }, true, nil, 2, nil)
local object = setmetatable({}, { __call = function(self, ...) return select("#", ...), ... end })
check.list({ object(), object(nil), object(1, 2) }, 0, 1, 2, 1, 2)

print "done"
