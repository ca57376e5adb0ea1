-- The simple functions of string: sub, byte, char, rep, reverse, lower, upper, len, with positions of every sign.

package.path = "../?.lua"
local check = require "check"

-- sub and byte agree over all positions around the ends.
local s = "abcdef"
for i = -8, 8 do
    local row = {}
    for j = -8, 8 do
        local part = s:sub(i, j)
        check.same(#table.pack(s:byte(i, j)), #part)
        check.same(string.char(s:byte(i, j)), part)
        row[#row + 1] = part == "" and "." or part
    end
    print(i, table.concat(row, " "))
    check.same(s:sub(i), s:sub(i, -1))
    check.same(s:byte(i), i ~= 0 and s:byte(i, i) or nil)
end
for _, i in ipairs { math.mininteger, math.mininteger + 1, -1, 0, 1, math.maxinteger - 1, math.maxinteger } do
    for _, j in ipairs { math.mininteger, -1, 0, 1, math.maxinteger } do
        check.show(i .. "," .. j, s:sub(i, j), s:byte(i, j))
    end
end
check.same((""):sub(1, 1), "")
check.same(select("#", (""):byte()), 0)
check.same(select("#", ("abc"):byte(10)), 0)
check.same(s:sub(2.0, "3"), "bc")
check.same(s:sub(1, 6) == s, true)

-- char.
check.same(string.char(), "")
check.same(string.char(0, 255, 65), "\0\255A")
check.same(#string.char(table.unpack({}, 1, 0)), 0)
check.same(string.char(72.0, "105"), "Hi")
local bytes = {}
for i = 0, 255 do bytes[i + 1] = i end
local all = string.char(table.unpack(bytes))
check.same(#all, 256)
for i = 0, 255 do check.same(all:byte(i + 1), i) end

-- lower and upper change ASCII letters only; reverse turns bytes around.
for i = 0, 255 do
    local c = string.char(i)
    local lower = (i >= 65 and i <= 90) and string.char(i + 32) or c
    local upper = (i >= 97 and i <= 122) and string.char(i - 32) or c
    check.list({ c:lower(), c:upper() }, lower, upper)
end
check.list({ ("MiXeD 123"):lower(), ("MiXeD 123"):upper(), (""):upper(), ("äÖ"):lower() }, "mixed 123", "MIXED 123",
    "", "äÖ")
check.list({ ("abc"):reverse(), (""):reverse(), ("a\0b"):reverse(), all:reverse():reverse() == all }, "cba", "",
    "b\0a", true)

-- rep with counts and separators.
for _, n in ipairs { -1, 0, 1, 2, 5 } do
    check.show("rep " .. n, ("ab"):rep(n), ("ab"):rep(n, ","), (""):rep(n, "-"), ("x"):rep(n, ""), ("a\0"):rep(n))
end
check.same(#("x"):rep(1000000), 1000000)
check.same(#("ab"):rep(1000, ", "), 2000 + 2 * 999)
check.same(("x"):rep(3.0), "xxx")
check.same((""):rep(1000000), "")
check.same(("1"):rep(3) + 0, 111)
check.try("too large", string.rep, "x", math.maxinteger)
check.try("too large with separator", string.rep, "x", math.maxinteger // 2, "yy")
check.try("fraction", string.rep, "x", 1.5)

-- len and the operator agree, for numbers too.
for _, v in ipairs { "", "a", "\0\0", ("x"):rep(70000) } do check.same(v:len(), #v) end
check.list({ string.len(12), string.len(1.5), string.len(-0.0) }, 2, 3, 4)

-- Strings are values: built in different ways they are equal, as keys too.
local ways = { "hello", "hel" .. "lo", ("olleh"):reverse(), ("HELLO"):lower(), ("xhellox"):sub(2, 6), string.char(104,
    101, 108, 108, 111),
    ("h-e-l-l-o"):gsub("-", ""), ("%s%s"):format("he", "llo"), table.concat({ "h", "ello" }),
        ("hello world"):match "%a+", [[hello]], "\104ello" }
for i, way in ipairs(ways) do
    check.same(way, "hello")
    check.same(({ hello = i })[way], i)
    check.same(rawequal(way, "hello"), true)
end

-- Immutable: functions give new strings.
local original = "unchanged"
local _ = original:upper(), original:reverse(), original:rep(2), original:gsub("n", "m")
check.same(original, "unchanged")

-- Ropes and pieces: many appends, taking apart, comparing by halves.
local built = ""
for i = 1, 3000 do built = built .. string.char(97 + i % 26) end
local count = {}
for i = 1, #built do local c = built:sub(i, i) count[c] = (count[c] or 0) + 1 end
check.same(count.a, 115)
check.same(built:sub(1, 26), "bcdefghijklmnopqrstuvwxyza")
check.same(#built, 3000)
local half = built:sub(1, 1500) .. built:sub(1501)
check.same(half == built and half < built .. "a" and half:sub(2) > built, true)
local hash = 0
for i = 1, #built do hash = (hash * 33 ~ built:byte(i)) & 0xffffffff end
print("hash", hash)

-- Caesar, palindromes, run lengths, hexadecimal dumps, base 64.
local function caesar(text, k)
    return (text:gsub("%a", function(c) local base = c:find "%l" and 97 or
        65 return string.char((c:byte() - base + k) % 26 + base) end))
end
check.same(caesar(caesar("Hello, World", 3), -3), "Hello, World")
local function palindrome(text) text = text:lower():gsub("%A", "") return text == text:reverse() end
check.list({ palindrome "A man, a plan, a canal: Panama", palindrome "no" }, true, false)
local function runs(text)
    local out, i = {}, 1
    while i <= #text do
        local c, j = text:sub(i, i), i
        while text:sub(j + 1, j + 1) == c do j = j + 1 end
        out[#out + 1] = c .. j - i + 1
        i = j + 1
    end
    return table.concat(out)
end
print(runs "aaabccddddd", runs "", runs "x")
local digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local function base64(data)
    local out = {}
    for i = 1, #data, 3 do
        local a, b, c = data:byte(i, i + 2)
        local n = a << 16 | (b or 0) << 8 | (c or 0)
        for k = 0, 3 do
            local d = n >> 18 - 6 * k & 63
            out[#out + 1] = (k == 2 and not b or k == 3 and not c) and "=" or digits:sub(d + 1, d + 1)
        end
    end
    return table.concat(out)
end
print(base64 "", base64 "f", base64 "fo", base64 "foo", base64 "Hello, World!", #base64(all))

print "done"
