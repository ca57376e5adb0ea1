-- utf8: char, charpattern, codes, codepoint, len, offset; one to six bytes; strict and lax; invalid sequences.

package.path = "../?.lua"
local check = require "check"

local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end

-- Encoding at the edges of each length.
for _, code in ipairs { 0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xffff, 0x10000, 0x10ffff,
    0x110000, 0x1fffff,
    0x200000, 0x3ffffff, 0x4000000, 0x7fffffff } do
    local s = utf8.char(code)
    print(("%x"):format(code), hex(s), #s, check.outcome(utf8.codepoint, s), check.outcome(utf8.codepoint, s, 1, 1,
        true),
        check.outcome(utf8.len, s), check.outcome(utf8.len, s, 1, -1, true))
    check.same(load(("return '\\u{%x}'"):format(code))(), s)
end
check.same(utf8.char(), "")
check.same(utf8.char(72, 228, 0x4e2d, 0x1f600), "Hä中😀")
check.same(utf8.char(65.0, "66"), "AB")
for code = 0, 0x10ffff, 997 do
    local s = utf8.char(code)
    check.same(utf8.codepoint(s, 1, 1, true), code)
    check.same(utf8.len(s, 1, -1, true), 1)
end

-- The pattern for one character.
check.same(utf8.charpattern, "[\0-\x7F\xC2-\xFD][\x80-\xBF]*")
local parts = {}
for c in ("aä中😀!"):gmatch(utf8.charpattern) do parts[#parts + 1] = hex(c) end
print(table.concat(parts, " "))

-- len, with ranges.
local text = "aä中😀z"
check.same(#text, 11)
check.same(utf8.len(text), 5)
for i = 1, 12 do
    local row = {}
    for j = i - 1, 11 do row[#row + 1] = check.outcome(utf8.len, text, i, j):gsub("^= ", ""):gsub("nil ", "x") .. "" end
    print(i, table.concat(row, " "))
end
check.show("negative", utf8.len(text, -1), utf8.len(text, -5), utf8.len(text, 1, -2), utf8.len("", 1), utf8.len("", 1,
    0))
for _, bad in ipairs { "\x80", "a\xff", "ab\xc3", "\xc3\x28", "\xe4\xb8", "\xe4\xb8\x41", "\xf0\x9f\x98", "\xc0\x80",
    "\xc1\xbf", "\xe0\x80\x80", "\xf0\x80\x80\x80",
    "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xfc\x84\x80\x80\x80\x80", "\xfe",
        "\xff", "ok\xfe" } do
    check.show(hex(bad), utf8.len(bad))
    check.show("  lax", utf8.len(bad, 1, -1, true))
    check.try("  codepoint", utf8.codepoint, bad, 1, #bad)
    check.try("  lax", utf8.codepoint, bad, 1, #bad, true)
end

-- codepoint over ranges.
check.list({ utf8.codepoint(text, 1, -1) }, 97, 228, 0x4e2d, 0x1f600, 122)
check.list({ utf8.codepoint(text, 2) }, 228)
check.list({ utf8.codepoint(text, -1) }, 122)
check.list({ utf8.codepoint(text, 2, 4) }, 228, 0x4e2d)
check.same(select("#", utf8.codepoint(text, 3, 2)), 0)
check.same(select("#", utf8.codepoint("", 1, 0)), 0)
check.try("within a character", utf8.codepoint, text, 3)
check.try("out of bounds", utf8.codepoint, text, 1, 12)
check.try("out of bounds", utf8.codepoint, text, 0)

-- offset: the n-th character from a position, forwards and backwards.
for n = -6, 7 do
    check.show("offset " .. n, utf8.offset(text, n))
end
for i = 1, 12 do
    print("from " .. i, check.outcome(utf8.offset, text, 0, i), check.outcome(utf8.offset, text, 1, i),
        check.outcome(utf8.offset, text, 2, i),
        check.outcome(utf8.offset, text, -1, i), check.outcome(utf8.offset, text, -2, i))
end
check.show("of nothing", utf8.offset("", 1), utf8.offset("", 0), utf8.offset("", -1), utf8.offset("", 2))
check.show("negative start", utf8.offset(text, 1, -1), utf8.offset(text, -1, -1), utf8.offset(text, 0, -2))
check.try("start out of bounds", utf8.offset, text, 1, 13)
check.try("continuation byte", utf8.offset, text, 1, 3)
check.try("continuation byte", utf8.offset, text, -1, 5)

-- codes: positions and code points; invalid bytes stop it with an error.
local seen = {}
for position, code in utf8.codes(text) do seen[#seen + 1] = position .. ":" .. ("%x"):format(code) end
print(table.concat(seen, " "))
for _ in utf8.codes "" do error "nothing to see" end
seen = {}
for position, code in utf8.codes("\u{d800}\u{7fffffff}", true) do seen[#seen + 1] = position .. ":" ..
    ("%x"):format(code) end
print(table.concat(seen, " "))
check.try("surrogate", function() for _ in utf8.codes "\u{d800}" do end end)
check.try("too large", function() for _ in utf8.codes "\u{110000}" do end end)
check.try("bad byte", function() for _ in utf8.codes "ab\xffcd" do end end)
check.try("cut off", function() for _ in utf8.codes "ab\xe4\xb8" do end end)
local iterator, state, initial = utf8.codes "äb"
check.list({ type(iterator), state, initial }, "function", "äb", 0)
check.list({ iterator("äb", 0) }, 1, 228)
check.list({ iterator("äb", 1) }, 3, 98)
check.list({ iterator("äb", 3) })
check.list({ iterator("äb", 100) })

-- Programs: reversal, substrings by characters, case of a few letters, widths.
local function reverse(s) local out = {} for _, c in utf8.codes(s) do table.insert(out, 1,
    utf8.char(c)) end return table.concat(out) end
check.same(reverse(text), "z😀中äa")
local function sub(s, i, j)
    local from = utf8.offset(s, i)
    local to = utf8.offset(s, (j or -1) + 1)
    if j == -1 or not j then return s:sub(from) end
    return s:sub(from, to - 1)
end
check.list({ sub(text, 2, 3), sub(text, 4), sub(text, 1, 1), sub(text, -2) }, "ä中", "😀z", "a", "😀z")
local counts = {}
for _, c in utf8.codes(("äöäüöä"):rep(50)) do local k = utf8.char(c) counts[k] = (counts[k] or 0) + 1 end
check.list({ counts["ä"], counts["ö"], counts["ü"] }, 150, 100, 50)
check.same(utf8.len(("中"):rep(10000)), 10000)
check.same(utf8.offset(("中"):rep(10000), 5001), 15001)
check.same(utf8.offset(("中"):rep(10000), -1), 29998)

print "done"
