-- Equality and order over the cross product of boundary values.

package.path = "../?.lua"
local check = require "check"

-- An operator and its mirror image stand on one line, so that their error messages have the same position.
local function equal(a, b) return a == b end
local less, greater = function(a, b) return a < b end, function(a, b) return a > b end
local less_or_equal, greater_or_equal = function(a, b) return a <= b end, function(a, b) return a >= b end

for _, x in ipairs(check.boundary) do
    local equals = {}
    for _, y in ipairs(check.boundary) do
        local a, b = x.value, y.value
        if equal(a, b) then equals[#equals + 1] = y.name end
        check.same(equal(a, b), equal(b, a), "equality is symmetric")
        check.same(a ~= b, not (a == b), "inequality is its negation")
        check.try(x.name .. " < " .. y.name, less, a, b)
        check.try(x.name .. " <= " .. y.name, less_or_equal, a, b)
        check.same(check.outcome(greater, b, a), check.outcome(less, a, b))
        check.same(check.outcome(greater_or_equal, b, a), check.outcome(less_or_equal, a, b))
    end
    print(x.name .. " equals", table.concat(equals, ", "))
end

-- Numbers compare by their mathematical values, never by rounding.
check.same(1 == 1.0, true)
check.same(0.0 == -0.0, true)
check.same(math.maxinteger + 0.0 == math.maxinteger, false)
check.same(math.maxinteger < math.maxinteger + 0.0, true)
check.same(math.mininteger + 0.0 == math.mininteger, true)
check.same(9007199254740993 == 9007199254740992.0, false)
check.same(9007199254740993 > 9007199254740992.0, true)

-- NaN: unordered, and not equal to itself.
local nan = 0 / 0
check.same(nan == nan, false)
check.same(nan ~= nan, true)
check.same(nan < nan, false)
check.same(nan <= nan, false)
check.same(nan > 1, false)
check.same(not (nan < 1), true)
check.same(not (nan >= 1), true)
check.same(rawequal(nan, nan), false)

-- A number and the string that denotes it are different, and not ordered.
check.same(10 == "10", false)
check.same("10" == 10, false)
check.try("10 < '9'", less, 10, "9")
check.try("'10' <= 9", less_or_equal, "10", 9)

-- Strings compare byte by byte (in the C locale), unsigned, embedded zeros included.
local strings = { "", "\0", "\0a", "a", "a\0", "a\0a", "a\0b", "aa", "ab", "b", "B", "Z", "\x7f", "\x80", "\xff",
    "\xff\0" }
for _, a in ipairs(strings) do
    local row = {}
    for _, b in ipairs(strings) do
        local sign = a < b and "<" or a == b and "=" or ">"
        check.same(a <= b, sign ~= ">")
        check.same(a > b, sign == ">")
        check.same(a >= b, sign ~= "<")
        row[#row + 1] = sign
    end
    print(("%q"):format(a), table.concat(row))
end

-- Order of evaluation: always left to right, also where an engine swaps the operands.
local trace = {}
local function see(v) trace[#trace + 1] = tostring(v) return v end
local _ = see(1) < see(2), see(3) > see(4), see(5) <= see(6), see(7) >= see(8), see(9) == see(10), see(11) ~= see(12)
print(table.concat(trace, " "))

-- Equality of other types is identity.
local t, f, co = {}, function() end, coroutine.create(function() end)
check.same(t == t, true)
check.same(t == {}, false)
check.same(f == f, true)
check.same(co == co, true)
check.same(print == print, true)
check.same(nil == false, false)
check.same("a" .. "b" == "ab", true)
check.same(("x"):rep(300) == ("x"):rep(150) .. ("x"):rep(150), true)

for _, pair in ipairs { { t, t }, { t, f }, { f, f }, { co, co }, { true, true }, { true, false }, { nil, nil },
    { nil, 1 } } do
    check.try("order", less, pair[1], pair[2])
    check.try("order", less_or_equal, pair[1], pair[2])
end

print "done"
