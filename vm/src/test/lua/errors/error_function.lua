-- error: levels, values of any type, positions of the various callers; errors that pass through functions of
-- every kind.

package.path = "../?.lua"
local check = require "check"

-- Levels.
local function thrower(level) error("thrown", level) end
local function middle(level) thrower(level) end
local function outer(level)
    middle(level)
end
for level = 0, 6 do check.try("level " .. level, function() outer(level) end) end
check.try("level nil", outer, nil)
check.try("level 1.0", outer, 1.0)
check.try("level 1.5", outer, 1.5)
check.try("level '2'", outer, "2")
check.try("level 100", outer, 100)
check.try("negative level", outer, -1)
check.try("level of a table", outer, {})

-- A position is added to strings only.
local object = setmetatable({}, { __tostring = function() return "object" end })
for _, value in ipairs { 42, 1.5, true, object, print } do
    local ok, e = pcall(error, value)
    check.same(e, value)
    local ok2, e2 = pcall(function() error(value, 2) end)
    check.same(e2, value)
end
check.same(math.type(select(2, pcall(error, 42))), "integer")
check.same(select("#", pcall(error)), 2)
check.same(select(2, pcall(error, nil)), nil)
check.same(select(2, pcall(error, false)), false)
check.try("empty string", function() error "" end)
check.try("string with zeros", function() error "a\0b" end)
check.try("long string", function() error(("x"):rep(500)) end)

-- Called by different kinds of functions: the position is that of the Lua function at the level, if any.
check.try("called by pcall", error, "by pcall")
check.try("called by pcall, level 2", error, "by pcall", 2)
check.try("from a metamethod", function() return setmetatable({}, { __index = function() error "index" end }).x end)
check.try("from a metamethod, level 2", function() return setmetatable({}, { __index = function() error("index",
    2) end }).x end)
check.try("from gsub", string.gsub, "x", "x", function() error "gsub" end)
check.try("from gsub, level 2", string.gsub, "x", "x", function() error("gsub", 2) end)
check.try("from sort", table.sort, { 2, 1 }, function() error "sort" end)
check.try("from load's reader", load, function() error "reader" end)
check.try("from an iterator", function() for _ in function() error("iterator", 2) end do end end)
check.try("error as metamethod", function() return setmetatable({}, { __index = error }).x end)
check.try("error as a method", function() return ("text"):error() end)
getmetatable("").__index = setmetatable({ throw = error }, { __index = string })
check.try("error as a method of strings", function() return ("text"):throw() end)
check.try("error as a method of strings, level", function() return ("text"):throw(2) end)
getmetatable("").__index = string
check.try("assert in a function", function() assert(false, "assert adds no position") end)
check.try("from a tail call", function() return thrower(1) end)
check.try("from a tail call, level 2", function() return thrower(2) end)
check.try("from a coroutine", coroutine.wrap(function() error "coroutine" end))
check.try("from a coroutine, level 2", coroutine.wrap(function() error("coroutine", 2) end))
check.try("from a nested coroutine", coroutine.wrap(function() coroutine.wrap(function() error "nested" end)() end))
check.show("resume", coroutine.resume(coroutine.create(function() error "resumed" end)))
check.show("resume, number", coroutine.resume(coroutine.create(function() error(42) end)))

-- Rethrown as it is, or with a new position.
local function rethrow(level)
    local ok, e = pcall(thrower, 1)
    error(e, level)
end
check.try("rethrown, level 0", rethrow, 0)
check.try("rethrown, level 1", rethrow, 1)
local ok, e = pcall(function() local ok, e = pcall(error, object) error(e) end)
check.same(e, object)

-- The names of chunks.
for _, name in ipairs { "=name", "@file.lua", "text of a chunk", "first line\nsecond line", "\nx", "", "=", "@",
    ("long "):rep(30),
    "=" .. ("long "):rep(30), "@" .. ("long/"):rep(30), ("x"):rep(45), ("x"):rep(46), ("x"):rep(47), ("x"):rep(60),
        "x\r\ny", "=a\nb",
    "@a\nb", "[string \"x\"]", "=[C]" } do
    local f = load("\n\nerror 'here'", name)
    print(("%q"):format(name), select(2, pcall(f)))
end
check.try("name taken from the text", load("error 'here'"))
check.try("name taken from a long text", load("local a_rather_long_name_for_a_variable = 1; error 'here'"))
check.try("name taken from lines", load("error 'here'\n\n"))
check.try("name of a reader",
    load((function() local done return function() if not done then done = true return "error 'here'" end end end)()))
check.try("syntax error", function() return assert(load("x =")) end)
check.try("syntax error, named", function() return assert(load("x =", "=name")) end)
check.try("syntax error, file", function() return assert(load("x =", "@dir/file.lua")) end)

-- Errors while an error is being handled by the caller: nothing is left behind.
local function messy(n)
    if n == 0 then error({ level = 0 }) end
    local ok, e = pcall(messy, n - 1)
    e.level = e.level + 1
    error(e)
end
ok, e = pcall(messy, 50)
check.list({ ok, e.level }, false, 50)
local count = 0
for i = 1, 1000 do
    local ok, e = pcall(function(v) if v % 3 == 0 then error(v) elseif v % 3 == 1 then error("s" .. v,
        0) end return v end, i)
    if not ok then count = count + (type(e) == "number" and 1 or 1000) end
end
print("count", count)

print "done"
