-- __tostring, __name, __metatable and __pairs: what the library shows of a value.

package.path = "../?.lua"
local check = require "check"

-- Addresses differ from run to run: only the part before them is printed.
local function shape(s) return (s:gsub("0x%x+", "ADDRESS")) end

-- __tostring is used by tostring, print and string.format("%s"), but not by concatenation.
local named = setmetatable({}, { __tostring = function(v) return "named object" end })
check.same(tostring(named), "named object")
print(named, named)
check.same(("%s|%10.5s|%-14s|"):format(named, named, named), "named object|     named|named object  |")
check.try("concatenation", function() return "x" .. named end)
check.try("table.concat", table.concat, { "x", named })
check.same(({ [tostring(named)] = 1 })["named object"], 1)

-- The result has to be a string.
for _, result in ipairs { 1, 2.5, true, {}, print } do
    check.try("result " .. type(result), tostring, setmetatable({}, { __tostring = function() return result end }))
end
check.try("no result", tostring, setmetatable({}, { __tostring = function() end }))
check.try("two results", tostring, setmetatable({}, { __tostring = function() return "first", "second" end }))
check.try("format", string.format, "%s", setmetatable({}, { __tostring = function() return nil end }))
check.try("print", print, setmetatable({}, { __tostring = function() return {} end }))
check.try("error inside", tostring, setmetatable({}, { __tostring = function() error "inside" end }))
check.try("not callable", tostring, setmetatable({}, { __tostring = "text" }))
check.try("callable table", tostring, setmetatable({}, { __tostring = setmetatable({},
    { __call = function() return "called" end }) }))
local count
tostring(setmetatable({}, { __tostring = function(...) count = select("#", ...) return "" end }))
check.same(count, 1)

-- __name gives the type's name, in tostring and in messages; anything but a string is ignored.
local typed = setmetatable({}, { __name = "My.Type" })
print(shape(tostring(typed)))
print(shape(tostring(setmetatable({}, { __name = 5 }))))
print(shape(tostring(setmetatable({}, { __name = "" }))))
print(shape(tostring(setmetatable({}, { __name = "x", __tostring = function() return "tostring wins" end }))))
print(shape(tostring({})), shape(tostring(function() end)), shape(tostring(coroutine.create(print))),
    shape(tostring(io.stdout)))
print(shape(tostring(print)), shape(("%s"):format({})))
check.same(tostring(named) == tostring(named), true)
local t = {}
check.same(tostring(t), tostring(t))
check.same(tostring(t) ~= tostring({}), true)
check.same(("%p"):format(t), tostring(t):match "0x%x+")
check.try("arithmetic", function() return typed + 1 end)
check.try("concatenation", function() return "x" .. typed end)
check.try("comparison", function() return typed < 1 end)
check.try("comparison of two", function() return typed < typed end)
check.try("two names", function() return typed < setmetatable({}, { __name = "Other" }) end)
check.try("call", function() typed() end)
check.try("index", function() return #typed.x end)
check.try("bad argument", string.rep, typed)
check.try("bad argument", math.floor, typed)
check.try("bad argument", ipairs)
check.try("for loop", function() for i = typed, 2 do end end)
check.try("bitwise", function() return typed & 1 end)
check.try("length through a function", table.concat, typed, typed)
check.same(type(typed), "table")
check.same(math.type(typed), nil)

-- The file type has a name of its own.
check.try("file arithmetic", function() return io.stdout + 1 end)
check.try("file as argument", string.len, io.stdout)
check.same(getmetatable(io.stdout).__name, "FILE*")

-- __metatable hides and protects a metatable.
local protected = setmetatable({}, { __metatable = "hidden" })
check.same(getmetatable(protected), "hidden")
check.try("setmetatable", setmetatable, protected, {})
check.try("setmetatable nil", setmetatable, protected, nil)
check.same(getmetatable(setmetatable({}, { __metatable = false })), false)
check.try("protected by false", setmetatable, setmetatable({}, { __metatable = false }), {})
check.same(type(debug.getmetatable(protected)), "table")
debug.setmetatable(protected, nil)
check.same(getmetatable(protected), nil)
check.same(setmetatable(protected, {}), protected)
local inherited = setmetatable({}, setmetatable({}, { __index = { __metatable = "no" } }))
check.same(type(getmetatable(inherited)), "table")
check.same(type(setmetatable(inherited, nil)), "table")
check.same(getmetatable("").__index, string)
check.same(getmetatable(5), nil)
check.same(getmetatable(nil), nil)
check.same(getmetatable(print), nil)

-- Arguments of setmetatable and getmetatable.
check.try("setmetatable of a number", setmetatable, 5, {})
check.try("setmetatable of a string", setmetatable, "s", {})
check.try("setmetatable without metatable", setmetatable, {})
check.try("setmetatable to a number", setmetatable, {}, 5)
check.try("setmetatable to true", setmetatable, {}, true)
check.try("setmetatable without arguments", setmetatable)
check.try("getmetatable without arguments", getmetatable)

-- __pairs: three results, any iteration.
local ordered = setmetatable({ z = 1, a = 2, m = 3 }, { __pairs = function(self)
    local keys = {}
    for k in next, self do keys[#keys + 1] = k end
    table.sort(keys)
    local i = 0
    return function() i = i + 1 return keys[i], self[keys[i]] end
end })
local seen = {}
for k, v in pairs(ordered) do seen[#seen + 1] = k .. v end
print(table.concat(seen, " "))
check.same(select("#", pairs(setmetatable({}, { __pairs = function() end }))), 3)
check.list({ pairs(setmetatable({}, { __pairs = function() return 1, 2, 3, 4, 5 end })) }, 1, 2, 3)
check.try("error inside", pairs, setmetatable({}, { __pairs = function() error("pairs failed", 0) end }))
debug.setmetatable(5, { __pairs = function(n) return function(_, i) if i < n then return i + 1, i * i end end, nil,
    0 end })
seen = {}
for i, square in pairs(4) do seen[#seen + 1] = i .. ":" .. square end
print(table.concat(seen, " "))
debug.setmetatable(5, nil)
local co = coroutine.wrap(function() for k in pairs(setmetatable({},
    { __pairs = function() coroutine.yield "in __pairs" return next, { x = 1 } end })) do return k end end)
check.list({ co(), co() }, "in __pairs", "x")

print "done"
