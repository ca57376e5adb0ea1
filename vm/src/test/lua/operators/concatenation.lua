-- Concatenation: strings and numbers join, in one operation however many there are; anything else is an error
-- that names the operand.

package.path = "../?.lua"
local check = require "check"

local function join(a, b) return a .. b end

for _, x in ipairs(check.boundary) do
    for _, y in ipairs(check.boundary) do
        if x.name ~= "nan" and y.name ~= "nan" then
            check.try(x.name .. " .. " .. y.name, join, x.value, y.value)
        end
    end
end

-- Numbers become text as tostring writes them.
for _, v in ipairs { 0, -1, 10, 1.0, -0.0, 1e15, 1e16, 1e100, 123456.789, 2 ^ 53, 2 ^ 63, 0.1, 1 / 3, math.huge,
    math.mininteger, 3.14159265358979, 1e-5, 123e-7, 5e-324 } do
    check.same(v .. "", tostring(v))
    check.same("" .. v, tostring(v))
    print(v .. "|" .. v)
end

-- A chain associates to the right but is joined at once; the error is about the last pair that fails.
check.same(1 .. 2, "12")
check.same(1 .. 2 == "12", true)
check.same("a" .. "b" .. "c" .. 1 .. 2.5, "abc12.5")
check.same(2 .. 3 + 4, "27")
check.same("x" .. -1, "x-1")
check.same(- "2" .. 3, "-23")
check.same("a" .. ("b" .. "c"), ("a" .. "b") .. "c")
check.try("left of two", function(a, b, c) return a .. b .. c end, nil, "b", "c")
check.try("middle", function(a, b, c) return a .. b .. c end, "a", nil, "c")
check.try("right", function(a, b, c) return a .. b .. c end, "a", "b", nil)
check.try("two bad", function(a, b, c) return a .. b .. c end, nil, "b", {})
check.try("constant and field", function(t) return "x" .. t.y .. "z" end, {})
check.try("upvalue", function() return "x" .. join end)
check.try("global", function() return NOT_DEFINED .. "x" end)
check.try("numbers then nil", function(a) return 1 .. 2 .. a end)

-- Operands are evaluated left to right, before any joining.
local trace = {}
local function see(v) trace[#trace + 1] = v return v end
check.same(see "a" .. see "b" .. see(1) .. see "", "ab1")
print(table.concat(trace, ","))

-- Long chains: the operands of one expression in registers next to each other.
local parts = {}
for i = 1, 120 do parts[i] = "p" .. i end
local chain = load("local p = ... return p[1]" .. (function()
    local text = {}
    for i = 2, 120 do text[#text + 1] = " .. p[" .. i .. "]" end
    return table.concat(text)
end)())
check.same(chain(parts), table.concat(parts))

-- Embedded zeros and bytes over 127 survive; lengths add up.
local zeros = "a\0b" .. "\0" .. "\xff\xfe"
check.same(#zeros, 6)
check.show("bytes", zeros:byte(1, -1))

-- Growing a string piece by piece, with every length around the sizes where a representation may change.
local grown = ""
for i = 1, 400 do
    grown = grown .. string.char(97 + i % 26)
    assert(#grown == i)
end
local prepended = ""
for i = 400, 1, -1 do prepended = string.char(97 + i % 26) .. prepended end
check.same(grown, prepended)
check.same(grown == prepended and ({ [grown] = 1 })[prepended], 1)

-- A string that was built is as good a key as a literal one.
local t = { alphabet = 1, ["12"] = 2 }
check.same(t["alpha" .. "bet"], 1)
check.same(t[1 .. 2], 2)
check.same(t[12], nil)

-- Assigning the result to one of the operands.
local s = "x"
s = s .. s
s = s .. s .. s
check.same(s, "xxxxxx")
local function twice(v) v = v .. v return v end
check.same(twice(twice "ab"), "abababab")

print "done"
