-- Idiom: dictionaries with sparse integer keys: large identifiers, negative numbers, multiples, hashes.
-- Changes on the way: ranges that become dense and thin out again, float keys, borders, collections.

package.path = "../?.lua"
local check = require "check"

-- Identifiers far apart.
local by_id, ids = {}, {}
for i = 1, 2000 do
    local id = i * 104729 % 1000003 * 1000
    by_id[id] = i
    ids[i] = id
end
local sum = 0
for _ = 1, 300 do for i = 1, 2000 do sum = sum + by_id[ids[i]] end end
local misses = 0
for i = 1, 20000 do if not by_id[i * 500 + 1] then misses = misses + 1 end end
check.show("identifiers", sum, misses)

-- Coordinates packed into one integer.
local grid, visited = {}, 0
local x, y, dx, dy = 0, 0, 1, 0
for step = 1, 20000 do
    local key = x << 32 | y & 0xffffffff
    if not grid[key] then visited = visited + 1 end
    grid[key] = (grid[key] or 0) + 1
    if step * step % 7 < 3 then dx, dy = -dy, dx end
    x, y = (x + dx) % 150 - 50, (y + dy) % 130 - 40
end
local revisited = 0
for _, n in pairs(grid) do if n > 1 then revisited = revisited + 1 end end
check.show("coordinates", visited, revisited)

-- Negative keys and zero next to an array.
local signed = {}
for i = -500, 500 do signed[i] = i * i end
for round = 1, 10 do for i = -500, 500 do sum = sum + signed[i] end if round == 5 then signed[-250],
    signed[250] = 0.5, 0.5 end end
check.show("signed", sum, #signed)

-- Every hundredth key, then filled in until it is dense, then thinned out.
local thick = {}
for i = 100, 20000, 100 do thick[i] = 1 end
local function weigh() local n = 0 for i = 1, 20000, 7 do n = n + (thick[i] or 0) end return n end
check.show("thin", weigh(), #thick == 0)
for i = 1, 5000 do thick[i] = 1 end
check.show("dense start", weigh(), #thick)
for i = 5001, 20000 do thick[i] = 1 end
check.show("dense", weigh(), #thick)
for i = 20000, 1, -1 do if i % 50 ~= 0 then thick[i] = nil end end
check.show("thinned out", weigh(), thick[50], thick[51])
local left = 0
for _ in pairs(thick) do left = left + 1 end
check.show("left", left)

-- Keys at the ends of the range, powers of two, floats that are integers and floats that are not.
local edge = {}
for e = 0, 62 do edge[1 << e], edge[-(1 << e)], edge[2.0 ^ e + 0.0] = e, -e, e end
for i = 0, 99 do edge[math.maxinteger - i], edge[math.mininteger + i], edge[i + 0.5] = i, -i, i end
for round = 1, 200 do
    for e = 0, 62 do sum = sum + edge[1 << e] end
    for i = 0, 99 do sum = sum + edge[math.maxinteger - i] - edge[math.mininteger + i] + edge[i + 0.5] end
    if round == 50 then edge[2 ^ 40] = 1000 end
end
check.show("edges", sum, edge[1 << 40])

-- Memo table of a recursive function, keys in an irregular order.
local memo, calls = {}, 0
local function collatz(n)
    if n == 1 then return 0 end
    local v = memo[n]
    if v then return v end
    calls = calls + 1
    v = 1 + collatz(n % 2 == 0 and n // 2 or 3 * n + 1)
    memo[n] = v
    return v
end
local longest, at = 0, 0
for n = 1, 6000 do
    local l = collatz(n)
    if l > longest then longest, at = l, n end
end
check.show("collatz", longest, at, calls)

-- Sliding windows: keys that only grow, old ones removed.
local window, total = {}, 0
for i = 1, 30000 do
    window[i] = i % 97
    total = total + window[i]
    if i > 64 then
        total = total - window[i - 64]
        window[i - 64] = nil
    end
    if i == 15000 then collectgarbage() end
end
left = 0
for _ in pairs(window) do left = left + 1 end
check.show("window", total, left, window[30000], window[29936])

-- Hash buckets: lists under computed integers.
local buckets = {}
for i = 1, 8000 do
    local h = (i * 2654435761) % 4294967296 >> 20
    local bucket = buckets[h]
    if bucket then bucket[#bucket + 1] = i else buckets[h] = { i } end
end
local longest_bucket, used = 0, 0
for _, bucket in pairs(buckets) do used, longest_bucket = used + 1, math.max(longest_bucket, #bucket) end
check.show("buckets", used, longest_bucket)

-- One loop reads and writes elements, integers in the hash part, floats and strings as keys; elements come and go.
local function touch(t, keys, value)
    local sum, absent = 0, 0
    for i = 1, #keys do
        local k = keys[i]
        local v = t[k]
        if v then sum = sum + v else absent = absent + 1 end
        t[k] = value and value + i
    end
    return sum, absent
end
local function toggle(t, n, m)
    local cleared = 0
    for i = 1, n do
        local k = i % m
        if t[k] then t[k] = nil cleared = cleared + 1 else t[k] = i end
    end
    return cleared
end
local some = {1, 2, 3, 100000, 4, 2.0, -1, 0, 5, 1 << 60, "x", 2.5, 6, 7}
local t = {10, 20, 30, 40, 50}
for _ = 1, 50 do touch(t, some, 1) toggle({}, 60, 7) end
check.show("touched", touch(t, some, 5))
check.show("touched", touch(t, some, 6))
check.show("length", #t, t[2], t[0], t[-1], t[100000], t.x, t[2.5])
check.show("cleared", touch(t, some, nil))
check.show("cleared", touch(t, some, nil))
check.show("length", #t, next(t))
for m = 1, 9 do
    local u = {}
    check.show("toggled", m, toggle(u, 100, m), u[0], u[1], u[m - 1])
end
-- From the end downwards, each of which is the last.
local function drop(t, first, last) for i = first, last, -1 do t[i] = nil end return #t end
for _ = 1, 50 do drop({1, 2, 3, 4, 5, 6, 7, 8}, 8, 1) end
t = {1, 2, 3, 4, 5, 6, 7, 8}
check.show("dropped", drop(t, 8, 5), t[4], t[5])
t[5] = 50
check.show("again", #t, drop(t, 5, 1), next(t))
-- The same with metatables, whose functions see what is not there.
local log = {}
local watched = setmetatable({1, 2, 3}, {__index = function(_, k) return 1000 end,
    __newindex = function(w, k, v) log[#log + 1] = check.texts(k, v) rawset(w, k, v) end})
check.show("watched", touch(watched, some, 1))
check.show("watched", touch(watched, some, nil))
check.show("watched", toggle(watched, 20, 5), #watched)
check.show("log", #log, log[1], log[2], log[#log])
check.show("no table", (pcall(touch, 5, some, 1)), (pcall(touch, {}, {1, 0/0}, 1)))
check.show("strings", (pcall(touch, "text", {"nothing"}, nil)))

print "done"
