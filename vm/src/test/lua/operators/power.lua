-- Exponentiation: always a float; special cases of IEEE 754; printed with the 14 digits of tostring.

package.path = "../?.lua"
local check = require "check"

local function power(a, b) return a ^ b end

local function text(v)
    if v ~= v then return "nan" end
    return tostring(v)
end

for _, x in ipairs(check.boundary) do
    for _, y in ipairs(check.boundary) do
        local ok, result = pcall(power, x.value, y.value)
        print(x.name .. " ^ " .. y.name, ok and text(result) or result)
        if ok then
            check.same(math.type(result), "float")
        end
    end
end

-- Exact powers are exact.
for exponent = -1074, 1023, 7 do
    check.same(2 ^ exponent, tonumber(string.format("0x1p%d", exponent)), "2^" .. exponent)
end
for base = -20, 20 do
    check.same(base ^ 2, base * base + 0.0, "square")
    check.same(base ^ 3, base * base * base + 0.0, "cube")
    check.same(base ^ 1, base + 0.0, "first power")
    check.same(base ^ 0, 1.0, "zeroth power")
end
for n = 0, 22 do
    check.same(10 ^ n, tonumber("1e" .. n), "power of ten")
end
for n = 0, 100 do
    check.same((n * n) ^ 0.5, n + 0.0, "square root")
end

-- Right associative, and it binds tighter than a minus sign on its left but not on its right.
check.same(2 ^ 3 ^ 2, 512.0)
check.same((2 ^ 3) ^ 2, 64.0)
check.same(-2 ^ 2, -4.0)
check.same((-2) ^ 2, 4.0)
check.same(2 ^ -1, 0.5)
check.same(2 ^ -2 ^ 2, 0.0625)
check.same(-2 ^ -2, -0.25)

check.try("not nil ^ 2", function(v) return not v ^ 2 end)

-- Negative bases with odd, even and broken exponents.
for _, base in ipairs { -2.0, -0.0, -math.huge, -1.0 } do
    for _, exponent in ipairs { -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 2 ^ 53, 2 ^ 53 + 1, math.huge, -math.huge } do
        print(base, "^", exponent, text(base ^ exponent))
    end
end

check.same(1 ^ (0 / 0), 1.0, "one to any power")
check.same((0 / 0) ^ 0, 1.0, "any number to the zeroth power")
check.same((-1) ^ math.huge, 1.0)
check.same(0 ^ -1, math.huge)
check.same((-0.0) ^ -1, -math.huge)
check.same("2" ^ "3", 8.0)

print "done"
