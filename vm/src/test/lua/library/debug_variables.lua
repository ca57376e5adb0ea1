-- debug.getlocal, setlocal, getupvalue, setupvalue, upvalueid, upvaluejoin, and the other small functions.

package.path = "../?.lua"
local check = require "check"

-- The named variables of a level, in order, at different places of a function.
local function named(level)
    local out = {}
    for i = 1, 200 do
        local name, value = debug.getlocal(level + 1, i)
        if not name then break end
        if name:sub(1, 1) ~= "(" then out[#out + 1] = name .. "=" .. check.text(value) end
    end
    return table.concat(out, " ")
end
local function show(label) print(label, named(2)) end

local function parameters(a, b, ...)
    show "start"
    local c = a + b
    show "after c"
    do
        local d, e = 4
        show "in a block"
    end
    show "after the block"
    for i = 1, 1 do show "in a for" end
    for k, v in pairs { x = 1 } do show "in a generic for" end
    local c = "shadow"
    show "shadowed"
    local function inner() end
    local f = function() return c end
    show "with functions"
    if a then
        local g <const> = 7
        local h <const> = a
        local j <close> = nil
        show "attributes"
    end
    repeat local r = 1 show "in repeat" until r
    while true do local w = 1 show "in while" break end
    show "end"
end
parameters(1, 2, 3)

-- Varargs have negative numbers.
local function varargs(a, ...)
    local out = {}
    for i = -1, -6, -1 do
        local name, value = debug.getlocal(1, i)
        if not name then break end
        out[#out + 1] = name .. "=" .. check.text(value)
    end
    return table.concat(out, " ")
end
print(varargs(1))
print(varargs(1, nil, "x", 3))
local function set_vararg(...)
    local name = debug.setlocal(1, -2, "changed")
    return name, ...
end
check.list({ set_vararg(1, 2, 3) }, "(vararg)", 1, "changed", 3)
check.list({ set_vararg(1) }, nil, 1)

-- Parameters of functions that are not running.
local function names(f)
    local out = {}
    for i = 1, 10 do out[i] = debug.getlocal(f, i) end
    return table.concat(out, " ")
end
print(names(function(a, b, c) local d end), names(function(...) end), names(function(self, x, ...) end), names(print))
check.same(debug.getlocal(print, 1), nil)

-- setlocal changes variables at any level.
local function outer()
    local x, y = 1, 2
    local function inner()
        local z = 3
        check.list({ debug.setlocal(1, 1, "z changed"), debug.setlocal(2, 1, "x changed"), debug.setlocal(2, 2,
            nil) }, "z", "x", "y")
        return z
    end
    local z = inner()
    return x, y, z
end
check.list({ outer() }, "x changed", nil, "z changed")
check.list({ debug.setlocal(1, 100, 1), debug.setlocal(1, -1, 1) == nil }, nil, true)
check.same((function() local t = 5 debug.setlocal(1, 1, t + 1) return t end)(), 6)
local function loop()
    local seen = {}
    for i = 1, 6 do
        if i == 2 then
            local n = 1
            while debug.getlocal(1, n) ~= "i" do n = n + 1 end
            debug.setlocal(1, n, 50)
        end
        seen[#seen + 1] = i
    end
    return table.concat(seen, " ")
end
print(loop())

-- Captured variables can be reached both ways.
local function capture()
    local v = 1
    local function get() return v end
    debug.setlocal(1, 1, 2)
    local first = get()
    debug.setupvalue(get, 1, 3)
    return first, v
end
check.list({ capture() }, 2, 3)

-- Upvalues: names and values in order of first use.
local u1, u2, u3 = "one", "two", "three"
local function user() return u2, u1, (function() return u3 end)() end
local out = {}
for i = 1, 10 do
    local name, value = debug.getupvalue(user, i)
    if not name then break end
    out[i] = name .. "=" .. tostring(value)
end
print(table.concat(out, " "))
check.list({ debug.setupvalue(user, 1, "TWO"), u2, debug.setupvalue(user, 9, 0), debug.getupvalue(user, 0) }, "u2",
    "TWO", nil, nil)
check.list({ user() }, "TWO", "one", "three")
check.list({ debug.getupvalue(load "x = 1", 1) }, "_ENV", _ENV)
check.same(debug.getupvalue(function() end, 1), nil)
check.list({ debug.getupvalue(string.gmatch("abc", "b"), 1) }, "", "abc")
check.list({ (debug.getupvalue(print, 1)) }, nil)

-- Identity and joining.
local function counter()
    local n = 0
    return function() n = n + 1 return n end, function() return n end
end
local inc1, get1 = counter()
local inc2, get2 = counter()
check.same(debug.upvalueid(inc1, 1) == debug.upvalueid(get1, 1), true)
check.same(debug.upvalueid(inc1, 1) == debug.upvalueid(inc2, 1), false)
check.same(type(debug.upvalueid(inc1, 1)), "userdata")
check.same(debug.upvalueid(inc1, 5), nil)
inc1()
inc1()
debug.upvaluejoin(get2, 1, inc1, 1)
check.list({ get2(), inc1(), get2(), inc2() }, 2, 3, 3, 1)
check.same(debug.upvalueid(get2, 1) == debug.upvalueid(inc1, 1), true)
check.try("join with a missing one", debug.upvaluejoin, get1, 2, inc1, 1)
check.try("join with a built-in", debug.upvaluejoin, get1, 1, print, 1)
local chunk = load "value = (value or 0) + 1 return value"
local env = {}
debug.upvaluejoin(chunk, 1, function() return env end, 1)
check.list({ chunk(), chunk(), env.value, value }, 1, 2, 2, nil)
do
    local made = {}
    for i = 1, 3 do made[i] = function() i = i + 1 return i end end
    check.same(debug.upvalueid(made[1], 1) == debug.upvalueid(made[2], 1), false)
    debug.upvaluejoin(made[1], 1, made[3], 1)
    check.list({ made[1](), made[3](), made[2]() }, 4, 5, 3)
end

-- Other threads: locals of a suspended coroutine.
local co = coroutine.create(function(a, ...)
    local b = a * 2
    coroutine.yield()
    return a, b, ...
end)
coroutine.resume(co, 5, "x")
check.list({ debug.getlocal(co, 1, 1) }, "a", 5)
check.list({ debug.getlocal(co, 1, 2) }, "b", 10)
check.list({ debug.getlocal(co, 1, -1) }, "(vararg)", "x")
check.same(debug.setlocal(co, 1, 2, "set from outside"), "b")
check.list({ coroutine.resume(co) }, true, 5, "set from outside", "x")
check.try("dead", debug.getlocal, co, 1, 1)

-- Metatables, user values, the registry.
check.list({ debug.setmetatable(5, { __index = { x = "number" } }), (5).x, (2.5).x, debug.getmetatable(1).__index.x },
    5, "number", "number", "number")
debug.setmetatable(5, nil)
check.same(debug.getmetatable(5), nil)
check.same(debug.getmetatable("").__index, string)
local hidden = setmetatable({}, { __metatable = "hidden" })
check.same(type(debug.getmetatable(hidden)), "table")
check.list({ debug.getuservalue(io.stdout), debug.getuservalue({}), debug.getuservalue(io.stdout, 2) }, nil, nil, nil)
check.same(debug.setuservalue(io.stdout, 1), nil)
check.same(type(debug.getregistry()), "table")
check.same(debug.getregistry()._LOADED, package.loaded)

-- Level errors.
check.try("getlocal level", debug.getlocal, 1000, 1)
check.try("setlocal level", debug.setlocal, 1000, 1, 1)
check.try("getlocal of a table", debug.getlocal, {}, 1)

-- Which closures share a variable is known without debug information, too.
local makers = assert(load [[
    local all, i = {}, 1
    do
        local x, y = nil, nil
        all[1] = function() return x, y end
        ::again::
        local y
        all[#all + 1] = function() return x, y end
        do
            local y
            all[#all + 1] = function() return x, y end
            i = i + 1
            if i < 4 then goto again end
        end
    end
    return all
]])
local function sharing(all)
    local rows = {}
    for upvalue = 1, 2 do
        for i = 1, #all do
            local row = {}
            for j = 1, #all do
                row[j] = debug.upvalueid(all[i], upvalue) == debug.upvalueid(all[j], upvalue) and "=" or "."
            end
            rows[#rows + 1] = table.concat(row)
        end
    end
    return table.concat(rows, " ")
end
local named = sharing(makers())
print(named)
check.same(sharing(load(string.dump(makers, true), "stripped", "b")()), named)

print "done"
