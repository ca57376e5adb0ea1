-- string.format of numbers: every conversion with every combination of flags, width and precision that it allows.

package.path = "../?.lua"
local check = require "check"

local format = string.format

-- All flag combinations a conversion allows, applied to the values; rejected ones are reported once.
local function combinations(flags)
    local list = { "" }
    for flag in flags:gmatch "." do
        for i = 1, #list do list[#list + 1] = list[i] .. flag end
    end
    return list
end
local function try(conversion, flags, widths, precisions, values)
    for _, flag in ipairs(combinations(flags)) do
        for _, width in ipairs(widths) do
            for _, precision in ipairs(precisions) do
                local spec = "%" .. flag .. width .. precision .. conversion
                local out = {}
                for i, v in ipairs(values) do
                    local ok, text = pcall(format, spec, v)
                    out[i] = ok and "[" .. text .. "]" or text
                    if not ok then break end
                end
                print(spec, table.concat(out, " "))
            end
        end
    end
end

local integers = { 0, 1, -1, 42, -12345, math.maxinteger, math.mininteger, 3.0 }
local floats = { 0.0, -0.0, 1, -1.5, 3.14159265358979, 1e10, 123456789.125, 1e-7, 1e100, 5e-324, 1 / 0, -1 / 0 }

try("d", "-+ 0", { "", "1", "8" }, { "", ".", ".0", ".5" }, integers)
try("i", "-0", { "", "12" }, { "", ".3" }, integers)
try("x", "-#0", { "", "10" }, { "", ".4" }, integers)
try("X", "#", { "", "20" }, { "" }, integers)
try("o", "-#0", { "", "10" }, { "", ".6" }, integers)
try("u", "", { "" }, { "" }, { 1 })
try("f", "-+ #0", { "", "12" }, { "", ".0", ".3" }, floats)
try("e", "-+ #0", { "", "14" }, { "", ".0", ".5" }, floats)
try("E", "+", { "" }, { "", ".2" }, floats)
try("g", "-+ #0", { "", "14" }, { "", ".0", ".3", ".17" }, floats)
try("G", "#", { "" }, { "", ".10" }, floats)
try("a", "-+ #0", { "", "24" }, { "", ".0", ".4" }, floats)
try("A", "", { "" }, { "", ".1" }, floats)
try("c", "-", { "", "1", "5" }, { "" }, { 65, 97, 48, 127 })
try("F", "", { "" }, { "" }, floats)

-- Precisions up to two digits, widths up to two digits; rounding to even, carry into the next digit.
for _, v in ipairs { 0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1.005, 9.995, 99.95, 999999.5, 9.5, 0.05, 1e15 + 0.5, 0.1,
    1 / 3, 2 / 3 } do
    local out = {}
    for precision = 0, 6 do out[#out + 1] = format("%." .. precision .. "f", v) end
    for precision = 0, 6 do out[#out + 1] = format("%." .. precision .. "e", v) end
    for precision = 0, 6 do out[#out + 1] = format("%." .. precision .. "g", v) end
    print(table.concat(out, " "))
end
print(format("%.99f", 1 / 3))
print(format("%.99f", 1e22))
print(format("%99.50f|", 0.1))
print(format("%.0f", 2 ^ 1023))
print(format("%.99e", 5e-324))
print(format("%.50g", 1e300))
print(#format("%.99f", -1.7976931348623157e308))
print(format("%-99d|", 5))
print(format("%.99d", 5))
print(format("%099d", -5))

-- Switching of %g between forms.
for exponent = -7, 22 do
    print(format("%g %.3g %.15g %.17g %#g", 10.0 ^ exponent, 10.0 ^ exponent, 10.0 ^ exponent, 1.5 * 10.0 ^ exponent,
        10.0 ^ exponent))
end

-- Integers given to float conversions, floats and strings to integer conversions.
print(format("%f %e %g %a", 1, 2, 3, 4))
print(format("%d %x %o %c", 65.0, 255.0, 8.0, 66.0))
print(format("%d %x %f %g", "10", "0x10", "1.5", "1e2"))
print(format("%.3f %5.1f", math.maxinteger, math.mininteger))
print(format("%5.2f|%-8d|%+d|% d|%05d|%x|%X|%#o", 3.14159, 42, 42, 42, -42, 255, 255, 8))
print(format("%x %X %o", -1, -255, -8))

-- Tables of many values, as programs print them.
local state = 1
for i = 1, 60 do
    state = state * 6364136223846793005 + 1442695040888963407
    local v = string.unpack("<d", string.pack("<i8", state))
    if v == v then
        local small = (state >> 40) / 1000.0
        print(format("%d|%.14g|%.3f|%e|%g|%a", state, v, small, v, small, v))
    end
end

-- Several conversions, literal percent signs, no conversion at all.
check.same(format "", "")
check.same(format "plain", "plain")
check.same(format("%%"), "%")
check.same(format("%d%%|%%d|%s", 5, "x"), "5%|%d|x")
check.same(format("%s%s%s", 1, 2.5, "c"), "12.5c")
check.same(format("%d", 3, "extra", {}), "3")
check.same(format(("%d,"):rep(100), table.unpack((function() local t = {} for i = 1,
    100 do t[i] = i end return t end)())):sub(-7), "99,100,")
check.same(format(("x"):rep(5000) .. "%d", 1), ("x"):rep(5000) .. "1")

print "done"
