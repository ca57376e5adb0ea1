-- Numerals in source: which type and value they denote, how far a numeral reaches, and what is malformed.

package.path = "../?.lua"
local check = require "check"

for _, source in ipairs {
    "0", "00", "007", "3", "345", "0xff", "0XFF", "0xBEBADA", "0xA", "3.0", "3.", ".3", "0.", ".0", "3.1416",
        "314.16e-2",
    "0.31416E1", "34e1", "34E+1", "34e-1", "0x0.1E", "0xA23p-4", "0X1.921FB54442D18P+1", "0x.1p4", "0x1.p3", "0x.8",
        "0xa.8p0",
    "9007199254740993", "9007199254740993.0", "9223372036854775807", "9223372036854775808", "18446744073709551616",
    "0x7fffffffffffffff", "0x8000000000000000", "0xffffffffffffffff", "0x10000000000000000", "0x123456789abcdef01234",
    "0xfffffffffffffffffp0", "1e15", "1e16", "1e300", "1e308", "1.7976931348623157e308", "1.7976931348623159e308",
        "1e309",
    "2.2250738585072014e-308", "2.2250738585072011e-308", "5e-324", "2.5e-324", "2.4e-324", "1e-400", "0e9999",
        "0x0p99999",
    "0x1p1023", "0x1p1024", "0x1p-1074", "0x1p-1075", "0x1.8p-1074", "0x1p-99999", "123456789012345678901234567890",
    "0.1", "0.2", "0.3", "1.1", "2.675", "1e23", "8.5e22", "9.5e21", "6.02214076e23", "0.000001", "1e-7",
    "4.35", "1.005", "9007199254740992.5", "9007199254740993.5", "4503599627370496.5", "4503599627370497.5",
} do
    local value = load("return " .. source)()
    check.show(source, value, tonumber(source))
    check.same(value, tonumber(source))
    check.same(load("return -" .. source)(), -value)
end

-- A numeral swallows every letter, digit and dot that follows it.
for _, source in ipairs {
    "1x", "0x", "0xg", "1e", "1e+", "1e-", "1.2.3", "1..2", "0x1p", "0x1p+", "0x1.2.3", "3and 4", "3or", "3f",
        "1_000", "0b1", "08a",
    "1e5e5", "0x1p1p1", "1e1.5", ".5.", "1...", "12345678901234567890a", "0xp1", "0x.p1", "0x.", "1é", "5end",
} do
    print(source, select(2, load("return " .. source, "=chunk")))
end
check.same(load "return 0xe+1"(), 15)
check.same(load "return 0xep1"(), 28.0)
check.same(load "return 1 ..2"(), "12")
check.same(load "return 3 and 4"(), 4)
check.same(load "return 3--[[c]]+4"(), 7)
check.same(load "return 0x.1p4+.5"(), 1.5)
check.same(load "return 1-1"(), 0)
check.same(load "return 1- -1"(), 2)
check.same(load "return 1e1-1"(), 9.0)
check.same(load "return {1,2;3}[2]" == nil, true)
check.same(load "return ({1,2;3})[2]"(), 2)

-- Reading back what is printed with 17 digits is exact.
local state = 42
for _ = 1, 2000 do
    state = state * 6364136223846793005 + 1442695040888963407
    local v = string.unpack("<d", string.pack("<i8", state))
    if v == v and v ~= math.huge and v ~= -math.huge then
        check.same(tonumber(("%.17g"):format(v)) + 0.0, v)
        check.same(tonumber(("%a"):format(v)) + 0.0, v)
    end
    check.same(tonumber(("%d"):format(state)), state)
    check.same(tonumber(("0x%x"):format(state)), state)
end

-- tostring: 14 digits, and a float never looks like an integer.
for _, v in ipairs { 1.0, -1.0, 100.0, 1e14, 123456789012345.0, 1e15, 1e16, 1e100, 0.1, 1 / 3, 2 / 3, 1e-4, 1e-5,
    12345.678,
    123456789.123456789, 2 ^ 53, 2 ^ 63, 1e15 + 0.5, 99999999999999.9, 999999999999999.9, 5e-324,
        1.7976931348623157e308,
    -0.0, 3.14159265358979, 1e21, 1234567890123456789 } do
    print(v, tostring(-v), ("%.14g"):format(v))
end

-- Numbers as constants of one function: 1 and 1.0, 0.0 and -0.0, "1" and 1 are different constants.
local function constants() return 1, 1.0, "1", -1, -1.0, 0, 0.0, -0.0, "0", "0.0", 2 ^ 53, 1 << 53 end
check.list({ constants() }, 1, 1.0, "1", -1, -1.0, 0, 0.0, -0.0, "0", "0.0", 2.0 ^ 53, 9007199254740992)
local t = { [1] = "a", [1.0] = "b", ["1"] = "c" }
check.list({ t[1], t["1"], #t }, "b", "c", 1)

print "done"
