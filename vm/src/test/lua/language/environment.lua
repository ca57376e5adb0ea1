-- _ENV: global names are fields of whatever _ENV means at that place.

package.path = "../?.lua"
local check = require "check"
local print, pcall, load, setmetatable, tostring, select, pairs = print, pcall, load, setmetatable, tostring, select,
    pairs
local real = _ENV

check.same(_ENV, _G)
check.same(_ENV._G, _G)

-- A local _ENV, a parameter, a loop variable, an upvalue.
do
    local _ENV = { x = 1 }
    x = x + 1
    y = x * 2
    check.list({ x, y, _ENV.x, _ENV.y }, 2, 4, 2, 4)
end
check.list({ x, y }, nil, nil)
local function evaluate(_ENV) return a + b end
check.same(evaluate { a = 1, b = 2 }, 3)
check.same(evaluate({ a = 10, b = 20 }), 30)
local total = 0
for _, _ENV in pairs { { v = 1 }, { v = 2 }, { v = 3 } } do total = total + v end
check.same(total, 6)
local function counter(_ENV)
    return function() n = (n or 0) + 1 return n end
end
local count_in = {}
local count = counter(count_in)
count()
count()
check.same(count_in.n, 2)

-- Assigning _ENV changes what the names mean from then on, in all functions that share it.
local function swap()
    local _ENV = { v = "first" }
    local function get() return v end
    local before = get()
    _ENV = { v = "second" }
    return before, get(), v
end
check.list({ swap() }, "first", "second", "second")

-- Nested environments, inner over outer.
local function nested()
    local _ENV = { level = 1 }
    do
        local _ENV = { level = 2, outer = _ENV }
        do
            local _ENV = { level = 3, outer = _ENV }
            return level, outer.level, outer.outer.level
        end
    end
end
check.list({ nested() }, 3, 2, 1)

-- _ENV as any value: indexing follows the value's own rules.
do
    local _ENV = "a string"
    check.same(upper, real.string.upper)
    check.try("assignment to a field of a string", function() name = 1 end)
end
do
    local _ENV = setmetatable({}, { __index = function(_, k) return "no " .. k end })
    check.list({ something, other }, "no something", "no other")
end
do
    local stored = {}
    local _ENV = setmetatable({}, { __newindex = function(_, k, v) stored[k] = v end, __index = real })
    created = 5
    function defined() return 1 end
    check.list({ stored.created, real.type(stored.defined), created }, 5, "function", nil)
end
check.try("nil environment", function() local _ENV = nil return x end)
check.try("nil environment, assignment", function() local _ENV <const> = nil; x = 1 end)
check.try("number environment", function(_ENV) return x end, 5)
check.try("field of a missing global", function() return missing.field end)
check.try("in another environment", function() local _ENV = { a = {} } return a.b.c end)

-- Chunks have one upvalue, their _ENV.
local env = { value = 7 }
check.same(load("return value", "=chunk", "t", env)(), 7)
local f = load("value = (value or 0) + 1 return value, _ENV", "=chunk", "t", env)
check.list({ f() }, 8, env)
check.same(env.value, 8)
check.list({ debug.getupvalue(f, 1) }, "_ENV", env)
check.same(debug.setupvalue(f, 1, { value = 100 }), "_ENV")
check.same((f()), 101)
check.same(load("return _ENV", "=chunk", "t", nil)(), nil)
check.same(load("return _ENV", "=chunk")(), _G)
check.try("no environment", load("return x", "=chunk", "t", nil))
local without = load("local a = 1 return a", "=chunk", "t", env)
check.same(debug.getupvalue(without, 1), "_ENV")

-- Two functions of a chunk share its _ENV, another chunk does not.
local chunk = "local function set(e) _ENV = e end local function get() return v end return set, get"
local set1, get1 = load(chunk, "=chunk", "t", { v = 1 })()
local set2, get2 = load(chunk, "=chunk", "t", { v = 2 })()
check.list({ get1(), get2() }, 1, 2)
set1 { v = 3 }
check.list({ get1(), get2() }, 3, 2)

-- A sandbox that forbids undeclared globals.
local declared = { print = print }
local strict = setmetatable({}, {
    __index = function(_, k)
        if declared[k] == nil then error("undeclared variable '" .. k .. "'", 2) end
        return declared[k]
    end,
    __newindex = function(_, k, v) error("assignment to undeclared variable '" .. k .. "'", 2) end,
})
check.try("strict read", load("return prnt", "=sandbox", "t", strict))
check.try("strict write", load("\nx = 1", "=sandbox", "t", strict))
check.try("strict declared", load("return print ~= nil", "=sandbox", "t", strict))
check.try("strict local", load("local x = 1 return x", "=sandbox", "t", strict))

-- Globals through _G: added, changed and removed while code that uses them is warm.
local function use() return shared_global end
for _ = 1, 100 do check.same(use(), nil) end
_G.shared_global = 1
check.same(use(), 1)
_ENV["shared_global"] = 2
check.same(use(), 2)
rawset(_G, "shared_global", 3)
check.same(use(), 3)
load("shared_global = shared_global + 1")()
check.same(use(), 4)
shared_global = nil
check.same(use(), nil)
setmetatable(_G, { __index = function(_, k) return "default " .. k end })
check.same(use(), "default shared_global")
setmetatable(_G, { __index = { shared_global = "inherited" } })
check.same(use(), "inherited")
shared_global = "own"
check.same(use(), "own")
shared_global = nil
setmetatable(_G, nil)
check.same(use(), nil)

-- Library functions replaced in the global table.
local old_tostring = tostring
_G.tostring = function(v) return "<" .. old_tostring(v) .. ">" end
check.same(_ENV.tostring(1), "<1>")
check.same(tostring(1), "1") -- the local of this file
_G.tostring = old_tostring

-- Names that are keywords elsewhere, goto labels and globals apart.
do
    local _ENV = {}
    label = 1
    goto label
    label = 2
    ::label::
    check.same(label, 1)
end

print "done"
