-- Idiom: strings taken apart by byte, sub, find, gmatch and gsub; tokens used as keys at once.
-- Changes on the way: short and long subjects, other patterns at the same place, bytes over 127, results that are
-- missing.

package.path = "../?.lua"
local check = require "check"

local text = ("The quick brown fox, aged 7.25 years, jumps over 13 lazy dogs; isn't it?\n"):rep(30)

-- Byte by byte, and by sub with one character; from 1, from the end, past the end.
local sum, vowels = 0, 0
for round = 1, 60 do
    for i = 1, #text do
        local b = text:byte(i)
        sum = (sum * 3 + b) % 1000003
        if b == 97 or b == 101 or b == 105 then vowels = vowels + 1 end
    end
end
for i = 1, #text + 10 do if text:sub(i, i) == "o" then vowels = vowels + 1 end end
for i = -1, -#text - 5, -3 do sum = sum + (text:byte(i) or 1000) end
check.show("bytes", sum, vowels)
local bytes = ("\0\127\128\200\255äö"):rep(100)
for i = 1, #bytes do sum = sum + bytes:byte(i) * i end
check.show("high bytes", sum)

-- A hand-written tokenizer with byte comparisons.
local function tokens(source)
    local list, at, n = {}, 1, #source
    while at <= n do
        local b, from = source:byte(at), at
        if b >= 48 and b <= 57 then
            repeat at = at + 1 b = source:byte(at) until not b or (b < 48 or b > 57) and b ~= 46
            list[#list + 1] = tonumber(source:sub(from, at - 1)) or source:sub(from, at - 1)
        elseif b >= 65 and b <= 90 or b >= 97 and b <= 122 then
            repeat at = at + 1 b = source:byte(at) until not b or (b < 65 or b > 90) and (b < 97 or b > 122)
            list[#list + 1] = source:sub(from, at - 1)
        else
            if b ~= 32 and b ~= 10 then list[#list + 1] = source:sub(at, at) end
            at = at + 1
        end
    end
    return list
end
local counts, numbers = {}, 0
for round = 1, 20 do
    for _, token in ipairs(tokens(round == 4 and text:upper() or text)) do
        if type(token) == "number" then numbers = numbers + token else counts[token] = (counts[token] or 0) + 1 end
    end
end
check.show("tokens", numbers, counts.fox, counts.FOX, counts[","], counts.isn)

-- The same words by gmatch, by find with positions, by gsub with a function.
local function words_gmatch(s) local n = 0 for w in s:gmatch "%a+" do n = n + #w end return n end
local function words_find(s)
    local n, at = 0, 1
    while true do
        local from, to = s:find("%a+", at)
        if not from then return n end
        n, at = n + to - from + 1, to + 1
    end
end
local function words_gsub(s) local n = 0 s:gsub("%a+", function(w) n = n + #w end) return n end
local lengths = { words_gmatch(text), words_find(text), words_gsub(text) }
check.show("words", lengths[1], lengths[2], lengths[3])
for i = 1, 400 do sum = sum + words_gmatch("a bc " .. i) + words_find("d" .. i .. "ef") + words_gsub("x") end
check.show("short subjects", sum)

-- Splitting with different separators, plain and as patterns; empty fields.
local function split(s, separator, pattern)
    local parts, at = {}, 1
    while true do
        local from, to = s:find(separator, at, not pattern)
        parts[#parts + 1] = s:sub(at, (from or 0) - 1)
        if not from then return parts end
        at = to + 1
    end
end
local record = "id;name;;value=1.5;last"
local fields = 0
for i = 1, 3000 do
    local separator = i % 3 == 0 and "=" or ";"
    local parts = split(record, separator)
    fields = fields + #parts + #parts[#parts]
    if i % 10 == 0 then fields = fields + #split(record, "[;=]+", true) end
    if i == 1500 then record = record .. ";more;" .. ("long "):rep(20) end
end
check.show("fields", fields)

-- Captures: dates, key=value pairs, optional parts, positions, back references.
local lines = { "2024-05-06 error: disk full (code 28)", "2023-12-31 info: started", "garbage",
    "1999-01-01 warn: low (code 3)" }
local codes, kinds = 0, {}
for i = 1, 4000 do
    local year, month, kind, message = lines[i % 4 + 1]:match "^(%d+)-(%d+)-%d+ (%a+): (.*)$"
    if year then
        codes = codes + year * month
        kinds[kind] = (kinds[kind] or 0) + 1
        local code = message:match "%(code (%d+)%)"
        if code then codes = codes + code end
    end
    if i == 2000 then lines[3] = "2000-02-29 debug: " .. ("x"):rep(100) end
end
check.show("captures", codes, kinds.error, kinds.info, kinds.debug)
local pairs_found = 0
for i = 1, 500 do
    for k, v, at in ("a=1;bb=22;ccc=;d=4" .. i):gmatch "(%w+)=(%w*)();?" do pairs_found = pairs_found + #k * #v + at end
    if ("x" .. i .. "x" .. i):match "^(x%d+)%1$" then pairs_found = pairs_found + 1 end
end
check.show("pairs", pairs_found)

-- Replacement: by string, table, function; with limits; templates; trimming; case.
local replaced = 0
for i = 1, 300 do
    local r, n = text:sub(i, i + 70):gsub("%a", i % 3 == 0 and { a = "A", e = "E", o = 0 } or i % 3 == 1 and "<%0>" or
        function(c) if c < "m" then return c:upper() end end, i % 40)
    replaced = (replaced * 31 + #r + n + r:byte(#r // 2)) % 1000003
    replaced = replaced + #(("  padded " .. i .. "  "):match "^%s*(.-)%s*$") + #("${a}-${b}"):gsub("%${(%w)}",
        { a = i, b = "text" })
end
check.show("replaced", replaced)

-- Numbers, hexadecimal bytes, run lengths, checksums of lines.
local decoded = 0
for i = 1, 400 do
    local hex = ("%08x"):format(i * 2654435761 & 0xffffffff)
    for pair in hex:gmatch ".." do decoded = decoded + tonumber(pair, 16) end
    local run = 0
    for c, same in ("aaabccddddd"):gmatch "((.)%2*)" do run = run + #c end
    decoded = decoded + run
end
check.show("decoded", decoded)
local checksum = 0
for line in text:gmatch "[^\n]+" do
    local l = 0
    for i = 1, #line do l = (l << 1 ~ line:byte(i)) & 0xffff end
    checksum = checksum + l
end
check.show("checksums", checksum)

print "done"
