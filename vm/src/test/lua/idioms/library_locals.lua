-- Idiom: library functions held in locals and upvalues (local floor = math.floor), called in hot loops.
-- Changes on the way: kinds of arguments, the library table changed behind the local, the local assigned.

package.path = "../?.lua"
local check = require "check"

local floor, ceil, abs, max, min, sqrt, fmod, tointeger = math.floor, math.ceil, math.abs, math.max, math.min,
    math.sqrt, math.fmod, math.tointeger
local byte, char, sub, rep, len = string.byte, string.char, string.sub, string.rep, string.len
local insert, remove, concat, unpack = table.insert, table.remove, table.concat, table.unpack
local type, select, rawget, rawset, rawequal, rawlen, tostring, tonumber = type, select, rawget, rawset, rawequal,
    rawlen, tostring, tonumber
local ipairs, pairs, next, setmetatable, getmetatable, assert = ipairs, pairs, next, setmetatable, getmetatable, assert

-- Numbers: integers first, then floats, then both, then strings.
local function numeric(x, y) return floor(x) + ceil(y) + abs(x) + max(x, y) - min(x,
    y) + floor(sqrt(abs(y))) + floor(fmod(x, 7)) end
local total = 0
for i = 1, 60000 do total = total + numeric(i, i % 100) end
check.show("integers", total)
for i = 1, 4000 do total = total + numeric(i + 0.5, -i / 3) // 1 end
check.show("floats", total)
for i = 1, 4000 do total = total + numeric(i % 2 == 0 and i or i + 0.25, i % 3 == 0 and 10 or 2.5) // 1 end
check.show("both", total)
for i = 1, 1000 do total = total + floor(i % 2 == 0 and "7.9" or i) end
check.show("strings", total)
check.try("a bad argument in the same code", numeric, {}, 1)
check.same(floor(2 ^ 70), 2.0 ^ 70)
for i = 1, 3000 do total = total + (tointeger(i / 2) or -1) end
check.show("tointeger", total)

-- Strings.
local text = rep("abc xyz 0189 ", 100)
local sum = 0
for round = 1, 20 do
    for i = 1, len(text) do
        local b = byte(text, i)
        if b >= 97 then sum = sum + b elseif b == 32 then sum = sum - 1 else sum = sum + #char(b, b) end
    end
    for i = 1, #text - 3, 3 do if sub(text, i, i + 2) == "xyz" then sum = sum + 1 end end
end
check.show("bytes", sum)
for i = 1, 3000 do sum = sum + #tostring(i) + #tostring(i / 4) + tonumber(i .. "") + (tonumber(sub(text, i % 20 + 1,
    i % 20 + 2)) or 0) end
check.show("conversions", sum)

-- Tables.
local list = {}
for i = 1, 12000 do
    insert(list, i * 2)
    if i % 3 == 0 then remove(list) end
    if i % 100 == 0 then insert(list, 1, i) remove(list, 2) end
end
check.show("lists", #list, list[1], list[#list])
sum = 0
for i, v in ipairs(list) do sum = sum + i * v % 11 end
for k, v in pairs(list) do sum = sum + k - v end
local k, v = next(list)
while k do sum = sum + k % 3 k, v = next(list, k) end
check.show("iteration", sum)
for i = 1, 3000 do
    local a, b, c = unpack({ i, i + 1, i + 2 })
    sum = sum + a * b - c + select("#", unpack(list, 1, i % 5)) + select(2, a, b, c)
end
check.show("unpacking", sum, #concat(list, ",", 1, 500))

-- Types and raw access, over values of every kind.
local object = setmetatable({ field = 1 }, { __index = function() return 100 end, __len = function() return 5 end })
local kinds = { 1, 1.5, "s", true, object, print, coroutine.create(print), false }
local seen = {}
for i = 1, 8000 do
    local value = kinds[i % #kinds + 1]
    local kind = type(value)
    seen[kind] = (seen[kind] or 0) + 1
    if rawequal(value, object) then sum = sum + rawget(object, "field") + (rawget(object, "none") or
        10) + rawlen(object) + #object + object.none end
    if i % 1000 == 0 then rawset(object, "field", i) end
end
check.show("kinds", sum)
print(check.tree(seen))

-- Functions of the library are replaced: the local keeps the old one, the field has the new one.
local changed = 0
for i = 1, 3000 do
    if i == 1000 then math.floor = function() return 1000000 end end
    if i == 2000 then math.floor = floor end
    changed = changed + floor(i / 2) + math.floor(i / 2)
end
check.show("replaced in the library", changed)

-- The local itself is assigned, so it is no constant.
local f = floor
for i = 1, 6000 do
    if i == 2000 then f = ceil end
    if i == 4000 then f = function(x) return x end end
    changed = changed + f(i / 2)
end
check.show("assigned", changed)

-- Metatables through locals: objects made and looked at.
local class = { __index = { v = 1 } }
local matched = 0
for i = 1, 6000 do
    local o = setmetatable({}, i % 4 == 0 and class or nil)
    if getmetatable(o) == class then matched = matched + assert(o.v) end
end
check.show("metatables", matched)

print "done"
