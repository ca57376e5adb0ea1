-- Idiom: records filled field by field, in several orders, with optional fields.
-- Changes on the way: fields removed and added again, types of fields, many fields, records used as dictionaries.

package.path = "../?.lua"
local check = require "check"

local makers = {
    function(i) local r = {} r.x = i r.y = i * 2 r.z = 1 return r end,
    function(i) local r = {} r.z = 1 r.y = i * 2 r.x = i return r end,
    function(i) local r = { y = i * 2 } r.x = i r.z = 1 return r end,
    function(i) local r = { z = 1, x = i } r.y = i * 2 return r end,
    function(i) return { x = i, y = i * 2, z = 1 } end,
    function(i) local r = { x = i, y = 0, z = 0 } r.z = 1 r.y = i * 2 return r end,
    function(i) local r = { name = "n" } r.x, r.y, r.z = i, i * 2, 1 return r end,
    function(i) local r = {} for _, k in ipairs { "y", "z", "x" } do r[k] = k == "x" and i or k == "y" and i * 2 or
        1 end return r end,
}

local function sum(r) return r.x + r.y * r.z end

-- One order, then another, then all mixed.
local total = 0
for i = 1, 60000 do total = total + sum(makers[1](i)) end
for i = 1, 6000 do total = total + sum(makers[2](i)) end
check.show("two orders", total)
for i = 1, 40000 do total = total + sum(makers[i % #makers + 1](i)) end
check.show("all orders", total)

-- Optional fields: present in some records, removed and added again.
local records = {}
for i = 1, 200 do
    local r = makers[i % #makers + 1](i)
    if i % 3 == 0 then r.bonus = i end
    if i % 5 == 0 then r.tag = "t" .. i % 7 end
    records[i] = r
end
local function survey()
    local bonus, tags, missing = 0, 0, 0
    for i = 1, #records do
        local r = records[i]
        if r.bonus then bonus = bonus + r.bonus else missing = missing + 1 end
        if r.tag == "t0" then tags = tags + 1 end
    end
    return bonus, tags, missing
end
check.show("optional", survey())
for round = 1, 60 do
    for i = round % 4 + 1, #records, 4 do
        local r = records[i]
        if r.bonus then r.bonus = nil else r.bonus = round end
    end
    survey()
end
check.show("removed and added", survey())

-- A field that changes its type, in place.
local function mix(r, n)
    for i = 1, n do
        r.acc = r.acc + 1
        if i == 2000 then r.acc = r.acc + 0.5 end
        if i == 4000 then r.acc = tostring(r.acc) end
        if i == 4001 then r.acc = r.acc // 1 | 0 end
        if i == 5000 then r.acc = nil end
        if r.acc == nil then r.acc = -1 end
    end
    return r.acc
end
check.show("types", mix({ acc = 0 }, 6000), mix({ acc = math.maxinteger - 100 }, 1000))

-- Nested records, paths, shared sub-records.
local shared = { value = 1 }
local tree = { left = { leaf = shared }, right = { leaf = shared, extra = { leaf = { value = 5 } } } }
total = 0
for i = 1, 12000 do
    tree.left.leaf.value = tree.left.leaf.value + 1
    total = total + tree.right.leaf.value + tree.right.extra.leaf.value
    if i == 4000 then tree.right.leaf = { value = 0 } end
    if i == 8000 then tree.right = { extra = tree.right.extra, leaf = shared } end
end
check.show("nested", total, shared.value)

-- Records that grow past any number of fields one would expect, and shrink.
local wide = {}
for i = 1, 400 do wide["field" .. i] = i end
total = 0
for round = 1, 30 do
    for i = 1, 400, 7 do total = total + (wide["field" .. i] or 0) end
    total = total + (wide.field1 or 0) + (wide.field400 or 0)
    for i = round * 10 - 9, round * 10 do wide["field" .. i] = nil end
end
local left = 0
for _ in pairs(wide) do left = left + 1 end
check.show("wide", total, left)

-- Copies, merges and comparisons of records.
local function copy(r) local c = {} for k, v in pairs(r) do c[k] = v end return c end
local function merge(a, b) for k, v in pairs(b) do a[k] = v end return a end
local function same(a, b)
    for k, v in pairs(a) do if b[k] ~= v then return false end end
    for k in pairs(b) do if a[k] == nil then return false end end
    return true
end
local equal = 0
for i = 1, 1500 do
    local a = makers[i % #makers + 1](i)
    local b = merge(copy(a), { extra = i % 2 == 0 and i or nil })
    if same(a, b) then equal = equal + 1 end
    a.extra = b.extra
    if same(a, b) then equal = equal + 1 end
end
check.show("copies", equal)

-- Methods stored in the record itself among its fields.
local function speaker(i) local r = makers[i % #makers + 1](i) r.speak = function(self,
    n) return self.x + n end return r end
total = 0
for i = 1, 4000 do total = total + speaker(i):speak(1) end
check.show("own functions", total)

print "done"
