-- Integer arithmetic wraps around modulo 2^64, everywhere alike: in variables, loops, constants, tables.

package.path = "../?.lua"
local check = require "check"

local max, min = math.maxinteger, math.mininteger

check.same(max + 1, min)
check.same(min - 1, max)
check.same(-min, min)
check.same(max * 2, -2)
check.same(max * max, 1)
check.same(min * min, 0)
check.same(min * -1, min)
check.same(math.abs(min), min)
check.same(max + max, -2)
check.same(min + min, 0)
check.same(max - min, -1)
check.same(0 - min, min)
check.same(1 << 63, min)
check.same((1 << 63) - 1, max)
check.same(0x8000000000000000, min)
check.same(0xffffffffffffffff, -1)

-- The same from source, in every spelling a compiler may fold.
for _, source in ipairs {
    "9223372036854775807 + 1", "-9223372036854775807 - 2", "math.maxinteger * math.maxinteger", "-math.mininteger",
    "0x7fffffffffffffff + 0x7fffffffffffffff", "9223372036854775807 * 3", "4611686018427387904 * 4",
        "3037000500 * 3037000500",
    "-(-9223372036854775807 - 1)", "9223372036854775808", "-9223372036854775808", "9223372036854775807 + 1.0",
    "0x7fffffffffffffff + 1 == -0x8000000000000000", "1 << 62 << 1", "~0x7fffffffffffffff",
} do
    check.show(source, load("return " .. source)())
end

-- A model with four limbs of 16 bits.
local function limbs(v)
    return { v & 0xffff, v >> 16 & 0xffff, v >> 32 & 0xffff, v >> 48 & 0xffff }
end
local function value(l)
    return l[1] | l[2] << 16 | l[3] << 32 | l[4] << 48
end
local function add(a, b)
    local x, y, carry, out = limbs(a), limbs(b), 0, {}
    for i = 1, 4 do
        local sum = x[i] + y[i] + carry
        out[i], carry = sum & 0xffff, sum >> 16
    end
    return value(out)
end
local function multiply(a, b)
    local x, y, out = limbs(a), limbs(b), { 0, 0, 0, 0 }
    for i = 1, 4 do
        local carry = 0
        for j = 1, 5 - i do
            local sum = out[i + j - 1] + x[i] * y[j] + carry
            out[i + j - 1], carry = sum & 0xffff, sum >> 16
        end
    end
    return value(out)
end

local state = 88172645463325252
local function random()
    state = state ~ state << 13
    state = state ~ state >> 7
    state = state ~ state << 17
    return state
end
local digest = 0
for i = 1, 2000 do
    local a, b = random(), random()
    if i % 3 == 0 then b = b >> 40 end
    if i % 5 == 0 then a = max - (a >> 60) end
    check.same(a + b, add(a, b))
    check.same(a - b, add(a, add(~b, 1)))
    check.same(a * b, multiply(a, b))
    check.same(-a, add(~a, 1))
    digest = digest * 31 + a * b
end
print("digest", digest)

-- Accumulators that cross the edge in a loop.
local up, down, product, power = max - 500, min + 500, 1, 1
for i = 1, 1000 do
    up = up + 1
    down = down - 1
    product = product * (2 * i + 1)
    power = power * 3
end
print(up, down, product, power)
check.same(up, min + 499)
check.same(down, max - 499)

-- Factorials, Fibonacci numbers, a hash: all rely on wrapping.
local factorial, a, b = 1, 0, 1
for i = 1, 100 do
    factorial = factorial * i
    a, b = b, a + b
    if i % 20 == 0 then print(i, factorial, a) end
end
local hash = 0xcbf29ce484222325
for byte in ("the quick brown fox"):gmatch "." do
    hash = (hash ~ byte:byte()) * 0x100000001b3
end
print(("%x"):format(hash))

-- Through tables, upvalues, varargs and coroutines.
local t = { n = max }
t.n = t.n + 1
check.same(t.n, min)
local function counter(n) return function() n = n + 1 return n end end
local next_value = counter(max - 1)
check.list({ next_value(), next_value(), next_value() }, max, min, min + 1)
check.same((select(2, 0, max)) + 1, min)
check.same(coroutine.wrap(function(n) return n * 2 end)(max), -2)

-- Variables of loops that begin at a constant which no word holds, and that code may take for floats.
local function upwards()
    for _ = 1, 60 do
        local up = math.mininteger
        for _ = 1, 2 do
            up = up + 1
        end
        check.same(up, min + 2, "up")
    end
end
local function downwards()
    for _ = 1, 60 do
        local down = math.maxinteger
        for _ = 1, 2 do
            down = down - 1
        end
        check.same(down, max - 2, "down")
    end
end
upwards()
downwards()

print "done"
