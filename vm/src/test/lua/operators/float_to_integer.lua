-- Where an operation needs an integer, a float with an integral value in range is converted, and anything
-- else is refused: by operators, by table keys (which keep the float), by library functions.

package.path = "../?.lua"
local check = require "check"

local candidates = {
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1e15, 1e18, 2 ^ 53, 2 ^ 53 + 2, 2 ^ 62, 2 ^ 63 - 1024, 2 ^ 63, -2 ^ 63,
        -2 ^ 63 - 2048,
    2 ^ 64, 1e100, 5e-324, math.huge, -math.huge, 0 / 0, 3.9999999999999996, 4.000000000000001,
    "3", "3.0", "3.5", "0x7fffffffffffffff", "0x1p63", "1e400", "nan", "inf", " 12 ", "12x", "", "-0",
}

local function bit(a) return a | 0 end
local function sub(a) return ("0123456789"):sub(a) end
local function rep(a) return #("x"):rep(a > 1000 and 1000 or a) end
local function pick(a) return select(a, "first") end
local function char(a) return utf8.char(a) end

for _, v in ipairs(candidates) do
    local name = check.text(v)
    check.try(name .. " | 0", bit, v)
    check.try(name .. " math.tointeger", math.tointeger, v)
    check.try(name .. " sub", sub, v)
    check.try(name .. " format %d", string.format, "%d", v)
    if type(v) == "number" then
        check.try(name .. " rep", rep, v)
        check.try(name .. " floor", math.floor, v)
        check.try(name .. " ceil", math.ceil, v)
    end
end
check.try("select 1.0", pick, 1.0)
check.try("select 1.5", pick, 1.5)
check.try("select '1'", pick, "1")
check.try("utf8.char 65.0", char, 65.0)
check.try("utf8.char 65.5", char, 65.5)

-- The error of an operator names the operand that has no integer, the second one if both have.
local half, whole = 0.5, 3
local t = { x = 2.5 }
check.try("local left", function() local a = 1.5 return a & 1 end)
check.try("local right", function() local a, b = 1, 2.5 return a & b end)
check.try("upvalue", function() return half | whole end)
check.try("field", function() return t.x << 1 end)
check.try("constant", function() return whole ~ 0.25 end)
check.try("both", function(a, b) return a | b end, 0.5, 1.5)
check.try("unary", function(a) return ~a end, 0.5)
check.try("arithmetic result", function(a) return a / 2 | 0 end, 3)
check.try("whole result", function(a) return a / 2 | 0 end, 4)

-- Keys: floats with an integral value become integers, others stay, NaN is refused.
local keys = {}
for _, v in ipairs(candidates) do
    if v == v and type(v) == "number" then keys[v] = math.type(v) end
end
local integers, floats = 0, 0
for k in pairs(keys) do
    if math.type(k) == "integer" then integers = integers + 1 else floats = floats + 1 end
end
print("keys", integers, floats)
check.same(keys[1], "float")
check.same(keys[0], "float")
check.same(next({ [2 ^ 53] = 1 }), 1 << 53)
check.same(next({ [-2 ^ 63] = 1 }), math.mininteger)
check.same(next({ [2 ^ 63] = 1 }), 2 ^ 63)
check.try("nan as a key", function() keys[0 / 0] = 1 end)
check.same(keys[0 / 0], nil)

-- Rounding functions return integers when the result fits, floats when it does not.
for _, v in ipairs { 2.5, -2.5, 2 ^ 52 + 0.5, -2 ^ 52 - 0.5, 2 ^ 63, 1e300, -1e300 } do
    check.show("floor and ceil", math.floor(v), math.ceil(v), (math.modf(v)))
end

-- Whole floats survive a round trip through every integer operation.
for exponent = 0, 62 do
    local f = 2.0 ^ exponent
    check.same(f | 0, 1 << exponent)
    check.same((f | 0) + 0.0, f)
    check.same(-f | 0, -(1 << exponent))
    check.same(math.tointeger(f), 1 << exponent)
    check.same(string.format("%d", f), tostring(1 << exponent))
end

print "done"
