-- Compiled functions that die together with what they rest on: their class, its metatable, captured variables; others that
-- get their addresses.

package.path = "../?.lua"
local check = require "check"

local source = [[
    local factor = ...
    local Class = {}
    Class.__index = Class
    Class.__add = function(a, b) return Class.new(a.value + b.value) end
    function Class.new(value) return setmetatable({ value = value }, Class) end
    function Class:scaled() return self.value * factor end
    local function run(list)
        local sum = Class.new(0)
        for i = 1, #list do sum = sum + Class.new(list[i]) end
        return sum:scaled()
    end
    return run
]]
local total = 0
for round = 1, 25 do
    local run = load(source)(round)
    for _ = 1, 40 do total = total + run { 1, 2, 3 } end
    if round % 2 == 0 then total = total + run { 0.5, 1.5 } end
    run = nil
    collectgarbage()
    if round % 5 == 0 then collectgarbage() end
end
check.same(total, 40 * 6 * 325 + 2.0 * 156)

-- A proxy for a table, whose metatable has closures of its own.
local function proxy(target)
    return setmetatable({}, {
        __index = function(_, k) return target[k] end,
        __newindex = function(_, k, v) target[k] = v end,
        __len = function() return #target end,
    })
end
for _ = 1, 12 do
    local list = proxy {}
    for i = 1, 12 do table.insert(list, 1, i) end
    table.sort(list)
    for i = 1, 12 do check.same(list[i], i) end
    while #list > 0 do table.remove(list) end
    list = nil
    collectgarbage()
end
print "done"
