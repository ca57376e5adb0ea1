-- __index: tables, functions, chains of both, other values; what is raw; loops; constants, computed and
-- integer keys.

package.path = "../?.lua"
local check = require "check"

-- A table.
local base = { x = "base x", [1] = "base 1", [true] = "base true" }
local object = setmetatable({ y = "own y" }, { __index = base })
check.list({ object.x, object.y, object.z, object[1], object[2], object[true], object[1.0] }, "base x", "own y", nil,
    "base 1", nil,
    "base true", "base 1")
object.x = "own x"
check.same(object.x, "own x")
object.x = nil
check.same(object.x, "base x")
object.x = false
check.same(object.x, false)
object.x = nil
base.x = nil
check.same(object.x, nil)
base.late = "late"
check.same(object.late, "late")

-- A function gets the table and the key, and gives one value.
local log = {}
local computed = setmetatable({}, { __index = function(...)
    local t, k = ...
    log[#log + 1] = select("#", ...) .. ":" .. check.text(k)
    return k, "second result"
end })
check.list({ computed.name, computed[5], computed[2.5], computed[true], computed[print] }, "name", 5, 2.5, true, print)
check.list({ computed[1 + 1], computed["a" .. "b"] }, 2, "ab")
print(table.concat(log, " "))
check.same(computed[nil], nil)
check.same(computed[0 / 0], 0 / 0)

-- Chains of tables, several deep, each with fields of its own.
local chain = { level0 = 0 }
for n = 1, 10 do chain = setmetatable({ ["level" .. n] = n, top = n }, { __index = chain }) end
for n = 0, 10 do check.same(chain["level" .. n], n) end
check.same(chain.top, 10)
check.same(chain.missing, nil)

-- A function at the end of a chain is given the table whose metatable holds it; in a chain that is an inner one.
local inner = setmetatable({ name = "inner" }, { __index = function(t, k) return t.name .. "." .. k end })
local middle = setmetatable({ name = "middle" }, { __index = inner })
local outer = setmetatable({ name = "outer" }, { __index = middle })
check.list({ outer.name, outer.thing }, "outer", "inner.thing")

-- Values that are no tables are indexed in turn.
check.same(setmetatable({}, { __index = "a string" }).upper, string.upper)
check.try("number as __index", function() return setmetatable({}, { __index = 5 }).x end)
check.try("true as __index", function() return setmetatable({}, { __index = true }).x end)
local callable = setmetatable({ direct = "direct" }, { __call = function() error "not called" end })
check.list({ setmetatable({}, { __index = callable }).direct, setmetatable({}, { __index = callable }).other },
    "direct", nil)

-- false is no metamethod... but it is a value to index.
check.try("false as __index", function() return setmetatable({}, { __index = false }).x end)

-- Its own metatable, its own __index.
local class = {}
class.__index = class
class.method = function() return "method" end
setmetatable(class, class)
check.same(setmetatable({}, class).method(), "method")
check.try("loop of one", function() return class.missing end)
local p, q = {}, {}
setmetatable(p, { __index = q })
setmetatable(q, { __index = p })
check.try("loop of two", function() return p.missing end)
local long = {}
local head = long
for _ = 1, 1500 do head = setmetatable({}, { __index = head }) end
check.same(head.x, nil)
long.x = "at the end of a long chain"
check.same(head.x, "at the end of a long chain")
for _ = 1, 600 do head = setmetatable({}, { __index = head }) end
check.try("too long a chain", function() return head.x end)

-- rawget and next do not see inherited fields; # and ipairs do their own thing.
check.same(rawget(object, "late"), nil)
check.same(#setmetatable({}, { __index = { 1, 2, 3 } }), 0)
local seen = {}
for _, v in ipairs(setmetatable({}, { __index = { 1, 2, 3 } })) do seen[#seen + 1] = v end
check.list(seen, 1, 2, 3)
for k in pairs(setmetatable({}, { __index = base })) do error "nothing to see" end

-- Library functions that respect it.
local list = setmetatable({}, { __index = function(_, k) return k <= 4 and k * 10 or nil end,
    __len = function() return 4 end })
check.same(table.concat(list, " "), "10 20 30 40")
check.list({ table.unpack(list) }, 10, 20, 30, 40)
check.list(table.move(list, 2, 3, 1, {}), 20, 30)

-- Default values, memoised values, counted accesses, read-only views, virtual fields.
local defaults = setmetatable({}, { __index = function() return 0 end })
for word in ("a b a c a b"):gmatch "%a" do defaults[word] = defaults[word] + 1 end
check.list({ defaults.a, defaults.b, defaults.c, defaults.d }, 3, 2, 1, 0)
local misses = 0
local squares = setmetatable({}, { __index = function(t, k) misses = misses + 1 local v = k * k t[k] = v return v end })
for _ = 1, 3 do for n = 1, 10 do check.same(squares[n], n * n) end end
check.same(misses, 10)
local point = setmetatable({ x = 3, y = 4 }, { __index = function(t, k)
    if k == "length" then return (t.x * t.x + t.y * t.y) ^ 0.5 end
    error("no field '" .. tostring(k) .. "'", 2)
end })
check.same(point.length, 5.0)
check.try("strict record", function() return point.z end)

-- Exactly one evaluation of object and key.
local evaluations = {}
local function say(v, name) evaluations[#evaluations + 1] = name return v end
local _ = say(computed, "object")[say("key", "key")]
check.list(evaluations, "object", "key")

-- Yield and error across the function.
local co = coroutine.wrap(function() return setmetatable({}, { __index = function(_,
    k) return coroutine.yield(k) end }).question end)
check.same(co(), "question")
check.same(co "answer", "answer")
check.try("error with position", function() return setmetatable({}, { __index = function() error "within" end }).x end)

-- Method calls use the same lookup.
local greeter = setmetatable({}, { __index = function(_, k) return function(self, ...) return k, ... end end })
check.list({ greeter:hello(1), greeter:bye() }, "hello", "bye")
check.list({ ("x"):rep(2), ("x").len }, "xx", string.len)

print "done"
