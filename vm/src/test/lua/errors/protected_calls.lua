-- pcall and xpcall: results, nesting, handlers of every kind, handlers that fail, yields across both.

package.path = "../?.lua"
local check = require "check"

-- pcall hands on arguments and results, or gives false and the error value.
check.show("results", pcall(function(...) return ... end, 1, nil, 3))
check.show("no results", pcall(function() end))
check.show("built-in", pcall(math.max, 3, 9, 4))
check.show("error value", pcall(error, { "table" }))
check.show("not callable", pcall(5))
check.show("not callable", pcall(nil))
check.show("not callable", pcall({}))
check.try("without arguments", pcall)
check.show("of pcall", pcall(pcall))
check.show("of pcall of error", pcall(pcall, error, "e"))
check.show("callable table", pcall(setmetatable({}, { __call = function(_, v) return v end }), 7))
check.show("of error", pcall(error))
local many = table.pack(pcall(table.unpack, {}, 1, 200))
check.list({ many.n, many[1] }, 201, true)

-- Nested in many ways.
local function nest(n, f) if n == 0 then return f() end return pcall(nest, n - 1, f) end
check.show("nested", nest(5, function() return "bottom" end))
check.show("nested error", nest(5, function() error("bottom", 0) end))
local trail = {}
local function layers(n)
    if n == 0 then error("core", 0) end
    local ok, e = pcall(layers, n - 1)
    trail[#trail + 1] = n
    error(e .. n, 0)
end
check.show("layers", pcall(layers, 6))
print(table.concat(trail, " "))

-- State after an error: locals, upvalues, loops, varargs and the stack of the caller are as they were.
local function survive(...)
    local a, b = 1, {}
    local sum = 0
    for i = 1, 10 do
        local ok, e = pcall(function(v) sum = sum + v if v % 2 == 0 then error(v) end return v end, i)
        a = a + (ok and 1 or 100)
        b[#b + 1] = e
    end
    return a, #b, sum, select("#", ...), ...
end
check.list({ survive("x", nil, "z") }, 506, 10, 55, 3, "x", nil, "z")

-- xpcall: the handler gets the error value, at the place of the error, and its result is the result.
local function handler(e) return "handled(" .. tostring(e) .. ")" end
check.show("handler", xpcall(function() error("e", 0) end, handler))
check.show("handler, no error", xpcall(function(...) return ... end, handler, 1, nil, 3))
check.show("handler, run-time error", xpcall(function() return nil + 1 end, handler))
check.show("handler, several results", xpcall(error, function() return 1, 2, 3 end))
check.show("handler, no result", xpcall(error, function() end))
check.show("handler, nil error", xpcall(error, handler))
check.show("handler, table", xpcall(error, function(e) e.seen = true return e end, { 1 }))
check.show("handler, not callable error", xpcall(nil, handler))
check.show("built-in handler", xpcall(error, tostring, 42))
check.show("built-in handler", xpcall(error, type, {}))
check.try("callable handler", xpcall, error, setmetatable({}, { __call = function(_, e) return e .. "!" end }), "e")
check.try("no handler", xpcall, error)
check.try("nil handler", xpcall, error, nil)
check.try("no arguments", xpcall)

-- A handler sees the stack of the error: local variables, levels, line.
local seen
xpcall(function()
    local secret = "value"
    error "with locals"
end, function()
    local name, value = debug.getlocal(3, 1)
    seen = name .. "=" .. tostring(value) .. " at " .. debug.getinfo(3, "l").currentline
end)
print(seen)
local depth
local function deep(n) if n == 0 then error "x" end deep(n - 1) end
xpcall(deep, function() depth = 0 while debug.getinfo(depth + 1, "f") do depth = depth + 1 end end, 10)
local base = 0
while debug.getinfo(base + 1, "f") do base = base + 1 end
print("levels between", depth - base)

-- Handlers that fail: the handler is called again with its own error, until that works or the stack is full.
check.show("fails once", xpcall(error, function(e) if e == "first" then error("second", 0) end return "got " .. e end,
    "first"))
local count = 0
check.show("fails five times", xpcall(error, function(e) count = count + 1 if count <= 5 then error("again" .. count,
    0) end return e end, "first"))
local ok, message = xpcall(error, function(e) error(e, 0) end, "always")
print("always fails", ok, message)
ok, message = xpcall(error, nil or function() return nil + 1 end, "x")
print("always fails at run time", ok, type(message))
check.try("number as handler", xpcall, error, 5, "x")
check.try("string as handler", xpcall, error, "handler", "x")

-- xpcall within a handler, pcall within a handler.
check.show("protected in the handler", xpcall(error, function(e)
    local ok, inner = pcall(error, "inner " .. e)
    local ok2, inner2 = xpcall(error, function(i) return "(" .. i .. ")" end, inner)
    return inner2
end, "outer"))

-- Handlers of an outer xpcall do not see errors that an inner pcall catches; the innermost handler counts.
local calls = 0
check.show("inner pcall", xpcall(function() return pcall(error, "inner") end,
    function(e) calls = calls + 1 return e end))
check.same(calls, 0)
check.show("two handlers", xpcall(function() return xpcall(error, function(e) return e .. " inner" end, "e") end,
    function(e) return e .. " outer" end))
check.show("rethrown", xpcall(function()
    local _, e = xpcall(error, function(v) return v .. "1" end, "e")
    error(e, 0)
end, function(e) return e .. "2" end))
check.show("coroutine inside", xpcall(function()
    return coroutine.resume(coroutine.create(function() error("in coroutine", 0) end))
end, handler))
check.show("wrap inside", xpcall(function() coroutine.wrap(function() error("in wrap", 0) end)() end, handler))

-- Yields across pcall and xpcall, errors after resumption.
local co = coroutine.create(function()
    local r = { pcall(function()
        local v = coroutine.yield "one"
        local w = { pcall(function() error(coroutine.yield("two " .. v), 0) end) }
        coroutine.yield("three " .. tostring(w[1]) .. w[2])
        error("final", 0)
    end) }
    local s = { xpcall(function() coroutine.yield(r[2]) error("x", 0) end, handler) }
    return s[2]
end)
for _, v in ipairs { "a", "b", "c", "d", "e", "f" } do check.show("resume " .. v, coroutine.resume(co, v)) end

-- pcall as an iterator, a metamethod, a comparison function, a finaliser of gsub.
for ok, v in pcall, function(n) if n == nil then return end error "stop" end do print("pcall as an iterator", ok,
    v) break end
check.same(setmetatable({}, { __index = pcall }).x, false)
check.try("gsub", string.gsub, "abc", ".", pcall)
check.show("select", select(2, pcall(select, 2, "a", "b")))

-- Deep recursion with a protected call at each level.
local function ladder(n) if n == 0 then return 0 end local ok, v = pcall(ladder, n - 1) return v + 1 end
check.same(ladder(150), 150)

-- A hot loop of protected calls, successful and not.
local good, bad = 0, 0
local function maybe(i) if i % 7 == 0 then error(i, 0) end return i end
for i = 1, 20000 do
    local ok, v = pcall(maybe, i)
    if ok then good = good + v else bad = bad + v end
end
print(good, bad)

print "done"
