-- load, loadfile and dofile: strings, reader functions, names, modes, environments; what they return and when
-- they raise.

package.path = "../?.lua"
local check = require "check"

-- Strings.
check.show("results", load "return 1, nil, 3"())
check.show("arguments", load "return ..."(1, nil, 3))
check.show("empty", load ""())
check.show("comment only", load "-- nothing"())
check.show("syntax error", load "return return")
check.show("numbers are strings here", load(5))
check.same(load "return 1" ~= load "return 1", true)
check.try("not a string", load, {})
check.try("nil", load, nil)

-- Reader functions: pieces are joined; nil and the empty string end the chunk; other values are errors.
local function pieces(...)
    local list, i = { ... }, 0
    return function() i = i + 1 return list[i] end
end
check.show("pieces", load(pieces("ret", "urn ", "1", " + ", "2"))())
check.show("one by one", load((function() local s, i = "local a = 'text' return #a",
    0 return function() i = i + 1 return s:sub(i, i) end end)())())
check.show("ended by nil", load(pieces("return ", "7"))())
check.show("ended by an empty string", load(pieces("return 1", "", " + syntax error ="))())
check.show("nothing", load(pieces())())
check.show("number pieces", load(pieces("return ", 4, 2))())
-- (A message handler of the caller sees these errors too: here it is one that leaves them as they are.)
local function plainly(f, ...) return select(2, xpcall(f, function(message) return message end, ...)) end
check.show("table piece", plainly(load, pieces("return ", {})))
check.show("boolean piece", plainly(load, pieces(true)))
check.show("reader fails", plainly(load, function() error("reader failed", 0) end))
check.show("reader fails with a table", plainly(load, function() error({}) end))
check.show("handler", xpcall(load, function(message) return "handled " .. message end, function() error("reader",
    0) end))
local calls = 0
check.show("calls of the reader", load(function() calls = calls + 1 return calls <= 3 and " " or nil end) ~= nil, calls)
check.show("large pieces", load(pieces("return '", ("x"):rep(100000), "'"))():len())
local function addition(terms)
    local n = 0
    return function()
        n = n + 1
        return n == 1 and "return 0" or n <= terms and "+1" or nil
    end
end
check.show("many pieces", load(addition(1000))())
check.show("syntax error in pieces", load(pieces("x", " = ", "= 1"), "=pieced"))
check.show("callable object", pcall(load, setmetatable({}, { __call = pieces "return 1" })))
check.show("built-in reader", load(("return 5"):gmatch ".")())
check.show("coroutine as reader", load(coroutine.wrap(function() coroutine.yield "return" coroutine.yield " 6" end))())

-- Names.
check.show("default name", load "x =")
check.show("default name of a reader", load(pieces "x ="))
check.show("given", load("x =", "=given"))
check.show("file", load("x =", "@given.lua"))
check.show("text", load("x =", "given text"))
check.show("nil", load("x =", nil))
check.show("number", load("x =", 12))
check.try("table", load, "x =", {})

-- Modes.
local binary = string.dump(load "return 'binary'")
for _, mode in ipairs { "t", "b", "bt", "tb", "", "x", "bx", "T" } do
    check.show("text, mode " .. mode, select(2, load("return 1", "=chunk", mode)))
    check.show("binary, mode " .. mode, select(2, load(binary, "=chunk", mode)))
end
check.show("binary", load(binary)())
check.show("binary from a reader", load(pieces(binary:sub(1, 5), binary:sub(6)))())
check.show("binary byte by byte",
    load((function() local i = 0 return function() i = i + 1 return i <= #binary and binary:sub(i, i) or
    nil end end)())())
check.same(load(binary:sub(1, -2)), nil)
check.same(load "\27", nil)
check.same(load "\27Lua", nil)
check.same(load("\27" .. ("x"):rep(100)), nil)

-- Environments.
local env = {}
load("x = 1 y = x + 1", "=chunk", "t", env)()
check.list({ env.x, env.y, x }, 1, 2, nil)
check.same(load("return _ENV", "=chunk", "t", 5)(), 5)
check.same(load("return _ENV", "=chunk", "bt", nil)(), nil)
check.same(load("return _ENV", "=chunk", "bt")(), _G)
check.same(load(binary, "=chunk", "b", {})(), "binary")
check.try("nil environment", load("return x", "=chunk", "t", nil))
check.same(load("return x", "=chunk", "t", setmetatable({}, { __index = function(_, k) return k .. "!" end }))(), "x!")

-- Files.
local name = os.tmpname()
local function file(content) local f = assert(io.open(name, "wb")) f:write(content) f:close() return name end
local function hide(...)
    local out = table.pack(...)
    for i = 1, out.n do if type(out[i]) == "string" then out[i] = out[i]:gsub(name:gsub("%p", "%%%0"), "FILE") end end
    return table.unpack(out, 1, out.n)
end
check.show("loadfile", loadfile(file "return 'from a file', ...")(1, 2))
check.show("dofile", dofile(file "return 1, nil, 3"))
check.show("syntax error", hide(loadfile(file "\n\nx =")))
check.show("no such file", loadfile "no such file")
check.show("directory", loadfile "/" == nil)
check.show("binary file", loadfile(file(binary))())
check.show("binary refused", hide(loadfile(file(binary), "t")))
check.show("text refused", hide(loadfile(file "return 1", "b")))
check.show("environment", loadfile(file "return v", "bt", { v = "in the environment" })())
check.show("nil environment", hide(pcall(loadfile(file "return v", "t", nil))))
check.show("comment before binary", loadfile(file("# comment\n" .. binary))())
check.show("mark", loadfile(file "\xEF\xBB\xBFreturn 'after the mark'")())
check.show("source", debug.getinfo(loadfile(file "return 1"), "S").source == "@" .. name)
check.show("dofile, error", hide(pcall(dofile, file "error 'in the file'")))
check.show("dofile, error value", type(select(2, pcall(dofile, file "error {}"))))
check.show("dofile, syntax error", hide(pcall(dofile, file "x = = 1")))
check.show("dofile, no such file", pcall(dofile, "no such file"))
check.show("last line without end", loadfile(file "return 1 -- comment")())
check.show("carriage returns", loadfile(file "local a = 1\r\nreturn a\r\n")())
check.show("zeros", loadfile(file "return 'a\0b'")())
os.remove(name)

-- Chunks are vararg functions with one upvalue, independent of each other.
local counter = "n = (n or 0) + 1 return n"
local c1, c2 = load(counter, "=c", "t", {}), load(counter, "=c", "t", {})
check.list({ c1(), c1(), c2() }, 1, 2, 1)
local compile = {}
for i = 1, 300 do compile[i] = load("local a = ... return a * " .. i .. " + " .. i % 7) end
local sum = 0
for i = 1, 300 do sum = sum + compile[i](i) end
check.same(sum, 9045953)
local memo = setmetatable({}, { __index = function(t, k) local f = assert(load("return " .. k)) t[k] = f return f end })
check.list({ memo["1 + 1"](), memo["'a' .. 'b'"](), memo["1 + 1"](), rawget(memo, "1 + 1") == memo["1 + 1"] }, 2,
    "ab", 2, true)

print "done"
