-- Proper tail calls: a call in a return statement uses no stack, in every form of call; what is not a tail call.

package.path = "../?.lua"
local check = require "check"

local deep = 1000000

local function countdown(n) if n == 0 then return "done counting" end return countdown(n - 1) end
check.same(countdown(deep), "done counting")

-- Mutual recursion, accumulators, methods, fields, globals, upvalues.
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
check.list({ even(200000), odd(200000), even(200001) }, true, false, false)

local function sum(n, acc) if n == 0 then return acc end return sum(n - 1, acc + n) end
check.same(sum(deep, 0), 500000500000)

local object = { left = 0 }
function object:step(n) if n == 0 then return self.left end self.left = self.left + 1 return self:step(n - 1) end
check.same(object:step(200000), 200000)

local module = { f = {} }
function module.f.run(n) if n == 0 then return "field" end return module.f.run(n - 1) end
check.same(module.f.run(200000), "field")

function global_loop(n) if n == 0 then return "global" end return global_loop(n - 1) end
check.same(global_loop(200000), "global")
global_loop = nil

-- Varargs: constant, growing, shrinking, shifting counts.
local function rotate(n, a, ...) if n == 0 then return a, ... end return rotate(n - 1, ..., a) end
check.list({ rotate(100001, 1, 2, 3) }, 2, 1)
local function same_count(n, ...) if n == 0 then return select("#", ...), ... end return same_count(n - 1, ...) end
check.list({ same_count(200000, nil, 2, nil) }, 3, nil, 2, nil)
local function grow(n, ...) if n == 0 then return select("#", ...) end return grow(n - 1, n, ...) end
check.same(grow(150), 150)
local function shrink(a, ...) if a == nil then return select("#", ...) end return shrink(...) end
check.same(shrink(table.unpack({}, 1, 100)), 99)
check.same(shrink(1, 2, 3, nil, 5), 1)
local function wide(n, a, b, c, d, e, f) if n == 0 then return a + b + c + d + e + f end
    return wide(n - 1, b, c, d, e, f, a) end
check.same(wide(100000, 1, 2, 3, 4, 5, 6), 21)
local function narrow(n) if n == 0 then return "narrow" end return (select(2, n, narrow))(n - 1) end
check.same(narrow(100000), "narrow")

-- Through __call, functions that are parameters, and built-in functions at the end.
local callable = setmetatable({}, {})
getmetatable(callable).__call = function(self, n) if n == 0 then return "called" end return self(n - 1) end
check.same(callable(200000), "called")
local function apply(f, ...) return f(...) end
check.list({ apply(apply, apply, apply, math.max, 3, 9, 4) }, 9)
local function trampoline(f, n) if n == 0 then return f end return f(f, n - 1) end
check.same(trampoline(trampoline, 200000), trampoline)
local function ends_in_library(s) return string.rep(s, 3, "-") end
check.same(ends_in_library "x", "x-x-x")
local function through_pcall(n) if n == 0 then return "bottom" end return select(2, pcall(through_pcall, n - 1)) end
check.same(through_pcall(100), "bottom")

-- A state machine with states as functions.
local states = {}
function states.start(s, i) return states[s:sub(i, i) == "a" and "a" or "other"](s, i) end
function states.a(s, i) if i > #s then return "accepted" end return states.start(s, i + 1) end
function states.other(s, i) if i > #s then return "end " .. i end return "rejected at " .. i end
check.same(states.start(("a"):rep(50000), 1), "end 50001")
check.same(states.start(("a"):rep(500) .. "b", 1), "rejected at 501")

-- In a coroutine, and yielding from it.
local co = coroutine.wrap(function() local function loop(n) if n % 50000 == 0 then coroutine.yield(n) end
    if n == 0 then return "end" end return loop(n - 1) end return loop(200000) end)
check.list({ co(), co(), co(), co(), co(), co() }, 200000, 150000, 100000, 50000, 0, "end")

-- What is not a tail call: the caller's frame stays.
local function frames()
    local n = 0
    while debug.getinfo(n + 2, "l") do n = n + 1 end
    return n
end
local base = frames()
local function tail() return frames() end
local function parenthesised() return (frames()) end
local function added() return frames() + 0 end
local function with_more() return frames(), 1 end
local function stored() local n = frames() return n end
local function in_or() return nil or frames() end
local function in_table() return { frames() } end
check.list({ tail() - base }, 0)
check.list({ parenthesised() - base, added() - base, (with_more()) - base, stored() - base, in_or() - base,
    in_table()[1] - base }, 1, 1, 1, 1, 1, 1)

-- The position of an error in a function that was tail-called; the replaced frames are gone from the traceback.
local function fails(n) if n == 0 then error "at the bottom" end return fails(n - 1) end
check.try("error", fails, 1000)
local trace
xpcall(function() return fails(1000) end, function(m) trace = debug.traceback(m, 1) end)
print((trace:gsub("\n%s*%[C%]: in function 'xpcall'.*", "")))
local function level_two() error("blames the caller", 2) end
local function tail_caller() return level_two() end
check.try("level 2 through a tail call", tail_caller)

-- Captured variables of a frame that is replaced keep their values.
local kept = {}
local function collect(n) kept[n] = function() n = n + 1 return n end if n == 1 then return #kept end
    return collect(n - 1) end
collect(50)
check.list({ kept[50](), kept[50](), kept[1](), kept[25]() }, 51, 52, 2, 26)

print "done"
