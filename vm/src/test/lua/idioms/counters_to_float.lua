-- Idiom: counters and sums that start as integers and become floats.
-- Changes on the way: in the middle of loops, in fields, upvalues, parameters, returned values, comparisons; back
-- again.

package.path = "../?.lua"
local check = require "check"

-- A local sum that turns at iteration k, for several k.
local function turning(n, k, step)
    local sum = 0
    for i = 1, n do
        if i == k then sum = sum + step else sum = sum + i end
    end
    return sum
end
for _, k in ipairs { 0, 1, 2, 10, 1999, 2000, 4000 } do
    check.show("turning at " .. k, turning(4000, k, 0.5), turning(4000, k, 1), turning(4000, k, 1.0))
end
for _ = 1, 800 do turning(4000, 2000, 0.5) end

-- In a field, an upvalue, an array element, a global.
local function everywhere(n, k)
    local record, list, up = { count = 0 }, { 0 }, 0
    local function add(v) up = up + v end
    global_count = 0
    for i = 1, n do
        local d = i == k and 0.25 or 1
        record.count = record.count + d
        list[1] = list[1] + d
        add(d)
        global_count = global_count + d
    end
    return record.count, list[1], up, global_count
end
check.show("integers", everywhere(8000, 0))
check.show("floats from the middle", everywhere(8000, 4000))
check.show("floats at the end", everywhere(8000, 8000))
global_count = nil

-- Division, power and square root make floats; floor and // bring integers back.
local n, steps = 1, 0
for i = 1, 20000 do
    if n > 1000000 then n = n // 3 end
    if i % 7 == 0 then n = n / 2 elseif i % 11 == 0 then n = math.floor(n) else n = n * 3 + 1 end
    steps = steps + (math.type(n) == "integer" and 1 or 0)
end
check.show("back and forth", n, steps)
local mean = 0
for i = 1, 10000 do mean = mean + (i - mean) / i end
check.show("mean", mean)

-- Overflow: integers wrap, floats do not.
local wrap, float = math.maxinteger - 5000, math.maxinteger - 5000.0
for i = 1, 10000 do wrap, float = wrap + 1, float + 1 end
check.show("overflow", wrap, float)
local product, exact = 1, true
for i = 1, 30 do
    product = product * i
    if i == 21 then exact = product == 51090942171709440000 end
    if i == 25 then product = product + 0.0 end
end
check.show("factorial", product, exact)

-- Parameters of a function: integer calls, float calls, both at one place, strings.
local function f(a, b) if a < b then return a * 2 - b end return a - b // 1 end
local t = 0
for i = 1, 12000 do
    if i < 4000 then t = t + f(i, 2000) elseif i < 8000 then t = t + f(i / 4, 2000) else t = t + f(i % 2 == 0 and i or
        i + 0.5, 9000) end
end
check.show("parameters", t)
check.try("a string", function() return f("10", 3) end)

-- Loop variables: integer loops beside float loops over the same values, with keys.
local list = {}
for i = 1, 300 do list[i] = i end
t = 0
for round = 1, 40 do
    if round % 2 == 0 then for i = 1, 300 do t = t + list[i] end else for i = 1.0, 300 do t = t + list[i] end end
end
check.show("loops", t)

-- Comparisons and equality of a counter with limits of the other kind.
local hits = 0
local limit = 500
for i = 1, 12000 do
    local c = i % 1000
    if i == 6000 then limit = 499.5 end
    if i > 9000 then c = c + 0.0 end
    if c < limit then hits = hits + 1 end
    if c == 250.0 then hits = hits + 1000 end
    if c ~= 250 then hits = hits + 1 end
end
check.show("comparisons", hits)

-- -0.0, NaN and infinities appear in the course of a loop.
local z, kinds = 0, {}
for i = 1, 6000 do
    if i == 1000 then z = -0.0
    elseif i == 2000 then z = 1 / 0
    elseif i == 3000 then z = z - z
    elseif i == 4000 then z = 0
    end
    local r = z * 1
    local kind = r ~= r and "nan" or tostring(r)
    kinds[kind] = (kinds[kind] or 0) + 1
end
print(check.tree(kinds))

-- Accumulators of several kinds in one loop, swapped among each other.
local a, b, c = 0, 0.0, "0"
for i = 1, 9000 do
    a, b, c = b + 1, a + 1, c + 1
    if i % 1000 == 0 then a, b, c = c, a, b end
end
check.show("swapped", a, b, c)

-- Bit operations on floats with integral values, until one is broken.
local bits = 0
local ok, message = pcall(function()
    for i = 1, 9000 do
        local v = i < 3000 and i or i < 8999 and i + 0.0 or i + 0.5
        bits = bits ~ v
    end
end)
check.show("bits", bits, ok)
print(message)

-- What a short loop begins with is itself a sum: of a variable that is an integer here, whatever the loop makes of it.
local whole, third, found = 1, 1 / 3, {}
for i = 1, 600 do
    local term, total = whole, 0
    for j = 1, 2 do
        total = total + term
        term = term + third
    end
    local text = tostring(total)
    found[text] = (found[text] or 0) + 1
end
print(check.tree(found))

print "done"
