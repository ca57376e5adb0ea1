-- The bitwise operators over the cross product of boundary values: a float with an integral value is
-- converted; everything else is an error that says why. Strings are not converted: the string
-- metatable has arithmetic metamethods, and no bitwise ones.

package.path = "../?.lua"
local check = require "check"

local operators = {
    { "&", function(a, b) return a & b end },
    { "|", function(a, b) return a | b end },
    { "~", function(a, b) return a ~ b end },
    { "<<", function(a, b) return a << b end },
    { ">>", function(a, b) return a >> b end },
}

for _, row in ipairs(operators) do
    local symbol, f = row[1], row[2]
    for _, x in ipairs(check.boundary) do
        for _, y in ipairs(check.boundary) do
            check.try(x.name .. " " .. symbol .. " " .. y.name, f, x.value, y.value)
        end
    end
end

for _, x in ipairs(check.boundary) do
    check.try("~ " .. x.name, function(a) return ~a end, x.value)
end

-- Laws over integers, for words with many patterns.
local words = { 0, 1, -1, math.mininteger, math.maxinteger, 0x5555555555555555, 0x0123456789abcdef, ~0 << 32 }
for _, a in ipairs(words) do
    check.same(a & a, a)
    check.same(a | a, a)
    check.same(a ~ a, 0)
    check.same(a & 0, 0)
    check.same(a | 0, a)
    check.same(a ~ 0, a)
    check.same(a & -1, a)
    check.same(a | -1, -1)
    check.same(a ~ -1, ~a)
    check.same(~~a, a)
    check.same(~a, -a - 1)
    for _, b in ipairs(words) do
        check.same(a & b, b & a)
        check.same(a | b, b | a)
        check.same(a ~ b, b ~ a)
        check.same((a | b) - (a & b), a ~ b)
        check.same((a & b) + (a | b), a + b)
        check.same(~(a & b), ~a | ~b)
        check.same(~(a | b), ~a & ~b)
    end
end

-- Binary tilde and unary tilde next to each other, and precedence: & before ~ before |, shifts before all three.
check.same(5 ~ ~5, -1)
check.same(~5 ~ 5, -1)
check.same(1 | 2 ~ 3 & 4, 1 | (2 ~ (3 & 4)))
check.same(6 & 3 | 8, 10)
check.same(1 << 2 & 12, (1 << 2) & 12)
check.try("1 .. 2 << 1", function() return 1 .. 2 << 1 end) -- concatenates first, and strings are not shifted
check.same(1 + 1 << 1 + 1, 8)
check.same(2.0 ~ 1, 3)
check.same(-1.0 & 0xff, 255)

-- A program may teach strings to take part.
local strings = getmetatable("")
strings.__band = function(a, b) return math.tointeger(a) & math.tointeger(b) end
strings.__bnot = function(a) return ~math.tointeger(a) end
check.same("0xff" & 15, 15)
check.same(6 & "3", 2)
check.same(~"7", -8)
strings.__band, strings.__bnot = nil, nil
check.try("no longer", function() return "0xff" & 15 end)

print "done"
