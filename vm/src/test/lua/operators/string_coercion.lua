-- Strings as operands of arithmetic: the string metatable converts them; the result has the type that
-- the literal would have given. Also what counts as a numeral in tonumber, with and without a base.

package.path = "../?.lua"
local check = require "check"

local texts = {
    "0", "-0", "+1", "10", "  7", "7  ", "\t8\n", "1 2", "", " ", "-", "+", "--1", "1e2", "1E+2", "1e", "1e+", ".5",
        "5.", ".",
    "0x", "0x10", "0X1F", "-0x10", "+0xA", "0x.8", "0x8.", "0x.", "0x1p4", "0x1P-2", "0x1p", "1p4", "0x1e2", "0xep1",
        "- 1",
    "0x7fffffffffffffff", "0xffffffffffffffff", "0x10000000000000001", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "1e308", "1e309", "-1e309", "1e-324", "5e-324", "inf", "nan",
        "infinity",
    "0b101", "1_000", "1,5", "1\0", "\0001", "1.5.5", "1..2", "0x1.8p1", "0x.1p4", "1e1.0", "0e0", "00012", "0x0001",
    "123456789012345678901234567890", "0.1e1", "1\v", "\f1", "1\r", "nil", "true", "{}", "1l", "1f", "0x1p9999",
}
for _, text in ipairs(texts) do
    local number = tonumber(text)
    local ok, sum = pcall(function() return text + 0 end)
    check.show(("%q"):format(text), number)
    check.same(ok, number ~= nil, "arithmetic accepts what tonumber accepts")
    if ok then
        check.same(sum, number + 0)
        check.same(text * 1, number * 1)
        check.same(-text, -number)
        check.same(text - "1", number - 1)
        check.same("2" * text, 2 * number)
        check.same(text / 4, number / 4)
        check.same(text // "3", number // 3)
        check.same(text % 7, number % 7)
        check.same(2 ^ text, 2 ^ number)
    end
end

-- Errors: the operation's message when a string is no number, with its own wording.
local operations = {
    add = function(a, b) return a + b end, sub = function(a, b) return a - b end, mul = function(a, b) return a * b end,
    div = function(a, b) return a / b end, mod = function(a, b) return a % b end, pow = function(a, b) return a ^ b end,
    idiv = function(a, b) return a // b end, unm = function(a) return -a end,
}
for _, name in ipairs { "add", "sub", "mul", "div", "mod", "pow", "idiv", "unm" } do
    local f = operations[name]
    check.try(name .. " abc 1", f, "abc", 1)
    check.try(name .. " 1 abc", f, 1, "abc")
    check.try(name .. " abc abc", f, "abc", "abc")
    check.try(name .. " 10 nil", f, "10", nil)
    check.try(name .. " nil 10", f, nil, "10")
    check.try(name .. " 10 {}", f, "10", {})
    check.try(name .. " {} abc", f, {}, "abc")
    check.try(name .. " true 1", f, true, "1")
end

-- A metamethod of the other operand wins over the error, and is asked for by the string's own metamethod.
local object = setmetatable({}, { __add = function(a, b) return "object " .. type(a) .. " " .. type(b) end })
check.show("string + object", "10" + object, object + "10", "abc" + object, object + "abc")
check.try("string - object", function() return "10" - object end)

-- tonumber with a base.
for _, case in ipairs {
    { "10", 2 }, { "zz", 36 }, { "ZZ", 36 }, { "7", 8 }, { "8", 8 }, { "-ff", 16 }, { "0x10", 16 }, { "  11  ", 2 },
        { "1 1", 2 },
    { "", 10 }, { " ", 10 }, { "1e1", 10 }, { "1e1", 16 }, { "1.0", 10 }, { "-0", 10 }, { "+5", 10 }, { "--5", 10 },
        { "- 5", 10 },
    { "7fffffffffffffff", 16 }, { "ffffffffffffffff", 16 }, { "10000000000000000", 16 }, { "1\0", 10 },
        { "99999999999999999999", 10 },
    { "10", 1 }, { "10", 37 }, { "10", 2.0 }, { "10", 2.5 }, { 10, 2 }, { nil, 10 }, { {}, 10 }, { "1", "10" },
} do
    check.try("tonumber " .. check.texts(table.unpack(case, 1, 2)), tonumber, case[1], case[2])
end
check.try("tonumber()", tonumber)
check.try("tonumber(nil)", tonumber, nil)
check.show("tonumber of others", tonumber({}), tonumber(true), tonumber(print), tonumber(5), tonumber(5.5))

-- Numbers as strings in the string library, and back.
check.show("method results", ("5"):rep(3) + 1, ("%d"):format("12"), #tostring(12), (12 .. ""):len(), ("10" + 5) .. "")
check.show("string functions of numbers", string.len(123), string.rep(1.5, 2), string.upper(1e15), string.sub(12345,
    2, 3))

-- The string metatable is an ordinary table: without its metamethods, arithmetic on strings ends.
local strings = getmetatable("")
local add = strings.__add
strings.__add = nil
check.try("without __add", function() return "10" + 1 end)
strings.__add = function(a, b) return "sum of " .. a .. " and " .. b end
check.same("10" + 1, "sum of 10 and 1")
check.same(1 + "x", "sum of 1 and x")
strings.__add = add
check.same("10" + 1, 11)

print "done"
