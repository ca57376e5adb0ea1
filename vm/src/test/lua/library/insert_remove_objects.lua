-- Insertion and removal within lists that are objects, and lengths and appending of those, with what metatables may have.

package.path = "../?.lua"
local check = require "check"

local List = {}
List.__index = List
local function new(...) return setmetatable({...}, List) end
local function contents(t)
    local parts = {}
    for i = 1, 12 do parts[i] = tostring(rawget(t, i)) end
    return table.concat(parts, " "):gsub("[ nil]*$", "")
end
function List:add(v) self[#self + 1] = v return self end
function List:append(v) table.insert(self, v) return self end
function List:put(i, v) table.insert(self, i, v) return self end
function List:take(i) return table.remove(self, i) end

for round = 1, 300 do
    local l = new("a", "b", "c")
    l:add("d"):append("e"):put(1, "first"):put(3, "third"):put(#l + 1, "last")
    check.same(contents(l), "first a third b c d e last")
    check.list({ l:take(1), l:take(3), l:take(#l), l:take(), #l }, "first", "b", "last", "e", 4)
    check.same(contents(l), "a third c d")
    check.list({ l:take(4), l:take(3), l:take(2), l:take(1), #l, l:take() }, "d", "c", "third", "a", 0, nil)
end

-- Positions out of range, and of other types.
for round = 1, 60 do
    local l = new(1, 2, 3)
    check.same(pcall(table.insert, l, 5, "x"), false)
    check.same(pcall(table.insert, l, 0, "x"), false)
    check.same(pcall(table.remove, l, 5), false)
    check.same(table.remove(l, 4), nil)
    check.same(table.remove(l, "2"), 2)
    check.same(table.remove(l, 1.0), 1)
    check.same(pcall(table.remove, l, 1.5), false)
    check.same(contents(l), "3")
end

-- Nil among the elements: what is absent is asked of `__index`, and what is stored goes to `__newindex`.
local reads, writes = 0, 0
local Watched = {__index = function(_, k) reads = reads + 1 return "at " .. k end,
    __newindex = function(t, k, v) writes = writes + 1 rawset(t, k, v) end}
local function watched() return setmetatable({1, nil, 3, 4}, Watched) end
for round = 1, 60 do
    local l = watched()
    check.same(table.remove(l, 1), 1)
    check.same(contents(l), "at 2 3 4")
    l = watched()
    table.insert(l, 2, "x")
    check.same(contents(l), "1 x at 2 3 4")
    table.insert(l, "y")
    check.same(contents(l), "1 x at 2 3 4 y")
    l[#l + 1] = "z"
    check.same(contents(l), "1 x at 2 3 4 y z")
end
check.list({ reads, writes }, 120, 60 * 5)

-- `__len` decides.
local Short = {__len = function() return 2 end}
for round = 1, 60 do
    local l = setmetatable({1, 2, 3, 4}, Short)
    check.list({ #l, table.remove(l, 1), rawlen(l) }, 2, 1, 4)
    check.same(contents(l), "2 nil 3 4")
    l = setmetatable({1, 2, 3, 4}, Short)
    table.insert(l, 1, 0)
    check.same(contents(l), "0 1 2 4")
    l[#l + 1] = "end"
    check.same(contents(l), "0 1 end 4")
end
-- The class gets and loses one.
for round = 1, 20 do
    local l = new(1, 2, 3)
    check.same(#l, 3)
    List.__len = function() return 1 end
    check.list({ #l, l:take(1), rawget(l, 1), rawget(l, 2) }, 1, 1, nil, 2)
    List.__len = nil
    l[1] = 1
    check.same(#l, 3)
    List.__newindex = function(t, k, v) rawset(t, k, -v) end
    l:add(4):append(5)
    check.same(contents(l), "1 2 3 -4 -5")
    List.__newindex = nil
    l:add(6)
    check.same(contents(l), "1 2 3 -4 -5 6")
end
check.same(pcall(table.insert, 5, 1, 2), false)
check.same(pcall(table.insert, nil, 1, 2), false)
check.same(pcall(table.remove, "x", 1), false)

print "done"
