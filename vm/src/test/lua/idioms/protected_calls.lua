-- Idiom: pcall in the hot loop; errors as a normal way out.
-- Changes on the way: how often it fails, error values of different kinds, handlers, redefinition of what is called.

package.path = "../?.lua"
local check = require "check"

-- Never, sometimes, always failing.
local function risky(i, every) if every > 0 and i % every == 0 then error(i, 0) end return i end
local function run(n, every)
    local good, bad = 0, 0
    for i = 1, n do
        local ok, v = pcall(risky, i, every)
        if ok then good = good + v else bad = bad + v end
    end
    return good, bad
end
check.show("never", run(30000, 0))
check.show("sometimes", run(8000, 100))
check.show("often", run(8000, 3))
check.show("always", run(3000, 1))

-- Run-time errors of many kinds, by the same code on different values.
local function work(a, b) return a.x + b[1] * #b end
local cases = {
    { { x = 1 }, { 2 } }, { { x = 0.5 }, { 2, 3 } }, { nil, { 1 } }, { { x = {} }, { 1 } }, { { x = 1 }, 5 }, { "s",
        { 1 } },
    { { x = 1 }, {} }, { setmetatable({}, { __index = function() error("index", 0) end }), { 1 } },
}
local messages, sum = {}, 0
for i = 1, 8000 do
    local case = cases[i % #cases + 1]
    local ok, v = pcall(work, case[1], case[2])
    if ok then sum = sum + v else messages[v] = (messages[v] or 0) + 1 end
end
local list = {}
for m, n in pairs(messages) do list[#list + 1] = n .. " " .. m end
table.sort(list)
print(sum)
print(table.concat(list, "\n"))

-- Error values: numbers, strings, tables with fields, nil.
local kinds = { function() error(1) end, function() error "text" end, function() error({ code = 7 }) end,
    function() error() end, function() return 0 end }
local codes = 0
for i = 1, 8000 do
    local ok, e = pcall(kinds[i % #kinds + 1])
    if ok then codes = codes + 1
    elseif type(e) == "table" then codes = codes + e.code
    elseif type(e) == "number" then codes = codes + 100
    elseif e == nil then codes = codes + 1000
    else codes = codes + #e end
end
check.show("values", codes)

-- Locals and upvalues that change before the error keep their values.
local steps = 0
local function partly(n) local a = 0 for i = 1, n do a = a + i steps = steps + 1 if a > 20 then error({ a = a,
    i = i }) end end return a end
local lost = 0
for i = 1, 6000 do
    local before = steps
    local ok, r = pcall(partly, i % 10)
    if ok then lost = lost + r else lost = lost + r.a + r.i end
    assert(steps - before == (ok and i % 10 or r.i))
end
check.show("upvalues", lost, steps)

-- Nested protection: the inner one catches, rethrows, or fails itself.
local function inner(i) if i % 3 == 0 then error("inner", 0) end return i end
local function outer(i)
    local ok, v = pcall(inner, i)
    if ok then return v end
    if i % 2 == 0 then error(v .. " rethrown", 0) end
    return -1
end
local caught, value = 0, 0
for i = 1, 9000 do
    local ok, v = pcall(outer, i)
    if ok then value = value + v else caught = caught + #v end
    if i == 4500 then inner = function(k) return k.missing.field end end
end
check.show("nested", caught, value)

-- xpcall with handlers; a handler that is replaced, one that fails.
local handled = 0
local handler = function(m) handled = handled + 1 return m end
for i = 1, 6000 do
    local ok, v = xpcall(risky, handler, i, 4)
    if i == 2000 then handler = function(m) handled = handled + 10 return -m end end
    if i == 4000 then handler = function(m) if m % 8 == 0 then error "in the handler" end return m end end
    if not ok and type(v) == "number" then handled = handled + (v > 0 and 1 or 2) end
end
check.show("handlers", handled)

-- Closing variables, coroutines and metamethods on the way of an error.
local closed = 0
local Closer = { __close = function(_, e) closed = closed + (e and 1 or 100) end }
local function closing(i) local c <close> = setmetatable({}, Closer) if i % 5 == 0 then error(i) end return i end
local Adder = { __add = function(a, b) if b % 7 == 0 then error("seven", 0) end return b end }
local adder = setmetatable({}, Adder)
local added = 0
for i = 1, 5000 do
    pcall(closing, i)
    local ok, v = pcall(function() return adder + i end)
    added = added + (ok and v or -1)
    if i % 50 == 0 then
        local co = coroutine.wrap(function()
            local finished = pcall(function() coroutine.yield(1) error "x" end)
            coroutine.yield(finished)
        end)
        assert(co() == 1 and co() == false)
    end
end
check.show("closing", closed, added)

-- Validation by assert and error with levels; retry loops; error in an iterator.
local function validate(n) assert(n >= 0, "negative") if n % 1 ~= 0 then error("fraction", 2) end return n end
local attempts = 0
for i = 1, 4000 do
    local n = i % 7 - 1.5 + (i % 2) * 0.5
    repeat
        attempts = attempts + 1
        local ok = pcall(validate, n)
        n = n + 0.5
    until ok
end
check.show("retries", attempts)

print "done"
