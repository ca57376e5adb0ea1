-- error and assert themselves in the places where other functions stand: called by pcall, by metamethods, by library
-- functions, as iterators, order functions, finalizers of blocks, bodies of coroutines, hooks.

package.path = "../?.lua"
local check = require "check"
local function show(...)
    local out = {}
    for i = 1, select("#", ...) do
        local v = select(i, ...)
        out[i] = type(v) == "table" and "table" or tostring(v)
    end
    print(table.concat(out, " "))
end

-- Protected calls of them, and of each other.
show(pcall(error))
show(pcall(error, "e"))
show(pcall(error, "e", 2))
show(pcall(pcall, error, "e"))
show(pcall(pcall, pcall, pcall, error))
show(pcall(assert, false, 7))
show(pcall(assert, nil))
print(pcall(assert))
show(xpcall(error, function(e) return "handled " .. e end, "e"))
show(xpcall(error, error, "e"))
show(xpcall(assert, print, true, 2))
print(select(2, xpcall(error, function(e) error(e, 0) end, "again")))

-- Tail calls, loops, and errors that pass several functions.
local function tail(v) return error(v, 0) end
local function through(depth, v) if depth == 0 then return tail(v) end local r = through(depth - 1, v) return r end
local count = 0
for i = 1, 3000 do
    local ok, e = pcall(through, i % 7, i)
    if not ok and e == i then count = count + 1 end
end
check.same(count, 3000)
count = 0
for i = 1, 500 do
    local ok, e = pcall(function() assert(i % 2 == 0, i) return i end)
    if e == i and ok == (i % 2 == 0) then count = count + 1 end
end
check.same(count, 500)
print(pcall(function() local t = {} error("position " .. #t) end))
print(pcall(function() error("of the caller", 2) end))

-- Metamethods, iterators and callbacks.
local raising = setmetatable({}, {
    __index = error, __newindex = error, __call = error, __add = error, __concat = error, __len = error, __eq = error,
    __lt = error, __le = error, __unm = error, __tostring = error,
})
local other = setmetatable({}, getmetatable(raising))
for _, operation in ipairs {
    function() return raising.field end, function() raising.field = 1 end, function() raising() end,
    function() return raising + 1 end, function() return raising .. "x" end, function() return #raising end,
    function() return raising == other end, function() return raising < other end,
    function() return raising <= other end, function() return -raising end, function() return tostring(raising) end,
} do
    show(pcall(operation))
end
show(pcall(function() for _ in error, "stop" do end end))
show(pcall(string.gsub, "abc", "%w", error))
show(pcall(table.sort, { 2, 1 }, error))
show(pcall(load, error))

-- Coroutines whose body they are.
check.list({ coroutine.resume(coroutine.create(error), "body") }, false, "body")
print(pcall(coroutine.wrap(error), "wrapped"))
local co = coroutine.create(function(...)
    local ok, e = pcall(function(...) coroutine.yield(...) error "after a yield" end, ...)
    coroutine.yield(ok, e)
    error("at last", 0)
end)
print(coroutine.resume(co, 1, 2))
print(coroutine.resume(co))
print(coroutine.resume(co))
print(coroutine.resume(co))
print(coroutine.close(co), coroutine.status(co))

-- Variables that are closed by them, many in a row; each sees the error before it.
local function closer(f) return setmetatable({}, { __close = f }) end
show(pcall(function() local a <close> = closer(function(_, e) error(e .. "!", 0) end) error("e", 0) end))
show(pcall(function() local a <close> = closer(error) end))
local function nest(depth)
    local variable <close> = closer(depth % 2 == 0 and error or function(_, e) error(e, 0) end)
    if depth > 1 then return (nest(depth - 1)) end
    error("innermost", 0)
end
show(pcall(nest, 150))
for i = 1, 100 do
    local ok, e = pcall(function()
        local a <close> = closer(function() pcall(error, "inside") end)
        local b <close> = closer(error)
        error(i)
    end)
    check.list({ ok, type(e) }, false, "table")
end

-- A hook that raises.
local ok, e = pcall(function()
    debug.sethook(function() debug.sethook() error("hook", 0) end, "l")
    local x = 1
    return x
end)
debug.sethook()
check.list({ ok, e }, false, "hook")

print "done"
