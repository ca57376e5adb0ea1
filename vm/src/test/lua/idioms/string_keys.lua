-- Idiom: dictionaries with computed string keys.
-- Changes on the way: keys removed and made again, dictionaries that become records and lists, long keys, collisions.

package.path = "../?.lua"
local check = require "check"

-- Counting words made by concatenation, formatting, substrings.
local counts, distinct = {}, 0
for i = 1, 60000 do
    local key = "word" .. i % 1009
    local old = counts[key]
    if old then counts[key] = old + 1 else counts[key] = 1 distinct = distinct + 1 end
end
check.show("counted", distinct, counts.word0, counts.word1008, counts.word1009)
local text = ("abcdefghij klmnopqrst uvwxyz "):rep(60)
local pieces = {}
for i = 1, #text - 3 do
    local key = text:sub(i, i + 2)
    pieces[key] = (pieces[key] or 0) + 1
end
check.show("substrings", pieces.abc, pieces["z a"], pieces["  "], pieces.hij)
local formatted = {}
for i = 1, 6000 do
    local key = ("%03d-%s"):format(i % 250, i % 2 == 0 and "even" or "odd")
    formatted[key] = (formatted[key] or 0) + i
end
check.show("formatted", formatted["000-even"], formatted["001-odd"], formatted["001-even"])

-- Keys removed and made again, in waves.
local live = {}
for wave = 1, 12 do
    for i = 1, 600 do live["k" .. wave .. "." .. i] = i end
    for i = 1, 600, 2 do live["k" .. wave .. "." .. i] = nil end
    if wave > 3 then for i = 2, 600, 2 do live["k" .. wave - 3 .. "." .. i] = nil end end
end
local n, sum = 0, 0
for _, v in pairs(live) do n, sum = n + 1, sum + v end
check.show("waves", n, sum)

-- A dictionary as an object: constant names beside computed ones.
local config = { width = 10, height = 20 }
local total = 0
for i = 1, 20000 do
    config["option" .. i % 40] = i
    config.width = config.width + 1
    total = total + config.width + (config.option7 or 0) % 3 + config["hei" .. "ght"]
    if i == 10000 then config.height = nil config.height = 21.5 end
    if i == 15000 then for k = 0, 39 do config["option" .. k] = nil end config.option7 = 1 end
end
check.show("mixed names", total, config.option7, config.option39)

-- Keys that look alike: numbers and their texts, upper and lower case, blanks, zeros, empty.
local alike = {}
for i = 1, 3000 do
    alike[i % 100] = (alike[i % 100] or 0) + 1
    alike[tostring(i % 100)] = (alike[tostring(i % 100)] or 0) + 2
    alike[(i % 100) .. " "] = i
    alike[(i % 100) .. "\0"] = -i
    alike[("x"):rep(i % 50)] = i
end
check.show("alike", alike[5], alike["5"], alike["5 "], alike["5\0"], alike[""], alike.xx)

-- Long keys, equal but built in different ways.
local long = {}
for i = 1, 300 do long[("prefix "):rep(20) .. i] = i end
total = 0
for i = 1, 300 do total = total + long[table.concat { ("prefix "):rep(10), ("prefix "):rep(10), i }] end
check.show("long", total, long[("prefix "):rep(20) .. "301"])

-- A cache in front of a function, emptied now and then; a table of tables by path.
local calls, cache = 0, {}
local function expensive(a, b)
    local key = a .. ":" .. b
    local v = cache[key]
    if v == nil then calls = calls + 1 v = a * 31 % 17 + b cache[key] = v end
    return v
end
total = 0
for i = 1, 16000 do
    total = total + expensive(i % 13, i % 11)
    if i % 5000 == 0 then cache = {} end
end
check.show("cache", total, calls)
local paths = {}
for i = 1, 4000 do
    local node = paths
    for part in ("a/b" .. i % 5 .. "/c" .. i % 7 .. "/leaf"):gmatch "[^/]+" do
        node[part] = node[part] or {}
        node = node[part]
    end
    node.count = (node.count or 0) + 1
end
check.show("paths", paths.a.b0.c0.leaf.count, paths.a.b4.c6.leaf.count, paths.a.b5)

-- Sets: union, intersection, difference, and the inverse of a dictionary.
local evens, threes = {}, {}
for i = 0, 900, 2 do evens["e" .. i] = true end
for i = 0, 900, 3 do threes["e" .. i] = true end
local union, both, only = 0, 0, 0
for k in pairs(evens) do if threes[k] then both = both + 1 else only = only + 1 end end
for k in pairs(threes) do if not evens[k] then union = union + 1 end end
check.show("sets", union + both + only, both, only)
local inverse = {}
for k, v in pairs(counts) do inverse[v] = (inverse[v] or 0) + #k end
check.show("inverse", inverse[29], inverse[30], inverse[31])

print "done"
