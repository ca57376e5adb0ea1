-- Floor division and modulo: signs, zero divisors, infinities, and the law that ties them together.

package.path = "../?.lua"
local check = require "check"

-- Integers: the quotient is floored, the remainder has the divisor's sign.
for a = -7, 7 do
    local row = {}
    for _, b in ipairs { -3, -2, -1, 1, 2, 3 } do
        local q, r = a // b, a % b
        check.same(q * b + r, a)
        assert(r == 0 or (r < 0) == (b < 0))
        assert(math.abs(r) < math.abs(b))
        check.same(q, math.floor(a / b))
        row[#row + 1] = q .. ":" .. r
    end
    print(a, table.concat(row, " "))
end

local integers = { math.mininteger, math.mininteger + 1, -10, -1, 1, 2, 10, 1 << 32, math.maxinteger - 1,
    math.maxinteger }
for _, a in ipairs(integers) do
    for _, b in ipairs(integers) do
        check.same(a // b * b + a % b, a, a .. " over " .. b)
        print(a, b, a // b, a % b)
    end
end

-- The one quotient that overflows wraps around.
check.same(math.mininteger // -1, math.mininteger)
check.same(math.mininteger % -1, 0)

-- An integer zero as divisor is an error; as a float it gives infinities and NaN.
local function divide(a, b) return a // b end
local function modulo(a, b) return a % b end
check.try("1 // 0", divide, 1, 0)
check.try("1 % 0", modulo, 1, 0)
check.try("0 // 0", divide, 0, 0)
check.try("constant // 0", load("return 1 // 0", "=chunk"))
check.try("constant % 0", load("return 1 % 0", "=chunk"))
check.try("x // 0", load("local x = ... return x // 0", "=chunk"), 5)
check.try("x % 0", load("local x = ... return x % 0", "=chunk"), 5)
check.show("float zero", divide(1, 0.0), divide(-1, 0.0), divide(1, -0.0), divide(0.0, 0), modulo(1, 0.0), modulo(1.0,
    0))
check.show("slash", 1 / 0, -1 / 0, 0 / 0, 1 / -0.0, 7 / 2, -7 / 2, 6 / 2)

-- Floats: the same signs, including those of zeros, and infinite operands.
local floats = { 5.5, -5.5, 3.0, -3.0, 0.25, -0.25, 0.0, -0.0, 1e308, -1e308, 5e-324, -5e-324, math.huge, -math.huge,
    0 / 0 }
for _, a in ipairs(floats) do
    for _, b in ipairs(floats) do
        check.show(check.texts(a, b), a // b, a % b)
        if b ~= 0 and b - b == 0 and a - a == 0 then
            local r = a % b
            assert(r == 0 or (r < 0) == (b < 0), "sign of the remainder")
            assert(math.abs(r) <= math.abs(b))
        end
    end
end

-- Mixed operands are computed in floats.
check.show("mixed", 7 // 2.0, 7.0 // 2, -7 // 2.0, 7 % 2.0, -7 % 2.0, 7 % -2.0, -7 % -2.0, 5.3 % 2, 1e15 % 7)
check.show("big", math.maxinteger // 1.0, math.maxinteger % 2.0, 2 ^ 53 // 3, 2 ^ 53 % 3, 1e300 % 7, 1e300 // 7)
check.show("tiny", 1 // 5e-324, -1 // 5e-324, 1 % 5e-324, -1e-300 % 1e300, 1e-300 % -1e300, -1e-300 // 1e300)

-- Constant divisors, which a compiler may turn into other instructions.
for _, divisor in ipairs { "1", "2", "3", "4", "7", "8", "10", "16", "1000", "1024", "65536", "-1", "-2", "-3",
    "-8" } do
    local by_constant = load("local a = ... return a // (" .. divisor .. "), a % (" .. divisor .. ")")
    local b = math.tointeger(divisor)
    for _, a in ipairs { 0, 1, -1, 2, -2, 7, -7, 8, -8, 9, -9, 1000, -1000, 65535, -65537, math.maxinteger,
        math.mininteger,
        math.mininteger + 1 } do
        check.list({ by_constant(a) }, divide(a, b), modulo(a, b))
    end
    for _, a in ipairs { 0.0, -0.0, 7.5, -7.5, 1e20, -1e20, math.huge } do
        local q, r = by_constant(a)
        check.same(q, divide(a, b), "float quotient")
        check.same(r, modulo(a, b), "float remainder")
    end
end

-- Digits of a number, and Euclid.
local function digits(n, base)
    local out = {}
    repeat
        out[#out + 1] = n % base
        n = n // base
    until n == 0
    return table.concat(out, ",")
end
print(digits(1234567890123456789, 10), digits(255, 2), digits(math.maxinteger, 256))

local function gcd(a, b)
    while b ~= 0 do a, b = b, a % b end
    return a
end
print(gcd(2 ^ 40 | 0, 6 ^ 20 | 0), gcd(-12, 18), gcd(12, -18), gcd(1071.0, 462))

print "done"
