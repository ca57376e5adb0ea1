-- rawget, rawset, rawequal and rawlen go around every metamethod; what they accept.

package.path = "../?.lua"
local check = require "check"

local hostile = {}
for _, name in ipairs { "index", "newindex", "eq", "len", "call", "tostring", "lt", "le", "concat", "pairs",
    "close" } do
    hostile["__" .. name] = function() error("__" .. name .. " was called", 0) end
end
local t, u = setmetatable({ 1, 2, x = "x" }, hostile), setmetatable({}, hostile)

check.list({ rawget(t, "x"), rawget(t, 1), rawget(t, 3), rawget(t, "y"), rawget(t, nil), rawget(t, 0 / 0) }, "x", 1)
check.same(rawset(t, "y", "y"), t)
check.same(rawget(t, "y"), "y")
rawset(t, 3, 3)
rawset(t, 4.0, 4)
check.list({ rawlen(t), rawlen(u), rawlen "text", rawlen "" }, 4, 0, 4, 0)
rawset(t, 4, nil)
check.same(rawlen(t), 3)
check.list({ rawequal(t, t), rawequal(t, u), rawequal(t, 1), rawequal("a" .. "b", "ab"), rawequal(1, 1.0),
    rawequal(0.0, -0.0) },
    true, false, false, true, true, true)
check.list({ rawequal(0 / 0, 0 / 0), rawequal(nil, nil), rawequal(nil, false), rawequal(print, print), rawequal("1",
    1) },
    false, true, false, true, false)
check.same(rawequal(("x"):rep(1000), ("x"):rep(1000)), true)
check.same(rawequal(1 << 53, 2.0 ^ 53), true)

-- The hostile ones do complain.
check.try("index", function() return t.z end)
check.try("newindex", function() t.z = 1 end)
check.try("eq", function() return t == u end)
check.try("len", function() return #t end)
check.try("call", function() return t() end)
check.try("tostring", tostring, t)
check.try("lt", function() return t < u end)
check.try("le", function() return t <= u end)
check.try("concat", function() return t .. u end)
check.try("pairs", pairs, t)
check.try("close", function() local c <close> = t end)
check.same(next(u), nil)
check.same((next(t)) ~= nil, true)
check.same(select("#", t, u), 2)

-- Extra arguments are ignored, missing ones are errors.
check.same(rawget(t, "x", "extra"), "x")
check.same(rawset(u, "k", 1, 2), u)
check.try("rawget of a number", rawget, 1, 2)
check.try("rawget of a string", rawget, "s", 1)
check.try("rawget without key", rawget, {})
check.try("rawget of nothing", rawget)
check.try("rawset of nil", rawset, nil, 1, 2)
check.try("rawset without value", rawset, {}, 1)
check.try("rawset without key", rawset, {})
check.try("rawset nil key", rawset, {}, nil, 1)
check.try("rawset NaN key", rawset, {}, 0 / 0, 1)
check.try("rawlen of a number", rawlen, 5)
check.try("rawlen of nil", rawlen, nil)
check.try("rawlen of nothing", rawlen)
check.try("rawequal of one", rawequal, 1)
check.try("rawequal of nothing", rawequal)

-- Which library functions are raw: next, and those that say so; table.sort compares with metamethods.
local accesses = 0
local counted = setmetatable({ 3, 1, 2 }, { __index = function() accesses = accesses + 1 end,
    __newindex = function() accesses = accesses + 1 end,
        __len = function(s) accesses = accesses + 1 return rawlen(s) end })
table.sort(counted)
check.list({ rawget(counted, 1), rawget(counted, 2), rawget(counted, 3), accesses }, 1, 2, 3, 1)
table.concat(counted)
check.same(accesses, 2)
table.unpack(counted)
check.same(accesses, 3)
for _ in ipairs(counted) do end
check.same(accesses, 4)
for _ in pairs(counted) do end
for _ in next, counted do end
check.same(accesses, 4)
table.insert(counted, 4)
check.list({ accesses, rawlen(counted) }, 6, 3)
table.remove(counted)
check.list({ accesses, rawlen(counted) }, 7, 2)

-- Alternating raw and ordinary access at one place.
local log = {}
local both = setmetatable({}, { __index = function(_, k) log[#log + 1] = k return k * 2 end })
local total = 0
for i = 1, 100 do
    total = total + (i % 2 == 0 and (rawget(both, i) or 0) or both[i])
    if i % 10 == 0 then rawset(both, i - 1, 0) end
end
check.list({ total, #log }, 5000, 50)

print "done"
