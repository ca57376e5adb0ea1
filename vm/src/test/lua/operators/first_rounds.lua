-- Variables that begin a loop as an integer and go on as a float, or the other way round, or change again later.

package.path = "../?.lua"
local check = require "check"

local function halves(n) local s = 0 for i = 1, n do s = s + i * 0.5 end return s end
local function orbit(n)
    local a, b, rounds = 0, 0, 0
    while rounds < n do
        local a2, b2 = a * a, b * b
        if a2 + b2 > 4 then break end
        b, a = 2 * a * b + 0.1, a2 - b2 + 0.2
        rounds = rounds + 1
    end
    return a, b, rounds
end
local function doubled(x, n) for _ = 1, n do x = x * 2 end return x end
local function nested(n)
    local outer = 0
    for i = 1, n do
        local inner = 0
        for j = 1, i do inner = inner + j / 2 end
        if i % 3 ~= 0 then outer = outer + inner else outer = outer // 1 end
    end
    return outer
end
local function largest(list) local m = 0 for i = 1, #list do if list[i] > m then m = list[i] end end return m end
local function remainders(n) local s = 7 for i = 1, n do s = s % 5 + (i % 2 == 0 and 0.25 or 1) end return s end
local function backwards(n) local s = 0.5 for i = 1, n do s = s // 1 | 0 s = s + i end return s end
local function wraps(n) local s = math.maxinteger - 3 for _ = 1, n do s = s + 1 end return s end
local function becomes_float(n) local s = math.maxinteger - 3 for i = 1, n do s = s + (i > 5 and 1.0 or 1) end return s end
local function left_at_once() local s = 0 while true do s = s + 0.5 do break end end return s end
local function power(n) local s = 2 for _ = 1, n do s = s ^ 1.5 - s / 3 end return s end

for _ = 1, 300 do
    halves(8) orbit(20) doubled(1, 5) doubled(1.5, 3) nested(7) largest { 1, 2.5, 3 } remainders(9) backwards(3) wraps(9)
    becomes_float(9) left_at_once() power(3)
end
for n = 0, 4 do
    check.show("halves", n, halves(n))
    check.show("orbit", n, orbit(n))
    check.show("doubled", n, doubled(3, n), doubled(0.5, n))
    check.show("nested", n, nested(n))
    check.show("remainders", n, remainders(n))
    check.show("backwards", n, backwards(n))
    check.show("power", n, power(n))
end
check.show("orbit", orbit(1000))
check.show("doubled", doubled(1, 70), doubled("3", 2), doubled("0x10", 3))
check.show("largest", largest {}, largest { 1 }, largest { 1.5, 2 }, largest { 2, 1.5 })
check.show("wraps", wraps(3), wraps(4), wraps(9))
check.show("becomes float", becomes_float(3), becomes_float(9))
check.show("left at once", left_at_once())
check.try("of nil", doubled, nil, 1)
check.try("of a table", doubled, {}, 3)
print "done"
