-- Metatables that change while code depends on them: every access is repeated until any cache is warm, then
-- the ground is changed beneath it, and the same code must see the change at once.

package.path = "../?.lua"
local check = require "check"

local rounds = 300

-- Runs the access many times, then each change followed by many times again; prints what was seen.
local function watch(label, access, ...)
    local seen = {}
    for step = 0, select("#", ...) do
        if step > 0 then (select(step, ...))() end
        local first = check.outcome(access)
        for _ = 1, rounds do check.same(check.outcome(access), first, label) end
        seen[#seen + 1] = first
    end
    print(label, table.concat(seen, " | "))
end

-- An inherited field: shadowed, unshadowed, changed in the class, removed, found in another class.
local class = { field = "class" }
class.__index = class
local base = { field = "base" }
base.__index = base
local object = setmetatable({}, class)
watch("field", function() return object.field end,
    function() class.field = "changed" end,
    function() object.field = "own" end,
    function() object.field = nil end,
    function() class.field = nil end,
    function() setmetatable(class, base) end,
    function() base.field = 2 end,
    function() class.__index = function(_, k) return "function for " .. k end end,
    function() class.__index = base end,
    function() class.__index = nil end,
    function() class.__index = "string" end,
    function() class.__index = class end,
    function() setmetatable(object, base) end,
    function() setmetatable(object, nil) end,
    function() debug.setmetatable(object, class) end)

-- The middle of a chain: its own metatable leads to another table, to a function, to nothing.
local middle_meta = { __index = { deep = "root" } }
local leaf = setmetatable({}, { __index = setmetatable({}, middle_meta) })
watch("chain", function() return leaf.deep end,
    function() middle_meta.__index = { deep = "other" } end,
    function() middle_meta.__index = function(_, k) return k .. " by a function" end end,
    function() middle_meta.__index = nil end,
    function() middle_meta.__index = { deep = "again" } end)

-- Fields that functions serve: others, then none.
local served_meta = { __index = function(_, k) return k end }
local served = setmetatable({ own = 1 }, served_meta)
watch("function", function() return served.field, served.own end,
    function() served_meta.__index = function(_, k) return k .. "!" end end,
    function() served.field = "own" end,
    function() served.field = nil end,
    function() served_meta.__index = nil end,
    function() served_meta.__index = function() end end)

-- A method call.
local A, B = {}, {}
A.__index, B.__index = A, B
function A:name() return "A" .. self.n end
function B:name() return "B" .. self.n end
local thing = setmetatable({ n = 1 }, A)
watch("method", function() return thing:name() end,
    function() thing.n = 2 end,
    function() setmetatable(thing, B) end,
    function() function B:name() return "new B" .. self.n end end,
    function() B.name = nil end,
    function() setmetatable(B, A) end,
    function() thing.name = function() return "own" end end,
    function() thing.name = nil end,
    function() A.name = 42 end,
    function() A.name = setmetatable({}, { __call = function(_, self) return "callable" .. self.n end }) end)

-- The array part under an inherited default.
local list = setmetatable({ 1, 2, 3 }, { __index = { [4] = "four", [2] = "hidden" } })
watch("integer keys", function() return list[2], list[4], list[5] end,
    function() list[2] = nil end,
    function() list[4] = 4 end,
    function() getmetatable(list).__index[5] = "five" end,
    function() getmetatable(list).__index = function(_, k) return k * 100 end end,
    function() list[2] = "back" end)

-- Stores to an absent field, and to a present one.
local mt, log = {}, nil
local stored = setmetatable({}, mt)
watch("store", function()
    log = nil
    stored.x = "v"
    local r = rawget(stored, "x")
    rawset(stored, "x", nil)
    return r, log
end,
    function() mt.__newindex = function(_, k, v) log = "asked for " .. k end end,
    function() mt.__newindex = {} end,
    function() mt.__newindex = nil end,
    function() mt.__newindex = error end,
    function() mt.__newindex = function(t, k, v) rawset(t, k, v .. "!") end end,
    function() setmetatable(stored, nil) end)
local n = 0
stored.y = 0
watch("store to a present field", function() stored.y = stored.y == 1 and 2 or 1 return stored.y > 0, n end,
    function() setmetatable(stored, { __newindex = function(t, k, v) n = 1 rawset(t, k, v) end }) end,
    function() stored.y = nil stored.y = 5 end,
    function() getmetatable(stored).__newindex = nil end)

-- Operators.
local value = setmetatable({}, {})
local meta = getmetatable(value)
local function set(name, f) return function() meta[name] = f end end
watch("add", function() return value + 1 end, set("__add", function() return "added" end),
    set("__add", function(_, v) return v end), set("__add", nil))
watch("unm", function() return -value end, set("__unm", function() return "minus" end), set("__unm", nil))
watch("concat", function() return value .. "x" end, set("__concat", function() return "joined" end), set("__concat",
    nil))
watch("len", function() return #value end, set("__len", function() return 99 end), function() value[1] = 1 end,
    set("__len", nil))
watch("call", function() return value(5) end, set("__call", function(_, v) return v end), set("__call", nil))
watch("lt", function() return value < 1 end, set("__lt", function() return 1 end), set("__lt",
    function() return nil end),
    set("__lt", nil))
local twin = setmetatable({}, {})
watch("eq", function() return value == twin end, set("__eq", function() return true end),
    set("__eq", function() return false end), set("__eq", nil),
    function() getmetatable(twin).__eq = function() return 1 end end)
watch("band", function() return value & 1 end, set("__band", function() return "and" end), set("__band", nil))
watch("tostring", function() return (tostring(value):gsub("0x%x+", "")) end, set("__tostring",
    function() return "text" end),
    set("__tostring", nil), set("__name", "Named"), set("__name", nil))
watch("pairs", function() local k = 0 for _ in pairs(value) do k = k + 1 end return k end,
    set("__pairs", function() return function(_, i) i = (i or 0) + 1 if i < 4 then return i end end end),
        set("__pairs", nil))
watch("getmetatable", function() return type(getmetatable(value)) end, set("__metatable", "hidden"),
    set("__metatable", nil))
watch("close", function() do local c <close> = value end return "closed" end, set("__close", function() end),
    set("__close", function() error("closing", 0) end), set("__close", nil))

-- Metatables swapped as a whole between two that behave differently, and back and forth at each step.
local even, odd = { __index = { parity = "even" } }, { __index = { parity = "odd" } }
local swapped = {}
for i = 1, 400 do
    setmetatable(swapped, i % 2 == 0 and even or odd)
    check.same(swapped.parity, i % 2 == 0 and "even" or "odd")
end

-- A metatable that gains its first metamethod after it has been shared by many objects.
local shared, objects = {}, {}
for i = 1, 200 do objects[i] = setmetatable({ i = i }, shared) end
local function total() local t = 0 for i = 1, 200 do t = t + (objects[i].bonus or 0) end return t end
check.same(total(), 0)
shared.__index = { bonus = 1 }
check.same(total(), 200)
shared.__index = function(o) return o.i end
check.same(total(), 20100)
for i = 1, 200, 2 do objects[i].bonus = 0 end
check.same(total(), 10100)
rawset(shared, "__index", nil)
check.same(total(), 0)
table.insert(shared, "an array item changes no behaviour")
check.same(total(), 0)

-- A metamethod field written through other ways: rawset, a metatable of the metatable, next-assignment, load.
local hidden = {}
local target = setmetatable({}, setmetatable(hidden, { __newindex = function(t, k, v) rawset(t, k, v) end }))
watch("indirect writes", function() return target.q end,
    function() hidden.__index = { q = "by __newindex" } end,
    function() rawset(hidden, "__index", { q = "by rawset" }) end,
    function() for k in pairs(hidden) do hidden[k] = { q = "by pairs" } end end,
    function() load("local t = ... t['__in' .. 'dex'] = { q = 'by computed name' }")(hidden) end,
    function() local key = "__index" hidden[key].q = "in place" end,
    function() table.move({ { q = "not this key" } }, 1, 1, 1, hidden) end,
    function() hidden.__index = nil end)

print "done"
