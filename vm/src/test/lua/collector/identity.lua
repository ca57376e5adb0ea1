-- What programs see of an object's identity does not change when it moves: as a key, as text, as an upvalue's number.

local function churn()
    local t
    for i = 1, 150000 do t = {i} end
    return t
end

local objects = {}
for i = 1, 50 do
    local upvalue = i
    objects[#objects + 1] = {}
    objects[#objects + 1] = function() upvalue = upvalue + 1 return upvalue end
    objects[#objects + 1] = coroutine.create(print)
    objects[#objects + 1] = ("long "):rep(50) .. i
end
local texts, numbers, places, ids = {}, {}, {}, {}
local different = {}
for i, o in ipairs(objects) do
    texts[i] = type(o) == "string" and string.format("%p", o) or tostring(o)
    numbers[i] = string.format("%p", o)
    assert(not different[numbers[i]])
    different[numbers[i]] = true
    places[o] = i
    if type(o) == "function" then ids[i] = debug.upvalueid(o, 1) end
end
for _ = 1, 4 do
    churn()
    collectgarbage("step", 0)
    for i, o in ipairs(objects) do
        assert(texts[i] == (type(o) == "string" and string.format("%p", o) or tostring(o)))
        assert(numbers[i] == string.format("%p", o))
        assert(places[o] == i)
        if ids[i] then assert(ids[i] == debug.upvalueid(o, 1)) end
    end
end
collectgarbage()
for i, o in ipairs(objects) do
    assert(numbers[i] == string.format("%p", o) and places[o] == i)
    if ids[i] then assert(ids[i] == debug.upvalueid(o, 1)) end
end

-- Computed keys make shapes; keys of tables that die make room.
for round = 1, 5 do
    local t = {}
    for i = 1, 20 do t["round" .. round .. "key" .. i] = i end
    churn()
    for i = 1, 20 do assert(t["round" .. round .. "key" .. i] == i) end
end

-- A dictionary that becomes a module, with fields in the object.
local d = {a = 1, b = 2, c = 3}
for i = 1, 200 do d["computed" .. i] = i end
local o = setmetatable({}, {__index = d})
assert(o.a == 1 and o.computed7 == 7)
for _ = 1, 3 do
    assert(d.a == 1 and d.b == 2 and d.c == 3 and d.computed200 == 200)
    d.a = 1
end
print("done")
