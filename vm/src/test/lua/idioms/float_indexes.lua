-- Floats as indexes of lists, as programs use them that halve with `/`: they are the same keys as the integers they equal.

package.path = "../?.lua"
local check = require "check"

-- A heap whose parents are found by `(i - i % 2) / 2`, as a list with a class, and as a plain one.
local Heap = {}
Heap.__index = Heap
local function push(self, v)
    local i = self.n + 1
    self.n = i
    while i > 1 do
        local parent = (i - i % 2) / 2
        if v < self[parent] then self[i] = self[parent] i = parent else break end
    end
    self[i] = v
end
local function pop(self)
    local top, last = self[1], self[self.n]
    self[self.n] = nil
    self.n = self.n - 1
    local n, i = self.n, 1.0
    if n == 0 then return top end
    while 2 * i <= n do
        local child = 2 * i
        if child < n and self[child + 1] < self[child] then child = child + 1 end
        if self[child] < last then self[i] = self[child] i = child else break end
    end
    self[i] = last
    return top
end
local function sorted(heap, n)
    for i = 1, n do push(heap, i * 7919 % 1009) end
    local before = -1
    for i = 1, n do
        local v = pop(heap)
        if v < before then return false end
        before = v
    end
    return #heap == 0 and heap.n == 0
end
for i = 1, 20 do
    check.same(sorted({n = 0}, 200), true)
    check.same(sorted(setmetatable({n = 0}, Heap), 200), true)
end

-- Reading and writing by floats that are integers, fractions, and what is too large or no number.
local list = {}
for i = 1, 20 do list[i] = i end
local function read(t, k) return t[k] end
local function write(t, k, v) t[k] = v end
for round = 1, 100 do
    for i = 1, 20 do check.same(read(list, i / 1), i) end
    check.list({ read(list, 1.5), read(list, 21.0), read(list, -1.0), read(list, -0.0), read(list, 2.0^53),
        read(list, 1e300), read(list, 0 / 0), read(list, 1 / 0) }, nil, nil, nil, nil, nil, nil, nil, nil)
    write(list, 3.0, "three")
    check.same(list[3], "three")
    write(list, 3, 3)
    write(list, 21.0, 21)
    check.list({ #list, list[21], math.type(next({[5.0] = true})) }, 21, 21, "integer")
    write(list, 21.0, nil)
    check.same(#list, 20)
    write(list, 0.0, "zero")
    check.list({ list[0], read(list, -0.0) }, "zero", "zero")
    write(list, -0.0, nil)
    write(list, 2.5, "half")
    check.same(read(list, 5 / 2), "half")
    write(list, 2.5, nil)
    write(list, 2.0^40, "far")
    check.list({ list[1 << 40], read(list, 2^40) }, "far", "far")
    write(list, 1 << 40, nil)
end
check.same(select(2, pcall(write, list, 0 / 0, 1)):match "index is NaN", "index is NaN")

-- Metamethods get the float itself, and only for what is absent.
local seen
local proxy = setmetatable({10, 20}, {
    __index = function(_, k) seen = k return math.type(k) end,
    __newindex = function(t, k, v) seen = k rawset(t, k, v) end})
for round = 1, 100 do
    check.list({ read(proxy, 1.0), read(proxy, 2), read(proxy, 3.0), read(proxy, 3) }, 10, 20, "float", "integer")
    seen = nil
    write(proxy, 2.0, 20)
    check.same(seen, nil)
    write(proxy, 4.0, 40)
    check.list({ math.type(seen), seen, rawget(proxy, 4) }, "float", 4.0, 40)
    rawset(proxy, 4.0, nil)
    check.same(rawget(proxy, 4), nil)
end

-- Indexes that are integers at first, and floats later on, in one loop.
local function sum(t, first, step)
    local total, i = 0, first
    while t[i] do total = total + t[i] i = i + step end
    return total
end
for round = 1, 50 do
    check.same(sum(list, 1, 1), 210)
    check.same(sum(list, 1.0, 1), 210)
    check.same(sum(list, 1, 2.0), 100)
end

print "done"
