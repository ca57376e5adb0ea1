-- table.sort with order functions that do more than compare: machine code and Java take turns at one sort.

package.path = "../?.lua"
local check = require "check"

local function numbers(count, modulus)
    local t = {}
    for i = 1, count do t[i] = i * 7919 % modulus end
    return t
end
local function is_sorted(t, before)
    for i = 2, #t do
        if before(t[i], t[i - 1]) then return false end
    end
    return true
end
local function ascending(a, b) return a < b end
local function descending(a, b) return a > b end

-- All small sizes, with many equal elements and with none; the number of questions is the reference's.
local asked = 0
for size = 0, 90 do
    for _, modulus in ipairs { 3, 17, 10007 } do
        local t = numbers(size, modulus)
        table.sort(t, function(a, b) asked = asked + 1 return a < b end)
        check.same(is_sorted(t, ascending), true)
        table.sort(t, descending)
        check.same(is_sorted(t, descending), true)
    end
end
print("asked", asked)

-- A sort that begins before its order function is compiled, and is long enough to end in machine code.
local long = numbers(30000, 30011)
table.sort(long, function(a, b) return a < b end)
check.same(is_sorted(long, ascending), true)

-- Partitions that turn out lopsided: later ones get random pivots, and all ends well.
local lopsided = numbers(6000, 6007)
lopsided[1], lopsided[3000], lopsided[6000] = -3, -2, -1
table.sort(lopsided, ascending)
check.same(is_sorted(lopsided, ascending), true)
check.list({ lopsided[1], lopsided[2], lopsided[3] }, -3, -2, -1)

-- What order functions return: nothing, several values, anything that is true.
local t = numbers(40, 41)
table.sort(t, function(a, b) if a < b then return a, b end end)
check.same(is_sorted(t, ascending), true)
table.sort(t, function(a, b) return a > b and "yes" or nil end)
check.same(is_sorted(t, descending), true)
table.sort(t, function(...) return ascending(...) end)
check.same(is_sorted(t, ascending), true)
table.sort(t, function(...) local a, b = ... return b < a end)
check.same(is_sorted(t, descending), true)
table.sort(t, math.ult)
check.same(is_sorted(t, ascending), true)
check.same(select("#", table.sort(t, descending)), 0)
check.list({ "before", table.sort(t, ascending) }, "before")
local function tail() return table.sort(t, descending, "ignored") end
check.same(select("#", tail()), 0)

