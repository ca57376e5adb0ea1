-- The text of tracebacks: functions by local, global, field, method, upvalue and metamethod name, built-in
-- functions, main chunks, tail calls, coroutines, levels, long stacks.

package.path = "../?.lua"
local check = require "check"

-- Prints the lines of a traceback up to the given number: what lies below belongs to this script's caller.
local function show(label, trace, lines)
    print("-- " .. label)
    local n = 0
    for line in trace:gmatch "[^\n]+" do
        n = n + 1
        if n <= lines then print(line) end
    end
end

local trace
local function take(m) trace = debug.traceback(m) end

local function a_local() take "local" return 1 end
a_local()
show("local function", trace, 4)

function a_global() take "global" return 1 end
a_global()
show("global function", trace, 4)

lib = { field = function() take "field" return 1 end, sub = { deep = function() take "deep" return 1 end } }
function lib:method() take "method" return 1 end
lib.field()
show("field", trace, 4)
lib.sub.deep()
show("deep field", trace, 4)
lib:method()
show("method", trace, 4)
lib["field"]()
show("bracketed field", trace, 4)
local list = { function() take "item" return 1 end }
list[1]()
show("item", trace, 4)
local function upvalue_user() a_local() return 1 end
upvalue_user()
show("upvalue", trace, 5)
local function parameter_user(f) f() return 1 end
parameter_user(function() take "parameter" return 1 end)
show("parameter", trace, 5)
local _ = (function() take "anonymous" return 1 end)()
show("anonymous", trace, 4)

-- Metamethods, iterators, closing methods.
local mt = {}
for _, name in ipairs { "__index", "__newindex", "__add", "__concat", "__len", "__eq", "__lt", "__le", "__unm",
    "__call", "__close" } do
    mt[name] = function() take(name) return 1 end
end
local object, twin = setmetatable({}, mt), setmetatable({}, mt)
local operations = {
    function() return object.x end, function() object.x = 1 end, function() return object + 1 end,
        function() return object .. "" end,
    function() return #object end, function() return object == twin end, function() return object < twin end,
    function() return object <= twin end, function() return -object end, function() return object() or nil end,
    function() do local c <close> = object end end,
}
for i, f in ipairs(operations) do
    f()
    show("metamethod " .. i, trace, 4)
end
for _ in function(_, i) if not i then take "iterator" return 1 end end do end
show("iterator", trace, 4)

-- Through built-in functions.
pcall(function() take "pcall" return 1 end)
show("pcall", trace, 5)
table.sort({ 2, 1 }, function() take "sort" return false end)
show("sort", trace, 5);
("x"):gsub("x", function() take "gsub" end)
show("gsub", trace, 5)
xpcall(error, function(m) trace = debug.traceback(m) end, "message")
show("error", trace, 5)
xpcall(function() local t = nil; return t.x end, function(m) trace = debug.traceback(m, 2) end)
show("run-time error", trace, 4)
xpcall(function() return math.floor "x" end, function(m) trace = debug.traceback(m, 1) end)
show("library error", trace, 5)
load("local f = ... f() return 1", "=loaded")(function() take "loaded" return 1 end)
show("loaded chunk", trace, 5)
load("local f = ... f() return 1", "text of the chunk")(function() take "loaded" return 1 end)
show("loaded text", trace, 5)

-- Tail calls.
local function last() take "tail" return 1 end
local function tail() return last() end
tail()
show("tail call", trace, 5)
local function tail_loop(n) if n == 0 then take "loop" return 1 end return tail_loop(n - 1) end
tail_loop(10)
show("tail calls", trace, 5)

-- Messages and levels.
show("no message", debug.traceback(), 2)
show("nil message", debug.traceback(nil), 2)
show("empty message", "x" .. debug.traceback "", 2)
show("number", debug.traceback(42), 2)
check.show("no string", debug.traceback({}), debug.traceback(true), debug.traceback(print))
show("level 0", debug.traceback("m", 0), 4)
show("level 1", debug.traceback("m", 1), 3)
local function levels() return debug.traceback("m", 2), 1 end
show("level 2", (levels()), 3)
check.show("level 100", debug.traceback("m", 100))
check.show("negative level", debug.traceback("m", -1))
check.try("level of a string", debug.traceback, "m", "x")

-- Coroutines.
local co = coroutine.create(function(x)
    local function inner() coroutine.yield(x) end
    inner()
    error "in the coroutine"
end)
show("unstarted", debug.traceback(co, "m"), 9)
coroutine.resume(co, 1)
show("suspended", debug.traceback(co, "m"), 9)
show("suspended, level 1", debug.traceback(co, "m", 1), 9)
show("suspended, no message", debug.traceback(co), 9)
coroutine.resume(co)
show("dead by an error", debug.traceback(co, "m"), 9)
co = coroutine.create(function() return 1 end)
coroutine.resume(co)
show("finished", debug.traceback(co, "m"), 9)
co = coroutine.wrap(function() take "inside" return 1 end)
co()
show("inside", trace, 9)

-- A long stack: the first ten and the last eleven levels, with the number of those between.
local function deep(n) if n == 0 then take "deep" else deep(n - 1) end return 1 end
for _, n in ipairs { 10, 17, 18, 19, 20, 100 } do
    local thread = coroutine.create(deep)
    coroutine.resume(thread, n)
    show("depth " .. n, trace, 100)
end

print "done"
