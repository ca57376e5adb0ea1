-- Very long strings: results that are refused because they would be too large, strings of many megabytes, and
-- operations with thousands of pieces.

package.path = "../?.lua"
local check = require "check"

-- Refused.
check.try("rep", string.rep, "x", math.maxinteger)
check.try("rep of two", string.rep, "xx", 1 << 62)
check.try("rep with separator", string.rep, "x", 1 << 62, "yy")
check.try("rep of nothing with separator", string.rep, "", math.maxinteger, "y")
check.try("packsize", string.packsize, "c2147483647c2147483647")
check.try("format width", string.format, "%100d", 1)
check.try("format precision", string.format, "%.100f", 1)
check.try("char", string.char, 256)
check.try("byte of a long string", function() return select("#", ("x"):rep(10000000):byte(1, -1)) end)
check.try("utf8.codepoint of a long string", function() return select("#", utf8.codepoint(("x"):rep(10000000), 1,
    -1)) end)

-- The longest numbers.
check.same(#("%99.99f"):format(-1.7976931348623157e308), 310 + 100)
check.same(("%99.99f"):format(0.1),
    "0.100000000000000005551115123125782702118158340454101562500000000000000000000000000000000000000000000")
check.same(#("%.99e"):format(1 / 3), 105)
check.same(#("%a"):format(1 / 3) > 10, true)
check.same(#("%99d"):format(1), 99)
check.same(#tostring(2 ^ 1023), 20)

-- Many megabytes: made, measured, cut, searched, compared, hashed as keys.
local large = ("0123456789"):rep(1000000)
check.same(#large, 10000000)
check.list({ large:sub(1, 12), large:sub(-3), large:byte(5000001), large:sub(4999999, 5000003) }, "012345678901",
    "789", 48, "89012")
check.list({ large:find("90", 9999000, true), large:find("x", 1, true) }, 9999000 // 10 * 10, nil)
check.same(large == ("01234"):rep(1) .. large:sub(6), true)
check.same(large < large .. "0", true)
check.same(({ [large] = "found" })[("0123456789"):rep(1000000)], "found")
check.same(#large:reverse(), 10000000)
check.same(large:reverse():sub(1, 3), "987")
check.same(#large:upper(), 10000000)
check.same(select(2, large:gsub("9", "")), 1000000)
check.same(#(large .. large), 20000000)
check.same(#table.concat({ large, large, "x" }, "--"), 20000005)
local count = 0
for _ in large:gmatch "012345678" do count = count + 1 end
check.same(count, 1000000)
check.same(tonumber(large:sub(1, 500)) > 1e308, true)
check.same(load("return #'" .. large .. "'")(), 10000000)
check.same(#("%s|%s"):format(large, large), 20000001)
check.same(#("%q"):format(large), 10000002)
check.same(#string.pack("s4", large), 10000004)
check.same(string.unpack("s4", string.pack("s4", large)) == large, true)
check.same(utf8.len(large), 10000000)
large = nil

-- Thousands of pieces.
local pieces = {}
for i = 1, 100000 do pieces[i] = i end
local joined = table.concat(pieces, ",")
check.list({ #joined, joined:sub(1, 10), joined:sub(-7) }, 588894, "1,2,3,4,5,", ",100000")
check.same(#string.char(table.unpack((function() local t = {} for i = 1,
    200 do t[i] = 65 + i % 26 end return t end)())), 200)
local operands = {}
for i = 1, 190 do operands[i] = "p" .. i end
local chain = load("local p = ... return " .. (function() local out = {} for i = 1, 190 do out[i] = "p[" .. i ..
    "]" end return table.concat(out, " .. ") end)())
check.same(chain(operands), table.concat(operands))
local grown = ""
for i = 1, 200 do
    -- In steps, each a chain of a hundred operands.
    grown = chain(setmetatable({}, { __index = function(_, k) return k == 1 and grown or k % 10 end }))
    if #grown > 40000 then grown = grown:sub(1, 100) end
end
print("grown", #grown)
check.same(#(("x,"):rep(50000):gsub(",", function() return "--" end)), 150000)
local split = {}
for part in ("ab;"):rep(50000):gmatch "[^;]+" do split[#split + 1] = part end
check.same(#split, 50000)

-- Lines: a long text taken apart and put together again.
local lines = {}
for i = 1, 20000 do lines[i] = ("line %d with some text"):format(i) end
local text = table.concat(lines, "\n")
local back = {}
for line in text:gmatch "[^\n]+" do back[#back + 1] = line end
check.same(table.concat(back, "\n") == text, true)
local reversed = {}
for i = #back, 1, -1 do reversed[#reversed + 1] = back[i] end
check.same(#table.concat(reversed, "\n"), #text)

-- A result of rep has less than 2^31 bytes.
for _, n in ipairs { 1 << 31, (1 << 31) + 1, 1 << 32, 1 << 45 } do
    check.try("rep " .. n, string.rep, "x", n)
    check.try("rep " .. n // 10, string.rep, "0123456789!", n // 10)
    check.try("rep with separator", string.rep, "x", n // 2, ", ")
    check.try("within an expression", function() return ("y"):rep(n) .. "z" end)
end
check.same(("x"):rep(10), "xxxxxxxxxx")

print "done"
