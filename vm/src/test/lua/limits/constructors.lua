-- Very large tables: constructors with more than 50,000 items, large arrays and dictionaries, deep nesting of data.

package.path = "../?.lua"
local check = require "check"

-- Positional items, in one constructor.
for _, n in ipairs { 1000, 50000, 140000 } do
    local items = {}
    for i = 1, n do items[i] = i * 3 end
    local t = load("return {" .. table.concat(items, ",") .. "}")()
    check.list({ #t, t[1], t[n // 2], t[n], t[n + 1] }, n, 3, n // 2 * 3, n * 3, nil)
    local sum = 0
    for i = 1, n do sum = sum + t[i] end
    check.same(sum, 3 * n * (n + 1) // 2)
end

-- Of many kinds, with calls and varargs at the end.
local items = {}
for i = 1, 60000 do
    local k = i % 6
    items[i] = k == 0 and tostring(i) or k == 1 and "'s" .. i .. "'" or k == 2 and i .. ".5" or k == 3 and "true" or
        k == 4 and "nil" or "{" .. i .. "}"
end
local mixed = load("return {" .. table.concat(items, ",") .. ", ...}")("first", "last")
check.list({ mixed[6], mixed[1], mixed[8], mixed[3], mixed[4], mixed[5][1], mixed[60001], mixed[60002] }, 6, "s1",
    8.5, true, nil, 5, "first",
    "last")

-- Named, computed and positional items together.
for i = 1, 60000 do items[i] = i % 3 == 0 and i .. "" or i % 3 == 1 and "k" .. i .. "=" .. i or "['c" .. i .. "']=" ..
    i end
local named = load("return {" .. table.concat(items, ",") .. "}")()
local count = 0
for _ in pairs(named) do count = count + 1 end
check.list({ count, #named, named.k1, named.c59999, named[1], named[20000] }, 60000, 20000, 1, 59999, 3, 60000)

-- Rows: a matrix written as source.
local rows = {}
for i = 1, 300 do
    local row = {}
    for j = 1, 200 do row[j] = i * j end
    rows[i] = "{" .. table.concat(row, ",") .. "}"
end
local matrix = load("return {" .. table.concat(rows, ",\n") .. "}")()
check.list({ #matrix, #matrix[300], matrix[300][200], matrix[17][19] }, 300, 200, 60000, 323)

-- Large arrays and dictionaries made by programs.
local array = {}
for i = 1, 1000000 do array[i] = i end
check.list({ #array, array[1000000] }, 1000000, 1000000)
for i = 1000000, 500001, -1 do array[i] = nil end
check.list({ #array, array[500001] }, 500000, nil)
array = nil
local dictionary = {}
for i = 1, 200000 do dictionary["key" .. i] = i end
count = 0
for k, v in pairs(dictionary) do
    count = count + v
    if v % 2 == 0 then dictionary[k] = nil end
end
check.same(count, 200000 * 200001 // 2)
count = 0
for _ in pairs(dictionary) do count = count + 1 end
check.list({ count, dictionary.key1, dictionary.key2, dictionary.key199999 }, 100000, 1, nil, 199999)
dictionary = nil

-- Deep data: a list of 300,000 nodes, a tree that is only left branches, closures that hold closures; all of it
-- has to survive collections and go at last.
local list
for i = 1, 300000 do list = { next = list, value = i } end
collectgarbage()
local length, node = 0, list
while node do length = length + 1 node = node.next end
check.list({ length, list.value }, 300000, 300000)
local nested = {}
local innermost = nested
for _ = 1, 200000 do
    innermost[1] = {}
    innermost = innermost[1]
end
collectgarbage()
innermost.found = true
node, length = nested, 0
while node[1] do node = node[1] length = length + 1 end
check.list({ length, node.found }, 200000, true)
local closure = function() return 0 end
for i = 1, 100000 do
    local inner = closure
    closure = function(n) if n == 0 then return i end return inner end
end
collectgarbage()
local f, steps = closure, 0
while f(1) ~= 0 and steps < 99999 do f = f(1) steps = steps + 1 end
check.list({ steps, f(0) }, 99999, 1)
local chain = setmetatable({}, {})
for _ = 1, 100000 do chain = setmetatable({}, { link = chain }) end
collectgarbage()
length = 0
while getmetatable(chain).link do chain = getmetatable(chain).link length = length + 1 end
check.same(length, 100000)
list, nested, innermost, node, closure, f, chain = nil, nil, nil, nil, nil, nil, nil
collectgarbage()
collectgarbage()

-- Source nested as deep as it may be, of all brackets at once.
local source = ("{{[1]={x="):rep(20) .. "1" .. ("}}}"):rep(20)
local t = load("return " .. source)()
for _ = 1, 20 do t = t[1][1].x end
check.same(t, 1)

-- Two tables with 100,000 entries that refer to each other.
local forward, backward = {}, {}
for i = 1, 100000 do
    local o = { id = i }
    forward[o], backward[i] = i, o
end
collectgarbage()
local sum = 0
for i, o in ipairs(backward) do sum = sum + forward[o] - i + o.id end
check.same(sum, 100000 * 100001 // 2)

print "done"
