-- math: rounding, conversion, extremes, integer functions, elementary functions (to the 14 digits of tostring).

package.path = "../?.lua"
local check = require "check"

-- Constants.
check.show("constants", math.maxinteger, math.mininteger, math.huge, -math.huge, math.pi)

local values = { 0, 1, -1, 7, -7, 0.0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, 3.7, -3.7, 1e15 + 0.5, 2 ^ 52 + 0.5, 2 ^ 53,
    2 ^ 62, 2 ^ 63, -2 ^ 63,
    1e100, -1e100, 5e-324, math.huge, -math.huge, 0 / 0, math.maxinteger, math.mininteger, "10", "0x10", "3.7", " -2 " }

for _, v in ipairs(values) do
    print(check.text(v), check.text(math.floor(v)), check.text(math.ceil(v)), check.text(math.abs(v)),
        check.texts(math.modf(v)),
        check.text(math.tointeger(v)), tostring(math.type(v)))
end

-- fmod: the sign of the first operand; integers stay integers.
for _, a in ipairs { 7, -7, 7.5, -7.5, 0, math.maxinteger, math.mininteger, math.huge, 0.0, -0.0, 1e300 } do
    local row = {}
    for _, b in ipairs { 3, -3, 2.5, -2.5, -1, 1, math.maxinteger, math.mininteger, math.huge, 0.1 } do
        row[#row + 1] = check.text(math.fmod(a, b))
    end
    print(check.text(a), table.concat(row, " "))
end
check.try("fmod by zero", math.fmod, 1, 0)
check.show("fmod by float zero", math.fmod(1, 0.0), math.fmod(1.0, 0), math.fmod(math.huge, 1))

-- max and min: the first of equals, mixed types, NaN.
check.show("max", math.max(1), math.max(1, 2.5), math.max(2, 2.0), math.max(2.0, 2), math.max(-0.0, 0), math.max(1,
    -1, 3, 2))
check.show("min", math.min(1), math.min(1, 2.5), math.min(2, 2.0), math.min(2.0, 2), math.min(0, -0.0), math.min(1,
    -1, 3, -2))
check.show("NaN", math.max(0 / 0, 1), math.max(1, 0 / 0), math.min(0 / 0, 1), math.min(1, 0 / 0))
check.show("limits", math.max(math.maxinteger, 2 ^ 63), math.min(math.mininteger, -2 ^ 63), math.max(2 ^ 53,
    (1 << 53) + 1))
check.show("strings", math.max("a", "b"), math.min("10", "9"))
check.same(math.max(table.unpack((function() local t = {} for i = 1, 200 do t[i] = i * 7 % 101 end return t end)())),
    100)

-- ult, type, tointeger.
for _, pair in ipairs { { 0, 1 }, { 1, 0 }, { -1, 0 }, { 0, -1 }, { -1, -2 }, { math.mininteger, math.maxinteger },
    { 5, 5 }, { 2.0, 3.0 } } do
    check.show("ult", pair[1], pair[2], math.ult(pair[1], pair[2]))
end
check.show("type", math.type(1), math.type(1.0), math.type "1", math.type(nil), math.type {})
check.show("tointeger", math.tointeger(3.0), math.tointeger(3.5), math.tointeger "3", math.tointeger "x",
    math.tointeger {}, math.tointeger(2 ^ 63),
    math.tointeger(-2 ^ 63), math.tointeger(true), math.tointeger "0x10", math.tointeger "3.0")

-- Exact cases of the elementary functions.
check.list({ math.sqrt(0), math.sqrt(1), math.sqrt(2) == 2 ^ 0.5, math.sqrt(144), math.sqrt(1e300) }, 0.0, 1.0, true,
    12.0, 1e150)
check.list({ math.exp(0), math.log(1), math.log(8, 2), math.log(1000, 10), math.log(0), math.log(2 ^ 40, 2) }, 1.0,
    0.0, 3.0, 3.0, -math.huge, 40.0)
check.list({ math.sin(0), math.cos(0), math.tan(0), math.asin(0), math.acos(1), math.atan(0) }, 0.0, 1.0, 0.0, 0.0,
    0.0, 0.0)
check.list({ math.atan(1, 1) == math.pi / 4, math.atan(0, -1) == math.pi, math.atan(-0.0, -1) == -math.pi,
    math.atan(1, 0) == math.pi / 2 }, true, true,
    true, true)
check.list({ math.deg(math.pi), math.rad(180) == math.pi, math.deg(0), math.rad(0) }, 180.0, true, 0.0, 0.0)
for i = 0, 200 do check.same(math.sqrt(i * i), i + 0.0) end
for i = 0, 62 do check.same(math.log(1 << i, 2), i + 0.0) end
check.show("domain", math.sqrt(-1), math.log(-1), math.asin(2), math.acos(-2), math.sin(math.huge),
    math.fmod(math.huge, 2))
check.show("bases", tostring(math.log(8, 4)), tostring(math.log(100, 10.0)), tostring(math.log(2, 0)),
    tostring(math.log(27, 3)))

-- Elementary functions over many arguments, as tostring prints them.
for _, name in ipairs { "sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "sqrt" } do
    local out = {}
    for _, x in ipairs { 0.001, 0.1, 0.5, 0.75, 0.999, 1, 1.5, 2, 3, 5.25, 10, 50.5, 100 } do
        local v = math[name](x)
        if v == v then out[#out + 1] = ("%.12g"):format(v) else out[#out + 1] = "nan" end
    end
    print(name, table.concat(out, " "))
end
for i = 1, 8 do
    local a = i * math.pi / 4
    print(("%.12g %.12g %.12g"):format(math.atan(math.sin(a), math.cos(a)), math.sin(a) ^ 2 + math.cos(a) ^ 2,
        math.exp(math.log(a))))
end

-- Integer functions built from them.
local function is_prime(n) if n < 2 then return false end for d = 2,
    math.floor(math.sqrt(n)) do if n % d == 0 then return false end end return true end
local primes = {}
for n = 1, 100 do if is_prime(n) then primes[#primes + 1] = n end end
print(table.concat(primes, " "))
local function isqrt(n)
    local r = math.floor(math.sqrt(n))
    while r * r > n do r = r - 1 end
    while (r + 1) * (r + 1) <= n do r = r + 1 end
    return r
end
check.list({ isqrt(0), isqrt(99), isqrt(100), isqrt(1 << 60), isqrt((1 << 60) - 1) }, 0, 9, 10, 1 << 30, (1 << 30) - 1)
local function round(x) return math.floor(x + 0.5) end
check.list({ round(2.4), round(2.5), round(-2.5), round(-2.6), round(0.49999999999999994) }, 2, 3, -2, -3, 1)
check.same(math.type(math.floor(2.0)), "integer")
check.same(math.type(math.floor(1e300)), "float")

-- Library functions kept in locals and called in loops with changing types of arguments.
local floor, abs, max, sqrt = math.floor, math.abs, math.max, math.sqrt
local total = 0
for i = 1, 2000 do
    local x = i % 3 == 0 and i or i % 3 == 1 and i / 2 or -i / 3
    total = total + floor(x) + abs(x) // 1 + max(x, 5) // 1 + floor(sqrt(abs(x)))
end
print("total", total)

print "done"
