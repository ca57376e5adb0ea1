-- A metatable of its own for every object: all behave alike although no two are the same, until one is changed.

package.path = "../?.lua"
local check = require "check"

local Class = { kind = "class" }
function Class:get() return self.v end
function Class:set(v) self.v = v return self end
local function new(v) return setmetatable({ v = v }, { __index = Class }) end

local objects = {}
for i = 1, 500 do objects[i] = new(i) end
local function total() local t = 0 for i = 1, #objects do t = t + objects[i]:get() end return t end
check.same(total(), 125250)
for i = 1, 500 do assert(getmetatable(objects[i]) ~= getmetatable(objects[i % 500 + 1])) end

-- Methods redefined in the class are seen by all.
function Class:get() return -self.v end
check.same(total(), -125250)
function Class:get() return self.v end

-- One metatable is changed: only its object behaves differently.
getmetatable(objects[100]).__index = { get = function() return 1000000 end }
check.same(total(), 125250 - 100 + 1000000)
getmetatable(objects[100]).__index = Class
check.same(total(), 125250)
getmetatable(objects[200]).__index = function(o, k) return Class[k] end
check.same(total(), 125250)
setmetatable(objects[300], { __index = setmetatable({ get = function(self) return self.v * 2 end },
    { __index = Class }) })
check.same(total(), 125250 + 300)
check.same(objects[300].kind, "class")

-- A metamethod added to one of them.
getmetatable(objects[1]).__add = function(a, b) return "added" end
check.same(objects[1] + objects[2], "added")
check.same(objects[2] + objects[1], "added")
check.try("others have none", function() return objects[2] + objects[3] end)
getmetatable(objects[1]).__add = nil
check.try("none again", function() return objects[1] + objects[2] end)

-- Metatables with closures made for each object: __index functions with private state.
local function private(secret)
    local reads = 0
    return setmetatable({}, {
        __index = function(_,
            k) reads = reads + 1 if k == "secret" then return secret elseif k == "reads" then return reads end end,
        __newindex = function(_, k, v) if k == "secret" then secret = v else error("unknown field " .. k, 2) end end,
        __call = function(_, d) secret = secret + d return secret end,
    })
end
local p, q = private(1), private(100)
for i = 1, 200 do
    p.secret = p.secret + 1
    q(i % 2)
end
check.list({ p.secret, q.secret, p.reads, q.reads }, 201, 200, 202, 2)
check.try("unknown", function() p.other = 1 end)

-- Metatables of three different shapes mixed at one place.
local makers = {
    function(v) return setmetatable({ v = v }, { __index = Class }) end,
    function(v) return setmetatable({ v = v }, { __index = Class, __len = function() return v end }) end,
    function(v) return setmetatable({ w = 0, v = v }, { __name = "third", __index = function(_,
        k) return Class[k] end }) end,
}
local sum, lengths = 0, 0
for i = 1, 600 do
    local o = makers[i % 3 + 1](i)
    sum = sum + o:get() + (i % 3 == 1 and #o or 0)
    o:set(i % 7)
    lengths = lengths + #o + o.v
end
print(sum, lengths)

-- The metatable is the class of one object and the instance of another.
local Meta = { __index = { describe = function(self) return "class " .. self.name end } }
local classes = {}
for i = 1, 20 do
    local c = setmetatable({ name = "C" .. i }, Meta)
    c.__index = c
    c.__tostring = function(o) return o.name .. "#" .. o.id end
    classes[i] = c
end
local texts = {}
for i = 1, 60 do texts[i] = tostring(setmetatable({ id = i }, classes[i % 20 + 1])) end
print(texts[1], texts[20], texts[60], classes[7]:describe())

-- Fresh metatables for tables that already have fields, after many accesses, and for those made by constructors.
local record = { a = 1, b = 2, c = 3 }
local function read() return record.a, record.b, record.missing end
for _ = 1, 100 do check.list({ read() }, 1, 2, nil) end
setmetatable(record, { __index = { missing = "found" } })
for _ = 1, 100 do check.list({ read() }, 1, 2, "found") end
record.missing = "own"
check.list({ read() }, 1, 2, "own")
record.missing = nil
setmetatable(record, { __index = { missing = "found elsewhere" } })
check.list({ read() }, 1, 2, "found elsewhere")
record.a = nil
getmetatable(record).__index.a = "inherited a"
check.list({ read() }, "inherited a", 2, "found elsewhere")

-- Objects that are dropped at once.
local kept = 0
for i = 1, 20000 do
    local o = new(i)
    if o:set(i + 1):get() % 1000 == 0 then kept = kept + 1 end
end
check.same(kept, 20)

print "done"
