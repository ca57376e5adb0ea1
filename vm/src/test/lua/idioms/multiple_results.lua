-- Idiom: functions with several results, swaps, parallel assignment.
-- Changes on the way: numbers of results, kinds of values, targets that are fields and upvalues.

package.path = "../?.lua"
local check = require "check"

-- Two results used, one used, all passed on.
local function divide(a, b) return a // b, a % b end
local function sum_digits(n) local s = 0 while n > 0 do local d n, d = divide(n, 10) s = s + d end return s end
local total = 0
for i = 1, 80000 do
    local q, r = divide(i, 7)
    total = total + q * r + divide(i, 3) + sum_digits(i % 1000)
end
check.show("quotients", total)

-- Results that may be missing: status and value, value and message.
local function parse(s) local n = tonumber(s) if n then return n, #s end return nil, "not a number: " .. s, s end
local inputs = { "1", "22", "x", "3.5", "", "0x10", "y y" }
local good, bad, length = 0, 0, 0
for i = 1, 14000 do
    local v, extra, source = parse(inputs[i % #inputs + 1])
    if v then good, length = good + v, length + extra else bad = bad + #extra + #source end
end
check.show("parsed", good, bad, length)

-- Swaps: locals, array elements, fields, upvalues; sorting networks, Fibonacci, Euclid.
local function sort3(a, b, c)
    if a > b then a, b = b, a end
    if b > c then b, c = c, b end
    if a > b then a, b = b, a end
    return a, b, c
end
local checksum = 0
for i = 1, 12000 do
    local a, b, c = sort3(i * 7 % 13, i % 3 == 0 and i * 5 % 13 + 0.5 or i * 5 % 13, i * 3 % 13)
    assert(a <= b and b <= c)
    checksum = checksum + a + b * 2 + c * 3
end
check.show("sorted", checksum)
local function fibonacci(n) local a, b = 0, 1 for _ = 1, n do a, b = b, a + b end return a end
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
total = 0
for i = 1, 2000 do total = total + fibonacci(i % 90) % 1000 + gcd(i * 6, 84) end
check.show("pairs", total, fibonacci(90), fibonacci(92.0))
local function bubble(t)
    local swaps = 0
    for n = #t, 2, -1 do
        for i = 1, n - 1 do
            if t[i] > t[i + 1] then t[i], t[i + 1] = t[i + 1], t[i] swaps = swaps + 1 end
        end
    end
    return swaps, t[1], t[#t]
end
local numbers, strings = {}, {}
for i = 1, 120 do numbers[i], strings[i] = i * 37 % 101, "s" .. i * 37 % 101 end
numbers[60] = 50.5
check.show("bubble", bubble(numbers))
check.show("bubble of strings", bubble(strings))
local point, up1, up2 = { x = 1, y = 2 }, 1, 2
local function turn() up1, up2 = -up2, up1 end
for i = 1, 12000 do
    point.x, point.y = point.y, point.x + (i % 2)
    turn()
    if i == 4000 then point.x = point.x + 0.5 end
    if i == 8000 then point.x, up1 = 1, 0.5 end
end
check.show("fields and upvalues", point.x, point.y, up1, up2)

-- Numbers of results that change from call to call.
local function some(n) if n == 0 then return elseif n == 1 then return 1 elseif n == 2 then return 1, 2 else return 1,
    2, some(n - 2) end end
total = 0
for i = 1, 8000 do
    local a, b, c, d = some(i % 6)
    total = total + (a or 10) + (b or 20) + (c or 30) + (d or 40) + select("#", some(i % 8)) + #{ some(i % 5),
        some(i % 3) }
end
check.show("changing", total)

-- State passed through functions and back, several values at a time.
local function step(x, y, vx, vy, dt)
    local ax, ay = -x, -y
    return x + vx * dt, y + vy * dt, vx + ax * dt, vy + ay * dt
end
local x, y, vx, vy = 1.0, 0, 0, 1
for _ = 1, 12000 do x, y, vx, vy = step(x, y, vx, vy, 0.001) end
check.show("stepped", ("%.9f %.9f"):format(x, y))
local function random(seed) seed = (seed * 1103515245 + 12345) & 0x7fffffff return seed, seed >> 16 end
local seed, value, bins = 42, nil, { 0, 0, 0, 0 }
for _ = 1, 12000 do seed, value = random(seed) bins[value % 4 + 1] = bins[value % 4 + 1] + 1 end
check.show("random", table.unpack(bins))

-- Results of methods, metamethods (cut to one), pcall, string functions, iterators.
local Pair = { __index = { both = function(self) return self[1], self[2] end }, __add = function(a,
    b) return a[1] + b[1], "lost" end }
total = 0
for i = 1, 6000 do
    local p = setmetatable({ i, -i }, Pair)
    local a, b = p:both()
    local s, lost = p + p
    local ok, q, r = pcall(divide, i, i % 3)
    local from, to = ("key=value"):find("=", i % 9 + 1, true)
    total = total + a + b + s + (lost and 1 or 0) + (ok and q + r or 1000) + (from or 0) + (to or 0)
    if i == 3000 then
        Pair.__index.both = function(self) return self[2], self[1], 5 end
        Pair.__add = function(a) return a[1], 1, 2 end
    end
end
check.show("mixed", total)

-- Too many and too few targets, nested calls, results as arguments.
local function three(a, b, c) return c, a, b end
total = 0
for i = 1, 8000 do
    local p, q, r, s = three(three(three(i, 2, 3)))
    local t1, t2 = (three(i, 1, 2)), three(3, i, 4)
    total = total + p + q * r + (s and 1 or 0) + t1 + t2
end
check.show("nested", total)

print "done"
