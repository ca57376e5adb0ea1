-- debug.getinfo: every field, for Lua functions, built-in functions, main chunks, by level and by function.

package.path = "../?.lua"
local check = require "check"

local function fields(info, ...)
    local out = {}
    for _, name in ipairs { ... } do out[#out + 1] = name .. "=" .. check.text(info[name]) end
    return table.concat(out, " ")
end
local S = { "source", "short_src", "what", "linedefined", "lastlinedefined" }

-- What was asked for, and nothing else.
local function f(a, b, ...)
    local c = a
    return b
end
for option in ("SlnutLfr"):gmatch "." do
    local names = {}
    for k in pairs(debug.getinfo(f, option)) do names[#names + 1] = k end
    table.sort(names)
    print(option, table.concat(names, " "))
end
for option in ("SlnutLfr"):gmatch "." do
    local names = {}
    for k in pairs(debug.getinfo(1, option)) do names[#names + 1] = k end
    table.sort(names)
    print(option, table.concat(names, " "))
end
check.same(next(debug.getinfo(f, "")), nil)

-- S: sources.
print(fields(debug.getinfo(f, "S"), table.unpack(S)))
print(fields(debug.getinfo(print, "S"), table.unpack(S)))
print(fields(debug.getinfo(1, "S"), table.unpack(S)))
for _, name in ipairs { "=name", "@dir/file.lua", "return 1", "line\nline", ("x"):rep(100), "=" .. ("y"):rep(100),
    "@" .. ("z/"):rep(50) } do
    print(fields(debug.getinfo(load("return function() end", name), "S"), table.unpack(S)))
end
print(fields(debug.getinfo(load("\n\nreturn function()\n\nend", "=chunk")(), "S"), table.unpack(S)))
print(fields(debug.getinfo(load("local function a() end return a", "=chunk")(), "S"), table.unpack(S)))

-- u: upvalues and parameters.
local up1, up2 = 1, 2
local shapes = {
    function() end, function(a) end, function(a, b, c) end, function(...) end, function(a, ...) end,
        function() return up1 end,
    function(a) return up1, up2, print end, print, load "return 1", load "", load "local a = ...", string.gmatch("",
        ""), coroutine.wrap(print),
}
for i, g in ipairs(shapes) do print(i, fields(debug.getinfo(g, "u"), "nups", "nparams", "isvararg")) end
do
    local object = {}
    function object:method(a) end
    print(fields(debug.getinfo(object.method, "u"), "nups", "nparams", "isvararg"))
end

-- l: the current line, -1 for what is not running or has no lines.
local function line() return debug.getinfo(2, "l").currentline end
print(line(), line(),
    line())
local t = {
    line(),
    line(),
}
print(t[1], t[2], debug.getinfo(1, "l").currentline, debug.getinfo(f, "l").currentline, debug.getinfo(print,
    "l").currentline)

-- n: names by which functions were called.
local function who(level) local info = debug.getinfo(level or 2, "n") return tostring(info.name) .. "/" ..
    info.namewhat end
local function a_local() return who(), 1 end
function a_global() return who(), 1 end
local record = { field = function() return who(), 1 end, { function() return who(), 1 end } }
function record:method() return who(), 1 end
print((a_local()), (a_global()), (record.field()), (record:method()), (record[1][1]()), ((function() return who(),
    1 end)()))
local function upvalue() return (a_local()) end
print(upvalue())
local name = "field"
print((record[name]()), (_G.a_global()), (_ENV["a_global"]()))
print(who(1), who(2), who(3))
print(select(2, pcall(function() return who(), 1 end)))
local function tail() return who(2) end
print((tail()))
local mt = setmetatable({}, { __index = function() return (who()) end, __add = function() return (who()) end,
    __call = function() return (who()) end,
    __lt = function() name = who() return true end, __concat = function() return (who()) end,
        __close = function() name = who() end })
print(mt.x, mt + 1, mt(), mt < 1 and name, mt .. "x")
do local c <close> = mt end
print(name)
for v in function(_, i) if not i then return (who()) end end do print(v) end
print(who(0))
local thread = coroutine.wrap(function() return (who()) end)
print(thread())
print((table.unpack { who() }))
a_global = nil

-- t and r: tail calls, and what is transferred (nothing, outside hooks).
local function was_tail() return debug.getinfo(1, "t").istailcall, debug.getinfo(2, "t").istailcall end
local function tail_caller() return was_tail() end
print(was_tail())
print(tail_caller())
print(debug.getinfo(print, "t").istailcall)
print(fields(debug.getinfo(1, "r"), "ftransfer", "ntransfer"))

-- f: the function; L: lines with code.
check.same(debug.getinfo(1, "f").func, debug.getinfo(1).func)
check.same(debug.getinfo(print, "f").func, print)
check.same((function() return debug.getinfo(1, "f").func == debug.getinfo(2, "f").func end)(), false)
local function lines(g)
    local active = debug.getinfo(g, "L").activelines
    if not active then return "none" end
    local list = {}
    for l in pairs(active) do list[#list + 1] = l end
    table.sort(list)
    return table.concat(list, " ")
end
print(lines(load("local a = 1\n\nlocal b = a\n-- comment\nprint(a,\nb)\n\n", "=chunk")))
print(lines(load("return function()\n\nlocal x\nx = 1\n\nend", "=chunk")()))
print(lines(load("return function(a)\nif a then\nreturn 1\nelse\nreturn 2\nend\nend", "=chunk")()))
print(lines(load("return function(a)\nwhile a do\na = nil\nend\nfor i = 1, 2 do\nprint(i)\nend\nend", "=chunk")()))
print(lines(print))

-- Levels: 0 is getinfo itself; beyond the stack there is nothing.
check.same(debug.getinfo(0, "f").func, debug.getinfo)
check.list({ debug.getinfo(1000), debug.getinfo(-1) }, nil, nil)
check.same(debug.getinfo(1.0, "l").currentline, debug.getinfo(1, "l").currentline)
local function depth() local n = 0 while debug.getinfo(n + 1, "l") do n = n + 1 end return n end
local base = depth()
check.same((function() return (depth()) end)() - base, 1)

-- Other threads.
local co = coroutine.create(function(x) local y = x coroutine.yield(y) end)
check.same(debug.getinfo(co, 0), nil)
check.same(debug.getinfo(co, 1), nil)
coroutine.resume(co, 5)
print(fields(debug.getinfo(co, 0), "name", "namewhat", "what", "currentline"), fields(debug.getinfo(co, 1), "what",
    "currentline"))
check.same(debug.getinfo(co, 2), nil)
check.same(debug.getinfo(co, f).func, f)
coroutine.resume(co)
check.same(debug.getinfo(co, 0), nil)

-- Errors.
check.try("option", debug.getinfo, 1, "x")
check.try("option", debug.getinfo, 1, "S>")
check.try("level", debug.getinfo, "x")
check.try("table", debug.getinfo, {})

print "done"
