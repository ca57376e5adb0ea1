-- A random graph of objects of all kinds, changed at random, against a model that is only numbers. Objects get old at
-- different times, so that stores of all kinds go from old objects to young ones; large arrays and hash parts are among
-- them. What the graph holds is compared with the model again and again.

local seed = 12345
local function random(n)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % n + 1
end

local NODES <const> = 120
local holders = {}    -- holders[i]: how to store into node i, and to load from it
local model = {}      -- model[i]: the number in the object that node i holds

-- Each kind of holder keeps one object; the object knows its number.
local kinds = {
    function()    -- a field
        local t = {first = false}
        return function(v) t.first = v end, function() return t.first end
    end,
    function()    -- a field beyond those in the object
        local t = {}
        for i = 1, 40 do t["field" .. i] = i end
        return function(v) t.field40 = v end, function() return t.field40 end
    end,
    function()    -- an element of a small array
        local t = {1, 2, 3}
        return function(v) t[2] = v end, function() return t[2] end
    end,
    function()    -- an element of a large array, which moves in it
        local t = {}
        for i = 1, 3000 do t[i] = i end
        local at = 1500
        return function(v)
            t[at] = at
            at = random(3000)
            t[at] = v
        end, function() return t[at] end
    end,
    function()    -- a value in a large hash part
        local t = {}
        for i = 1, 1000 do t["key" .. i] = i end
        return function(v) t["key" .. 500] = v end, function() return t["key500"] end
    end,
    function()    -- a key of a hash part
        local t = {}
        return function(v)
            local k = next(t)
            if k ~= nil then t[k] = nil end
            t[v] = true
        end, function() return (next(t)) end
    end,
    function()    -- a captured variable
        local kept
        return function(v) kept = v end, function() return kept end
    end,
    function()    -- a variable of a coroutine that waits
        local exchange = coroutine.wrap(function()
            local kept
            while true do
                local command, v = coroutine.yield(kept)
                if command == "set" then kept = v end
            end
        end)
        exchange()
        return function(v) exchange("set", v) end, function() return exchange("get") end
    end,
    function()    -- a metatable's field
        local t = setmetatable({}, {__index = {}})
        return function(v) getmetatable(t).kept = v end, function() return getmetatable(t).kept end
    end,
    function()    -- a large array that is sorted, shifted and moved within
        local t = {}
        for i = 1, 2000 do t[i] = false end
        return function(v)
            t[1] = v
            for _ = 1, random(3) do table.insert(t, 1, false) end
            table.remove(t)
            table.move(t, 1, 10, random(5))
        end, function()
            for i = 1, #t do
                if t[i] then return t[i] end
            end
        end
    end,
}

local function object(number)
    local shape = random(4)
    if shape == 1 then
        return {number = number, spare = {}}
    elseif shape == 2 then
        return setmetatable({}, {__index = function(_, k) return k == "number" and number or nil end})
    elseif shape == 3 then
        local t = {}
        t.number, t.text = number, "text " .. number
        return t
    end
    return setmetatable({tostring(number)}, {__index = {number = number}})
end

local function same(i)
    local got = holders[i][2]()
    assert(got and got.number == model[i], i)
end

for i = 1, NODES do
    holders[i] = {kinds[(i - 1) % #kinds + 1]()}
    model[i] = i
    holders[i][1](object(i))
end

for round = 1, 4000 do
    local i = random(NODES)
    if random(3) == 1 then
        same(i)
    else
        model[i] = round
        holders[i][1](object(round))
    end
    if round % 100 == 0 then
        -- Another holder in its place, made now.
        local k = random(NODES)
        local kept = holders[k][2]()
        holders[k] = {kinds[(k - 1) % #kinds + 1]()}
        holders[k][1](kept)
    end
    if round % 250 == 0 then
        collectgarbage("step", 0)
    end
    if round % 1000 == 0 then
        collectgarbage()
        for n = 1, NODES do same(n) end
    end
end
for n = 1, NODES do same(n) end
print("done")