-- Order functions that change the table under the sort, early and late.
for _, when in ipairs { 1, 2, 5, 50, 300 } do
    local calls, reads, writes = 0, 0, 0
    t = numbers(60, 61)
    table.sort(t, function(a, b)
        calls = calls + 1
        if calls == when then
            setmetatable(t, {
                __index = function() reads = reads + 1 end,
                __newindex = function() writes = writes + 1 end,
            })
        end
        return a < b
    end)
    print("metatable", when, calls, reads, writes, is_sorted(t, ascending))

    calls = 0
    t = numbers(60, 61)
    local ok, message = pcall(table.sort, t, function(a, b)
        calls = calls + 1
        if calls == when then
            for i = #t, 31, -1 do t[i] = nil end
        end
        return a < b
    end)
    print("shorter", when, ok, (tostring(message):gsub("local '%w'", "local")))

    calls = 0
    t = numbers(60, 61)
    table.sort(t, function(a, b)
        calls = calls + 1
        if calls == when then
            for i = 61, 2000 do t[i] = -i end
        end
        return a < b
    end)
    print("longer", when, calls, #t, t[1], t[60], t[2000])

    calls = 0
    t = numbers(60, 61)
    table.sort(t, function(a, b)
        calls = calls + 1
        if calls == when then
            for i = 1, 60 do t[i] = nil end
        end
        return (a or 0) < (b or 0)
    end)
    print("emptied", when, calls)
end

-- Elements that are nil, or become so.
t = { 5, nil, 3, nil, 1 }
table.sort(t, function(a, b) return (a or 9) < (b or 9) end)
print(t[1], t[2], t[3], t[4], t[5])

-- Objects, young and old, while collections move them.
local objects = {}
for i = 1, 500 do objects[i] = { key = i * 7919 % 503, text = "o" .. i * 7919 % 503 } end
local compared = 0
table.sort(objects, function(a, b)
    compared = compared + 1
    if compared % 500 == 0 then collectgarbage() end
    local garbage = { a, b, a.text .. b.text }
    return #garbage == 3 and a.key < b.key
end)
for i = 1, 500 do check.same(objects[i].text, "o" .. objects[i].key) end
check.same(is_sorted(objects, function(a, b) return a.key < b.key end), true)

-- Bad order functions.
print(pcall(table.sort, numbers(100, 101), function() return true end))
print(pcall(table.sort, { 1, 2, 3, 4, 5 }, function(a, b) return a <= b or true end))
print(pcall(function() table.sort(numbers(20, 21), function() return true end) end))
print(pcall(table.sort, { 3, 1, 2 }, 5))
print(pcall(table.sort, { 3, 1, "x" }, function(a, b) return a < b end))

-- Errors leave a sort: coroutines can yield afterwards, and not before.
local co = coroutine.wrap(function()
    for i = 1, 300 do
        local ok, message = pcall(table.sort, { 3, 2, 1 }, function(a, b)
            if i % 3 == 0 then table.sort({ 2, 1 }, function() error({ i }) end) end
            if i % 3 == 1 then error({ i }) end
            pcall(error, "nothing")
            return a < b
        end)
        check.same(ok, i % 3 == 2)
        check.same(ok or message[1], ok or i)
        check.same(coroutine.isyieldable(), true)
    end
    table.sort({ 3, 2, 1 }, function(a, b)
        check.same(coroutine.isyieldable(), false)
        local inner = coroutine.wrap(function() coroutine.yield(coroutine.isyieldable()) end)
        check.same(inner(), true)
        return a < b
    end)
    print(pcall(table.sort, { 3, 2, 1 }, function() coroutine.yield() end))
    print(pcall(table.sort, { 3, 2, 1 }, coroutine.yield))
    print(coroutine.yield "yielded")
    error "the end"
end)
print(co())
print(pcall(co, "resumed"))
local failing = coroutine.create(function() table.sort({ 2, 1 }, function() error "inside" end) end)
print(coroutine.resume(failing))
print((debug.traceback(failing):gsub("<[^>]*>", "<>")))
print(coroutine.close(failing))

-- Variables that are closed while a sort is left.
local closed = {}
pcall(table.sort, { 2, 1 }, function()
    local variable <close> = setmetatable({}, { __close = function() closed[#closed + 1] = coroutine.isyieldable() end })
    error "closing"
end)
check.same(#closed, 1)

-- Sorts in sorts, to the limit of nesting.
local function deeper(depth)
    table.sort({ 2, 1 }, function(a, b) deeper(depth + 1) return a < b end)
end
local ok, message = pcall(deeper, 1)
print(ok, (message:gsub("^.-:%d+: ", "")))
local depths = 0
local function nested(depth)
    local list = { 3, 1, 2 }
    table.sort(list, function(a, b)
        depths = depths + 1
        if depth < 4 then nested(depth + 1) end
        return a < b
    end)
    check.list(list, 1, 2, 3)
end
nested(1)
print("nested", depths)

-- What is seen from inside: a function in C.
table.sort({ 2, 1 }, function(a, b)
    local sort = debug.getinfo(2, "fSn")
    check.list({ sort.func, sort.what, sort.name }, table.sort, "C", "sort")
    check.same(debug.getinfo(1, "n").name, nil)
    print((debug.traceback("from a sort"):gsub("<[^>]*>", "<>")))
    return a < b
end)

-- A hook that is set in the middle, and taken away again.
local events, hooked = 0, 0
table.sort(numbers(50, 53), function(a, b)
    hooked = hooked + 1
    if hooked == 20 then debug.sethook(function() events = events + 1 end, "c") end
    if hooked == 40 then debug.sethook() end
    return a < b
end)
print("hooked", hooked, events)

print "done"
