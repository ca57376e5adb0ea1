-- Idiom: iterators as closures and as coroutines, in generic for loops; chains of them.
-- Changes on the way: iterators of different kinds at one loop, tables changed while they are walked, early exits.

package.path = "../?.lua"
local check = require "check"

local function range(from, to, step)
    step = step or 1
    local at = from - step
    return function()
        at = at + step
        if at <= to then return at end
    end
end
local function generate(from, to)
    return coroutine.wrap(function() for i = from, to do coroutine.yield(i) end end)
end
local function stateless(to) return function(limit, i) if i < limit then return i + 1 end end, to, 0 end
local function map(f, it) return function() local v = it() if v ~= nil then return f(v) end end end
local function filter(f, it) return function() for v in it do if f(v) then return v end end end end

-- One loop over iterators of one kind, then of all kinds.
local function total(...) local s = 0 for v in ... do s = s + v end return s end
local sum = 0
for i = 1, 20000 do sum = sum + total(range(1, i % 50)) end
check.show("closures", sum)
for i = 1, 100 do sum = sum + total(range(0.5, 20)) end
check.show("floats", sum)
for i = 1, 300 do
    local k = i % 5
    if k == 0 then sum = sum + total(range(1, 30))
    elseif k == 1 then sum = sum + total(generate(1, 30))
    elseif k == 2 then sum = sum + total(stateless(30))
    elseif k == 3 then sum = sum + total(pairs { 1, 2, 3, nil, 5 })
    else sum = sum + total(setmetatable({ n = 0 },
        { __call = function(self) self.n = self.n + 1 return self.n <= 30 and self.n or nil end }))
    end
end
check.show("all kinds", sum)

-- Chains.
sum = 0
for i = 1, 150 do
    for v in map(function(x) return x * x end, filter(function(x) return x % 3 == i % 3 end, range(1,
        60))) do sum = sum + v end
end
for i = 1, 30 do
    for v in map(function(x) return x + i end, filter(function(x) return x % 2 == 0 end, generate(1,
        40))) do sum = sum + v end
end
check.show("chains", sum)

-- pairs, ipairs and next over tables that change: fields cleared, values replaced, items added at the end.
local t = {}
for i = 1, 60 do t[i], t["k" .. i] = i, -i end
local seen, checksum = 0, 0
for round = 1, 60 do
    for k, v in pairs(t) do
        seen = seen + 1
        if type(k) == "string" then t[k] = v - 1 else checksum = checksum + k * v end
        if round == 30 and k == "k7" then t[k] = nil end
        if round == 40 and type(k) == "number" then t[k] = v + 0.5 end
    end
    for i, v in ipairs(t) do
        checksum = checksum + i
        if round == 50 and i == 20 then t[41] = nil end
    end
    local k, v = next(t)
    while k ~= nil do
        checksum = checksum + (type(k) == "number" and v or 1)
        k, v = next(t, k)
    end
end
check.show("tables", seen, checksum, #t == 60 or #t == 40)

-- Early exits: break, return, error, goto; the coroutine is left where it is.
local function find(it, wanted) local n = 0 for v in it do n = n + 1 if v == wanted then return n end end return -n end
sum = 0
for i = 1, 200 do
    sum = sum + find(range(1, 30), i % 40) + find(generate(1, 30), i % 35)
    for v in generate(1, 10) do if v > i % 10 then break end sum = sum + v end
    pcall(function() for v in range(1, 10) do if v == 5 then error "stop" end sum = sum + v end end)
    for v in range(1, 5) do for w in generate(v, 5) do if v * w == 6 then goto next_round end end end
    ::next_round::
end
check.show("early exits", sum)

-- Trees by recursion inside a coroutine, and by an explicit stack in a closure.
local function tree(n) if n > 0 then return { left = tree(n - 1), value = n, right = tree(n - 1) } end end
local function in_order(node)
    if node then
        in_order(node.left)
        coroutine.yield(node.value)
        in_order(node.right)
    end
end
local function by_stack(node)
    local stack = {}
    return function()
        while node do stack[#stack + 1] = node node = node.left end
        local top = table.remove(stack)
        if top then node = top.right return top.value end
    end
end
local root = tree(8)
sum = 0
for _ = 1, 40 do
    local weight = 1
    for v in coroutine.wrap(function() in_order(root) end) do sum = sum + v * weight weight = weight % 7 + 1 end
    for v in by_stack(root) do sum = sum + v * weight weight = weight % 7 + 1 end
end
check.show("trees", sum)

-- Iterators with several values and with state that is a table; gmatch; lines of a string.
local function each(list, i) i = i + 1 local v = list[i] if v then return i, v, list[i + 1] end end
local list = {}
for i = 1, 200 do list[i] = i * 3 % 17 end
sum = 0
for round = 1, 60 do
    for i, v, following in each, list, 0 do sum = sum + i * v - (following or 0) end
    if round == 30 then list[100] = nil end
end
for round = 1, 40 do
    for k, v in ("a=1, b=22, c=333, d=4"):gmatch "(%w+)=(%w+)" do sum = sum + #k + tonumber(v) end
    for line in ("one\ntwo\n\nfour"):gmatch "([^\n]*)\n?" do sum = sum + #line end
end
check.show("several values", sum)

-- Producers and consumers that hand over control many times; zipped generators; a permutation generator.
local function zip(a, b) return function() local x, y = a(), b() if x and y then return x, y end end end
sum = 0
for i = 1, 60 do for x, y in zip(generate(1, 30), range(i, i + 25)) do sum = sum + x * y end end
local function permute(a, n)
    if n == 0 then coroutine.yield(a) end
    for i = 1, n do
        a[n], a[i] = a[i], a[n]
        permute(a, n - 1)
        a[n], a[i] = a[i], a[n]
    end
end
local permutations = 0
for p in coroutine.wrap(function() permute({ 1, 2, 3, 4, 5, 6 },
    6) end) do permutations = permutations + 1 sum = sum + p[1] * p[6] end
check.show("zipped", sum, permutations)

print "done"
