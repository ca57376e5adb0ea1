-- The arithmetic operators over the cross product of boundary values, at run time.
-- (Exponentiation has its own file: its last digit is the business of the C library.)

package.path = "../?.lua"
local check = require "check"

local operators = {
    { "+", function(a, b) return a + b end },
    { "-", function(a, b) return a - b end },
    { "*", function(a, b) return a * b end },
    { "/", function(a, b) return a / b end },
    { "//", function(a, b) return a // b end },
    { "%", function(a, b) return a % b end },
}

for _, row in ipairs(operators) do
    local symbol, f = row[1], row[2]
    for _, x in ipairs(check.boundary) do
        for _, y in ipairs(check.boundary) do
            check.try(x.name .. " " .. symbol .. " " .. y.name, f, x.value, y.value)
        end
    end
end

local function negate(a) return -a end

for _, x in ipairs(check.boundary) do
    check.try("- " .. x.name, negate, x.value)
end

-- Laws that hold without exception; each breaks when a compiler folds too boldly.
for _, x in ipairs(check.boundary) do
    local a = x.value
    if math.type(a) == "integer" then
        check.same(a + 0, a, "a + 0")
        check.same(a * 1, a, "a * 1")
        check.same(a - a, 0, "a - a")
        check.same(0 - a, -a, "0 - a")
        check.same(-(-a), a, "double negation")
        check.same(a * 0, 0, "a * 0")
        check.same(a * -1, -a, "a * -1")
        check.same(math.type(a / 1), "float", "division gives a float")
    elseif math.type(a) == "float" then
        check.same(a * 1, a, "a * 1")
        check.same(a - 0.0, a, "a - 0.0")
        check.same(-(-a), a, "double negation")
        if a == 0 then
            check.same(a + 0.0, 0.0, "the sum of zeros is positive unless both are negative")
            check.same(a + -0.0, a, "a + -0.0")
        end
        if a ~= a or a == math.huge or a == -math.huge then
            check.same(a - a, 0 / 0, "no difference")
            check.same(a * 0, 0 / 0, "no product with zero")
        end
    end
end

-- The integer zero has no sign, so it turns a negative zero into a positive one only in sums.
check.same(-0.0 + 0, 0.0)
local integer_zero = 0
check.same(-0.0 - integer_zero, -0.0)
check.same(0 * -1.0, -0.0)
check.same(0 // -1, 0)
check.same(0.0 // -1, -0.0)
check.same(-0, 0)
check.same(0 % -1.5, -0.0 + 0.0)

print "done"
