-- Functions with very many constants: more than 256, than 65,536 and than 131,072, of every kind, in every place
-- where an instruction holds one.

package.path = "../?.lua"
local check = require "check"

local function compile(...) return assert(load(table.concat({ ... }, "\n"), "=chunk")) end

-- Before the code under test stand n different strings, so that its own constants come after them.
local function fill(n)
    local out = { "local t = {}" }
    for i = 1, n do out[#out + 1] = ("t[%d] = 's%d'"):format(i, i) end
    return table.concat(out, "\n")
end

for _, n in ipairs { 200, 254, 255, 256, 257, 300, 1000, 70000, 140000 } do
    local f = compile(fill(n), [[
        local o = { field = 5, method = function(self, v) return self.field + v end }
        local r = {}
        r[1] = o.field + 12345678901
        r[2] = 12345678902 - o.field
        r[3] = o.field * 2.25
        r[4] = o:method(77.125)
        r[5] = "left" .. o.field .. "right"
        r[6] = o.field == 5.0 and "equal" or "different"
        r[7] = o.field < 1e10 and 99999.5 > o.field
        o.new_field, o["other field"] = "new value", 3.5
        r[8] = o.new_field .. o["other field"]
        r[9] = o.field // 0.75
        r[10] = o.field & 4611686018427387903
        r[11] = o.field | 4611686018427387904
        r[12] = o.field ^ 1.75 > 16.7
        r[13] = -"17" + 0
        r[14] = ({ key_of_constructor = "in a constructor", [1234.5] = "float key" })[1234.5]
        r[15] = (function() return "inner", o.field end)()
        global_with_a_late_name = "global"
        r[16] = global_with_a_late_name
        global_with_a_late_name = nil
        for i = 1000001, 1000003, 2 do r[17] = i end
        r[18] = #"length of a constant"
        r[19] = not "constant"
        r[20] = "a" < "b" and "a" ~= "c"
        r[21] = o.absent == nil and o.field ~= nil
        if o.field == "text" then r[22] = 1 else r[22] = "else" end
        r[23] = select(2, "x", "y")
        goto over
        r[23] = "jumped over"
        ::over::
        return #t, t[1], t[#t], table.unpack(r, 1, 23)
    ]])
    local results = { f() }
    check.same(results[1], n)
    check.same(results[3], "s" .. n)
    print(n, check.texts(table.unpack(results, 4, 26)))
end

-- Numbers as constants: integers too large for an instruction, floats, their negatives.
local lines, sum = { "local s = 0" }, 0
for i = 1, 70000 do
    lines[#lines + 1] = ("s = s + %d"):format(i * 1000003)
    sum = sum + i * 1000003
end
lines[#lines + 1] = "return s"
check.same(compile(table.unpack(lines, 1, 100)) ~= nil, true)
check.same(load(table.concat(lines, "\n"))(), sum)
lines, sum = { "local s = 0.0" }, 0.0
for i = 1, 70000 do
    lines[#lines + 1] = ("s = s - %d.125"):format(i)
    sum = sum - (i + 0.125)
end
lines[#lines + 1] = "return s"
check.same(load(table.concat(lines, "\n"))(), sum)

-- Fields: a record of 66,000 named fields, read and written by name.
lines = { "local r = {" }
for i = 1, 66000 do lines[#lines + 1] = ("f%d = %d,"):format(i, i) end
lines[#lines + 1] = "}"
for i = 1, 66000, 50 do lines[#lines + 1] = ("r.f%d = r.f%d + r.f%d"):format(i, 66001 - i, i) end
lines[#lines + 1] = "return r"
local record = load(table.concat(lines, "\n"))()
check.list({ record.f1, record.f2, record.f51, record.f65951, record.f66000 }, 66001, 2, 66001, 66001, 66000)

-- Globals, methods and upvalue fields with late names.
lines = { "local env = _ENV",
    "local o = setmetatable({}, { __index = function(_, k) return function(_, v) return k .. v end end })" }
for i = 1, 66000 do lines[#lines + 1] = ("env.g%d = %d"):format(i % 7, i) end
lines[#lines + 1] = fill(66000)
lines[#lines + 1] = "late_a = 1 late_b = late_a + 1 late_c = late_b .. 'x'"
lines[#lines + 1] = "return late_a, late_b, late_c, o:late_method('!'), _ENV.late_a,"
lines[#lines + 1] = "    (function() late_d = late_b return late_d end)()"
local env = setmetatable({}, { __index = _G })
check.list({ load(table.concat(lines, "\n"), "=chunk", "t", env)() }, 1, 2, "2x", "late_method!", 1, 2)

-- A function with many nested functions and constants in each.
lines = { "local r = 0" }
for i = 1, 300 do
    lines[#lines + 1] = "r = r + (function() local t = {}"
    for k = 1, 20 do lines[#lines + 1] = ("t.k%d_%d = %d"):format(i, k, k) end
    lines[#lines + 1] = ("return t.k%d_20 end)()"):format(i)
end
lines[#lines + 1] = "return r"
check.same(load(table.concat(lines, "\n"))(), 6000)

-- The same strings again and again are one constant, long ones too.
local long = ("long constant "):rep(20)
local same = load("local n = 0 " .. ("n = n + #'" .. long .. "' "):rep(2000) .. "return n")
check.same(same(), 2000 * #long)

print "done"
