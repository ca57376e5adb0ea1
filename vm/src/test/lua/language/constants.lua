-- <const>: compile-time constants and variables that cannot be assigned; what counts as an assignment.

package.path = "../?.lua"
local check = require "check"

local integer <const>, float <const>, text <const>, truth <const>, nothing <const> = 42, 2.5, "text", true, nil
check.list({ integer, float, text, truth, nothing }, 42, 2.5, "text", true)

-- In every place a constant can stand.
check.same(integer + 1, 43)
check.same(1 - integer, -41)
check.same(-integer, -42)
check.same(~integer, -43)
check.same(float * integer, 105.0)
check.same(#text, 4)
check.same(text .. integer, "text42")
check.same(integer .. "", "42")
check.same(integer == 42 and 42 == integer, true)
check.same(integer < 43 and 41 < integer, true)
check.same(not truth, false)
check.same(nothing == nil, true)
check.same(text:upper(), "TEXT")
local t = { [integer] = 1, [text] = 2, integer, text; nothing }
check.list({ t[42], t.text, t[1], t[2], t[3] }, 1, 2, 42, "text")
t[integer] = float
t[text] = truth
check.list({ t[42], t.text }, 2.5, true)
local counted = 0
for i = integer, integer + 2, 1 do counted = counted + i end
check.same(counted, 129)
if nothing then error "nil is false" elseif truth then counted = 0 end
check.same(counted, 0)
while nothing do error "never" end
check.same(select("#", nothing, nothing), 2)

-- Constants made of constants.
local big <const> = integer * 1000
local shifted <const> = 1 << 10
local mixed <const> = -integer + float
local chars <const> = text
local min <const> = -9223372036854775807 - 1
check.list({ big, shifted, mixed, chars, min }, 42000, 1024, -39.5, "text", math.mininteger)

-- Not constant expressions, but constant variables.
local made <const> = {}
made.field = 1
made.field = made.field + 1
check.same(made.field, 2)
local called <const> = select("#", 1, 2, 3)
local f <const> = function(n) return n * integer end
check.list({ called, f(2) }, 3, 84)

-- Captured, at several depths; shadowed; in loops.
local function outer()
    local inside <const> = "inside"
    return function() return function() return integer, inside, text, made.field end end
end
check.list({ outer()()() }, 42, "inside", "text", 2)
do
    local integer = integer + 1
    integer = integer + 1
    check.same(integer, 44)
    local text <const> = integer
    check.same(text, 44)
end
for i = 1, 3 do
    local c <const> = i * 2
    local g = function() return c end
    check.same(g(), i * 2)
end
local function parameters(a, ...)
    local copy <const>, count <const> = a, select("#", ...)
    local first <const>, second <const> = ...
    return copy, count, first, second
end
check.list({ parameters(1, 2) }, 1, 1, 2, nil)

-- A mixture of attributes.
local plain, fixed <const>, closing <close> = 1, 2, nil
plain = plain + fixed
check.list({ plain, fixed, closing }, 3, 2)

-- Errors: assignment in every form; each is found when the chunk is compiled.
for _, source in ipairs {
    "local x <const> = 1; x = 2",
    "local x <const> = 1; x, y = 2, 3",
    "local x <const> = 1; y, x = 2, 3",
    "local x <const> = {}; x = nil",
    "local x <const> = 1; function x() end",
    "local x <const> = 1; return function() x = 2 end",
    "local x <const> = 1; return function() return function() x = 2 end end",
    "local x <const> = 1; for i = 1, 2 do x = i end",
    "local x <const> = 1; local x = 2; x = 3",
    "local x <const> = {}; x.y = 1; x[1] = 2; function x.f() end; function x:m() end",
    "local x <close> = nil; x = 2",
    "local x <close> = nil; return function() x = 1 end",
    "local x <constant> = 1",
    "local x <Const> = 1",
    "local x <> = 1",
    "local x <const = 1",
    "local x < const > = 1",
    "local x <close>, y <close> = nil, nil",
    "local x <close>, y <const>, z = nil, 1, 2",
    "local <const> x = 1",
    "local function f <const> () end",
    "x <const> = 1",
    "for i <const> = 1, 2 do end",
    "local x <const>",
    "local x <const>; x = 1",
    "local x <const> = 1; goto l; local y <const> = 2; ::l:: print(y)",
    "local _ENV <const> = {}; x = 1",
    "local _ENV <const> = {}; _ENV = {}",
} do
    local chunk, message = load(source, "=chunk")
    print(source, chunk and "compiles" or message)
end

print "done"
