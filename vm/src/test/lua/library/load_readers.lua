-- When load calls its reader: as the parser needs more and no more often; what ends it; who sees its errors
package.path = "../?.lua"
local check = require "check"

-- Loads what the function gives for the numbers 1, 2, ... and shows the outcome, and how often it was called.
local function calls(label, piece, ...)
    local n = 0
    local f, message = load(function() n = n + 1 return piece(n) end, "=pieced", ...)
    check.show(label, f and "loaded" or message, n)
end

local function bytes(text, after)
    return function(n) return n <= #text and text:sub(n, n) or after end
end

-- Readers without an end: the text is wrong, and that is found at the same piece.
calls("wrong at once", function() return "= 1 " end)
calls("wrong later", function(n) return n < 100 and "x = 1 " or "= " end)
for _, text in ipairs { "x = = ", "x == = ", "x = 1 .. .. ", "x = ...[ ", "x = 12z ", "x = 0x ", "x = 1e+ ",
    "x = .5.5 ", "x = [=x ", "x = 'a\n'", "x = '\\q'", "x = '\\x1g'", "x = '\\300'", "x = '\\u{110000000}'",
    "x = '\\u{12'", "goto = 1 ",
    "x = a.1 ", "::a:: ::a:: = ",
    "local x <konst> = 1 ", "for i = 1 do ", "x = ~~= 1", "x = }", "x = @ ",
    "return 1 x ", "--[==[ ]=] ]==] =", "x = [==[ ]=] ]==] [ = ", "-- a comment\n= ", "--[ a comment\r\n= " } do
    calls(check.text(text), bytes(text, " "))
    calls(check.text(text) .. " ends", bytes(text))
end
calls("mode b", function() return "x" end, "b")
calls("mode t", function() return "\27" end, "t")
calls("binary and wrong", bytes("\27Lua\0\0\0\0", "\0"))
calls("not asked after its end", function(n) return n == 1 and "return 1" or n == 3 and error "asked again" or nil end)

-- A precompiled chunk is complete before its reader is.
local binary, n = string.dump(load "local t = {...} return #t, 'a constant', 1.5, 1 << 40, function(a) return a end"), 0
local function next() n = n + 1 return n <= #binary and binary:sub(n, n) or "x" end
check.show("binary, then other things", load(next)(1, 2))
check.same(n == #binary, true)

-- A long text by single bytes is the same text.
local long = {}
for i = 1, 300 do
    long[i] = ("local v%d = %d + 0x%x + %d.5e1\n + #'a\\z  \n b\\x41\\u{20AC}\\65' + #[==[\r\na]]=]\r\n]==] -- end\n"):format(
        i % 100, i, i, i) .. "--[[ more\n ]] sum = sum + v" .. i % 100 .. "\n"
    if i % 100 == 0 then long[i] = long[i] .. "do end " end
end
local text = "local sum = 0 do " .. table.concat(long):gsub("do end", "end do") .. " end return sum"
local inPieces = assert(load(text:gmatch ".", "=x"))
check.same(string.dump(inPieces) == string.dump(load(text, "=x")), true)
check.show("sum", inPieces())

-- Message handlers see what a reader raises, and that it returned no string; they do not see syntax errors.
local function handled(...)
    check.show("handled", xpcall(load, function(message) return "handler: " .. tostring(message) end, ...))
end
handled(function() return {} end)
handled(function() error("raised", 0) end)
handled(function() return "x = = " end)
handled("x = = ")
handled("x = 1", "=x", "b")
handled(("("):rep(250))
handled(function() return select(2, pcall(error, "= ")) end)
check.show("dofile", xpcall(dofile, function(message) return "handler: " .. message end, "no such file"))

-- The innermost protected call is that of the reader itself.
check.show("inner", load(function() xpcall(error, function() print("inner handler") end) end) ~= nil)

-- Readers cannot yield, nor can what is closed because of their errors; around load everything can.
local function closing(name)
    return setmetatable({}, { __close = function(_, e) print("close", name, e, pcall(coroutine.yield)) end })
end
local co = coroutine.wrap(function()
    check.show("yield", select(2, xpcall(load, function(m) return m end, function() coroutine.yield() end)))
    check.show("closed", select(2, xpcall(load, function(m) return m end, function()
        local a <close> = closing "a"
        local b <close> = closing "b"
        error("raised", 0)
    end)))
    check.show("isyieldable", coroutine.isyieldable(), coroutine.yield("yielded"))
    return "returned"
end)
check.show("first", co())
check.show("second", co(1))

-- Readers that load with readers that load.
local depth = 0
local function deeper()
    depth = depth + 1
    local _, message = load(deeper)
    error(message, 0)
end
check.show("nested", select(2, xpcall(load, function(m) return m end, deeper)))
check.same(depth > 150 and depth < 200, true)

-- The parser's levels count where its reader parses.
local function parens(count) return "return " .. ("("):rep(count) .. "1" .. (")"):rep(count) end
local k = 0
local f = load(function()
    k = k + 1
    if k == 1 then return "return " .. ("("):rep(150) end
    if k == 2 then
        check.same(load(parens(60)), nil)
        check.same(load(parens(30))(), 1)
        return "1" .. (")"):rep(150)
    end
end)
check.same(f(), 1)
check.same(load(parens(150))(), 1)

-- Positions and levels of a reader: who calls it is load.
load(function()
    local info = debug.getinfo(1, "nS")
    check.show("reader", info.name, info.namewhat, debug.getinfo(2, "S").what, debug.getinfo(3, "l").currentline)
    print((debug.traceback("traceback"):gsub("%[C%]: in %?.*", "")))
end)
print("done")
