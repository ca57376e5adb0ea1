-- os.date and os.time: every conversion for fixed moments in UTC, tables, normalisation, limits.
-- (Only UTC is printed; os.time works in local time, so only round trips and differences of it are.)

package.path = "../?.lua"
local check = require "check"

local moments = { 0, 1, 86399, 86400, 951782400, 951868799, 1000000000, 1234567890, 1600000000, 1704067199,
    1704067200, 1709164800,
    2147483647, 2147483648, 4102444800, 253402300799, -1, -86400, -2208988800, 1719835930 }

-- Every conversion.
for conversion in ("aAbBcdDeFgGhHIjmMnpRStTuUVwWxXyYzZ%"):gmatch "." do
    local out = {}
    for i, moment in ipairs(moments) do out[i] = os.date("!%" .. conversion, moment):gsub("\n", "<LF>"):gsub("\t",
        "<TAB>") .. "" end
    print("%" .. conversion, table.concat(out, "|"))
end
for _, conversion in ipairs { "Ec", "EC", "Ex", "EX", "Ey", "EY", "Od", "Oe", "OH", "OI", "Om", "OM", "OS", "Ou",
    "OU", "OV", "Ow", "OW", "Oy", "r", "C", "s" } do
    print("%" .. conversion, check.outcome(os.date, "!%" .. conversion, 1719835930))
end
for _, bad in ipairs { "%", "%i", "%k", "%E", "%Ea", "%O", "%Oc", "%EEc", "%Q", "%f", "%L", "%1", "% ", "%ä",
    "%-d" } do
    check.try("bad " .. bad, os.date, "!" .. bad, 0)
end
for _, moment in ipairs(moments) do
    print(moment, os.date("!%c", moment), os.date("!%Y-%m-%dT%H:%M:%SZ", moment))
end

-- Formats with text around, empty, long, with zeros.
check.show("formats", os.date("!", 0), os.date("!plain", 0), os.date("!%%d is %d", 0), os.date("!%Y%m%d", 0),
    os.date("!\0%H\0", 0))
check.same(#os.date("!" .. ("%Y"):rep(500), 0), 2000)
check.same(os.date("!%H", 3600.0), "01")
check.same(os.date("!%H", "7200"), "02")

-- Tables.
for _, moment in ipairs { 0, 1719835930, 951782400, -1 } do print(moment, check.tree(os.date("!*t", moment))) end
local t = os.date("!*t", 86400 * 365)
check.list({ t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst }, 1971, 1, 1, 0, 0, 0, 6, 1, false)
check.same(os.date("!*txyz", 0), "*txyz") -- only "*t" alone asks for a table
check.try("fraction", os.date, "*t", 1.5)
check.try("huge", os.date, "!*t", math.maxinteger)
check.try("huge", os.date, "!%c", math.mininteger)

-- time: round trips in local time.
for _, moment in ipairs { 1000000000, 1234567890, 1719835930, 1577836800 } do
    local fields = os.date("*t", moment)
    check.same(os.time(fields), moment)
    check.same(os.date("%c", moment), os.date("%c", os.time(fields)))
end
check.same(math.type(os.time()), "integer")
check.same(os.time() - os.time(os.date "*t") <= 1, true)

-- Normalisation of the fields, in and out.
local function normal(fields)
    fields.hour = fields.hour or 12
    local moment = os.time(fields)
    return ("%04d-%02d-%02d %02d:%02d:%02d wday=%d yday=%d"):format(fields.year, fields.month, fields.day,
        fields.hour, fields.min, fields.sec,
        fields.wday, fields.yday), moment
end
local base = select(2, normal { year = 2020, month = 6, day = 15 })
for _, fields in ipairs {
    { year = 2020, month = 6, day = 15 }, { year = 2020, month = 2, day = 30 }, { year = 2019, month = 2, day = 29 },
        { year = 2020, month = 13, day = 1 },
    { year = 2020, month = 0, day = 1 }, { year = 2020, month = -11, day = 1 }, { year = 2020, month = 1, day = 0 },
        { year = 2020, month = 1, day = -30 },
    { year = 2020, month = 1, day = 366 }, { year = 2020, month = 1, day = 1, hour = 36 }, { year = 2020, month = 1,
        day = 1, hour = -12 },
    { year = 2020, month = 1, day = 1, min = 1440 }, { year = 2020, month = 1, day = 1, sec = 86400 }, { year = 2020,
        month = 1, day = 1, sec = -1 },
    { year = 2020, month = "6", day = "15" }, { year = 2020.0, month = 6.0, day = 15.0 }, { year = 1971, month = 1,
        day = 2 }, { year = 2099, month = 12, day = 31 },
    { year = 2020, month = 120, day = 1 }, { year = 2020, month = 6, day = 15, hour = 12, min = 30, sec = 45 },
} do
    local text, moment = normal(fields)
    print(text, moment - base)
end
check.same(os.time { year = 2020, month = 6, day = 15 }, os.time { year = 2020, month = 6, day = 15, hour = 12,
    min = 0, sec = 0 })
check.same(os.time { year = 2020, month = 6, day = 16 } - os.time { year = 2020, month = 6, day = 15 }, 86400)
local given = { year = 2020, month = 14, day = -3, extra = "kept" }
os.time(given)
print(check.tree(given))

-- Errors.
for _, fields in ipairs { {}, { year = 2020 }, { year = 2020, month = 1 }, { month = 1, day = 1 }, { year = "x",
    month = 1, day = 1 }, { year = 2020, month = 1.5, day = 1 },
    { year = 2020, month = 1, day = {} }, { year = 2020, month = 1, day = 1, hour = "y" }, { year = 1 << 40,
        month = 1, day = 1 }, { year = 2020, month = 1 << 40, day = 1 },
    { year = 2020, month = 1, day = -(1 << 40) }, { year = 2020, month = 1, day = true } } do
    check.try("time " .. check.tree(fields), os.time, fields)
end
check.try("metatable", os.time, setmetatable({}, { __index = function(_, k) return ({ year = 2020, month = 6,
    day = 15 })[k] end, __newindex = rawset }))

-- difftime.
check.list({ os.difftime(5, 3), os.difftime(3, 5), os.difftime(0, 0), os.difftime(10.0, "4") }, 2.0, -2.0, 0.0, 6.0)

-- clock grows and is a float.
local before = os.clock()
for _ = 1, 100000 do end
check.same(os.clock() >= before and math.type(before), "float")

print "done"
