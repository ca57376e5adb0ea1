-- Finalizers of objects that die young and old, their order, and resurrection.

collectgarbage("incremental")

local function churn(n)
    local t
    for i = 1, n or 200000 do t = {i} end
    return t
end

-- In a full collection the last marked is the first finalized.
local log = {}
local function mark(name)
    return setmetatable({name}, {__gc = function(o) log[#log + 1] = o[1] end})
end
do
    local a, b, c = mark("a"), mark("b"), mark("c")
    a, b, c = nil, nil, nil
end
collectgarbage()
assert(table.concat(log) == "cba", table.concat(log))

-- Nobody has to ask for that.
local finalized = 0
for i = 1, 1000 do
    setmetatable({}, {__gc = function() finalized = finalized + 1 end})
end
churn(2000000)
assert(finalized > 900, finalized)
collectgarbage()
assert(finalized == 1000)

-- When one has run, a cycle has ended: what was dead before, old or young, has left weak tables.
local entries, objects = setmetatable({}, {__mode = "k"}), setmetatable({}, {__mode = "v"})
local function fill()
    for i = 1, 100 do
        local object = {}
        entries[object], objects[i] = i, object
    end
end
local function count(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local function cycle()
    local ended = false
    local function drop() setmetatable({}, {__gc = function() ended = true end}) end
    drop()
    repeat churn(1000) until ended
end
fill()
cycle()
assert(count(entries) == 0 and count(objects) == 0)
fill()
local found = {}
for key in pairs(entries) do found[#found + 1] = key end
cycle()
assert(count(entries) == 100 and count(objects) == 100)
found = nil
cycle()
assert(count(entries) == 0 and count(objects) == 0)

-- What it finalizes has left weak values, too, and so has what only that referred to.
local values = setmetatable({}, {__mode = "v"})
local seen
local function drop()
    local child = {}
    local object = setmetatable({child}, {__gc = function() seen = {count(values)} end})
    values.object, values.child = object, child
end
drop()
repeat churn(1000) until seen
assert(seen[1] == 0)

-- A finalizer sees its object whole, and what it refers to; it may keep it, and mark it again.
local saved
local times = 0
local mt = {}
function mt.__gc(o)
    times = times + 1
    assert(o.child.text == "child " .. o.n)
    saved = o
    if times < 3 then setmetatable(o, mt) end
end
local o = setmetatable({n = 7, child = {text = "child 7"}}, mt)
o = nil
for round = 1, 3 do
    collectgarbage()
    assert(times == round and saved.child.text == "child 7")
    saved = nil
end
collectgarbage()
assert(times == 3)

-- Objects that get old before they die.
local old = {}
for i = 1, 100 do old[i] = mark(i) end
churn()
log = {}
for i = 1, 100 do old[i] = nil end
collectgarbage()
assert(#log == 100)
for i = 1, 100 do assert(log[i] == 101 - i) end

-- Weak references to an object that is finalized: values go before, keys after.
local keys = setmetatable({}, {__mode = "k"})
seen = nil
do
    local x = setmetatable({}, {__gc = function(x) seen = {values[1], keys[x]} end})
    values[1], keys[x] = x, "info"
end
collectgarbage()
assert(seen[1] == nil and seen[2] == "info" or seen[1] == "info")
collectgarbage()
assert(next(keys) == nil)

-- One that allocates, collects and raises.
warn("@off")
local ran = 0
for i = 1, 50 do
    setmetatable({}, {__gc = function()
        ran = ran + 1
        churn(1000)
        collectgarbage("step")
        error({})
    end})
end
collectgarbage()
churn()
collectgarbage()
assert(ran == 50)
print("done")
