-- Files: opening modes, write and read back, seek, buffering, lines, all read formats. The files made here are removed.

package.path = "../?.lua"
local check = require "check"

local name = os.tmpname()
local function put(content) local f = assert(io.open(name, "wb")) f:write(content) f:close() end
local function get() local f = assert(io.open(name, "rb")) local s = f:read "a" f:close() return s end

-- Modes.
for _, mode in ipairs { "r", "w", "a", "r+", "w+", "a+", "rb", "wb", "ab", "r+b", "w+b", "a+b" } do
    put "0123456789"
    local f = assert(io.open(name, mode))
    local read = check.outcome(f.read, f, 3)
    f:seek("set", 2)
    local write = check.outcome(function() return f:write "XY" ~= nil end)
    f:close()
    print(mode, read, write, (get()))
end
for _, mode in ipairs { "", "x", "rr", "rw", "r++", "br", "r+w", "wb+", "a b", "R", "r,ccs=x" } do check.try("mode " ..
    mode, io.open, name, mode) end

-- write returns the file, and takes strings and numbers.
local f = assert(io.open(name, "w"))
check.same(f:write("a", 1, 2.5, -0.0, 1e100, math.mininteger, ""), f)
check.same(f:write(), f)
check.same(f:write "x":write "y":write(1 // 1, "\n"), f)
f:close()
print((get()))
check.try("write nil", function() local g = io.open(name, "w") g:write("before", nil, "after") end)
check.try("write table", function() io.open(name, "w"):write({}) end)

-- Read formats.
local content = "first line\nsecond\n\n  42 0x1F -3.5e2 .5 nan\nlast without end"
put(content)
local function reads(...)
    local h <close> = assert(io.open(name))
    local results = table.pack(h:read(...))
    for i = 1, results.n do results[i] = check.text(results[i]) end
    return table.concat(results, " ") .. " @" .. h:seek()
end
print(reads())
print(reads "l")
print(reads "L")
print(reads("l", "L", "l", "L"))
print(reads "a")
print(reads(0), reads(1), reads(5), reads(1000))
print(reads("l", "l", "l", "n", "n", "n", "n", "n"))
print(reads("l", "l", "l", "n", "n", "n", "n", "l"))
print(reads("*l", "*L", "*a"))
print(reads("a", "a", "l", "n", 0, 1))
print(reads("line"), reads "all")
print(reads(5.0, 3))
put ""
print(reads(), reads "a", reads "n", reads(0), reads "L", reads(1))
put "\n"
print(reads(), reads "a", reads("l", "l"), reads(0), reads("L", "L"))
put "a\0b\nc\0"
print(reads("l", "l"))
put "x\r\ny\r\n"
print(reads("l", "L", "l"))
for _, bad in ipairs { "x", "*x", "", "*", "nl", {} } do
    check.try("format " .. tostring(type(bad) == "string" and bad or type(bad)),
        function() local h <close> = io.open(name) return h:read(bad) end)
end

-- Numbers: how far a numeral is read, and where reading goes on.
for _, text in ipairs { "12 x", "-7,", "+5", "0x10 ", "0xg", "1e5e", "1e+", "1..2", ".5.", "- 5", "--5", "0x1p4z",
    "nan", "inf", "1_000", "99999999999999999999", "0x", "e5",
    "  \n\t 8", "12abc", "1e", ("1"):rep(198) .. " y", ("1"):rep(250), "0x.8p1 ", "5\0", "" } do
    put(text)
    local h = io.open(name)
    local number = h:read "n"
    print(("%q"):format(text:sub(1, 30)), check.text(number), check.text(h:read "a"))
    h:close()
end

-- seek.
put "0123456789"
f = assert(io.open(name, "r+"))
check.list({ f:seek(), f:seek "cur", f:seek("set", 3), f:read(2), f:seek(), f:seek("cur", -1), f:read(1),
    f:seek "end", f:seek("end", -2), f:read "a" }, 0, 0,
    3, "34", 5, 4, "4", 10, 8, "89")
check.list({ f:seek("set", 20), f:read(1), f:seek("set", 0) }, 20, nil, 0)
check.show("before the start", f:seek("set", -1))
f:seek("set", 2)
f:write "AB"
check.same(f:seek(), 4)
f:seek "set"
check.same(f:read "a", "01AB456789")
check.same(f:seek("set", 12), 12)
f:write "end"
f:close()
check.same(get(), "01AB456789\0\0end")
check.try("whence", function() local h <close> = io.open(name) return h:seek "middle" end)
check.try("offset", function() local h <close> = io.open(name) return h:seek("set", 1.5) end)

-- Buffering.
f = assert(io.open(name, "w"))
check.list({ f:setvbuf "full", f:setvbuf("full", 1024) }, true, true)
f:write "buffered"
f:flush()
check.same(get(), "buffered")
check.same(f:setvbuf "no", true)
f:write " unbuffered"
check.same(get(), "buffered unbuffered")
check.same(f:setvbuf("line", 100), true)
f:write " line\n"
check.same(get(), "buffered unbuffered line\n")
check.same(f:flush(), true)
check.same(f:close(), true)

-- lines: formats, the file stays open or is closed, many formats.
put "1 one\n2 two\n3 three\n"
local out = {}
for line in io.lines(name) do out[#out + 1] = line end
print(table.concat(out, "|"))
out = {}
for n, rest in io.lines(name, "n", "l") do out[#out + 1] = n .. "=" .. rest end
print(table.concat(out, "|"))
out = {}
for a, b in io.lines(name, 2, 1) do out[#out + 1] = a .. (b or "nil") end
print((table.concat(out, "|"):gsub("\n", "/")))
out = {}
for line in io.lines(name, "L") do out[#out + 1] = #line end
print(table.concat(out, "|"))
for all in io.lines(name, "a") do check.same(#all, 20) break end
f = assert(io.open(name))
for line in f:lines() do if line == "2 two" then break end end
check.list({ f:read(), f:read(), io.type(f) }, "3 three", nil, "file")
f:close()
local iterator = io.lines(name)
for _ = 1, 3 do iterator() end
check.same(iterator(), nil)
check.try("after the end", iterator)
check.try("no such file", io.lines, "no such file")
check.try("bad format", function() for _ in io.lines(name, "x") do end end)
check.same(select("#", io.lines(name)), 4)
check.same(io.type((select(4, io.lines(name)))), "file")
check.try("too many formats", function() return io.lines(name, table.unpack({}, 1, 300)) end)

-- Large files, bytes of all values, long lines.
local all = {}
for i = 0, 255 do all[i + 1] = string.char(i) end
local block = table.concat(all)
put(block:rep(1000))
f = assert(io.open(name, "rb"))
local size, digest = 0, 0
while true do
    local piece = f:read(777)
    if not piece then break end
    size = size + #piece
    digest = (digest * 31 + piece:byte() + piece:byte(-1)) % 1000003
end
f:close()
print(size, digest)
put(("x"):rep(300000) .. "\n" .. ("y"):rep(5))
f = io.open(name)
check.list({ #f:read(), f:read(), f:read() }, 300000, "yyyyy", nil)
f:close()

os.remove(name)
print "done"
