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
-- Coroutines that wait in functions which die with them, while other code is thrown away: nobody looks at their frames.
local function wait_and_drop(round)
    local body = load [[
        local function count(n) for i = 1, n do coroutine.yield(i) end end
        return function(n) count(n) return count(n) end
    ]]()
    local sum = 0
    for _ = 1, 4 do
        local next_number = coroutine.wrap(body)
        next_number(60)
        for _ = 1, 80 do sum = sum + next_number() end
    end
    return sum
end
for round = 1, 20 do
    local name = "constant_" .. round
    local read = load(name .. " = 3 return function(n) local s = 0 for i = 1, n do s = s + " .. name .. " end return s end")()
    for _ = 1, 30 do check.same(read(20), 60) end
    check.same(wait_and_drop(round), 4 * (60 * 61 // 2 - 1 + 21 * 22 // 2))
    for _ = 1, 1000 do if collectgarbage "step" then break end end
    _G[name] = 4
    check.same(read(10), 40)
    _G[name] = nil
end
print "done"
