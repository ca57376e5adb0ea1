-- Idiom: arrays from 0, from other bases, with a nil inside, filled downwards.
-- Changes on the way: holes opened and closed, float values, bases that move, arrays turned around.

package.path = "../?.lua"
local check = require "check"

-- From 0.
local zero = {}
for i = 0, 999 do zero[i] = i * i end
local function sum_zero(t, n) local s = 0 for i = 0, n do s = s + t[i] end return s end
local s = 0
for _ = 1, 400 do s = s + sum_zero(zero, 999) end
check.show("from 0", s, #zero)
zero[0] = 0.5
for _ = 1, 20 do s = s + sum_zero(zero, 999) end
check.show("a float at 0", s)
zero[500] = nil
check.try("a hole", sum_zero, zero, 999)
zero[500] = setmetatable({}, { __add = function(x, y) return (type(x) == "number" and x or
    0) + (type(y) == "number" and y or 0) end })
check.try("an object", sum_zero, zero, 999)
zero[500] = 1
zero[0] = nil
check.try("none at 0", sum_zero, zero, 999)
setmetatable(zero, { __index = function(_, i) return i == 0 and 7 or nil end })
check.try("0 from a metatable", sum_zero, zero, 999)

-- From other bases, and a ring buffer.
for _, base in ipairs { -100, -1, 2, 100, 1 << 40, math.maxinteger - 300 } do
    local t, total = {}, 0
    for i = 0, 300 do t[base + i] = i end
    for _ = 1, 10 do for i = base, base + 300 do total = total + t[i] if i == math.maxinteger then break end end end
    check.show("base " .. base, total, t[base], t[base + 300])
end
local ring, size, at, checksum = {}, 64, 0, 0
for i = 0, size - 1 do ring[i] = 0 end
for i = 1, 150000 do
    local v = (ring[at] + ring[(at + 13) % size] + i) % 65521
    ring[at] = v
    at = (at + 1) % size
    if i == 75000 then for k = 0, size - 1 do ring[k] = ring[k] + 0.0 end end
    checksum = (checksum + v) % 65521
end
check.show("ring", checksum, #ring)

-- A nil inside: sieves with removal, sparse middles, lists with gaps.
local sieve, primes = {}, 0
for i = 2, 20000 do sieve[i] = true end
for i = 2, 20000 do
    if sieve[i] then
        primes = primes + 1
        for k = i * i, 20000, i do sieve[k] = nil end
    end
end
check.show("sieve", primes)
local gaps, found = {}, 0
for i = 1, 3000 do gaps[i] = i end
for i = 3, 2999, 3 do gaps[i] = nil end
for _ = 1, 10 do for i = 1, 3000 do if gaps[i] then found = found + 1 end end end
for i = 3, 2999, 3 do gaps[i] = -i end
for i = 1, 3000 do found = found + gaps[i] end
check.show("gaps", found, #gaps)

-- Filled downwards, alternately from both ends, in random order.
local down = {}
for i = 2000, 1, -1 do down[i] = i end
check.show("downwards", #down, sum_zero(setmetatable({ [0] = 0 }, { __index = down }), 2000))
local both = {}
for i = 1, 1000 do both[i], both[2001 - i] = i, -i end
local t = 0
for i = 1, 2000 do t = t + both[i] * i end
check.show("from both ends", #both, t)
local order, x = {}, 1
for i = 1, 1009 do x = x * 11 % 1013 order[x] = i end
t = 0
for i = 1, 1009 do t = t + (order[i] or 0) * i end
check.show("in random order", t)

-- Reversed in place, rotated, shifted down by one with a loop.
local function reverse(a, n) for i = 1, n // 2 do a[i], a[n + 1 - i] = a[n + 1 - i], a[i] end end
for i = 1, 21 do reverse(down, 2000) if i == 10 then down[1000] = 0.5 end end
check.show("reversed", down[1], down[2000], down[1000], down[1001])
for _ = 1, 10 do
    local first = down[1]
    for i = 1, #down - 1 do down[i] = down[i + 1] end
    down[#down] = first
end
check.show("rotated", down[1], down[2000], #down)

-- Two bases at one place in the code: the same function for arrays from 0 and from 1, lists and holes.
local function fold(a, from, to) local r = 0 for i = from, to do r = r * 3 % 10007 + (a[i] or 0) end return r end
local one = {}
for i = 1, 500 do one[i] = i end
local arrays = { { zero, 1, 499 }, { one, 1, 500 }, { gaps, 1, 500 }, { both, 1, 500 }, { one, 0, 501 }, { {}, 1, 10 } }
local r = 0
for round = 1, 600 do
    local row = arrays[round % #arrays + 1]
    r = (r + fold(row[1], row[2], row[3])) % 10007
end
check.show("folded", r)

-- Floats as indices of the same elements.
local f = 0
for i = 1.0, 500.0 do f = f + one[i] end
for i = 1, 500 do f = f + (one[i + 0.0] == one[i] and 1 or 0) + (one[i + 0.5] and 1 or 0) end
check.show("float indices", f)

print "done"
