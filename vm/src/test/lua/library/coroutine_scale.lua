-- Coroutines in large numbers, deep chains of them, many switches, garbage, and recursion inside.

package.path = "../?.lua"
local check = require "check"

-- Many alive at the same time, resumed in turn.
local alive = {}
for i = 1, 10000 do
    alive[i] = coroutine.wrap(function(n)
        local sum = i
        while true do sum = sum + n n = coroutine.yield(sum) end
    end)
end
local total = 0
for round = 1, 3 do
    for i = 1, 10000 do total = total + alive[i](round) end
end
print("alive", total)
alive = nil

-- Made, finished and dropped.
local finished = 0
for i = 1, 30000 do
    local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return a + b end)
    local _, first = coroutine.resume(co, i)
    local _, second = coroutine.resume(co, first)
    finished = finished + second
end
print("finished", finished)
local dropped = 0
for i = 1, 30000 do
    local co = coroutine.wrap(function() for k = 1, 100 do coroutine.yield(k) end end)
    dropped = dropped + co() + co()
end
print("dropped", dropped)

-- One switched very often.
local switches = 0
local co = coroutine.wrap(function() while true do switches = switches + 1 coroutine.yield() end end)
for _ = 1, 200000 do co() end
print("switches", switches)

-- Chains: each resumes the next one; a value goes all the way down and up.
local function chain(n)
    if n == 0 then return coroutine.wrap(function(v) while true do v = coroutine.yield(v * 2) end end) end
    local inner = chain(n - 1)
    return coroutine.wrap(function(v) while true do v = coroutine.yield(inner(v) + 1) end end)
end
for _, depth in ipairs { 1, 10, 100, 150 } do
    local head = chain(depth)
    check.list({ head(1), head(10), head(0.5) }, 2 + depth, 20 + depth, 1.0 + depth)
end

-- Too deep a chain is an error inside the chain, and nothing else breaks.
local function nest(n)
    return coroutine.wrap(function() if n == 0 then return "bottom" end return nest(n - 1) end)()
end
check.same(nest(100), "bottom")
local ok, message = pcall(nest, 100000)
check.same(ok, false)
print("too deep", message:find "C stack overflow" ~= nil)
check.same(nest(100), "bottom")
local depth = 0
local function count() depth = depth + 1 return coroutine.wrap(count)() end
ok, message = pcall(count)
check.same(ok, false)
check.same(depth > 150 and depth < 250, true)

-- Recursion inside coroutines: each has a stack of its own that grows.
local function recurse(n) if n == 0 then coroutine.yield "at the bottom" return 0 end return recurse(n - 1) + 1 end
local deep = {}
for i = 1, 20 do
    deep[i] = coroutine.wrap(recurse)
    check.same(deep[i](i * 500), "at the bottom")
end
for i = 20, 1, -1 do check.same(deep[i](), i * 500) end
co = coroutine.create(function() local function endless() return 1 + endless() end return endless() end)
ok, message = coroutine.resume(co)
check.list({ ok, message:find "stack overflow" ~= nil, coroutine.status(co) }, false, true, "dead")

-- Mutual switching between two coroutines through a dispatcher.
local ping, pong
local rally = {}
ping = coroutine.create(function() for i = 1, 1000 do rally[#rally + 1] = i coroutine.yield(pong) end end)
pong = coroutine.create(function() for i = 1, 1000 do rally[#rally + 1] = -i coroutine.yield(ping) end end)
local current = ping
while coroutine.status(current) ~= "dead" do
    local _, following = coroutine.resume(current)
    if not following then break end
    current = following
end
check.list({ #rally, rally[1], rally[2], rally[1999], rally[2000] }, 2000, 1, -1, 1000, -1000)

-- Coroutines as keys and values, with collections between.
local by_thread, threads = {}, {}
for i = 1, 500 do
    threads[i] = coroutine.create(function() coroutine.yield(i) return -i end)
    by_thread[threads[i]] = i
end
collectgarbage()
for i, t in ipairs(threads) do
    check.same(select(2, coroutine.resume(t)), i)
    if i % 100 == 0 then collectgarbage() end
    check.same(by_thread[t], i)
end
for i, t in ipairs(threads) do check.same(select(2, coroutine.resume(t)), -i) end
local weak = setmetatable({}, { __mode = "k" })
for i = 1, 100 do weak[coroutine.create(print)] = i end
threads, by_thread = nil, nil
collectgarbage()
collectgarbage()
local left = 0
for _ in pairs(weak) do left = left + 1 end
check.same(left <= 1, true)

-- A coroutine that holds the only reference to large data, and gives it up.
local holder = coroutine.wrap(function()
    local data = {}
    for i = 1, 1000 do data[i] = { i } end
    coroutine.yield(#data)
    local sum = 0
    for _, v in ipairs(data) do sum = sum + v[1] end
    data = nil
    coroutine.yield(sum)
    collectgarbage()
    return data == nil
end)
check.list({ holder(), holder(), holder() }, 1000, 500500, true)

-- Errors thrown through several coroutines.
local function relay(n)
    return coroutine.wrap(function()
        if n == 0 then error({ count = 0 }) end
        local ok, e = pcall(relay(n - 1))
        e.count = e.count + 1
        error(e)
    end)
end
ok, message = pcall(relay(50))
check.list({ ok, message.count }, false, 50)

print "done"
