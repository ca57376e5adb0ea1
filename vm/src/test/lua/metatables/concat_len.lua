-- __concat and __len: operand pairs inside long chains, results of any type, interplay with numbers and strings.

package.path = "../?.lua"
local check = require "check"

local function named(v) return type(v) == "table" and v.name or check.text(v) end
local log = {}
local mt = { __concat = function(a, b)
    log[#log + 1] = named(a) .. " .. " .. named(b)
    return "<" .. named(a):gsub('"', "") .. named(b):gsub('"', "") .. ">"
end }
local function object(name) return setmetatable({ name = name }, mt) end
local a, b = object "a", object "b"
local function flush(label, ...)
    print(label, table.concat(log, ", "), check.texts(...))
    log = {}
end

flush("two objects", a .. b)
flush("with a string", a .. "s", "s" .. a)
flush("with a number", a .. 1, 1.5 .. a)
flush("with others", a .. nil, true .. a, {} .. a, a .. print)
flush("chain, object first", a .. "x" .. "y" .. "z")
flush("chain, object last", "x" .. "y" .. "z" .. a)
flush("chain, object in the middle", "w" .. "x" .. a .. "y" .. "z")
flush("chain, two objects", a .. "x" .. b .. "y")
flush("chain of objects", a .. b .. a .. b)
flush("numbers in the chain", 1 .. 2 .. a .. 3 .. 4)
flush("parentheses", (a .. "x") .. "y", ("x" .. "y") .. a)
flush("empty strings", "" .. a, a .. "", "" .. "" .. a)

-- Results that are not strings take part in the rest of the chain.
local collector = {}
collector.__concat = function(p, q)
    local list = setmetatable({}, collector)
    for _, v in ipairs { p, q } do
        if type(v) == "table" then for _, w in ipairs(v) do list[#list + 1] = w end else list[#list + 1] = v end
    end
    return list
end
local function list(...) return setmetatable({ ... }, collector) end
local joined = list(1, 2) .. 3 .. list() .. "four" .. list(5)
for i, v in ipairs(joined) do joined[i] = check.text(v) end
print(table.concat(joined, " "))
local number = setmetatable({}, { __concat = function() return 42 end })
check.list({ number .. 1, "x" .. number .. "y", number .. number .. number }, 42, "x42", 42)
check.same(select("#", number .. 1), 1)
local nothing = setmetatable({}, { __concat = function() end })
check.same(nothing .. 1, nil)
check.try("nothing, then more", function() return "x" .. (nothing .. 1) end)
check.try("nothing in the chain", function() return "x" .. nothing .. 1 end)

-- The first operand's metamethod comes first; strings have none.
local other = setmetatable({ name = "other" }, { __concat = function(p, q) return "other's" end })
check.list({ other .. a, a .. other, {} .. other }, "other's", "<aother>", "other's")
log = {}
check.try("none", function() return {} .. "x" end)
check.try("none in a long chain", function() return "a" .. "b" .. {} .. "c" .. "d" end)
check.try("number as __concat", function() return setmetatable({}, { __concat = 1 }) .. "x" end)
check.try("error inside", function() return setmetatable({}, { __concat = function() error "inside" end }) .. "x" end)
check.try("error at level 2", function() return "a" .. setmetatable({}, { __concat = function() error("blame",
    2) end }) end)

-- The metatables of basic types: nil and booleans that may be joined.
debug.setmetatable(nil, { __concat = function(p, q) return tostring(p) .. tostring(q) end })
check.list({ nil .. nil, "x" .. nil, nil .. 1 .. "y" }, "nilnil", "xnil", "nil1y")
debug.setmetatable(nil, nil)
debug.setmetatable(true, { __concat = function(p, q) return "bool" end })
check.list({ true .. 1, 1 .. false, true .. false }, "bool", "bool", "bool")
debug.setmetatable(true, nil)
check.try("gone", function() return true .. 1 end)

-- __len gives anything, one value, for tables and other types; strings are never asked.
local sized = setmetatable({ 1, 2, 3 }, { __len = function(t) return rawlen(t) * 10, "extra" end })
check.list({ #sized, rawlen(sized) }, 30, 3)
for _, result in ipairs { 2.5, "text", true } do
    check.same(#setmetatable({}, { __len = function() return result end }), result)
end
check.same(#setmetatable({}, { __len = function() end }), nil)
local arguments
local _ = #setmetatable({}, { __len = function(...) arguments = select("#", ...) .. tostring((...) == select(2,
    ...)) end })
print("arguments of __len", arguments)
debug.setmetatable(5, { __len = function(n) return n + 1 end })
check.list({ #5, #2.5 }, 6, 3.5)
debug.setmetatable(5, nil)
getmetatable("").__len = function() return "never asked" end
check.same(#"abc", 3)
getmetatable("").__len = nil

-- What the library does with __len.
local four = setmetatable({ "a", "b", "c", "d", "e" }, { __len = function() return 4 end })
check.same(table.concat(four), "abcd")
check.list({ table.unpack(four) }, "a", "b", "c", "d")
check.same(table.remove(four), "d")
table.insert(four, "f")
check.list({ rawget(four, 4), rawget(four, 5), rawlen(four) }, nil, "f", rawlen(four))
table.sort(setmetatable({ 3, 2, 1 }, { __len = function() return 2 end }))
for _, bad in ipairs { 2.5, "x", true, {} } do
    local t = setmetatable({}, { __len = function() return bad end })
    check.try("concat, length " .. type(bad), table.concat, t)
    check.try("unpack, length " .. type(bad), table.unpack, t)
    check.try("insert, length " .. type(bad), table.insert, t, 1)
    check.try("sort, length " .. type(bad), table.sort, t)
end
check.try("length '3'", table.concat, setmetatable({ "a", "b", "c" }, { __len = function() return "3" end }))
check.try("length 2.0", table.concat, setmetatable({ "a", "b", "c" }, { __len = function() return 2.0 end }))
check.try("number as __len", function() return #setmetatable({}, { __len = 5 }) end)

-- Appending through a changing length.
local virtual = 0
local appended = setmetatable({}, { __len = function() return virtual end, __newindex = function(t, k,
    v) virtual = k rawset(t, k, v) end })
for i = 1, 10 do appended[#appended + 1] = i * i end
check.list({ virtual, appended[10], rawlen(appended) }, 10, 100, 10)

print "done"
