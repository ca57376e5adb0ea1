-- Integers and floats at one operation, after it has been warm with other kinds of them: sums of two integers stay
-- integers, and integers that no float is equal to compare exactly.

package.path = "../?.lua"
local check = require "check"

local function add(a, b) return a + b end
local function sub(a, b) return a - b end
local function mul(a, b) return a * b end
local function mod(a, b) return a % b end
local function idiv(a, b) return a // b end
local operations = { add, sub, mul, mod, idiv }
for i = 1, 200 do
    for _, f in ipairs(operations) do f(i, 1.5) f(1.5, i) f(2.5, 1.5) end
end
for _, f in ipairs(operations) do
    for i = 1, 3 do print(f(7, 2), f(7, 2.0), f(7.0, 2), f(7.5, 2), f(-7, i)) end
end

local function accumulator()
    local sum = 0
    return function(x) sum = sum + x return sum end
end
for i = 1, 200 do accumulator()(0.5) end
for i = 1, 3 do print(accumulator()(i)) end

-- Products beyond 2^53 that come about in the function itself.
local function equal(a, f) local s = a * a return s == f end
local function less(a, f) local s = a * a return s < f end
local function atLeast(a, f) local s = a * a return f <= s end
local function perhaps(a, f, big) local s = 1.5 if big then s = a * a end return s == f end
local function inLoop(a, f, n)
    local s, count = 0, 0
    for i = 1, n do
        if s == f then count = count + 1 end
        if i % 3 == 0 then s = 1.5 else s = a * a end
    end
    return count
end
local function constant(f) return 9007199254740993 > f, 9007199254740993 == f end
for i = 1, 200 do
    equal(i, 1.5) equal(2, 4.0) less(i, 1.5) less(1, 2.0) atLeast(i, 1.5) atLeast(i, math.huge)
    perhaps(i, 1.5, i % 2 == 0) perhaps(2, 4.0, true) inLoop(i, 1.5, 10) inLoop(2, 4.0, 10) constant(1.5) constant(1e300)
end
local a <const>, below <const>, above <const> = 94906267, 9007199515875288.0, 9007199515875290.0
for _ = 1, 10 do
    check.same(equal(a, below), false)
    check.same(less(a, below), false)
    check.same(less(a, above), true)
    check.same(atLeast(a, below), true)
    check.same(atLeast(a, above), false)
    check.same(perhaps(a, below, true), false)
    check.same(inLoop(a, below, 10), 0)
    check.same(constant(9007199254740992.0), true)
    check.same(constant(9007199254740994.0), false)
end

-- Results of library functions that are true or false.
local function chosen(x, y) local same = rawequal(x, y) if same then return 1 else return 2 end end
for i = 1, 200 do check.same(chosen(i, 100), i == 100 and 1 or 2) end
print "done"
