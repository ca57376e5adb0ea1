-- Loops that are built in stages: all variables integers, either kind, all floats; and what does not keep to that order.

package.path = "../?.lua"
local check = require "check"

local function collatz(n)
    local rounds = 0
    while n ~= 1 do
        if n % 2 == 0 then n = n / 2 else n = 3 * n + 1 end
        rounds = rounds + 1
    end
    return n, rounds
end
local function bisect(low, high, target)
    for _ = 1, 50 do
        local middle = (low + high) / 2
        if middle * middle > target then high = middle else low = middle end
    end
    return low, high
end
-- Of three variables each turns in a round of its own; after `back` rounds one is an integer again.
local function turning(n, a, b, c, back)
    local x, y, z = 0, 0, 0
    for i = 1, n do
        x = x + (i >= a and 0.5 or 1)
        if i % 2 == 0 then y = y + (i >= b and 0.25 or 2) end
        z = z * 2 % 1000 + (i >= c and 1.5 or 3)
        if i == back then x = x // 1 | 0 end
    end
    return x, y, z
end
local function moved(n, at)
    local a, b = 0, 1
    for i = 1, n do
        if i == at then b = b / 2 end
        a, b = b, (a + b) % 1000
    end
    return a, b
end
local function sums(list, times)
    local s = 0
    for _ = 1, times do
        for i = 1, #list do s = s + list[i] end
    end
    return s
end
local function left(n, at)
    local s, i = 0, 0
    while true do
        i = i + 1
        if i > n then return s, "end" end
        if i == at then goto out end
        s = s - i / 3
        if s < -1000 then break end
    end
    do return s, "broken" end
    ::out::
    return s, i
end
local function extremes(step)
    local s, t = 0, -0.0
    for i = 1, 40 do
        s = s + step
        if i > 20 then s = s * 1.0 t = t * -1.0 end
        step = step + step
    end
    return s, t, 1 / t, step
end
-- What was a float in every round so far is something else once.
local strange = setmetatable({}, { __add = function() return "sum" end, __concat = function() return "text" end })
local function surprised(n, value, at)
    local s, kinds = 0, {}
    for i = 1, n do
        s = (s == "sum" and 0 or s) + (i == at and value or 0.5)
        if i == n or i == at then kinds[#kinds + 1] = math.type(s) or type(s) end
    end
    return s, table.concat(kinds, " ")
end
local function floors(n)
    local digits, halves = 0, 0
    while n > 0 do
        digits = digits + n % 10
        n = math.floor(n / 10)
    end
    for i = -20, 20 do halves = halves * 3 + math.floor(i / 7) + math.floor((i + 5) / 2) end
    return digits, halves
end
local function quotient(n, d)
    if d == 3 then return math.floor(n / 3), n // 3, n % 3 end
    if d == 10 then return math.floor(n / 10), n // 10, n % 10 end
    return math.floor(n / 1000003), n // 1000003, n % 1000003
end

for i = 1, 400 do
    collatz(i) bisect(0, 9, 7) turning(9, 3, 5, 7, 0) moved(9, 4) sums({ 1, 2, 0.5, 3 }, 3) left(9, i % 12) extremes(1)
    surprised(9, 1.5, 3) floors(i) quotient(i, 3) quotient(-i, 10) quotient(i * 1000003, 0)
end
for i = 1, 30 do check.show("collatz", i, collatz(i)) end
check.show("collatz of a float", collatz(27.0), collatz(0x7fffffff))
check.show("bisect", bisect(0, 9, 7))
check.show("bisect", bisect(0.0, 9, 7), bisect(0, 9.0, 7), bisect(0, 9, 100), bisect(0, 9, -1))
for a = 0, 12, 3 do
    for b = 1, 13, 4 do
        check.show("turning", a, b, turning(12, a, b, 6, 0))
        check.show("turning", a, b, turning(12, a, b, 20, 8))
    end
end
for at = 0, 12 do
    check.show("moved", at, moved(12, at))
    check.show("left", at, left(10, at))
end
check.show("left", left(1e6, 0))
check.show("sums", sums({}, 3), sums({ 1 }, 3), sums({ 0.5 }, 3), sums({ 1, 0.5 }, 0), sums({ 1, "2", 0.5 }, 2))
check.show("extremes", extremes(1))
check.show("extremes", extremes(1 << 55))
check.show("extremes", extremes(0.5))
for at = 1, 9, 4 do
    for _, value in ipairs { 1, 0.5, "3", "0x10", strange } do check.show("surprised", at, surprised(9, value, at)) end
    check.try("nil", surprised, 9, nil, at)
    check.try("a table", surprised, 9, {}, at)
end
for _, n in ipairs { 0, 7, 12345, 0x7fffffff, 1 << 52, (1 << 53) - 1, 1 << 53, (1 << 53) + 1, math.maxinteger, 99.0, 1e15 } do
    check.show("floors", n, floors(n))
    for _, d in ipairs { 3, 10, 1000003 } do
        check.show("quotient", n, d, quotient(n, d))
        check.show("quotient", -n, d, quotient(-n, d))
        check.show("quotient", n - 1, d, quotient(n - 1, d))
    end
end
check.show("least integer", quotient(math.mininteger, 3))
check.show("least integer", quotient(math.mininteger + 1, 10))
print "done"
