-- Table constructors: positional, named and computed fields mixed, nested, large, with calls at the end.

package.path = "../?.lua"
local check = require "check"

print(check.tree {})
print(check.tree { 1, 2, 3 })
print(check.tree { 1, 2, 3, })
print(check.tree { 1; 2; 3; })
print(check.tree { x = 1, y = 2, "a", ["z"] = 3, "b", [10] = "ten"; "c" })
print(check.tree { [1] = "explicit", "positional" })
print(check.tree { "positional", [1] = "explicit" })
print(check.tree { [2] = "b2", "a", "b", [3] = "c3" })
print(check.tree { nil, nil, 3 })
print(check.tree { 1, nil, 3, nil })
print(check.tree { { { {} } }, { 1, { 2, { 3 } } } })
print(check.tree { [1.0] = "one", [2^53] = "big", [-0.0] = "zero" })
print(check.tree { [{}] = nil, [1] = nil })

-- Duplicate names: the last one wins.
print(check.tree { a = 1, a = 2, ["a"] = 3 })

-- Calls and varargs: cut in the middle, all at the end, one in parentheses, one after a name.
local function three() return 1, 2, 3 end
local function none() end
local function dots(...) return { ... }, { ..., "end" }, { n = ..., ... } end
check.same(#{ three() }, 3)
check.same(#{ three(), three() }, 4)
check.same(#{ three(), nil }, 1)
check.same(#{ (three()) }, 1)
check.same(#{ none() }, 0)
check.same(#{ none(), 1 } == 2, true)
check.same(#{ x = three() }, 0)
check.same(#{ three(), }, 3)
check.same(#{ three(), x = 1 }, 1)
local a, b, c = dots(7, 8, 9)
print(check.tree(a), check.tree(b), check.tree(c))
a, b, c = dots()
print(check.tree(a), check.tree(b), check.tree(c))

-- Each evaluation makes a new table.
local function fresh() return {} end
assert(fresh() ~= fresh())
local list = {}
for i = 1, 3 do list[i] = { i, sub = {} } end
assert(list[1] ~= list[2] and list[1].sub ~= list[2].sub)
list[1].sub.x = 1
check.same(list[2].sub.x, nil)

-- Values are computed in order, and may refer to what was before the table.
local n = 0
local function tick() n = n + 1 return n end
local ticks = { tick(), x = tick(), tick(), [tick()] = tick(), tick() }
print(check.tree(ticks))
local t = { value = 1 }
t = { old = t, value = t.value + 1 }
check.list({ t.value, t.old.value }, 2, 1)

-- Functions and closures as values.
local object = {
    count = 0,
    add = function(self, d) self.count = self.count + d return self end,
    ["get" .. "ter"] = function(self) return self.count end,
}
check.same(object:add(2):add(3):getter(), 5)

-- Exactly around the sizes at which items are stored in groups.
for _, size in ipairs { 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 49, 50, 51, 52, 99, 100, 101, 127, 128, 129,
    255, 256,
    257, 511, 512, 513, 1000 } do
    local items = {}
    for i = 1, size do items[i] = i end
    local text = table.concat(items, ",")
    local plain = load("return {" .. text .. "}")()
    check.same(#plain, size)
    for i = 1, size do check.same(plain[i], i) end
    local tail = load("return {" .. text .. ", ...}")(-1, -2, -3)
    check.list({ #tail, tail[size], tail[size + 1], tail[size + 3] }, size + 3, size, -1, -3)
    local named = load("return {" .. text:gsub("%d+", "[%0]=%0") .. "}")()
    check.same(#named, size)
    local keys = load("return {" .. text:gsub("%d+", "k%0=%0") .. "}")()
    check.list({ keys["k" .. size], keys.k1, keys["k" .. size + 1] }, size, 1, nil)
    local mixed = load("return {" .. text:gsub("(%d+)", "%0, x%0=%0") .. "}")()
    check.list({ #mixed, mixed["x" .. size] }, size, size)
end

-- Inside expressions.
check.same(({ 10, 20, 30 })[2], 20)
check.same(#{ 1, 2, 3 } + #{ 4 }, 4)
check.same(({ a = { b = { c = "deep" } } }).a.b.c, "deep")
check.same(select("#", {}, {}, {}), 3)
check.same(type { 1 }, "table")
check.same(next {}, nil)
check.same(table.concat { "a", "b", 1, 2.5 }, "ab12.5")

-- Nested as deep as it may be in ordinary programs.
local source = ("{"):rep(150) .. "42" .. ("}"):rep(150)
local deep = load("return " .. source)()
for _ = 1, 150 do deep = deep[1] end
check.same(deep, 42)

-- Tables with metatables in their constructor expressions.
local log = {}
local keyed = setmetatable({}, { __index = function(_, k) log[#log + 1] = k return k end })
local from = { keyed.a, keyed.b, x = keyed.c, [keyed.d] = keyed.e }
print(table.concat(log, " "), check.tree(from))

print "done"
