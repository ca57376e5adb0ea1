-- table.insert, remove, concat, move, pack and unpack: positions at every edge, holes, metamethods, large ranges.

package.path = "../?.lua"
local check = require "check"

local function text(t, n) local out = {} for i = 1, n or #t do out[i] = check.text(t[i]) end return "{" ..
    table.concat(out, ",") .. "}" end

-- insert at every position of a list, and just outside.
for position = -1, 6 do
    local t = { "a", "b", "c" }
    local ok, message = pcall(table.insert, t, position, "new")
    print("insert", position, ok and text(t) or message)
end
local t = {}
table.insert(t, "only")
table.insert(t, "second")
table.insert(t, 1, "first")
table.insert(t, 4.0, "last")
table.insert(t, "2", "text position")
print(text(t))
check.same(select("#", table.insert({}, 1)), 0)
table.insert(t, nil)
check.same(#t, 5)
t = {}
table.insert(t, 1, nil)
check.same(#t, 0)
for i = 1, 500 do table.insert(t, i) end
for i = 1, 500 do table.insert(t, 1, -i) end
check.list({ #t, t[1], t[500], t[501], t[1000] }, 1000, -500, -1, 1, 500)

-- remove at every position.
for position = -1, 6 do
    t = { "a", "b", "c" }
    if position >= 1 and position <= 4 then
        local removed = table.remove(t, position)
        print("remove", position, removed, text(t))
    else
        check.same(pcall(table.remove, t, position), false)
    end
end
t = { 1, 2, 3 }
check.list({ table.remove(t), table.remove(t), table.remove(t), table.remove(t), table.remove(t) }, 3, 2, 1, nil, nil)
check.same(#t, 0)
t = { [0] = "zero" }
check.list({ table.remove(t, 0), t[0], table.remove(t) }, "zero", nil, nil)
t = { "x", n = "field" }
check.list({ table.remove(t, 1), t.n, #t }, "x", "field", 0)
t = {}
for i = 1, 300 do t[i] = i end
local sum = 0
while #t > 0 do sum = sum + table.remove(t, 1) end
check.same(sum, 45150)
t = { 1, 2, 3, 4, 5, 6, 7, 8 }
for i = #t, 1, -1 do if t[i] % 2 == 0 then table.remove(t, i) end end
print(text(t))

-- concat: separators, ranges, numbers.
t = { "a", "b", 3, 4.5, -0.0 }
print(table.concat(t), table.concat(t, ","), table.concat(t, ", ", 2), table.concat(t, "-", 2, 4), table.concat(t,
    "-", 3, 3))
check.list({ table.concat {}, table.concat({}, ","), table.concat(t, ",", 4, 3), table.concat(t, ",", 6) }, "", "",
    "", "")
check.list({ table.concat(t, 1, 1, 3), table.concat({ [0] = "z", "a" }, "+", 0, 1), table.concat({ 1, 2 }, "",
    math.maxinteger) },
    "a1b13", "z+a", "")
check.same(table.concat({ [math.maxinteger] = "end" }, "x", math.maxinteger), "")
check.same(table.concat({ [math.maxinteger] = "end" }, "x", math.maxinteger, math.maxinteger), "end")
check.same(table.concat({ [math.mininteger] = "a", [math.mininteger + 1] = "b" }, "x", math.mininteger,
    math.mininteger + 1), "axb")
check.try("nil in the range", table.concat, { 1, 2 }, ",", 1, 3)
check.try("table in the range", table.concat, { 1, {} })
check.try("boolean", table.concat, { true }, ",")
check.try("hole at zero", table.concat, { 1 }, ",", 0)
local words = {}
for i = 1, 5000 do words[i] = "word" .. i end
check.same(#table.concat(words, " "), 4 * 5000 + 9 + 180 + 2700 + 16004 + 4999)
check.same(table.concat(words, ""):sub(1, 12), "word1word2wo")

-- move: forwards, backwards, overlapping, to another table, nothing at all, far away.
print(text(table.move({ 1, 2, 3, 4, 5 }, 2, 4, 1), 5))
print(text(table.move({ 1, 2, 3, 4, 5 }, 1, 3, 3), 5))
print(text(table.move({ 1, 2, 3, 4, 5 }, 1, 5, 1), 5))
print(text(table.move({ 1, 2, 3 }, 1, 3, 4), 6))
print(text(table.move({ 1, 2, 3 }, 2, 3, 1, {}), 3))
print(text(table.move({ 1, 2, 3 }, 1, 0, 5), 5))
print(text(table.move({ 1, nil, 3 }, 1, 3, 2), 4))
print(text(table.move({ 1, 2, 3 }, 1, 3, 2, { 9, 8, 7, 6, 5 }), 5))
local far = table.move({ 1, 2, 3 }, 1, 3, math.maxinteger - 2, {})
check.list({ far[math.maxinteger - 2], far[math.maxinteger] }, 1, 3)
local near = table.move({ [math.mininteger] = "m", [math.mininteger + 1] = "n" }, math.mininteger,
    math.mininteger + 1, 1, {})
print(text(near))
check.same(table.move(t, 1, 2, 1), t)
local log = {}
local spy = setmetatable({}, { __index = function(_, k) log[#log + 1] = "get" .. k return k end,
    __newindex = function(_, k, v) log[#log + 1] = "set" .. k .. "=" .. v end })
table.move(spy, 1, 3, 2)
print(table.concat(log, " "))
log = {}
table.move(spy, 2, 4, 1)
print(table.concat(log, " "))

-- pack and unpack.
local packed = table.pack(1, nil, 3, nil)
check.list({ packed.n, packed[1], packed[2], packed[3], packed[4] }, 4, 1, nil, 3, nil)
check.same(table.pack().n, 0)
check.show("unpack", table.unpack({ 1, 2, 3 }))
check.show("unpack from", table.unpack({ 1, 2, 3 }, 2))
check.show("unpack range", table.unpack({ 1, 2, 3 }, 0, 4))
check.show("unpack none", table.unpack({ 1, 2, 3 }, 4))
check.show("unpack negative", table.unpack({ [-1] = "a", [0] = "b" }, -1, 0))
check.show("unpack at the edge", table.unpack({}, math.maxinteger, math.maxinteger))
check.show("unpack wraps", pcall(table.unpack, {}, math.mininteger, math.maxinteger))
check.same(select("#", table.unpack({}, 1, 3)), 3)
check.same(select("#", table.unpack({ n = 3 })), 0)
check.same(select("#", table.unpack({}, math.maxinteger, math.mininteger)), 0)
check.list({ table.unpack({ 1, 2 }, 1.0, "2") }, 1, 2)
check.show("unpack of a string", table.unpack("abc", 1, 2))
check.try("too many", table.unpack, {}, 1, 1e7)

-- Through metamethods, and on values that are no tables but behave like ones.
local list = {}
local proxy = setmetatable({}, { __index = list, __newindex = list, __len = function() return #list end })
for i = 1, 5 do table.insert(proxy, i * i) end
table.insert(proxy, 2, "in")
check.list({ table.remove(proxy, 1), table.remove(proxy), table.concat(proxy, " "), rawlen(proxy) }, 1, 25,
    "in 4 9 16", 0)
check.list({ table.unpack(proxy) }, "in", 4, 9, 16)
debug.setmetatable(7, { __index = function(n, k) return n * k end, __len = function(n) return n end,
    __newindex = function() end })
check.list({ table.concat(3, ","), table.unpack(4) }, "3,6,9", 4, 8, 12, 16)
debug.setmetatable(7, nil)
check.try("number without metatable", table.concat, 3)
check.try("only __index", table.unpack, setmetatable({}, { __index = function(_, k) return k end }), 1, 3)

-- Queues, stacks, rotation, slices, reversal, flattening.
local function reverse(s) local i, j = 1, #s while i < j do s[i], s[j] = s[j], s[i] i, j = i + 1, j - 1 end return s end
local function slice(s, i, j) return table.move(s, i, j, 1, {}) end
local function rotate(s, n) for _ = 1, n do table.insert(s, 1, table.remove(s)) end return s end
local function flatten(s, out) out = out or {} for _, v in ipairs(s) do if type(v) == "table" then flatten(v,
    out) else out[#out + 1] = v end end return out end
print(text(reverse { 1, 2, 3, 4 }), text(slice({ 1, 2, 3, 4 }, 2, 3)), text(rotate({ 1, 2, 3, 4, 5 }, 2)),
    text(flatten { 1, { 2, { 3, {} }, 4 }, { { 5 } } }))

print "done"
