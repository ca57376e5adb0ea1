-- table.sort at its limits: large inputs, order functions that are no orders, sizes that are refused.

package.path = "../?.lua"
local check = require "check"

local function sorted(t, less)
    for i = 2, #t do if less and less(t[i], t[i - 1]) or not less and t[i] < t[i - 1] then return false end end
    return true
end

-- 50,000 items, in orders that are known to be hard.
local state = 12345
local function random(n) state = (state * 1103515245 + 12345) & 0x7fffffff return (state >> 8) % n + 1 end
local makers = {
    random = function() return random(1000000) end, ascending = function(i) return i end,
        descending = function(i) return -i end,
    equal = function() return 1 end, organ = function(i) return i < 25000 and i or 50000 - i end,
        saw = function(i) return i % 1000 end,
}
for name, make in pairs(makers) do
    local t, sum = {}, 0
    for i = 1, 50000 do t[i] = make(i) sum = sum + t[i] end
    table.sort(t)
    assert(sorted(t), name)
    for i = 1, #t do sum = sum - t[i] end
    check.same(sum, 0)
end
local texts = {}
for i = 1, 20000 do texts[i] = ("%x"):format(random(1 << 30)) end
table.sort(texts)
assert(sorted(texts))
local objects = {}
for i = 1, 20000 do objects[i] = { key = random(500), id = i } end
table.sort(objects, function(a, b) return a.key < b.key or a.key == b.key and a.id < b.id end)
assert(sorted(objects, function(a, b) return a.key < b.key or a.key == b.key and a.id < b.id end))

-- Order functions that contradict themselves: either an error that says so, or some order; never worse.
local functions = {
    always = function() return true end, never = function() return false end, less_or_equal = function(a,
        b) return a <= b end,
    greater_or_equal = function(a, b) return a >= b end, different = function(a, b) return a ~= b end,
    alternating = (function() local flip = false return function() flip = not flip return flip end end)(),
    random = function() return random(2) == 1 end, parity = function(a, b) return a % 2 < b % 2 end,
}
local names = {}
for name in pairs(functions) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
    for _, n in ipairs { 2, 3, 4, 10, 50, 100, 101, 200, 1000 } do
        local t, sum = {}, 0
        for i = 1, n do t[i] = i * 7 % n sum = sum + t[i] end
        local ok, message = pcall(table.sort, t, functions[name])
        if not ok then assert(message:find "invalid order function for sorting" or message:find "attempt to compare",
            message) end
        if ok then
            for i = 1, n do sum = sum - t[i] end
            check.same(sum, 0)
        end
    end
end

-- Small inputs with a fixed wrong order, whose outcome follows from the algorithm's first steps.
check.try("three, always", table.sort, { 1, 2, 3 }, function() return true end)
check.try("sixteen, always", table.sort, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
    function() return true end)
check.try("NaN among numbers", function()
    local t = { 3, 0 / 0, 1, 2 }
    table.sort(t)
    return #t
end)

-- Refused: too large, not comparable, not a function.
check.try("too large", table.sort, setmetatable({}, { __len = function() return math.maxinteger end }))
check.try("too large by one", table.sort, setmetatable({}, { __len = function() return (1 << 31) - 1 end }))
check.try("negative length", table.sort, setmetatable({}, { __len = function() return -1 end }))
check.try("nil inside", table.sort, { 5, nil, 3 })
check.try("mixed", table.sort, { 1, "one", 2 })

-- An order function that changes the table, throws at some step, or sorts again.
local t = {}
for i = 1, 200 do t[i] = 200 - i end
local steps = 0
pcall(table.sort, t, function(a, b) steps = steps + 1 t[#t] = random(200) return a < b end)
assert(steps > 0)
for stop = 1, 200, 13 do
    for i = 1, 100 do t[i] = i * 37 % 101 end
    local count = 0
    local ok, message = pcall(table.sort, t, function(a, b) count = count + 1 if count == stop then error("stopped",
        0) end return a < b end)
    check.list({ ok, message }, false, "stopped")
end
local depth = 0
local function deep(a, b)
    depth = depth + 1
    if depth < 8 then table.sort({ 3, 1, 2 }, deep) end
    depth = depth - 1
    return a < b
end
local u = { 5, 4, 3, 2, 1 }
table.sort(u, deep)
check.list(u, 1, 2, 3, 4, 5)

print "done"
