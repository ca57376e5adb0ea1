-- math.random: xoshiro256** with the reference's seeding and projection, so that sequences are the same everywhere.

package.path = "../?.lua"
local check = require "check"

local function row(n, ...)
    local out = {}
    for i = 1, n do out[i] = check.text(math.random(...)) end
    return table.concat(out, " ")
end

-- Sequences after fixed seeds.
for _, seed in ipairs { 42, 0, 1, -1, 123456789, math.maxinteger, math.mininteger, 42.0 } do
    math.randomseed(seed)
    print("seed", check.text(seed))
    print("  float", row(4))
    print("  6", row(12, 6))
    print("  100", row(8, 100))
    print("  range", row(8, -5, 5))
    print("  all bits", row(3, 0))
    print("  wide", row(3, math.mininteger, math.maxinteger))
    print("  half", row(3, 0, math.maxinteger))
    print("  1", row(3, 1))
    print("  same", row(3, 7, 7))
end

-- A second component of the seed; a float with a fraction is taken by its bits.
math.randomseed(1, 2)
print("two components", row(5, 1000))
math.randomseed(1, 0)
local zero = row(5, 1000)
math.randomseed(1)
check.same(row(5, 1000), zero)
check.try("float seed", math.randomseed, 2 ^ 70)
math.randomseed(42)
local first = row(20, 1000)
math.randomseed(42)
check.same(row(20, 1000), first)
math.randomseed("42")
check.same(row(20, 1000), first)

-- Ranges of all widths stay within bounds and reach them.
math.randomseed(7)
for _, range in ipairs { { 0, 1 }, { 1, 2 }, { 1, 3 }, { -1, 1 }, { 1, 10 }, { 0, 15 }, { 0, 16 }, { 1, 100 }, { 250,
    260 } } do
    local low, high, sum = math.huge, -math.huge, 0
    for _ = 1, 2000 do
        local v = math.random(range[1], range[2])
        assert(v >= range[1] and v <= range[2] and math.type(v) == "integer")
        low, high, sum = math.min(low, v), math.max(high, v), sum + v
    end
    check.list({ low, high }, range[1], range[2])
    print(range[1], range[2], sum)
end
for _ = 1, 2000 do
    local v = math.random()
    assert(v >= 0 and v < 1 and math.type(v) == "float")
end
for _, range in ipairs { { math.mininteger, math.mininteger }, { math.maxinteger, math.maxinteger },
    { math.maxinteger - 1, math.maxinteger },
    { math.mininteger, math.mininteger + 1 }, { math.mininteger, -1 }, { -1, math.maxinteger }, { math.mininteger,
        0 }, { 0, 1 << 62 } } do
    local v = math.random(range[1], range[2])
    assert(v >= range[1] and v <= range[2])
    print(range[1], range[2], v)
end

-- Arguments.
check.same(math.random(3.0) <= 3, true)
check.same(math.random("2") <= 2, true)
check.try("empty", math.random, 0, -1)
check.try("empty", math.random, 2, 1)
check.try("empty", math.random, -5)
check.try("fraction", math.random, 1.5)
check.try("too many", math.random, 1, 2, 3)
check.try("text", math.random, "x")
check.try("infinite", math.random, 1, math.huge)

-- A check of the distribution, and of the low bits.
math.randomseed(2024)
local bins = {}
for i = 1, 10 do bins[i] = 0 end
for _ = 1, 10000 do
    local i = math.floor(math.random() * 10) + 1
    bins[i] = bins[i] + 1
end
print(table.concat(bins, " "))
local ones = 0
for _ = 1, 1000 do
    local bits = math.random(0)
    while bits ~= 0 do ones = ones + (bits & 1) bits = bits >> 1 end
end
print("ones", ones)

-- Shuffle, sample, random walk, estimate of pi.
math.randomseed(99)
local deck = {}
for i = 1, 52 do deck[i] = i end
for i = #deck, 2, -1 do
    local j = math.random(i)
    deck[i], deck[j] = deck[j], deck[i]
end
print(table.concat(deck, " "))
local position = 0
for _ = 1, 1000 do position = position + (math.random(2) == 1 and 1 or -1) end
print("walk", position)
local inside = 0
for _ = 1, 10000 do
    local x, y = math.random(), math.random()
    if x * x + y * y < 1 then inside = inside + 1 end
end
print("pi", 4 * inside / 10000)

print "done"
