-- Weak tables while collections go on in steps: what is held stays, what is not goes, and a cache that is written all the
-- time is cleared all the same.

local function cycle()
    for _ = 1, 1000 do
        if collectgarbage("step", 64) then break end
    end
end

-- A cache with weak values.
local cache = setmetatable({}, {__mode = "v"})
local held = {}
for i = 1, 500 do
    cache[i] = {i}
    if i % 10 == 0 then held[i] = cache[i] end
    if i % 50 == 0 then collectgarbage("step", 1) end
end
cycle()
collectgarbage()
for i = 1, 500 do
    assert((cache[i] ~= nil) == (i % 10 == 0))
    assert(cache[i] == held[i])
end

-- Ephemerons in a chain: each value is the next key.
local chain = setmetatable({}, {__mode = "k"})
local first = {}
local key = first
for _ = 1, 200 do
    local nextKey = {}
    chain[key] = nextKey
    key = nextKey
end
key = nil
collectgarbage()
local n = 0
local k = first
while chain[k] do
    k = chain[k]
    n = n + 1
end
assert(n == 200)
first, k = nil, nil
collectgarbage()
assert(next(chain) == nil)

-- A cache whose entries are replaced all the time, in automatic collections.
local written = setmetatable({}, {__mode = "v"})
local most = 0
for i = 1, 300000 do
    written[i] = {i}
    if i % 50000 == 0 then
        local live = 0
        for _ in pairs(written) do live = live + 1 end
        most = math.max(most, live)
    end
end
collectgarbage()
assert(next(written) == nil)

-- A table that stops being weak in the middle of a cycle, and one that begins to be.
for _ = 1, 20 do
    local t = setmetatable({}, {__mode = "kv"})
    for i = 1, 50 do t[i] = {i} end
    local u = {}
    for i = 1, 50 do u[{}] = {i} end
    collectgarbage("step", 0)
    local kept = {}
    for i = 1, 50 do t[i] = {i} kept[i] = t[i] end
    setmetatable(t, nil)
    kept = nil
    setmetatable(u, {__mode = "k"})
    cycle()
    for i = 1, 50 do assert(t[i][1] == i) end
    collectgarbage()
    assert(next(u) == nil and t[50][1] == 50)
end

-- A module-like table with weak values keeps its cells.
local module = setmetatable({}, {__mode = "v"})
module.strong = print
module.weak = {}
local object = setmetatable({}, {__index = module})
assert(object.strong == print)
collectgarbage()
assert(object.strong == print and object.weak == nil and module.weak == nil)
module.weak = object
assert(module.weak == object)

-- Strings as keys and values are never removed.
local strings = setmetatable({}, {__mode = "kv"})
for i = 1, 100 do strings["key " .. i] = "value " .. i end
collectgarbage()
for i = 1, 100 do assert(strings["key " .. i] == "value " .. i) end
print("done")
