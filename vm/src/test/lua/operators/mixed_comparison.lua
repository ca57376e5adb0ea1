-- Integers against floats where a float can no longer hold every integer: around 2^53,
-- around 2^63, and beyond; each result against a model that compares decimal texts.

package.path = "../?.lua"
local check = require "check"

local integers, floats = {}, {}
for _, base in ipairs { 0, 1 << 52, 1 << 53, 1 << 54, 1 << 62, math.maxinteger - 2, math.mininteger + 3 } do
    for offset = -3, 3 do
        integers[#integers + 1] = base + offset
        integers[#integers + 1] = -(base + offset)
    end
end
for _, base in ipairs { 0.0, 0.5, 0x1p52, 0x1p53, 0x1p54, 0x1p62, 0x1p63, 0x1p64, 1e300 } do
    local step = base < 0x1p53 and 0.5 or base * 2.0 ^ -52
    for offset = -2, 2 do
        floats[#floats + 1] = base + offset * step
        floats[#floats + 1] = -(base + offset * step)
    end
end
floats[#floats + 1] = math.huge
floats[#floats + 1] = -math.huge

-- The model: sign, then length of the integral digits, then the digits, then the fraction.
local function decimal(v)
    local text = math.type(v) == "integer" and string.format("%d.0", v) or string.format("%.3f", v)
    if text:find("inf") then text = (v < 0 and "-" or "") .. ("9"):rep(400) .. ".0" end
    local sign, whole, fraction = text:match("^(%-?)(%d+)%.(%d+)$")
    whole = whole:gsub("^0+", "")
    fraction = fraction:gsub("0+$", "")
    if whole == "" and fraction == "" then sign = "" end
    return sign, whole, fraction
end

local function compare(a, b)
    local sign_a, whole_a, fraction_a = decimal(a)
    local sign_b, whole_b, fraction_b = decimal(b)
    if sign_a ~= sign_b then return sign_a == "-" and -1 or 1 end
    local order
    if #whole_a ~= #whole_b then
        order = #whole_a < #whole_b and -1 or 1
    elseif whole_a ~= whole_b then
        order = whole_a < whole_b and -1 or 1
    elseif fraction_a ~= fraction_b then
        order = fraction_a < fraction_b and -1 or 1
    else
        order = 0
    end
    return sign_a == "-" and -order or order
end

local counts = { [-1] = 0, [0] = 0, [1] = 0 }
for _, i in ipairs(integers) do
    for _, f in ipairs(floats) do
        local order = compare(i, f)
        local label = check.text(i) .. " against " .. check.text(f)
        check.same(i < f, order < 0, label .. " <")
        check.same(i <= f, order <= 0, label .. " <=")
        check.same(i > f, order > 0, label .. " >")
        check.same(i >= f, order >= 0, label .. " >=")
        check.same(i == f, order == 0, label .. " ==")
        check.same(f < i, order > 0, label .. " reversed <")
        check.same(f <= i, order >= 0, label .. " reversed <=")
        check.same(f > i, order < 0, label .. " reversed >")
        check.same(f >= i, order <= 0, label .. " reversed >=")
        check.same(f == i, order == 0, label .. " reversed ==")
        counts[order] = counts[order] + 1
    end
end
print(#integers, #floats, counts[-1], counts[0], counts[1])

-- Against NaN every order is false, for any integer.
local nan = 0 / 0
for _, i in ipairs(integers) do
    assert(not (i < nan or i <= nan or i > nan or i >= nan or i == nan))
    assert(not (nan < i or nan <= i or nan > i or nan >= i or nan == i))
end

-- The same with the constant in the code: small ones, and those that only just fit a float.
for _, f in ipairs(floats) do
    for _, source in ipairs { "0", "1", "-1", "127", "-128", "2.0", "0.5", "9007199254740993", "0x7fffffffffffffff" } do
        local constant = load("return " .. source)()
        local test = load("local f = ... return f < " .. source .. ", f <= " .. source .. ", f > " .. source ..
            ", f >= " .. source .. ", f == " .. source)
        local lt, le, gt, ge, eq = test(f)
        check.list({ lt, le, gt, ge, eq }, f < constant, f <= constant, f > constant, f >= constant, f == constant)
    end
end

-- Sorting a mixture puts it in numeric order, and keys 1 and 1.0 are the same key.
local mixture = { 3, 2.5, -1, 2 ^ 53, (1 << 53) + 1, -0.5, math.maxinteger, math.mininteger, 2 ^ 63, -2.0 ^ 70, 1e18 }
table.sort(mixture)
for i, v in ipairs(mixture) do mixture[i] = check.text(v) end
print(table.concat(mixture, " "))

check.show("min and max", math.min(1, 1.0), math.min(1.0, 1), math.max(2 ^ 53, (1 << 53) + 1), math.max(-0.0, 0))

print "done"
