-- Accesses by computed keys of which there are a few: tables of functions by name, components by name, fields by a list.

package.path = "../?.lua"
local check = require "check"

-- A table of operations.
local operations = {
    add = function(state, n) state.x = state.x + n end,
    double = function(state) state.x = state.x * 2 end,
    swap = function(state) state.x, state.y = state.y, state.x end,
    none = function() end,
}
local function run(program, n)
    local state = {x = 1, y = 2}
    for i = 1, n do
        local step = program[i % #program + 1]
        operations[step](state, i)
        if state.x > 1e6 then state.x = state.x % 1000 end
    end
    return state.x, state.y
end
check.list({ run({"add", "double", "swap", "none"}, 4000) }, 63376, 27752)
-- A key that was not met, one that is made, and one that nothing has.
operations.later = function(state) state.y = 0 end
check.list({ run({"add", "later", "swap"}, 3000) }, 3000, 2997)
local made = {}
for i, part in ipairs {"ad", "doub", "swa"} do made[i] = part .. ("d le p "):sub(2 * i - 1, 2 * i):gsub(" ", "") end
check.list({ run({"add", "double", "swap"}, 300) }, run(made, 300))
check.same(select(2, pcall(run, {"add", "nothing"}, 5)):match "attempt to call a nil value %(field '%?'%)" ~= nil, true)

-- Which of several kinds of objects have all of some fields.
local kinds = {}
for i = 1, 12 do
    local object = {id = i}
    if i % 2 == 0 then object.position = i end
    if i % 3 == 0 then object.speed = i end
    if i % 4 == 0 then object.name = "n" .. i end
    kinds[i] = object
end
local function has(object, fields)
    for i = 1, #fields do
        if object[fields[i]] == nil then return false end
    end
    return true
end
local function count(fields)
    local n = 0
    for i = 1, #kinds do if has(kinds[i], fields) then n = n + 1 end end
    return n
end
for i = 1, 100 do
    check.list({ count {"position"}, count {"position", "speed"}, count {"id", "name"}, count {"speed", "name"} }, 6, 2, 3, 1)
end
kinds[2].speed, kinds[4].name = 1, nil
for i = 1, 100 do
    check.list({ count {"position"}, count {"position", "speed"}, count {"id", "name"}, count {"speed", "name"} }, 6, 3, 2, 1)
end

-- Writing: fields that are there, are added, are cleared; integers and other values among the keys.
local function set(object, keys, value)
    for i = 1, #keys do object[keys[i]] = value end
    return object
end
for i = 1, 200 do
    local object = set({a = 1, b = 2}, {"a", "b", "c"}, i)
    check.list({ object.a, object.b, object.c, object.d }, i, i, i, nil)
    set(object, {"a", "c", "d"}, nil)
    check.list({ object.a, object.b, object.c, object.d, next(object) }, nil, i, nil, nil, "b", i)
    object = set({}, {1, "a", 2, true, 1.5}, i)
    check.list({ object[1], object.a, object[2], object[true], object[1.5] }, i, i, i, i, i)
end

-- Through metatables: inherited methods by name, and fields that a function serves.
local Class = {}
Class.__index = Class
function Class.first(self) return self.n end
function Class.second(self) return -self.n end
local served = setmetatable({}, {__index = function(_, key) return function(self) return #key end end})
local function call(object, names)
    local sum = 0
    for i = 1, #names do sum = sum + object[names[i]](object) end
    return sum
end
local object = setmetatable({n = 5, own = function() return 1 end}, Class)
for i = 1, 200 do
    check.same(call(object, {"first", "second", "own", "first"}), 6)
    check.same(call(served, {"first", "second"}), 11)
end
Class.second = function() return 100 end
for i = 1, 200 do check.same(call(object, {"first", "second", "own", "first"}), 111) end

print "done"
