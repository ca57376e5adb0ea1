-- Idiom: floats that are whole as indices and as limits of loops, as n / 2 gives them.
-- Changes on the way: indices that are no longer whole, beyond the end, not numbers; limits that are integers, out of the
-- range of integers, infinite, not a number.

package.path = "../?.lua"
local check = require "check"

local function middle(t, lo, hi) return t[(lo + hi) / 2] end
local list = {}
for i = 1, 101 do list[i] = i * i end
local sum = 0
for round = 1, 3000 do sum = sum + middle(list, 1, round % 50 * 2 + 1) end
check.show("whole", sum, math.type(sum))
check.show("others", middle(list, 1, 2), middle(list, 201, 203), middle(list, -4, 4), middle(list, 0 / 0, 1),
    middle(list, 1 / 0, 1), middle(list, -2 ^ 63, -2 ^ 63), middle(list, 2 ^ 63, 2 ^ 63))
local named = setmetatable({}, { __index = function(_, k) return math.type(k) end })
check.show("the key that __index gets", middle(named, 2, 4), middle(named, 2, 5))

-- Both halves are exchanged by stores.
local function reverse(t, n)
    local half = n / 2
    for i = 1, half do
        local j = n + 1.0 - i
        t[i], t[j] = t[j], t[i]
    end
end
for round = 1, 2000 do reverse(list, round % 100 + 1) end
check.show("exchanged", table.concat(list, " ", 1, 20))
local function put(t, at, v) t[at] = v end
local built = {}
for i = 1, 2000 do put(built, i / 1, i) end
check.show("built", #built, built[2000], next(built))
put(built, 0.5, "half") put(built, -0.0, "none") put(built, 2 ^ 53, "far") put(built, 2001.0, nil) put(built, 2000.0, nil)
check.show("put", built[0.5], built[0], built[2 ^ 53], #built, pcall(put, built, 0 / 0, 1))
put(named, 3.0, "third")
check.show("put into another", rawget(named, 3), named[3.0])

-- An index that is an integer at first.
local function halves(t, n)
    local s, i = 0, n
    while i >= 1 do
        s = s + (t[i] or 7)
        i = i / 2
    end
    return s
end
for round = 1, 2000 do sum = sum + halves(list, 64) end
check.show("halves", sum, halves(list, 1), halves(list, 100), halves(built, 8))

-- Limits.
local function up(from, to)
    local n, last = 0, nil
    for i = from, to do
        n, last = n + 1, i
        if n > 40 then break end
    end
    return n, last
end
local function down(from, to)
    local n, last = 0, nil
    for i = from, to, -2 do
        n, last = n + 1, i
        if n > 40 then break end
    end
    return n, last
end
local limits = { 10, 10.0, 10.5, -1, -1.5, 0.0, -0.0, 1e15, 2 ^ 53, 2 ^ 61, 2 ^ 62, 2 ^ 63, -2 ^ 63, math.huge, -math.huge,
    0 / 0, 1e300, -1e300, math.maxinteger, math.mininteger, 9.999 }
for _, from in ipairs { 1, 0, -3, 1.0, 0.5, math.maxinteger - 2, math.mininteger + 2, 1 << 61, -1 << 61 } do
    for _, to in ipairs(limits) do
        for round = 1, 60 do up(from, to) down(from, to) end
        check.show(check.text(from) .. " to " .. check.text(to), up(from, to))
        check.show("down", down(from, to))
    end
end

-- A search that has no limit.
local function find(t, value)
    for i = 1, math.huge do
        if t[i] == nil then return nil end
        if t[i] == value then return i end
    end
end
local found = 0
for round = 1, 3000 do found = found + find(built, round % 30 + 1) end
check.show("found", found, find(built, "nothing"))
local rounds = 0
for i = 3, math.huge, 3 do
    rounds = rounds + 1
    if i > 100000 then break end
end
check.show("rounds", rounds)
print "done"
