-- Equality of objects of many shapes, of some that have no `__eq`, and of values of other types, at the same places.

package.path = "../?.lua"
local check = require "check"

local Point = {}
Point.__index = Point
Point.__eq = function(a, b) return a.x == b.x end
local function new(x, fields)
    local object = setmetatable({}, Point)
    for i = 1, fields do object["f" .. i] = i end
    object.x = x
    return object
end
local points = {}
for i = 1, 12 do points[i] = new(i % 3, i % 7) end
local others = {{}, {x = 1}, setmetatable({}, {}), setmetatable({x = 2}, {__eq = function() return true end})}
local values = {1, "a", true, 2.5, print}

local function equal(a, b) return a == b end
local function differ(a, b) if a ~= b then return 1 else return 0 end end
local function count(left, right)
    local equals, differs = 0, 0
    for i = 1, #left do
        for j = 1, #right do
            if equal(left[i], right[j]) then equals = equals + 1 end
            differs = differs + differ(left[i], right[j])
        end
    end
    return equals, differs
end
for round = 1, 40 do
    check.list({ count(points, points) }, 48, 96)
end
-- The first operand's metamethod is asked, then the second one's.
for round = 1, 40 do
    check.list({ count(points, others) }, 4 + 4, 40)
    check.list({ count(others, points) }, 4 + 12, 32)
    check.list({ count(others, others) }, 4 + 6, 6)
end
for round = 1, 40 do
    check.list({ count(points, values) }, 0, 60)
    check.list({ count(values, points) }, 0, 60)
    check.list({ count(values, values) }, 5, 20)
end

print "done"
