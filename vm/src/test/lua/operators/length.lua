-- The length operator: bytes of a string, a border of a table, an error for anything else.

package.path = "../?.lua"
local check = require "check"

local function length(a) return #a end

for _, x in ipairs(check.boundary) do
    check.try("# " .. x.name, length, x.value)
end

check.same(#"", 0)
check.same(#"\0", 1)
check.same(#"a\0b", 3)
check.same(#"ä", 2)
check.same(#("x"):rep(100000), 100000)

-- A sequence has exactly one border.
check.same(#{}, 0)
check.same(#{ 1 }, 1)
check.same(#{ 1, 2, 3, nil }, 3)
check.same(#{ n = 1, x = 2 }, 0)
check.same(#{ [0] = 1 }, 0)
check.same(#{ [1] = 1, [2] = 2 }, 2)
check.same(#{ [2] = 1 }, 0)

-- With holes the result is some border; whichever it is, it is one.
local function is_border(t, n)
    return (n == 0 or t[n] ~= nil) and (t[n + 1] == nil)
end
local seed = 12345
local function random(n)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % n + 1
end
for _ = 1, 300 do
    local t = {}
    for _ = 1, random(60) do t[random(40)] = true end
    for _ = 1, random(20) do t[random(40)] = nil end
    assert(is_border(t, #t), "not a border")
end

-- Growing and shrinking at the end keeps the sequence exact at every size.
local t = {}
for i = 1, 1000 do
    t[#t + 1] = i
    assert(#t == i)
end
for i = 1000, 1, -1 do
    assert(#t == i)
    t[#t] = nil
end
assert(#t == 0 and next(t) == nil)

-- Filled downwards, the border appears when the hole at the start closes.
for i = 100, 2, -1 do
    t[i] = i
    assert(is_border(t, #t))
end
t[1] = 1
check.same(#t, 100)

-- Integers stored under float keys count; keys beyond the border do not.
local f = {}
for i = 1, 10 do f[i + 0.0] = i end
check.same(#f, 10)
f[12] = true
assert(#f == 10 or #f == 12)
f[11] = true
check.same(#f, 12)

-- The error names the variable.
local up = nil
check.try("local", function() local x = 1 return #x end)
check.try("upvalue", function() return #up end)
check.try("global", function() return #UNDEFINED end)
check.try("field", function() local r = {} return #r.list end)
check.try("method result", function() return #("x"):byte() end)
check.try("constant", function() return #true end)
check.try("of a length", function() return ##"abc" end)

-- Precedence: length binds tighter than any binary operator but the power.
check.same(#"abc" + 1, 4)
check.same(-#"abc", -3)
check.same(#"abc" .. "d", "3d")
check.same((#"abc") ^ 2, 9.0)
check.try("# of a power", function(a) return #a ^ 2 end, "10")
check.same(#"abc" == 3, true)
check.same(not #"" == 0, false)

print "done"
