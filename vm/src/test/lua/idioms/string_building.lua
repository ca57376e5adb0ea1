-- Idiom: strings built piece by piece: in loops, by table.concat, format, rep, char, gsub.
-- Changes on the way: kinds of pieces, sizes from short to long, pieces put in front, results used as keys at once.

package.path = "../?.lua"
local check = require "check"

local function digest(s)
    local h = #s
    for i = 1, #s, 7 do h = (h * 31 + s:byte(i)) % 1000000007 end
    return h
end

-- One character at a time, at the end and in front.
local s = ""
for i = 1, 20000 do s = s .. string.char(97 + i % 26) end
check.show("appended", digest(s), #s)
local front = ""
for i = 1, 4000 do front = string.char(97 + i % 26) .. front end
check.show("in front", digest(front), #front)
local both = "|"
for i = 1, 2000 do both = i .. both .. i end
check.show("both sides", digest(both), #both)

-- Pieces of different kinds: strings, integers, floats, results of tostring.
local mixed = ""
for i = 1, 4000 do
    if i < 1000 then mixed = mixed .. i
    elseif i < 2000 then mixed = mixed .. i / 2
    elseif i < 3000 then mixed = mixed .. "," .. tostring(i % 2 == 0)
    else mixed = mixed .. ("x"):rep(i % 5) .. -i end
end
check.show("mixed", digest(mixed), #mixed)

-- table.concat of many pieces, with separators; a buffer that is reused.
local buffer, total = {}, 0
for round = 1, 60 do
    for i = 1, 100 do buffer[i] = round % 2 == 0 and i * round or "p" .. i end
    buffer[101] = nil
    total = (total * 17 + digest(table.concat(buffer, round % 3 == 0 and ", " or ""))) % 1000000007
end
check.show("concat", total)

-- Lines of a report by format; escaping by gsub; repeated doubling.
local lines = {}
for i = 1, 1500 do lines[#lines + 1] = ("%4d %-8s %6.2f|"):format(i, "n" .. i % 13, i / 7) end
local report = table.concat(lines, "\n")
check.show("report", digest(report), #report)
local escaped = report:gsub("[|\n ]", { ["|"] = "&bar;", ["\n"] = "\\n" })
check.show("escaped", digest(escaped), #escaped)
local doubled = "ab"
for _ = 1, 14 do doubled = doubled .. doubled end
check.show("doubled", digest(doubled), #doubled)

-- Several strings that grow side by side, sharing their beginnings.
local base = ("base"):rep(20)
local family = {}
for i = 1, 50 do family[i] = base end
for i = 1, 6000 do
    local k = i % 50 + 1
    family[k] = family[k] .. (i % 10)
    if i == 3000 then for j = 1, 50, 2 do family[j] = family[j + 1] end end
end
total = 0
for i = 1, 50 do total = (total * 31 + digest(family[i])) % 1000000007 end
local equal = 0
for i = 1, 49 do if family[i] == family[i + 1] then equal = equal + 1 end end
check.show("family", total, equal)

-- Results used as keys at once, compared, measured, cut, while they grow.
local seen, hits = {}, 0
for i = 1, 12000 do
    local key = "k" .. i % 100 .. (i % 3 == 0 and "a" or "b")
    if seen[key] then hits = hits + 1 else seen[key] = i end
    if #key == 3 then hits = hits + 10 end
    if key == "k7" .. "a" then hits = hits + 100 end
end
check.show("keys", hits, seen.k99a, seen["k" .. 0 .. "b"])
local path, depth = "", 0
for i = 1, 9000 do
    path = path .. "/" .. i % 10
    if #path > 60 then path = path:sub(-30) depth = depth + 1 end
    if path:sub(-2) == "/0" then path = path:sub(1, -3) end
end
check.show("paths", path, depth)

-- Serialisation of nested tables by recursion; numbers to other bases; roman numerals.
local function serialize(v)
    if type(v) ~= "table" then return type(v) == "string" and '"' .. v .. '"' or tostring(v) end
    local parts = {}
    for i = 1, #v do parts[i] = serialize(v[i]) end
    return "{" .. table.concat(parts, ",") .. "}"
end
local nested = { 1, "two", { 3.5, { "four", false }, {} }, { { { 5 } } } }
total = 0
for i = 1, 400 do
    nested[1] = i
    if i == 200 then nested[3][1] = "now text" end
    total = (total * 31 + digest(serialize(nested))) % 1000000007
end
check.show("serialised", total, serialize(nested))
local function to_base(n, b) local out = "" repeat out = ("0123456789abcdef"):sub(n % b + 1, n % b + 1) ..
    out n = n // b until n == 0 return out end
local function roman(n)
    local out = ""
    for _, row in ipairs { { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" }, { 90, "XC" },
        { 50, "L" }, { 40, "XL" }, { 10, "X" }, { 9, "IX" },
        { 5, "V" }, { 4, "IV" }, { 1, "I" } } do
        while n >= row[1] do out, n = out .. row[2], n - row[1] end
    end
    return out
end
total = 0
for i = 1, 700 do total = total + #to_base(i * 1000, 2) + #to_base(i * 977, 16) + #roman(i) + tonumber(to_base(i, 16),
    16) end
check.show("bases", total, to_base(255, 2), to_base(48879, 16), roman(1999))

print "done"
