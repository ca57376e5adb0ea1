-- Fields that are nil from the start: they have their place in the object, and are absent for the program.

package.path = "../?.lua"
local check = require "check"

local function keys(t)
    local found = {}
    for k in pairs(t) do found[#found + 1] = tostring(k) end
    table.sort(found)
    return table.concat(found, " ")
end

local Node = {}
Node.__index = Node
local function node(key, left, right)
    return setmetatable({key = key, left = left, right = right, parent = nil, size = 1}, Node)
end
for i = 1, 300 do
    local leaf = node(i)
    check.same(keys(leaf), "key size")
    check.list({ leaf.left, leaf.right, leaf.parent, leaf.key }, nil, nil, nil, i)
    check.same(rawget(leaf, "left"), nil)
    local inner = node(i, leaf)
    check.same(keys(inner), "key left size")
    inner.right = leaf
    leaf.parent = inner
    check.same(keys(inner), "key left right size")
    check.same(keys(leaf), "key parent size")
    inner.left = nil
    check.same(keys(inner), "key right size")
    check.same(next({left = nil}), nil)
end

-- The class has a default for what is nil in the object; then it has not any more.
local Unit = {hp = 10, name = "unit"}
Unit.__index = Unit
local function unit(options) return setmetatable({hp = options.hp, name = options.name, tag = options.tag}, Unit) end
local function describe(u) return u.name .. u.hp .. tostring(u.tag) end
local function round(expected)
    for i = 1, 100 do
        check.same(describe(unit({})), expected)
        check.same(describe(unit({hp = i})), (expected:gsub("%d+", i)))
        check.same(describe(unit({name = "x", tag = true})), "x" .. expected:match("%d+") .. "true")
    end
end
round("unit10nil")
Unit.hp = 20
round("unit20nil")
Unit.name = "one"
round("one20nil")
local late = unit({})
Unit.hp = nil
for i = 1, 100 do check.same(late.hp, nil) end
Unit.hp = 30
for i = 1, 100 do check.same(late.hp, 30) end

-- A function is asked for what is nil, or that of a table along `__index`.
local asked = 0
local served = {__index = function(self, key) asked = asked + 1 return key .. #keys(self) end}
local along = {__index = setmetatable({}, {__index = function(self, key) asked = asked + 1 return "no " .. key end})}
local function read(o) return o.some, o.other end
for i = 1, 300 do
    check.list({ read(setmetatable({some = nil, other = 1}, served)) }, "some5", 1)
    check.list({ read(setmetatable({some = i, other = nil}, served)) }, i, "other4")
    check.list({ read(setmetatable({some = nil, other = 1}, along)) }, "no some", 1)
    check.list({ read(setmetatable({some = i, other = nil}, along)) }, i, "no other")
end
check.same(asked, 1200)

-- `__newindex` is asked about what is nil.
local written = 0
local watched = {__newindex = function(self, key, value) written = written + 1 rawset(self, key, value) end}
for i = 1, 300 do
    local o = setmetatable({value = nil}, watched)
    o.value = i
    o.value = i + 1
    check.same(o.value, i + 1)
end
check.same(written, 300)

-- Metatables with events that are nil.
local plain = setmetatable({}, {__index = nil, __call = nil, __len = function() return 7 end})
for i = 1, 100 do
    check.same(plain.x, nil)
    check.same(#plain, 7)
    check.same(pcall(plain), false)
end
getmetatable(plain).__index = function() return "now" end
for i = 1, 100 do check.same(plain.x, "now") end

-- Each object has a metatable of its own, which leads to a table whose own metatable has a function.
local base = setmetatable({a = 1}, {__index = function(self, key) return key end})
local total = 0
for i = 1, 3000 do
    local o = setmetatable({x = i}, {__index = base, __len = function() return i end})
    check.list({ o.zz, o.a }, "zz", 1)
    total = total + #o
end
check.same(total, 4501500)

-- Assigning nil to a field that is not there, also while the table is traversed.
local t = {}
for i = 1, 20 do t["k" .. i] = i end
for round = 1, 30 do
    local count = 0
    for k, v in pairs(t) do t.none = nil t[k] = v count = count + 1 end
    check.same(count, 20)
end

print "done"
