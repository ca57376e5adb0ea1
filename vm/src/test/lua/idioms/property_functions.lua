-- Idiom: __index and __newindex functions: proxies, default values, computed and checked properties.
-- Changes on the way: fields become raw, handlers replaced, the target swapped, a table in place of a function.

package.path = "../?.lua"
local check = require "check"

-- Default values.
local words = {}
local text = "to be or not to be that is the question whether tis nobler in the mind to suffer"
for w in text:gmatch "%a+" do words[#words + 1] = w end
local counts = setmetatable({}, { __index = function() return 0 end })
for i = 1, 200000 do
    local w = words[i % #words + 1]
    counts[w] = counts[w] + 1
    if i == 100000 then getmetatable(counts).__index = function() return 100 end end
    if i == 120000 then counts.to = nil end
end
check.show("defaults", counts.to, counts.be, counts.question, counts.absent)

-- A proxy that counts accesses to a target which is swapped.
local target, reads, writes = { x = 0, y = 0 }, 0, 0
local proxy = setmetatable({}, {
    __index = function(_, k) reads = reads + 1 return target[k] end,
    __newindex = function(_, k, v) writes = writes + 1 target[k] = v end,
})
for i = 1, 40000 do
    proxy.x = proxy.x + 1
    if i % 10 == 0 then proxy.y = proxy.x end
    if i == 5000 then target = { x = 0.5, y = 0 } end
end
check.show("proxy", proxy.x, proxy.y, reads, writes)
rawset(proxy, "x", -1)
for _ = 1, 1000 do proxy.x = proxy.x - 1 end
check.show("raw field", proxy.x, target.x, reads, writes)
rawset(proxy, "x", nil)
check.show("target again", proxy.x)

-- Properties with getters and setters.
local Celsius = {}
local getters = { fahrenheit = function(self) return self.degrees * 9 / 5 + 32 end,
    kelvin = function(self) return self.degrees + 273.15 end }
local setters = { fahrenheit = function(self, v) self.degrees = (v - 32) * 5 / 9 end }
Celsius.__index = function(self, k) local g = getters[k] if g then return g(self) end return Celsius[k] end
Celsius.__newindex = function(self, k, v) local s = setters[k] if s then s(self, v) else rawset(self, k, v) end end
function Celsius:warm(d) self.degrees = self.degrees + d end
local t = setmetatable({ degrees = 20 }, Celsius)
local sum = 0
for i = 1, 24000 do
    t:warm(1)
    sum = sum + t.fahrenheit
    if i % 100 == 0 then t.fahrenheit = 68 end
    if i == 3000 then getters.fahrenheit = function(self) return self.degrees end end
    if i == 4000 then t.note = "stored" end
end
check.show("properties", sum, t.degrees, t.note, rawget(t, "fahrenheit"))

-- Read-only views and strict records, with errors in the loop.
local view = setmetatable({}, { __index = { a = 1, b = 2 }, __newindex = function(_, k) error("read-only " .. k,
    0) end })
local refused = 0
for i = 1, 20000 do
    sum = sum + view.a + view.b
    if i % 5 == 0 and not pcall(function() view.a = i end) then refused = refused + 1 end
end
check.show("read-only", sum, refused, rawget(view, "a"))

-- Lazy fields: computed once, then plain.
local computed = 0
local Lazy = { __index = function(self, k) computed = computed + 1 local v = #k * self.scale rawset(self, k,
    v) return v end }
local objects = {}
for i = 1, 50 do objects[i] = setmetatable({ scale = i }, Lazy) end
local total = 0
for i = 1, 60000 do
    local o = objects[i % 50 + 1]
    total = total + o.width + o.height
    if i == 5000 then for _, p in ipairs(objects) do p.width = nil end end
end
check.show("lazy", total, computed)

-- The handler is a function, then a table, then a chain of both, then gone.
local meta = { __index = function(_, k) return k end }
local shifting = setmetatable({}, meta)
local seen = {}
for i = 1, 8000 do
    local v = shifting.name
    seen[tostring(v)] = (seen[tostring(v)] or 0) + 1
    if i == 2000 then meta.__index = { name = "from a table" } end
    if i == 4000 then meta.__index = setmetatable({}, { __index = function(_, k) return k .. " at the end" end }) end
    if i == 6000 then meta.__index = nil end
end
print(check.tree(seen))

-- Integer keys through functions: virtual arrays and bit vectors.
local squares = setmetatable({}, { __index = function(_, i) return i * i end, __len = function() return 100 end })
total = 0
for round = 1, 200 do for i = 1, #squares do total = total + squares[i] end end
local bits = setmetatable({ word = 0 }, {
    __index = function(self, i) return self.word >> i & 1 end,
    __newindex = function(self, i, v) self.word = v == 0 and self.word & ~(1 << i) or self.word | 1 << i end,
})
for i = 1, 30000 do
    local b = i * 7 % 63
    bits[b] = 1 - bits[b]
end
check.show("virtual", total, bits.word)

-- Every object has a metatable and functions of its own: shapes tell nothing. Then metamethods change, go, or are none.
local function boxed(fields, log)
    local inner = {}
    return setmetatable(fields, {
        __index = function(_, k) log.reads = log.reads + 1 return inner[k] end,
        __newindex = function(_, k, v) log.writes = log.writes + 1 inner[k] = v end,
    }), inner
end
local function use(o, i)
    o.value = i
    o[i % 3 + 1] = i
    o.own = o.own + 1
    return o.value + o[i % 3 + 1] + (o.missing or 0)
end
local log, boxes = { reads = 0, writes = 0 }, {}
for i = 1, 40 do boxes[i] = boxed({ own = 0 }, log) end
total = 0
for i = 1, 40000 do total = total + use(boxes[i % 40 + 1], i) end
check.show("own functions", total, log.reads, log.writes, boxes[7].own)
local metas = {}
for i = 1, 40 do metas[i] = getmetatable(boxes[i]) end
metas[1].__index = nil
metas[2].__newindex = nil
metas[3].__index = { value = 1, 1, 2, 3, missing = 10 }
metas[4].__newindex = setmetatable({}, { __newindex = function(_, k, v) log[k] = v end })
metas[5].__index = setmetatable({}, { __index = function(_, k) return k == "value" and 5 or 7 end })
metas[6].__index, metas[7].__newindex = 12, true
metas[8].__index = function(_, k) error("no " .. tostring(k), 0) end
metas[9].__newindex = function() error { "refused" } end
metas[10].__index = math.abs
metas[11].__newindex = rawset
metas[12].__index = "string"
setmetatable(boxes[13], nil)
for round = 1, 60 do
    for i = 1, 14 do
        local ok, r = pcall(use, boxes[i], round)
        if round % 20 == 0 then check.show("changed", i, ok, type(r) == "table" and r[1] or r) end
    end
end
for i = 15, 20 do
    metas[i].__index = function(t, k) return i end
    rawset(boxes[i], "value", i % 2 == 0 and i or nil)
end
total = 0
for round = 1, 300 do
    for i = 15, 20 do total = total + use(boxes[i], round) end
end
check.show("raw values", total, log.reads, log.writes)

-- Methods through functions of each object; tables that lead to each other.
local function actor(n)
    local methods = { name = function(self) return "a" .. n .. self.suffix end }
    return setmetatable({ suffix = "!" }, { __index = function(_, k) return methods[k] end })
end
local actors, length = {}, 0
for i = 1, 30 do actors[i] = actor(i) end
for i = 1, 20000 do length = length + #actors[i % 30 + 1]:name() end
check.show("methods", length)
local ring = {}
ring.__index, ring.__newindex = ring, ring
setmetatable(ring, ring)
local caught = 0
for i = 1, 400 do
    if not pcall(function() return ring[i] end) then caught = caught + 1 end
    if not pcall(function() return ring.name end) then caught = caught + 1 end
    if not pcall(function() ring[i] = 1 end) then caught = caught + 1 end
    if not pcall(function() ring.name = 1 end) then caught = caught + 1 end
end
check.show("ring", caught)

print "done"
