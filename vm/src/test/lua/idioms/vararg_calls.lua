-- Idiom: select('#', ...), {...}, table.unpack, forwarding of arguments.
-- Changes on the way: numbers of arguments, nils among them, kinds of values, functions that receive them.

package.path = "../?.lua"
local check = require "check"

local select, unpack, pack = select, table.unpack, table.pack

local function sum_table(...) local s, t = 0, { ... } for i = 1, #t do s = s + t[i] end return s end
local function sum_select(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...)) end return s end
local function sum_recursive(a, ...) if a == nil then return 0 end return a + sum_recursive(...) end
local function count(...) return select("#", ...) end

-- The same number of arguments, then changing numbers.
local total = 0
for i = 1, 12000 do total = total + sum_table(i, 1, 2) + sum_select(i, 1, 2) + sum_recursive(i, 1, 2) end
check.show("three arguments", total)
local lists = { {}, { 1 }, { 1, 2 }, { 1, 2, 3, 4, 5 }, { 1.5, 2.5 }, {} }
for i = 1, 40 do lists[6][i] = i end
for i = 1, 6000 do
    local l = lists[i % 6 + 1]
    total = total + sum_table(unpack(l)) + sum_select(unpack(l)) + sum_recursive(unpack(l)) + count(unpack(l))
end
check.show("changing numbers", total)

-- nil among the arguments.
local nils = 0
for i = 1, 6000 do
    local a = i % 2 == 0 and i or nil
    local b = i % 3 == 0 and i or nil
    local p = pack(a, b, nil)
    nils = nils + p.n + count(a, b) + (select(2, a, b) or 1) + (p[1] or 2)
end
check.show("nils", nils)

-- Wrappers: logging, currying, memoising, defaults, calls on behalf of others.
local log = 0
local function logged(f) return function(...) log = log + select("#", ...) return f(...) end end
local function bind(f, a) return function(...) return f(a, ...) end end
local function twice(f) return function(...) f(...) return f(...) end end
local add = function(a, b, c) return (a or 0) + (b or 0) * 10 + (c or 0) * 100 end
local wrapped = twice(logged(bind(logged(add), 1)))
total = 0
for i = 1, 8000 do
    total = total + wrapped(i % 5, i % 3)
    if i == 3000 then wrapped = twice(logged(add)) end
    if i == 6000 then wrapped = function(...) return count(...) end end
end
check.show("wrappers", total, log)

-- Functions with fixed and variable parameters, called with too few and too many.
local function mixed(a, b, ...) return (a or 0) + (b or 0), select("#", ...), (...) end
total = 0
for i = 1, 8000 do
    local s, n, first = mixed(unpack(lists[6], 1, i % 9))
    total = total + s + n * 1000 + (first or 0)
end
check.show("fixed and variable", total)

-- The vararg goes through pcall, coroutines, metamethods, method calls.
local callable = setmetatable({}, { __call = function(self, ...) return count(...) end })
local echo = coroutine.wrap(function(...) local n = count(...) while true do n = count(coroutine.yield(n)) end end)
local object = { m = function(self, ...) return count(self, ...) end }
total = 0
for i = 1, 5000 do
    local l = lists[i % 6 + 1]
    total = total + callable(unpack(l)) + echo(unpack(l)) + object:m(unpack(l)) + select(2, pcall(count, unpack(l)))
end
check.show("through others", total)

-- Tables from varargs: modified, kept, concatenated, reversed.
local function reversed(...) local n = select("#", ...) local t = {} for i = n, 1, -1 do t[n - i + 1] = (select(i,
    ...)) end return unpack(t, 1, n) end
local function join(...) return table.concat({ ... }, ",") end
local checksum = 0
for i = 1, 2500 do
    local s = join(reversed(i, i + 1, "x", i / 2))
    checksum = (checksum * 31 + #s) % 1000003
    local a, b, c = reversed(1, nil, i)
    checksum = (checksum + a * (b == nil and 2 or 3) + c) % 1000003
end
check.show("reversed", checksum)

-- max, min, char, byte and select of many values.
local m = 0
for i = 1, 1500 do
    m = m + math.max(unpack(lists[6], i % 20 + 1)) + math.min(unpack(lists[6], i % 20 + 1))
    m = m + #string.char(unpack(lists[6])) + select(-1, unpack(lists[6], 1, i % 30 + 1)) + select("#",
        string.byte("hello world", 1, i % 11))
end
check.show("library", m)

-- Many arguments now and then between few.
local large = {}
for i = 1, 2000 do large[i] = 1 end
total = 0
for i = 1, 400 do
    total = total + count(unpack(large, 1, i % 50 == 0 and 2000 or 3))
    if i % 100 == 0 then total = total + sum_table(unpack(large)) end
end
check.show("many", total)

-- A vararg function that is replaced by one with fixed parameters, at the same call.
local target = sum_select
total = 0
for i = 1, 9000 do
    if i == 3000 then target = function(a, b) return a * b end end
    if i == 6000 then target = function(...) return ... end end
    total = total + target(i % 10, 2, 3)
end
check.show("replaced", total)


-- From the end: of arguments whose number is known, and of such as come and go.
local function last(...) return (select(-1, ...)) end
local function last_two(...) local a, b = select(-2, ...) return a, b end
local function known(a) return select(-1, a, 2 * a), (select(-2, a, 3 * a)), select("#", select(-3, a, a, a)) end
local from_end = 0
for i = 1, 3000 do
    local a, b = last_two(i, 2, i % 7)
    local c, d, e = known(i)
    from_end = from_end + last(i) + last(1, 2, i) + a - b + c + d + e
end
check.show("from the end", from_end, last(1, nil), last_two(4, 5))
check.show("too far", pcall(last), pcall(last_two, 1), pcall(function(...) return select(-3, ...) end, 1, 2),
    pcall(function() return select(-3, 1, 2) end))
local rest = {}
for i = 1, 200 do rest[i] = i end
for i = 1, 300 do from_end = from_end + last(table.unpack(rest, 1, i % 200 + 1)) end
check.show("many", from_end, select("#", select(-200, table.unpack(rest))))
print "done"
