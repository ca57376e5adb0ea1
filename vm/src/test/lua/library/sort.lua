-- table.sort: numbers, strings, mixtures, comparison functions, inputs that are hard for quicksort, errors, and
-- tables with metamethods. Only orders that do not depend on the algorithm are printed.

package.path = "../?.lua"
local check = require "check"

local function sorted(t, less)
    less = less or function(a, b) return a < b end
    for i = 2, #t do if less(t[i], t[i - 1]) then return false end end
    return true
end
local state = 2463534242
local function random(n)
    state = state ~ (state << 13) & 0xffffffff
    state = state ~ (state >> 17)
    state = state ~ (state << 5) & 0xffffffff
    return state % n + 1
end

-- Sizes from none to a few hundred, many shapes of input.
local shapes = {
    ascending = function(i) return i end, descending = function(i, n) return n - i end, equal = function() return 7 end,
    saw = function(i) return i % 5 end, pipe = function(i, n) return math.min(i, n - i) end, random = function(_,
        n) return random(n) end,
    two = function() return random(2) end, negative = function(_, n) return random(n) - n // 2 end,
    float = function() return random(1000) / 7 end, mixed = function(i) return i % 2 == 0 and random(50) or
        random(50) + 0.5 end,
    last = function(i, n) return i == n and 0 or i end, first = function(i, n) return i == 1 and n or i end,
}
local names = {}
for name in pairs(shapes) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
    local digest = 0
    for _, n in ipairs { 0, 1, 2, 3, 4, 5, 8, 16, 33, 64, 100, 101, 150, 500 } do
        local t, sum = {}, 0
        for i = 1, n do t[i] = shapes[name](i, n) sum = sum + t[i] end
        table.sort(t)
        assert(sorted(t), name)
        for i = 1, n do sum = sum - t[i] digest = digest * 31 + math.floor(t[i]) * i end
        assert(math.abs(sum) < 1e-6)
        table.sort(t, function(a, b) return a > b end)
        assert(sorted(t, function(a, b) return a > b end), name .. " descending")
    end
    print(name, digest)
end

-- Strings.
local words = {}
local text = "the quick brown fox jumps over a lazy dog THE 1 10 9 _x x\0y x \xff \x7f"
for word in text:gmatch "%S+" do words[#words + 1] = word end
table.sort(words)
for i, w in ipairs(words) do words[i] = ("%q"):format(w) end
print(table.concat(words, " "))
local many = {}
for i = 1, 1000 do many[i] = ("k%d"):format(random(100000)) end
table.sort(many)
assert(sorted(many))
table.sort(many, function(a, b) if #a ~= #b then return #a < #b end return a > b end)
assert(sorted(many, function(a, b) if #a ~= #b then return #a < #b end return a > b end))

-- Records by several keys; the comparison function may call anything.
local records = {}
for i = 1, 200 do records[i] = { name = "n" .. random(20), age = random(30), id = i } end
local function by_name_age_id(a, b)
    if a.name ~= b.name then return a.name < b.name end
    if a.age ~= b.age then return a.age < b.age end
    return a.id < b.id
end
table.sort(records, by_name_age_id)
assert(sorted(records, by_name_age_id))
print(records[1].name, records[1].age, records[1].id, records[200].name, records[200].age, records[200].id)
local calls = 0
table.sort(records, function(a, b) calls = calls + 1 return a.id < b.id end)
for i = 1, 200 do check.same(records[i].id, i) end
assert(calls > 200 and calls < 10000)

-- Results other than booleans count as true.
local t = { 3, 1, 2 }
table.sort(t, function(a, b) return a < b and 0 or nil end)
check.list(t, 1, 2, 3)
check.same(select("#", table.sort {}), 0)

-- Objects with __lt; mixed integers and floats at the edge of precision.
local Version = {}
Version.__lt = function(a, b) return a.v < b.v end
local versions = {}
for i, v in ipairs { 5, 2, 9, 1 } do versions[i] = setmetatable({ v = v }, Version) end
table.sort(versions)
check.list({ versions[1].v, versions[2].v, versions[3].v, versions[4].v }, 1, 2, 5, 9)
local edge = { 2 ^ 53, (1 << 53) + 1, (1 << 53) - 1, 2 ^ 53 + 2, math.maxinteger, 2 ^ 63, math.mininteger,
    -2 ^ 63 - 2048, 0.5, -0.5 }
table.sort(edge)
for i, v in ipairs(edge) do edge[i] = check.text(v) end
print(table.concat(edge, " "))

-- Tables with metamethods: length and items may come from elsewhere.
local backing = { 5, 3, 4, 1, 2 }
local accesses = 0
local proxy = setmetatable({}, {
    __len = function() return #backing end,
    __index = function(_, i) accesses = accesses + 1 return backing[i] end,
    __newindex = function(_, i, v) backing[i] = v end,
})
table.sort(proxy)
check.list(backing, 1, 2, 3, 4, 5)
assert(accesses > 0)
local part = setmetatable({ 9, 8, 7, 6, 5 }, { __len = function() return 3 end })
table.sort(part)
check.list({ part[1], part[2], part[3], part[4], part[5] }, 7, 8, 9, 6, 5)
table.sort(setmetatable({}, { __len = function() return -5 end }))
table.sort(setmetatable({}, { __len = function() return 0 end, __index = error }))

-- Errors: values that do not compare, holes, functions that fail or contradict themselves.
check.try("number and string", table.sort, { 1, "2", 3 })
check.try("two tables", table.sort, { {}, {} })
check.try("boolean", table.sort, { true, false })
check.try("nil within", table.sort, { 1, 2, nil, 4 }, function(a, b) return a < b end)
check.try("failing function", table.sort, { 3, 2, 1 }, function() error("fails", 0) end)
check.try("no function", table.sort, { 1 }, 5)
check.try("nil as function", table.sort, { 2, 1 }, nil)
check.try("too big", table.sort, setmetatable({}, { __len = function() return 1 << 31 end }))
check.try("inconsistent", table.sort, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
    function() return true end)
local ok = pcall(table.sort, { 5, 1, 4, 2, 3, 9, 7, 8, 6, 0 }, function(a, b) return a ~= b end)
assert(ok == true or ok == false)
t = { 4, 2, 3, 1 }
pcall(table.sort, t, function(a, b) if a == 3 or b == 3 then error "three" end return a < b end)
local sum = 0
for i = 1, 4 do sum = sum + t[i] end
check.same(sum, 10)

-- A comparison function that yields is not possible; one that sorts another table is.
local co = coroutine.create(function() table.sort({ 2, 1 }, function(a, b) coroutine.yield(a) return a < b end) end)
check.show("yield", coroutine.resume(co))
local outer = { 3, 1, 2 }
table.sort(outer, function(a, b)
    local inner = { a, b }
    table.sort(inner)
    return a == inner[1] and a ~= b
end)
check.list(outer, 1, 2, 3)

-- Large inputs, and a comparison that changes its mind between sorts.
local large = {}
for i = 1, 20000 do large[i] = random(1000000) end
table.sort(large)
assert(sorted(large))
local direction = 1
local function toggled(a, b) if direction > 0 then return a < b end return b < a end
for _ = 1, 4 do
    table.sort(large, toggled)
    assert(sorted(large, toggled))
    direction = -direction
end

print "done"
