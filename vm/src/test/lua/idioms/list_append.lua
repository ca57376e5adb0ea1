-- Idiom: lists that grow by t[#t + 1] = v and table.insert, and shrink at the end.
-- Changes on the way: kinds of values, holes, removal in the middle, lists with fields, with metatables.

package.path = "../?.lua"
local check = require "check"

local insert, remove = table.insert, table.remove

local function fill(n, f)
    local t = {}
    for i = 1, n do t[#t + 1] = f and f(i) or i end
    return t
end
local function total(t) local s = 0 for i = 1, #t do s = s + (tonumber(t[i]) or #tostring(t[i])) end return s end

-- The three ways to append agree.
local a, b, c, n = fill(20000), {}, {}, 0
for i = 1, 20000 do insert(b, i) end
for i = 1, 20000 do n = n + 1 c[n] = i end
check.show("three ways", total(a), total(b), total(c), #a)
for _ = 1, 40 do fill(1000) end

-- Kinds of values change while the list grows.
check.show("kinds", total(fill(8000, function(i)
    if i < 3000 then return i elseif i < 5000 then return i / 2 elseif i < 6000 then return "s" ..
        i elseif i < 7000 then return i % 2 == 0 end
    return math.maxinteger - i
end)))

-- Stacks: up and down in waves.
local stack, deepest, checksum = {}, 0, 0
for i = 1, 40000 do
    if i * 7 % 13 < 7 then
        stack[#stack + 1] = i
    elseif #stack > 0 then
        checksum = (checksum * 31 + stack[#stack]) % 1000003
        stack[#stack] = nil
    end
    if #stack > deepest then deepest = #stack end
end
check.show("stack", #stack, deepest, checksum)
while #stack > 0 do checksum = (checksum + remove(stack)) % 1000003 end
check.show("emptied", checksum, next(stack))

-- Queues with two ends kept in fields.
local queue = { first = 1, last = 0 }
local function push(v) queue.last = queue.last + 1 queue[queue.last] = v end
local function pop() local v = queue[queue.first] queue[queue.first] = nil queue.first = queue.first + 1 return v end
checksum = 0
for i = 1, 20000 do
    push(i)
    if i % 3 ~= 0 then checksum = (checksum * 17 + pop()) % 1000003 end
end
check.show("queue", queue.first, queue.last, checksum)

-- Insertion and removal in the middle.
local list = fill(300)
for i = 1, 3000 do
    insert(list, i % #list + 1, -i)
    if i % 2 == 0 then remove(list, i * 7 % #list + 1) end
    if #list > 600 then for _ = 1, 300 do remove(list) end end
end
check.show("middle", #list, total(list))

-- A list that has fields too, or a metatable, or was an array from a constructor.
local mixed = { 1, 2, 3, name = "mixed", size = 0 }
for i = 1, 8000 do
    mixed[#mixed + 1] = i
    mixed.size = mixed.size + 1
    if i == 4000 then mixed.name, mixed.extra = nil, true end
end
check.show("with fields", #mixed, mixed.size, total(mixed))
local logged = 0
local watched = setmetatable({}, { __newindex = function(t, k, v) logged = logged + 1 rawset(t, k, v) end })
for i = 1, 8000 do
    watched[#watched + 1] = i
    if i == 4000 then setmetatable(watched, { __len = function(t) return rawlen(t) end }) end
    if i == 6000 then setmetatable(watched, nil) end
end
check.show("with a metatable", #watched, logged, total(watched))

-- nil assigned at the end, cut by a loop, and appended again; a list used as a buffer.
for round = 1, 30 do
    for i = #a, #a - 99, -1 do a[i] = nil end
    for i = 1, 50 do a[#a + 1] = round * i end
end
check.show("cut and grown", #a, total(a))
local buffer = {}
for i = 1, 10000 do
    buffer[#buffer + 1] = i % 10
    if #buffer == 100 then
        checksum = (checksum * 7 + #table.concat(buffer)) % 1000003
        if i < 5000 then buffer = {} else for k = 1, 100 do buffer[k] = nil end end
    end
end
check.show("buffer", #buffer, checksum)

-- Appending while iterating, and appending results of functions.
local growing = { 1 }
for i, v in ipairs(growing) do if i < 5000 then growing[#growing + 1] = (v * 3 + 1) % 1009 end end
check.show("while iterating", #growing, total(growing))
local function pair(i) return i, -i end
local pairs_list = {}
for i = 1, 3000 do
    pairs_list[#pairs_list + 1] = pair(i)
    pairs_list[#pairs_list + 1] = (select(2, pair(i)))
end
check.show("results", #pairs_list, total(pairs_list))

print "done"
