-- Limits of the stacks: many values at once, deep recursion through library functions ("C stack overflow"),
-- nested protected calls, coroutines in coroutines, recursion in metamethods.

package.path = "../?.lua"
local check = require "check"

-- The last line of an error, without what a chain of callers put in front, and without a traceback behind.
local function essence(message)
    message = tostring(message):gsub("\nstack traceback.*", "")
    return message:match "C stack overflow" or message:match "stack overflow" or message
end
local function overflow(label, f, ...)
    local ok, message = pcall(f, ...)
    print(label, ok, essence(message))
end

-- Many values on the stack: unpack, varargs, calls, returns, byte.
local t = {}
for i = 1, 200000 do t[i] = i end
check.list({ select("#", table.unpack(t)), (select(200000, table.unpack(t))) }, 200000, 200000)
local function count(...) return select("#", ...) end
local function pass(...) return ... end
check.same(count(pass(pass(table.unpack(t)))), 200000)
check.same(#{ table.unpack(t) }, 200000)
check.same(#{ pass(0, table.unpack(t)) }, 200001)
check.same(math.max(table.unpack(t)), 200000)
check.same(select("#", ("x"):rep(200000):byte(1, -1)), 200000)
check.same(#string.char(table.unpack(t, 1, 255)), 255)
check.same(table.pack(table.unpack(t)).n, 200000)
check.same(select("#", coroutine.wrap(pass)(table.unpack(t, 1, 100000))), 100000)
check.same(select("#", pcall(pass, table.unpack(t))), 200001)
check.try("too many", table.unpack, t, 1, 1000000)
check.try("far too many", table.unpack, {}, 1, math.maxinteger)
check.try("too many bytes", function() return count(("x"):rep(2000000):byte(1, -1)) end)
check.try("too many results", function() return count(table.unpack(t), table.unpack({}, 1, 990000)) end)
check.same(count(table.unpack(t)), 200000)

-- Recursion through library functions that call back.
local function by_gsub(n) return (("x"):gsub("x", function() return by_gsub(n + 1) end)) end
overflow("gsub", by_gsub, 1)
local function by_sort() table.sort({ 1, 2 }, function(a, b) by_sort() return a < b end) end
overflow("sort", by_sort)
local mt = {}
mt.__tostring = function(v) return tostring(v) end
overflow("tostring", tostring, setmetatable({}, mt))
local function by_require() package.loaded.again = nil package.preload.again = by_require return require "again" end
overflow("require", by_require)
local function by_concat() return table.concat(setmetatable({}, { __len = function() return 1 end,
    __index = function() return by_concat() end })) end
overflow("concat", by_concat)
local function by_xpcall() return select(2, xpcall(by_xpcall, function(m) return m end)) end
print("xpcall", essence(by_xpcall()))

-- Recursion through metamethods.
mt.__index = function(v, k) return v[k .. "x"] end
overflow("index", function() return setmetatable({}, mt).x end)
mt.__newindex = function(v, k, x) v[k] = x end
overflow("newindex", function() setmetatable({}, mt).x = 1 end)
mt.__add = function(a, b) return a + b end
overflow("add", function() return setmetatable({}, mt) + 1 end)
mt.__concat = function(a, b) return a .. b end
overflow("concat", function() return setmetatable({}, mt) .. "x" end)
mt.__eq = function(a, b) return a == b end
overflow("eq", function() return setmetatable({}, mt) == setmetatable({}, mt) end)
mt.__lt = function(a, b) return a < b end
overflow("lt", function() return setmetatable({}, mt) < setmetatable({}, mt) end)
mt.__len = function(a) return #a end
overflow("len", function() return #setmetatable({}, mt) end)
mt.__unm = function(a) return -a end
overflow("unm", function() return -setmetatable({}, mt) end)
mt.__pairs = function(a) return pairs(a) end
overflow("pairs", function() return pairs(setmetatable({}, mt)) end)
mt.__close = function(a) local c <close> = a end
overflow("close", function() local c <close> = setmetatable({}, mt) end)

-- Depth that is allowed.
local function nested_pcall(n) if n == 0 then return "bottom" end return select(2, pcall(nested_pcall, n - 1)) end
check.same(nested_pcall(180), "bottom")
local function nested_gsub(n) if n == 0 then return "bottom" end return (("x"):gsub("x",
    function() return nested_gsub(n - 1) end)) end
check.same(nested_gsub(50), "bottom")
local function nested_sort(n) local r = n if n > 0 then table.sort({ 2, 1 }, function(a,
    b) r = nested_sort(n - 1) return a < b end) end return r end
check.same(nested_sort(20), 0)
local function nested_index(n) return setmetatable({}, { __index = function(_,
    k) if k == 0 then return "bottom" end return nested_index(n)[k - 1] end }) end
check.same(nested_index(1)[150], "bottom")
local function nested_coroutine(n) if n == 0 then return "bottom" end return coroutine.wrap(nested_coroutine)(n - 1) end
check.same(nested_coroutine(150), "bottom")

-- Deeper: the error is caught at the depth where it happened or further up, and everything works afterwards.
local reached = 0
local function deeper(n) reached = math.max(reached, n) local ok, m = pcall(deeper, n + 1) if not ok then error(m,
    0) end return m end
overflow("pcall", deeper, 1)
check.same(reached > 150, true)
overflow("coroutines", nested_coroutine, 100000)
local function alternating(n) return coroutine.wrap(function() return select(2, pcall(alternating, n + 1)) end)() end
print("alternating", essence(alternating(1)))
check.same(nested_coroutine(100), "bottom")
check.same(nested_pcall(100), "bottom")

print "done"
