-- String literals: every escape, long brackets, line ends, bytes over 127, very long literals.

package.path = "../?.lua"
local check = require "check"

local function bytes(s)
    local out = {}
    for i = 1, #s do out[i] = s:byte(i) end
    return table.concat(out, " ")
end

-- Simple escapes.
print(bytes "\a\b\f\n\r\t\v\\\"\'")
check.same("\a\b\f\n\r\t\v", "\7\8\12\10\13\9\11")
check.same('it\'s "quoted"', "it's \"quoted\"")
check.same("line\
break", "line\nbreak")

-- Decimal and hexadecimal bytes.
check.same("\65\066\0067", "ABC\55" == "ABC7" and "AB\0067")
check.same("\0", string.char(0))
check.same("\x41\x7a\xff", "Az\255")
check.same("\1234", "{4")
check.same("\12a", "\x0ca")
check.same(#"\0\00\000", 3)
print(bytes "\0\00\0001\255\x00\xfF")

-- \z skips white space, line ends included.
check.same("one \z
            two \z   three\z
four", "one two threefour")
check.same("a\z", "a")
check.same("\z  \z  x\z\z\z", "x")

-- \u: UTF-8 up to 31 bits.
print(bytes "\u{0}\u{41}\u{7f}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}")
print(bytes "\u{110000}\u{1FFFFF}\u{200000}\u{3FFFFFF}\u{4000000}\u{7FFFFFFF}")
check.same("\u{20AC}", "€")
check.same("\u{00000000041}", "A")
check.same("\u{d800}", "\xed\xa0\x80")

-- Long brackets of every level: no escapes, the first line end is dropped.
check.same([[abc]], "abc")
check.same([==[a]]b]=]c]==], "a]]b]=]c")
check.same([[
first]], "first")
check.same([[

second]], "\nsecond")
check.same([[\n\z\65]], "\\n\\z\\65")
check.same(#[[]], 0)
check.same([=[]]]=], "]]")
check.same([=[[[nested]]]=], "[[nested]]")
check.same([===[]==]]===], "]==]")
check.same([[a
b]], "a\nb")
check.same([[ ]=] ]], " ]=] ")

-- Line ends in source: \r, \n, \r\n and \n\r each count as one line, in long strings and after a backslash.
for _, ending in ipairs { "\n", "\r", "\r\n", "\n\r" } do
    local value, line = load("local s = [[x" .. ending .. "y]]" .. ending ..
        "return s, debug.getinfo(1, 'l').currentline")()
    check.list({ value, line }, "x\ny", 3)
    check.same(load("return [[" .. ending .. "x]]")(), "x")
    check.same(load("return [[" .. ending .. ending .. "x]]")(), "\nx")
    check.same(load("return 'a\\" .. ending .. "b'")(), "a\nb")
    check.same(load("return 'a\\z" .. ending .. " " .. ending .. "b'")(), "ab")
    check.same(load("return --[[" .. ending .. ending .. "]] debug.getinfo(1, 'l').currentline")(), 3)
end
check.same(load("return '\\\r\\\n\\\n\\\r'")(), "\n\n\n\n")
check.same(load("return [[\r\r\n\n]]")(), "\n\n")

-- Any byte may stand in a literal, but for its delimiter, the backslash and line ends.
local all = {}
for b = 0, 255 do
    local c = string.char(b)
    if c ~= "'" and c ~= "\\" and c ~= "\n" and c ~= "\r" then
        check.same(load("return '" .. c .. "'")(), c)
        all[#all + 1] = c
    end
end
local text = table.concat(all)
check.same(load("return '" .. text .. "'")(), text)
check.same(load("return [==[" .. text .. "]==]")(), text)
for b = 0, 255 do
    check.same(load(("return '\\%d'"):format(b))(), string.char(b))
    check.same(load(("return '\\%03d\\x%02x'"):format(b, b))(), string.char(b, b))
end

-- %q writes literals that read back.
for _, s in ipairs { "", "plain", "\n", "\r\n", "\0", "\0001", "a\0b", "\\", "\"", "'", text, "\xc3\xa4", "\127",
    "]]" } do
    check.same(load("return " .. ("%q"):format(s))(), s)
end

-- Long literals, and equal literals are equal strings.
local long = ("0123456789"):rep(10000)
check.same(load("return '" .. long .. "'")(), long)
check.same(load("return [[" .. long .. "]]")(), long)
check.same(#load("return '" .. ("\\65"):rep(50000) .. "'")(), 50000)
check.same(load("return 'key'")() == "key", true)
check.same(({ key = 1 })[load("return 'k\\x65y'")()], 1)

-- Adjacent tokens need no spaces.
check.same(#"a".."b", "1b")
check.same(({"x"})[1]..[[y]]..'z', "xyz")
check.same(type"x"..type[[y]], "stringstring")

-- Broken literals.
for _, source in ipairs {
    "'abc", "\"abc", "'abc\n'", "'abc\\", "[[abc", "[==[abc]=]", "[=abc]=]", "[=", "'\\q'", "'\\300'", "'\\256'",
        "'\\x'", "'\\x1'",
    "'\\xg0'", "'\\u'", "'\\u{'", "'\\u{}'", "'\\u{g}'", "'\\u{80000000}'", "'\\u{41'", "'\\u41'", "'\\zx", "'\\",
        "\"'", "'\\9999'",
    "'\\u{fffffffff}'", "--[[ open", "--[==[ open ]]",
} do
    print(("%q"):format(source), select(2, load("return " .. source, "=chunk")))
end

print "done"
