-- Idiom: arrays of numbers of several kinds: lengths with math.huge for none, tables of best values, floats that come late.
-- Changes on the way: integers too large for floats, infinities on both sides, NaN, strings, indices beyond the ends.

package.path = "../?.lua"
local check = require "check"

local huge, maxinteger, mininteger = math.huge, math.maxinteger, math.mininteger

-- Shortest ways between all, math.huge where there is none.
local function shortest(n, none)
    local d = {}
    for i = 1, n do
        d[i] = {}
        for j = 1, n do d[i][j] = i == j and 0 or i * j % 7 == 0 and none or (i * 31 + j * 17) % 100 + 1 end
    end
    for k = 1, n do
        for i = 1, n do
            for j = 1, n do
                local t = d[i][k] + d[k][j]
                if t < d[i][j] then d[i][j] = t end
            end
        end
    end
    local sum = 0
    for i = 1, n do for j = 1, n do if d[i][j] < none then sum = sum + d[i][j] end end end
    return sum, d[3][5], d[7][7]
end
for _ = 1, 4 do check.show("shortest", shortest(25, huge)) end
check.show("shortest", shortest(25, 1000))
check.show("shortest", shortest(25, 1000.5))
check.show("shortest", shortest(25, maxinteger // 4))

-- Comparisons of pairs of all kinds: which hold is told by a number of ones and zeros.
local function compare(a, b)
    local less, atMost, equal = "", "", ""
    for i = 1, #a do
        for j = 1, #b do
            local x, y = a[i], b[j]
            if x < y then less = less .. 1 else less = less .. 0 end
            if x <= y then atMost = atMost .. 1 else atMost = atMost .. 0 end
            if x == y then equal = equal .. 1 else equal = equal .. 0 end
        end
    end
    return less, atMost, equal
end
local small = {0, 1, -1, 1.5, -0.0, 2, 0.5, 3}
local large = {huge, -huge, maxinteger, mininteger, 2^53, 2^53 + 1, 2^63, -2^63, 0/0, (1 << 53) + 1, (1 << 53) - 1,
    (1 << 49) - 1, 1 << 49, -(1 << 49), -(1 << 49) - 1, (1 << 49) + 0.5, maxinteger + 0.0, 1, 1.0}
for _ = 1, 30 do compare(small, small) end
for _ = 1, 3 do
    check.show("small", compare(small, small))
    check.show("mixed", compare(small, large))
    check.show("mixed", compare(large, small))
    check.show("large", compare(large, large))
end

-- Sums and differences of all kinds; some need a box.
local function sums(a, b, f)
    local n = 0
    for i = 1, #a do
        for j = 1, #b do
            f(a[i] + b[j], a[i] - b[j], a[i] * b[j])
            n = n + 1
        end
    end
    return n
end
local function keep() local last = {} return last, function(...) last[#last + 1] = check.texts(...) end end
for _ = 1, 60 do sums(small, small, function() end) end
for _ = 1, 2 do
    local last, f = keep()
    check.show("sums", sums(small, small, f), sums(small, large, f), sums(large, large, f))
    print(table.concat(last, "\n"))
end
small[3] = "10"
check.show("string", pcall(sums, small, small, function() end))
small[3] = {}
check.show("table", (pcall(sums, small, small, function() end)))
check.show("table", (pcall(compare, small, small)))

-- A knapsack: downwards, with an index from which something is subtracted.
local function knapsack(room, items, shift)
    local v = {}
    for c = 0, room do v[c] = 0 end
    for i = 1, items do
        local weight, value = i * 7 % 31 + 1, i * 13 % 53
        for c = room, weight + shift, -1 do
            local t = v[c - weight] + value
            if t > v[c] then v[c] = t end
        end
    end
    return v[room], v[room // 2]
end
for _ = 1, 10 do knapsack(300, 30, 0) end
check.show("knapsack", knapsack(300, 30, 0))
check.show("knapsack", knapsack(2, 30, 0))
check.show("beyond", (pcall(knapsack, 300, 30, -1)))
check.show("knapsack", knapsack(300, 30, 5))

-- Values of a large, old array become large, floats, strings, and young objects.
local cells = {}
for i = 1, 5000 do cells[i] = i end
collectgarbage()
local function add(n, step) for i = 2, n do cells[i] = cells[i] + step end end
local function fill(n, f) for i = 1, n do cells[i] = f(i) end end
for _ = 1, 5 do add(5000, 1) end
collectgarbage()
add(5000, 1 << 48)
add(5000, 1 << 48)
collectgarbage()
check.show("boxes", cells[1], cells[2], cells[5000])
add(5000, 0.5)
check.show("floats", cells[1], cells[2], cells[5000])
for _ = 1, 3 do
    fill(5000, function(i) return {i} end)
    collectgarbage("step")
    fill(2500, function(i) return i end)
    local garbage = {}
    for i = 1, 3000 do garbage[i] = {i} end
    collectgarbage()
    check.show("objects", cells[1], cells[2500], cells[2501][1], cells[5000][1])
end

print("done")
