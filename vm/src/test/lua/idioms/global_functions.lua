-- Idiom: functions and variables held in globals, called from hot code.
-- Changes on the way: globals reassigned, redefined, removed, given by a metatable of _G, other environments.

package.path = "../?.lua"
local check = require "check"

scale = 3
offset = 1
function transform(x) return x * scale + offset end
function twice(f, x) return f(f(x)) end
function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
counter = 0
function bump() counter = counter + 1 end

local function run(n)
    local sum = 0
    for i = 1, n do
        sum = sum + transform(i) % 101
        bump()
    end
    return sum
end

check.show("warm-up", run(250000), fib(24), counter)

-- A global constant is assigned once, then many times.
scale = 5
check.show("assigned once", run(5000))
for i = 1, 50 do scale = i run(20) end
check.show("assigned often", run(5000), counter)
scale = 2.5
check.show("a float", run(5000))
scale = 3

-- A function is redefined, by a statement, an assignment, rawset, and through _G.
function transform(x) return x + scale end
check.show("statement", run(5000))
transform = function(x) return x - offset end
check.show("assignment", run(5000))
rawset(_G, "transform", function(x) return x * 2 end)
check.show("rawset", run(5000))
_G["trans" .. "form"] = function(x) return x // 2 end
check.show("computed name", run(5000))
load "function transform(x) return x + 0.5 end"()
check.show("from another chunk", run(5000))

-- Redefinition in the middle of the loop, by the called function itself.
local changes = 0
function transform(x)
    if x % 1000 == 0 then
        local old = transform
        changes = changes + 1
        transform = function(y) return old(y) + 1 end
    end
    return x
end
check.show("redefines itself", run(999), changes)
check.show("redefines itself", run(2001), changes)

-- Recursion through a global that is replaced by a memoising wrapper.
local plain, memo, calls = fib, {}, 0
fib = function(n) calls = calls + 1 local v = memo[n] if not v then v = plain(n) memo[n] = v end return v end
check.show("memoised", fib(60), calls)
fib = plain

-- Removed, then provided by a metatable.
transform = nil
check.try("removed", run, 1)
setmetatable(_G, { __index = function(_, k) if k == "transform" then return function(x) return -x end end end })
check.show("from __index", run(3000))
setmetatable(_G, { __index = { transform = function(x) return x * 7 end } })
check.show("from a table", run(3000))
transform = function(x) return x end
check.show("own again", run(3000))
setmetatable(_G, nil)

-- New globals declared through __newindex.
local declared = 0
setmetatable(_G, { __newindex = function(t, k, v) declared = declared + 1 rawset(t, k, v) end })
for i = 1, 300 do _G["generated" .. i % 100] = i end
check.show("declared", declared, generated99, generated0)
setmetatable(_G, nil)
for i = 0, 99 do _G["generated" .. i] = nil end

-- The same code in other environments, each with its own variables.
local code = "for i = 1, 2000 do total = (total or start) + step(i) end return total"
local results = {}
for i = 1, 5 do
    local env = { start = i, step = i % 2 == 0 and function(x) return x end or function(x) return x / 2 end }
    results[i] = check.text(load(code, "=code", "t", env)())
end
print(table.concat(results, " "))

-- Global state machines and callbacks kept by name.
handlers = { a = "on_a", b = "on_b" }
state = 0
function on_a() state = state + 1 end
function on_b() state = state * 2 % 1009 end
for i = 1, 12000 do
    _G[handlers[i % 3 == 0 and "b" or "a"]]()
    if i == 6000 then function on_a() state = state + 3 end end
    if i == 9000 then handlers.b = "on_a" end
end
check.show("handlers", state)

for _, name in ipairs { "scale", "offset", "transform", "twice", "fib", "counter", "bump", "handlers", "state",
    "on_a", "on_b" } do _G[name] = nil end
print "done"
