-- string.format of strings and other values: %s, %q, %c, %p, widths and precisions, embedded zeros, metamethods.

package.path = "../?.lua"
local check = require "check"

local format = string.format

-- %s with any value.
check.same(format("%s %s %s %s", nil, true, false, "text"), "nil true false text")
check.same(format("%s %s %s", 1, 1.0, -0.0), "1 1.0 -0.0")
check.same(format("%s", math.mininteger), "-9223372036854775808")
check.same((format("%s", {}):gsub("0x%x+", "")), "table: ")
check.same(format("%s", setmetatable({}, { __tostring = function() return "object" end })), "object")
check.same((format("%s", setmetatable({}, { __name = "Name" })):gsub("0x%x+", "")), "Name: ")
for _, spec in ipairs { "%s", "%10s", "%-10s", "%.3s", "%10.3s", "%-10.3s", "%.0s", "%.10s", "%1s", "%99s", "%.99s" } do
    print(spec, "[" .. format(spec, "abcdef") .. "]", "[" .. format(spec, "") .. "]", "[" .. format(spec, 12) .. "]")
end
check.same(#format("%s", ("x"):rep(100000)), 100000)
check.same(format("%s|", "a\0b"), "a\0b|")
check.same(#format("%5s", ("x"):rep(1000)), 1000)
check.try("width and zeros", format, "%5s", "a\0b")
check.same(format("%-5s|%5s|", "äö", "ü"), "äö |   ü|")

-- %q: strings, integers, floats, nil, booleans; the result reads back as the same value.
local samples = {
    "", "plain", "two\nlines", "quote \" and \\", "tab\t", "\r", "\0", "\0001", "\0a", "\1\2\31\127", "\200\255", "ä",
        "]]", "%d",
    "back\\slash\n", ("x"):rep(300), 0, 1, -1, 42, math.maxinteger, math.mininteger, 0.0, 0.5, -1.5, 0.1, 1e100, 5e-324,
    2 ^ 53, 2 ^ 63, 1 / 3, 1 / 0, -1 / 0, true, false,
}
for _, v in ipairs(samples) do
    local text = format("%q", v)
    local back = load("return " .. text)()
    check.same(back, v)
    print((text:gsub("[\r\n]", { ["\r"] = "<CR>", ["\n"] = "<LF>" })))
end
print(format("%q", nil), format("%q", -0.0), load("return " .. format("%q", 0 / 0))() ~= load("return " ..
    format("%q", 0 / 0))())
print(format("%q", 0 / 0))
local every = {}
for b = 0, 255 do every[#every + 1] = string.char(b) end
local all = table.concat(every)
check.same(load("return " .. format("%q", all))(), all)
check.same(load("return " .. format("%q", all:reverse()))(), all:reverse())
check.same(load("return " .. format("%q", ("\0" .. "1"):rep(50)))(), ("\0" .. "1"):rep(50))
for _, v in ipairs { {}, print, coroutine.create(print), io.stdout } do check.try("%q of a " .. type(v), format, "%q",
    v) end
check.try("%q with __tostring", format, "%q", setmetatable({}, { __tostring = function() return "x" end }))

-- %c: bytes, zero included.
check.same(format("%c%c%c", 76, 117, 97), "Lua")
check.same(format("%c", 0), "\0")
check.same(#format("%c%c", 0, 255), 2)
check.same(format("%5c|%-5c|", 65, 66), "    A|B    |")

-- %p: addresses of objects, which are the same for the same object; (null) for values that are none.
local t, f, co = {}, function() end, coroutine.create(print)
for _, v in ipairs { t, f, co, io.stdout, print } do
    check.same(format("%p", v), format("%p", v))
    check.same(format("%p", v):find "^0x%x+$", 1)
    check.same(#format("%30p", v), 30)
    check.same(format("%-30p|", v):find "|", 31)
end
check.same(format("%p", t) == format("%p", {}), false)
check.same(tostring(t):find(format("%p", t), 1, true) ~= nil, true)
for _, v in ipairs { 1, 1.5, true, false } do check.same(format("%p", v), "(null)") end
check.same(format("%p", nil), "(null)")
check.same(format("%10p|%-10p|", 1, 2), "    (null)|(null)    |")
check.same(format("%p", "short") == format("%p", "sh" .. "ort"), true)

-- Order of evaluation and of errors: conversions are done from left to right.
check.try("second is bad", format, "%d %d", 1, "x")
check.try("first is bad", format, "%d %q", "x", {})
check.try("unknown after a good one", format, "%d %k", 1, 2)
check.try("too few", format, "%s %s", "one")
check.try("percent at the end", format, "100%", 1)

-- As a method, with the format built on the way.
check.same(("%s=%d"):format("k", 5), "k=5")
check.same(("%" .. 10 .. "s"):format "x", "         x")
check.same(("%%%ds"):format(7):format("abc"), "    abc")
local rows = {}
for i, row in ipairs { { "name", "count", "share" }, { "alpha", 12, 0.5 }, { "beta", 3456, 0.25 } } do
    rows[i] = i == 1 and ("%-8s%8s%8s"):format(table.unpack(row)) or ("%-8s%8d%7.1f%%"):format(row[1], row[2],
        row[3] * 100)
end
print(table.concat(rows, "\n"))

-- The result of tostring in %s is used as it is, also when it contains a conversion.
check.same(format("%s", "%d"), "%d")
check.same(format("%s", setmetatable({}, { __tostring = function() return "%s%%" end })), "%s%%")
check.try("__tostring fails", format, "%s", setmetatable({}, { __tostring = function() error("no text", 0) end }))
check.same(format("%.2s", setmetatable({}, { __tostring = function() return "abc" end })), "ab")

-- In a loop with changing kinds of arguments.
local digest = 0
local kinds = { 1, 2.5, "s", true, "%", -7, 1e20, "long " .. ("y"):rep(50) }
for i = 1, 400 do
    local text = format("%s:%5s|%-6s|%.2s", kinds[i % #kinds + 1], i, kinds[i * 3 % #kinds + 1], i)
    for j = 1, #text do digest = (digest * 31 + text:byte(j)) % 1000000007 end
end
print("digest", digest)

print "done"
