-- string.dump and load: functions of every kind go through a binary chunk unchanged; stripping loses names
-- and lines only; damaged chunks are refused.

package.path = "../?.lua"
local check = require "check"

local function through(f, strip, ...) return assert(load(string.dump(f, strip), "=binary", "b", ...)) end

-- Values of constants.
local function constants()
    return 0, 1, -1, 127, 128, 255, 65536, 2147483648, 9223372036854775807, -9223372036854775807 - 1, 0.0, -0.0, 0.5,
        1e300, 5e-324, 1 / 0, -1 / 0,
        "", "short", ("x"):rep(10), "a string that is longer than forty bytes, so that it is a long one",
            "zeros\0inside\0", "\xff\xfe", nil, true, false
end
for _, strip in ipairs { false, true } do
    local expected, got = table.pack(constants()), table.pack(through(constants, strip)())
    check.same(got.n, expected.n)
    for i = 1, expected.n do check.same(got[i], expected[i], "constant " .. i) end
end

-- Control structures, calls, closures, varargs, tables, metamethods, gotos, closing variables.
local functions = {
    function(n)
        local s = 0
        for i = 1, n or 10 do
            if i % 2 == 0 then goto next end
            s = s + i
            ::next::
        end
        return s
    end,
    function(...)
        local t = { ..., n = select("#", ...) }
        for k, v in pairs(t) do t[k] = v end
        return t.n, #t
    end,
    function(a, b)
        local function f(x) return function(y) a = (a or 1) + x return a + y + (b or 2) end end
        return f(1)(2), f(3)(4)
    end,
    function()
        local r = {}
        for w in ("a b c"):gmatch "%a" do r[#r + 1] = w:upper() end
        return table.concat(r)
    end,
    function()
        local log = {}
        do local c <close> = setmetatable({}, { __close = function() log[1] = "closed" end }) end
        return log[1]
    end,
    function(n)
        local f
        f = function(k) if k <= 1 then return 1 end return k * f(k - 1) end
        return f(n + 4)
    end,
    function()
        local i = 0
        while true do i = i + 1 if i > 5 then break end end
        repeat i = i - 1 until i == 0
        return i
    end,
    function(...) return select("#", ...), (...), ... end,
    function()
        return 1 < 2, 1 <= 2.5, "a" < "b", not nil, 1 == 1.0, 7 // 2, 7 % -3, 2 ^ 10, 5 & 3, 5 | 3, 5 ~ 3, ~0, 1 << 4,
            256 >> 4, #"abc", "x" .. 1
    end,
    function() return setmetatable({}, { __index = function(_, k) return k .. "!" end }).key end,
    function()
        local a <const>, b = 5, { x = { y = { z = 1 } } }
        b.x.y.z = a
        return b.x.y.z, b["x"]["y"].z
    end,
    function() return (function(...) return ... end)(1, 2, 3) end,
    function() return pcall(error, { 1 }) end,
}
for i, f in ipairs(functions) do
    local original = { pcall(f, 1, 2) }
    for _, strip in ipairs { false, true } do
        -- The only upvalue of these functions is _ENV, which load sets to the globals.
        local copied = { pcall(through(f, strip), 1, 2) }
        check.same(#copied, #original, "function " .. i)
        for k = 1, #original do if type(original[k]) ~= "table" then check.same(copied[k], original[k], "function " ..
            i .. " result " .. k) end end
    end
    print(i, check.outcome(through(f), 1, 2))
end

-- Upvalues: fresh, nil but for the first, in the order of the original.
local u, v = "u", "v"
local function user(set) if set then u = set end return u, v end
local copy = through(user)
check.list({ debug.getupvalue(copy, 1) }, "u", _G)
check.list({ debug.getupvalue(copy, 2) }, "v", nil)
check.list({ debug.setupvalue(copy, 1, "new u"), debug.setupvalue(copy, 2, "new v") }, "u", "v")
check.list({ copy() }, "new u", "new v")
check.list({ copy "changed" }, "changed", "new v")
check.list({ user() }, "u", "v")
local stripped = through(user, true)
check.list({ (debug.getupvalue(stripped, 1)), (debug.getupvalue(stripped, 2)) }, "(no name)", "(no name)")
local env = { print = print }
check.same(through(load "x = 1 return _ENV", nil, env)(), env)
check.same(env.x, 1)

-- Debug information: kept, or lost with stripping.
local function failing(argument)
    local variable = argument
    return variable.field.inner
end
check.try("kept", through(failing), {})
check.try("stripped", through(failing, true), {})
local info = debug.getinfo(through(failing), "SlnuL")
print(info.source, info.linedefined, info.lastlinedefined, info.nparams, info.what)
info = debug.getinfo(through(failing, true), "SlnuL")
print(info.source, info.linedefined, info.lastlinedefined, info.nparams, info.what)
check.same(debug.getlocal(through(failing), 1), "argument")
check.same(debug.getlocal(through(failing, true), 1), nil)
local function where() return debug.getinfo(1, "l").currentline end
check.same(through(where)(), where())
print(through(where, true)())
check.try("error function", through(function() error "message" end))
check.try("error function, stripped", through(function() error "message" end, true))
check.try("library error, stripped", through(function() math.floor "x" end, true))
check.try("global call, stripped", through(function() undefined_function() end, true))
check.try("method call, stripped", through(function() local t = {} t:undefined() end, true))

-- Dumping again gives the same bytes, also through a second loading.
for _, strip in ipairs { false, true } do
    local first = string.dump(functions[1], strip)
    check.same(string.dump(functions[1], strip), first)
    check.same(string.dump(load(first), strip), first)
end
check.same(#string.dump(failing, true) < #string.dump(failing), true)
check.same(string.dump(failing):sub(1, 4), "\27Lua")

-- Large functions.
local source = { "local t = {}" }
for i = 1, 3000 do source[#source + 1] = "t[" .. i .. "] = 'constant " .. i .. "' .. " .. i .. ".5" end
source[#source + 1] = "return t"
local large = through(load(table.concat(source, "\n")))()
check.list({ #large, large[1], large[3000] }, 3000, "constant 11.5", "constant 30003000.5")

-- What cannot be dumped, what is no binary chunk.
check.try("built-in", string.dump, print)
check.try("wrapped", string.dump, coroutine.wrap(print))
check.try("not a function", string.dump, "x")
check.try("callable", string.dump, setmetatable({}, { __call = print }))
local good = string.dump(functions[1])
for _, length in ipairs { 0, 1, 3, 4, 5, 10, 20, #good // 2, #good - 1 } do
    local f, message = load(good:sub(1, length), "=damaged", "b")
    check.same(f == nil and type(message), "string")
end
check.same(load("\27Luo" .. good:sub(5), "=damaged") == nil, true)
check.same(load("x" .. good, "=damaged") == nil, true)
check.same(load(good:sub(1, 4) .. "\0" .. good:sub(6), "=version") == nil, true)

-- A binary chunk of a chunk with arguments; a binary chunk through a file and dofile.
check.list({ through(load "return ...")(1, nil, 3) }, 1, nil, 3)
local name = os.tmpname()
local f = io.open(name, "wb")
f:write(string.dump(load "return 'from a binary file', ...", true))
f:close()
check.list({ loadfile(name, "b")(5) }, "from a binary file", 5)
check.same(dofile(name), "from a binary file")
os.remove(name)

print "done"
