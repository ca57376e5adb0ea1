-- string.pack, unpack and packsize: every option, both byte orders, sizes 1 to 16, alignment, strings, and
-- values at the edges of their ranges.

package.path = "../?.lua"
local check = require "check"

local pack, unpack, packsize = string.pack, string.unpack, string.packsize

local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end

-- Sizes and alignment of the native types on a 64-bit machine.
for option in ("bBhHiIlLjJTfdn"):gmatch "." do
    print(option, packsize(option), packsize("!" .. option .. "b" .. option), hex(pack("<" .. option, 1)),
        hex(pack(">" .. option, 1)))
end

-- Integers of all sizes, both byte orders, signed and unsigned.
for size = 1, 16 do
    for _, order in ipairs { "<", ">" } do
        local out = {}
        for _, v in ipairs { 0, 1, -1, 127, -128 } do
            local packed = pack(order .. "i" .. size, v)
            check.same(#packed, size)
            check.list({ unpack(order .. "i" .. size, packed) }, v, size + 1)
            out[#out + 1] = hex(packed)
        end
        if size < 8 then
            local max = (1 << (8 * size)) - 1
            check.same((unpack(order .. "I" .. size, pack(order .. "I" .. size, max))), max)
            check.same((unpack(order .. "i" .. size, pack(order .. "I" .. size, max))), -1)
            check.try("too large", pack, order .. "I" .. size, max + 1)
            check.try("too large", pack, order .. "i" .. size, (max + 1) // 2)
            check.same((unpack(order .. "i" .. size, pack(order .. "i" .. size, -(max + 1) // 2))), -(max + 1) // 2)
            check.try("too small", pack, order .. "i" .. size, -(max + 1) // 2 - 1)
        else
            for _, v in ipairs { math.maxinteger, math.mininteger, -1 } do
                check.same((unpack(order .. "i" .. size, pack(order .. "i" .. size, v))), v)
            end
        end
        print(order .. "i" .. size, table.concat(out, " "))
    end
end
check.same((unpack("<I8", ("\xff"):rep(8))), -1)
check.same((unpack("<I16", ("\xff"):rep(8) .. ("\0"):rep(8))), -1)
check.same((unpack("<i16", ("\xff"):rep(16))), -1)
check.try("does not fit", unpack, "<i16", ("\0"):rep(8) .. "\1" .. ("\0"):rep(7))
check.try("does not fit", unpack, ">I9", "\1" .. ("\0"):rep(8))
check.same((unpack("<i9", ("\xff"):rep(9))), -1)

-- Floats.
for _, v in ipairs { 0.0, -0.0, 1.0, -1.5, 0.1, 1e38, 1e-45, 1 / 0, -1 / 0, 3.4028234663852886e38, 1e308, 5e-324,
    16777217 } do
    print(v, hex(pack(">f", v)), hex(pack(">d", v)), hex(pack("<n", v)), unpack(">f", pack(">f", v)))
    check.same((unpack("<d", pack("<d", v))), v * 1.0)
end
check.same((unpack("d", pack("d", 0 / 0))), 0 / 0)
check.same((unpack("<f", pack("<f", 1e300))), math.huge)
check.same(math.type((unpack("<d", pack("<d", 3)))), "float")

-- Strings: fixed, prefixed by a length, ended by a zero.
for _, s in ipairs { "", "a", "hello", ("x"):rep(200), "a\0b" } do
    for size = 1, 8 do
        check.same(pack("<s" .. size, s), pack("<I" .. size, #s) .. s)
        check.list({ unpack("<s" .. size, pack("<s" .. size, s) .. "rest") }, s, #s + size + 1)
    end
    check.same(#pack("s", s), #s + 8)
    if not s:find "\0" then check.list({ unpack("z", pack("z", s) .. "rest") }, s, #s + 2) end
    check.same(pack("c" .. #s + 3, s), s .. "\0\0\0")
    check.list({ unpack("c" .. #s, s .. "rest") }, s, #s + 1)
end
check.same(pack("c0", ""), "")
check.list({ unpack("c0", "abc", 2) }, "", 2)
print(hex(pack("z s1 c3 z", "one", "two", "3", "")))

-- Padding and alignment: x, X, !.
for _, f in ipairs { "<b x h", "<!4 b i4", "<!2 b i4", "<! b i8", "<!8 b i8 b i2", "<b Xi4 b", "<!4 b Xi4 b",
    "<!8 b Xd b", "<!4 i2 Xi4 i4",
    "<!1 b i8 b", "<!16 b i16", "<i3 !4 i3 Xi4 b", "<!2 b h b h", "<xxx b", "<!4 s4 i4" } do
    local ok, packed = pcall(pack, f, 1, 2, 3, 4)
    print(f, ok and hex(packed) or packed, check.outcome(packsize, f))
end
check.list({ unpack("<!4 b i4", pack("<!4 b i4", -2, 70000)) }, -2, 70000, 9)
check.list({ unpack("<i4 i4", "xx" .. pack("<i4 i4", 1, 2), 3) }, 1, 2, 11)

-- Changing byte order and alignment within a format; spaces are ignored.
print(hex(pack("<i2 >i2 =i2 <i2", 1, 1, 1, 1)))
print(hex(pack(" < i2   >  i2 ", 1, 1)))
check.try("tabs are no spaces", pack, "<i2\ti2", 1, 1)
check.list({ unpack("<i2>i2", "\1\0\0\1") }, 1, 1, 5)
check.same(pack "", "")
check.list({ unpack("", "abc") }, 1)
check.list({ unpack("", "abc", 3) }, 3)

-- Positions.
local data = pack("<i1 i2 i4 i8 z", 1, 2, 3, 4, "five")
local at, values = 1, {}
for _, option in ipairs { "<i1", "<i2", "<i4", "<i8", "z" } do
    values[#values + 1], at = unpack(option, data, at)
end
check.list(values, 1, 2, 3, 4, "five")
check.same(at, #data + 1)
check.list({ unpack("c1", "abc", -1) }, "c", 4)
check.list({ unpack("c1", "abc", -3) }, "a", 2)
check.list({ unpack("c0", "abc", 4) }, "", 4)
check.try("past the end", unpack, "c1", "abc", 4)
check.try("position out of the string", unpack, "c0", "abc", 5)
check.try("far negative", unpack, "c1", "abc", -10)

-- Strings and floats as arguments of integer options, and the other way round.
check.same(pack("b", "5"), "\5")
check.same(pack("b", 5.0), "\5")
check.same(pack("<d", "1.5"), pack("<d", 1.5))
check.same(pack("z", 12), "12\0")
check.try("fraction", pack, "b", 5.5)

-- Records, many times, and a checksum of all bytes.
local layout = "<!4 I1 i2 I4 j d s2 z"
local digest = 0
for i = 1, 500 do
    local record = pack(layout, i % 256, i - 250, i * 65537, -i * 1000003, i / 3, ("r"):rep(i % 17), "n" .. i)
    for b = 1, #record do digest = (digest * 257 + record:byte(b)) % 2147483647 end
    local a, b, c, d, e, f, g, position = unpack(layout, record)
    check.list({ a, b, c, d, e, f, g, position }, i % 256, i - 250, i * 65537, -i * 1000003, i / 3, ("r"):rep(i % 17),
        "n" .. i,
        #record + 1)
end
print("digest", digest)

print "done"
