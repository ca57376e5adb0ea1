-- next, pairs and ipairs: every key once, assignments and removals during a traversal, order of arrays,
-- borders seen by ipairs, and metamethods.

package.path = "../?.lua"
local check = require "check"

local function keys_of(t)
    local keys = {}
    for k in pairs(t) do keys[#keys + 1] = check.text(k) end
    table.sort(keys)
    return table.concat(keys, " ")
end

-- Every key exactly once, whatever parts the table is made of.
print(keys_of { 1, 2, 3, x = 1, y = 2, [10] = 1, [2.5] = 1, [true] = 1 })
print(keys_of {})
local t = {}
for i = 1, 100 do t[i], t["k" .. i], t[-i], t[i + 0.5] = i, i, i, i end
local count, sum = 0, 0
for k, v in pairs(t) do count, sum = count + 1, sum + v end
check.list({ count, sum }, 400, 20200)

-- Arrays come in order, from 1.
local array = {}
for i = 1, 50 do array[i] = i * i end
local at = 0
for k, v in pairs(array) do
    at = at + 1
    check.list({ k, v }, at, at * at)
end
check.same(at, 50)
at = 0
for k, v in next, { "a", "b", "c" } do at = at + 1 check.same(k, at) end

-- Values may be assigned and fields cleared while the traversal is on its way.
local doubled = {}
for i = 1, 40 do doubled[i], doubled["s" .. i] = i, i end
for k, v in pairs(doubled) do doubled[k] = v * 2 end
sum = 0
for _, v in pairs(doubled) do sum = sum + v end
check.same(sum, 40 * 41 * 2)
count = 0
for k in pairs(doubled) do count = count + 1 doubled[k] = nil end
check.list({ count, next(doubled) }, 80)
local halves = {}
for i = 1, 64 do halves[i], halves["s" .. i] = i, i end
for k, v in pairs(halves) do if v % 2 == 0 then halves[k] = nil end end
count = 0
for _, v in pairs(halves) do count = count + 1 check.same(v % 2, 1) end
check.same(count, 64)

-- With collections in between: cleared keys are remembered until the traversal is over.
local objects = {}
for i = 1, 100 do objects[{}] = i end
count = 0
for k in pairs(objects) do
    objects[k] = nil
    count = count + 1
    if count % 10 == 0 then collectgarbage() end
end
check.same(count, 100)
check.same(next(objects), nil)

-- Clearing other keys than the current one.
local others = {}
for i = 1, 20 do others["k" .. i] = i end
count = 0
for k in pairs(others) do
    count = count + 1
    for i = 1, 20 do if "k" .. i ~= k then others["k" .. i] = nil end end
end
check.same(count, 1)

-- next on its own.
check.list({ next { 5 } }, 1, 5)
check.list({ next({ 5 }, nil) }, 1, 5)
check.same(next({ 5 }, 1), nil)
check.try("next of a float for an integer key", next, { 5 }, 1.0) -- not normalised here
check.same(select("#", next {}), 1)
check.try("next of an absent key", next, { 1 }, 2)
check.try("next of an absent string", next, { x = 1 }, "y")
check.try("next of a float key", next, { 1, 2 }, 1.5)
check.try("next of no table", next, nil)
check.try("next without arguments", next)
check.try("next of a string", next, "abc")
check.try("next of NaN", next, {}, 0 / 0)
local single = { only = "value" }
check.list({ next(single) }, "only", "value")
check.same(next(single, "only"), nil)
single.only = nil
check.same(next(single), nil)

-- A traversal by hand, interrupted and taken up again.
local hand, k = { a = 1, b = 2, c = 3 }, nil
local first = next(hand)
local rest = {}
k = first
while true do
    k = next(hand, k)
    if k == nil then break end
    rest[#rest + 1] = k
end
check.same(#rest, 2)

-- ipairs stops at the first nil, follows __index, and sees what is added at the end.
local list = { 1, 2, nil, 4 }
count = 0
for _ in ipairs(list) do count = count + 1 end
check.same(count, 2)
local grown = { 1 }
for i, v in ipairs(grown) do if i < 10 then grown[i + 1] = v + 1 end end
check.same(#grown, 10)
local proxy = setmetatable({}, { __index = function(_, i) if i <= 5 then return i * 10 end end })
local parts = {}
for i, v in ipairs(proxy) do parts[i] = v end
print(table.concat(parts, " "))
check.list({ (ipairs {}) == (ipairs { 1 }), select(3, ipairs {}) }, true, 0)
check.list({ (ipairs {})({ "x" }, 0) }, 1, "x")
check.same((ipairs {})({ "x" }, 1), nil)
check.try("ipairs of a number", function() for _ in ipairs(5) do end end)
for i, c in ipairs("string") do error "strings have no integer fields" end
check.try("ipairs of nil", ipairs, nil)
check.try("ipairs", ipairs)

-- pairs gives next, the table and nil, or what __pairs returns.
local p1, p2, p3 = pairs(hand)
check.list({ p1, p2, p3 }, next, hand, nil)
local customised = setmetatable({}, { __pairs = function(self) return function(_, key) if not key then return 1,
    "one" end end, self, nil, "extra" end })
for key, value in pairs(customised) do print("custom", key, value) end
check.same(select("#", pairs(customised)), 3)
check.try("pairs of a number", pairs, 5)
check.try("pairs without arguments", pairs)
check.try("__pairs not callable", pairs, setmetatable({}, { __pairs = 1 }))
setmetatable(customised, nil)
check.list({ pairs(customised) }, next, customised, nil)

-- Nested traversals of one table, and of a table that was rebuilt many times.
local grid = 0
for a in pairs(hand) do for b in pairs(hand) do for c in pairs(hand) do grid = grid + 1 end end end
check.same(grid, 27)
local churn = {}
for round = 1, 30 do
    for i = 1, 100 do churn[round * 1000 + i] = i end
    for i = 1, 100 do churn[round * 1000 + i] = nil end
    churn[round] = true
end
count = 0
for key in pairs(churn) do count = count + 1 end
check.same(count, 30)

print "done"
