-- Recursion: deep but legal, and too deep in every form of call, which is an error that can be caught.

package.path = "../?.lua"
local check = require "check"

-- Legal depths.
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
check.same(depth(10000), 10000)
check.same(depth(100000), 100000)
local function ackermann(m, n)
    if m == 0 then return n + 1 elseif n == 0 then return ackermann(m - 1, 1) end
    return ackermann(m - 1, ackermann(m, n - 1))
end
check.same(ackermann(2, 300), 603)
local function hanoi(n, a, b, c) if n == 0 then return 0 end return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b,
    a) end
check.same(hanoi(12, "a", "b", "c"), 4095)
local function tree(n) if n == 0 then return {} end return { tree(n - 1), tree(n - 1) } end
local function leaves(t) if not t[1] then return 1 end return leaves(t[1]) + leaves(t[2]) end
check.same(leaves(tree(12)), 4096)

-- Too deep: an ordinary error with a position. Only its first line is looked at.
local function first_line(message) return (tostring(message):gsub("\n.*", "")) end
local function overflow(f, ...)
    local ok, message = pcall(f, ...)
    check.same(ok, false)
    return first_line(message)
end
local function narrow() return 1 + narrow() end
print(overflow(narrow))
local function endless_method(self) return self:m(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16) .. "" end
print(overflow(endless_method, { m = endless_method }))
local function endless_args(...) return (endless_args(1, ...)) end
assert(overflow(endless_args):find "stack overflow")
local ping, pong
function ping() return { pong() } end function pong() return { ping(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) } end
print(overflow(ping))

-- Through metamethods written in Lua.
local mt = {}
mt.__index = function(t, k) return t[k + 1] end
assert(not pcall(function() return setmetatable({}, mt)[1] end))
mt.__add = function(a, b) return a + b end
assert(not pcall(function() return setmetatable({}, mt) + 1 end))
mt.__eq = function(a, b) return a == b end
assert(not pcall(function() return setmetatable({}, mt) == setmetatable({}, mt) end))
mt.__call = function(self) return (self()) end
assert(not pcall(setmetatable({}, mt)))

-- Recursion over a data structure that contains itself.
local loop = {}
loop.loop = loop
local function walk(t, left) for _, v in pairs(t) do if left > 0 then return 1 + walk(v, left - 1) end end return 0 end
check.same(walk(loop, 5000), 5000)

-- Long lists by recursion, sums both ways.
local function list(n) local l for i = n, 1, -1 do l = { i, l } end return l end
local function total(l) if not l then return 0 end return l[1] + total(l[2]) end
check.same(total(list(20000)), 200010000)

-- As deep as the reference goes: each call takes the registers up to the called function.
local function count(n) if n == 0 then return 0 end return 1 + count(n - 1) end
check.same(count(240000), 240000)

print(depth(50000))
print "done"
