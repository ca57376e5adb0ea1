-- Float loops: when start or step is a float, everything is; the variable accumulates by addition,
-- with the rounding this brings.

package.path = "../?.lua"
local check = require "check"

local huge = math.huge

local function run(from, to, step)
    local seen = {}
    for i = from, to, step do
        if #seen == 12 then seen[13] = "..." break end
        seen[#seen + 1] = check.text(i)
    end
    return table.concat(seen, " ")
end

local cases = {
    { 1.0, 3, 1 }, { 1, 3, 1.0 }, { 1, 3.0, 1 }, { 1.0, 3.0, 1.0 }, { 0.5, 3, 1 }, { 3, 0.5, -0.5 }, { 3.0, 1, 1 },
    { 0, 1, 0.1 }, { 1, 0, -0.1 }, { 0.0, 0.0, 1 }, { -0.0, 0.0, 1 }, { 0.0, -0.0, 1 }, { 1.5, 1.5, 100 },
    { 1, huge, 2.0 ^ 1000 }, { 1.0, -huge, -2.0 ^ 1000 }, { -huge, 0, 1 }, { huge, 0, -1 }, { huge, huge, 1 },
    { 0.0, 1, huge }, { 0.0, -1, -huge }, { 1, 2, huge },
    { 0 / 0, 1, 1 }, { 1.0, 0 / 0, 1 }, { 1.0, 2, 0 / 0 }, { 2.0, 1, 0 / 0 },
    { 2.0 ^ 53 - 2, 2.0 ^ 53 + 2, 1 }, { 2.0 ^ 53, 2.0 ^ 53 + 4, 1.0 }, { 2.0 ^ 63, 2.0 ^ 63, 1 },
    { math.maxinteger - 1, math.maxinteger, 1.0 }, { math.mininteger, math.mininteger + 1, 1.0 },
    { math.maxinteger + 0.0, huge, 2.0 ^ 62 }, { -5e-324, 5e-324, 5e-324 },
}
for _, case in ipairs(cases) do
    print(check.texts(table.unpack(case)), run(table.unpack(case)))
end

-- Tenths: eleven values or ten depends on rounding alone.
local count, last = 0, nil
for x = 0, 1, 0.1 do count, last = count + 1, x end
check.show("tenths", count, last)
count = 0
for x = 1, 0, -0.1 do count, last = count + 1, x end
check.show("tenths down", count, last)
count = 0
for x = 0, 1, 0.125 do count, last = count + 1, x end
check.show("eighths", count, last)

-- The type of the variable follows from start and step; the limit has no say.
for _, case in ipairs { { 1, 1, 1 }, { 1, 1.0, 1 }, { 1.0, 1, 1 }, { 1, 1, 1.0 } } do
    for i = case[1], case[2], case[3] do print(math.type(i)) end
end

-- Against a loop written by hand.
local function by_hand(from, to, step)
    local list = {}
    local x = from + 0.0
    while step > 0 and x <= to or step < 0 and x >= to do
        list[#list + 1] = x
        x = x + step
    end
    return list
end
for _, step in ipairs { 0.1, 0.3, 0.7, 1.1, 2.5, -0.1, -0.3, -1.7 } do
    for _, from in ipairs { 0.0, 1.0, -3.3, 10.1 } do
        for _, to in ipairs { 5.0, -5.0, 10.1, 0.0 } do
            local expected, n = by_hand(from, to, step), 0
            for x = from, to, step do
                n = n + 1
                check.same(x, expected[n])
            end
            check.same(n, #expected)
        end
    end
end

-- Errors mention what was wrong, and integers are not involved.
local function loop(a, b, c) for _ = a, b, c do return "ran" end return "did not run" end
check.try("limit", loop, 1.0, "2", 1)
check.try("limit", loop, 1.0, {}, 1)
check.try("step", loop, 1.0, 2, "1")
check.try("start", loop, "1", 2.0, 1.0)
check.try("zero", loop, 1.0, 2, 0)
check.try("zero", loop, 1.0, 2, 0.0)
check.try("nil limit", loop, 0.5, nil, 1)

-- Sums of float loops.
local sum = 0
for x = 0.25, 1000, 0.25 do sum = sum + x end
check.same(sum, 2000500.0)
local product = 1
for x = 1.0, 20 do product = product * x end
check.same(product, 2432902008176640000.0)

print "done"
