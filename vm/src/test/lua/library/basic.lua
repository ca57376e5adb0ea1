-- The basic functions that have no file of their own: type, tostring, tonumber, select, assert, print, next,
-- rawequal, collectgarbage, warn, _G, _VERSION.

package.path = "../?.lua"
local check = require "check"

-- type and tostring.
local values = { 1, 1.5, "s", true, {}, print, coroutine.create(print), io.stdout, n = 8 }
for i = 1, values.n do print(type(values[i]), (tostring(values[i]):gsub("0x%x+", "ADDRESS"))) end
print(type(nil), tostring(nil))
check.same(_VERSION, "Lua 5.4")
check.same(_G._G, _G)

-- Names in the global table and in each library: none is missing.
local function names(t)
    local list = {}
    for k in pairs(t) do list[#list + 1] = k end
    table.sort(list)
    return table.concat(list, " ")
end
local expected = {
    [""] = [[assert collectgarbage dofile error getmetatable ipairs load loadfile next pairs pcall print rawequal rawget
        rawlen rawset require select setmetatable tonumber tostring type warn xpcall coroutine debug io math os package
        string table utf8]],
    coroutine = "close create isyieldable resume running status wrap yield",
    debug = [[debug gethook getinfo getlocal getmetatable getregistry getupvalue getuservalue sethook setlocal
        setmetatable setupvalue setuservalue traceback upvalueid upvaluejoin]],
    io = "close flush input lines open output popen read stderr stdin stdout tmpfile type write",
    math = [[abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad random
        randomseed sin sqrt tan tointeger type ult]],
    os = "clock date difftime execute exit getenv remove rename setlocale time tmpname",
    package = "config cpath loaded loadlib path preload searchers searchpath",
    string = "byte char dump find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper",
    table = "concat insert move pack remove sort unpack",
    utf8 = "char charpattern codepoint codes len offset",
}
for library, list in pairs(expected) do
    for name in list:gmatch "%S+" do
        assert((library == "" and _G or _G[library])[name] ~= nil, library .. "." .. name)
    end
end
for _, library in ipairs { "coroutine", "debug", "os", "package", "string", "table", "utf8", "io" } do print(library,
    names(_G[library])) end

-- select with every kind of index.
for _, n in ipairs { 1, 2, 3, 4, 100, -1, -2, -3 } do check.show("select " .. n, select(n, "a", "b", "c")) end
check.show("select #", select("#"), select("#", nil), select("#", nil, nil))
check.show("select '2'", select("2", "a", "b"))
check.show("select 2.0", select(2.0, "a", "b"))

-- assert gives back its arguments, or fails with its message as it is.
check.list({ assert(1, 2, 3) }, 1, 2, 3)
check.same(select("#", assert(true, nil, nil)), 3)
check.try("assert false", assert, false)
check.try("assert nil with a message", assert, nil, "message")
check.try("assert with other values", assert, false, 42)
check.same(select(2, pcall(assert, false, values)), values)

-- print: tostring of each, tabs and a line end, no results.
print()
print(nil, false, 1, 1.0, -0.0, 1e100, "text", "with\0zero")
print(setmetatable({}, { __tostring = function() return "object" end }), "")
check.same(select("#", print "x"), 0)
check.try("__tostring fails", print, setmetatable({}, { __tostring = function() error("in tostring", 0) end }))
local tostring_before = tostring
tostring = function() return "print does not ask the global tostring" end
print(1)
tostring = tostring_before

-- next and rawequal.
check.list({ next({}), next({ 1 }), next({ x = 2 }) }, nil, 1, "x", 2)
check.list({ rawequal("a", "a"), rawequal({}, {}), rawequal(1, 1.0), rawequal(0 / 0, 0 / 0) }, true, false, true, false)

-- tonumber of values that are numbers, in all sorts of bases.
for base = 2, 36 do
    local digits = ("0123456789abcdefghijklmnopqrstuvwxyz"):sub(1, base)
    check.same(tonumber(digits:sub(-1), base), base - 1)
    check.same(tonumber("10", base), base)
    check.same(tonumber("-100", base), -base * base)
    check.same(tonumber(digits:sub(-1):upper(), base), base - 1)
    check.same(tonumber(digits:sub(1, 1) .. "~", base), nil)
    if base < 36 then check.same(tonumber(("0123456789abcdefghijklmnopqrstuvwxyz"):sub(base + 1, base + 1), base),
        nil) end
end

-- collectgarbage: the options and the kinds of their results.
check.same(collectgarbage(), 0)
check.same(collectgarbage "collect", 0)
check.list({ math.type(collectgarbage "count"), collectgarbage "count" > 0 }, "float", true)
check.same(collectgarbage "isrunning", true)
check.list({ collectgarbage "stop", collectgarbage "isrunning", collectgarbage "restart",
    collectgarbage "isrunning" }, 0, false, 0, true)
check.same(type(collectgarbage "step"), "boolean")
check.same(type(collectgarbage("step", 100)), "boolean")
print("mode at the start", collectgarbage "incremental")
check.same(collectgarbage "generational", "incremental")
check.same(collectgarbage "incremental", "generational")
for _, option in ipairs { "setpause", "setstepmul" } do
    local previous = collectgarbage(option, 200)
    check.list({ math.type(previous), collectgarbage(option, previous) }, "integer", 200)
end
check.same(collectgarbage("generational", 20, 100), "incremental")
check.same(collectgarbage("incremental", 200, 100, 13), "generational")
check.try("option", collectgarbage, "sometimes")
collectgarbage()
local before = collectgarbage "count"
local data = {}
for i = 1, 2000 do data[i] = { i, tostring(i) } end
local with_data = collectgarbage "count"
check.same(with_data > before + 50, true)
data = nil
collectgarbage()
collectgarbage()
check.same(collectgarbage "count" < with_data - 50, true)
collectgarbage "stop"
for _ = 1, 1000 do local t = {} end
collectgarbage "restart"

-- warn: off by default in this interpreter; control messages give nothing.
check.same(select("#", warn "@off"), 0)
warn("not ", "shown")
check.try("warn without arguments", warn)
check.try("warn of a table", warn, "a", {})

print "done"
