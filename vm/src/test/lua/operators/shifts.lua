-- Shifts are logical, a negative count shifts the other way, and a count of 64 or more leaves nothing.

package.path = "../?.lua"
local check = require "check"

local counts = {
    0, 1, 2, 7, 8, 31, 32, 33, 62, 63, 64, 65, 127, 128, 1000,
    -1, -2, -31, -32, -33, -62, -63, -64, -65, -128,
    math.maxinteger, math.mininteger, math.mininteger + 1,
}
local words = { 0, 1, -1, 2, 0xff, math.mininteger, math.maxinteger, 0x0123456789abcdef, -0x0123456789abcdef }

local function left(a, n) return a << n end
local function right(a, n) return a >> n end

-- Shifting one bit at a time, by arithmetic alone, as the model.
local function slow_left(a, n)
    if n < 0 then
        if n <= -64 then return 0 end
        for _ = 1, -n do
            local half = a // 2
            if half < 0 then half = half - math.mininteger end -- clear the sign that // brought in
            a = half
        end
        return a
    end
    if n >= 64 then return 0 end
    for _ = 1, n do a = a + a end
    return a
end

for _, word in ipairs(words) do
    for _, count in ipairs(counts) do
        check.same(left(word, count), slow_left(word, count), word .. " << " .. count)
        if count ~= math.mininteger then
            check.same(right(word, count), left(word, -count), word .. " >> " .. count)
        else
            check.same(right(word, count), 0)
        end
        print(string.format("%016x << %d = %016x, >> = %016x", word, count, left(word, count), right(word, count)))
    end
end

-- Counts as constants, which compilers treat apart.
for _, count in ipairs(counts) do
    local text = count == math.mininteger and "math.mininteger" or "(" .. count .. ")"
    local by_constant = load("local a = ... return a << " .. text .. ", a >> " .. text)
    local of_constant = load("local n = ... return 1 << n, 1 >> n, -1 << n, -1 >> n, 127 << n, 128 >> n")
    for _, word in ipairs(words) do
        local l, r = by_constant(word)
        check.same(l, left(word, count))
        check.same(r, right(word, count))
    end
    check.list({ of_constant(count) }, left(1, count), right(1, count), left(-1, count), right(-1, count),
        left(127, count), right(128, count))
end

-- Counts and words that are converted first.
check.show("float count", 1 << 3.0, 256 >> 4.0, 1 << -0.0)
check.try("string count", left, 1, "3")
check.try("string word", right, "256", 4)
check.try("broken count", left, 1, 0.5)
check.try("infinite count", left, 1, math.huge)
check.try("broken word", left, 1.5, 1)
check.try("word out of range", right, 2 ^ 63, 1)
check.try("string without a number", left, "a", 1)
check.try("string without an integer", left, "1.5", 1)
check.try("string out of range", left, "1e100", 1)
check.try("nil word", left, nil, 1)
check.try("table count", left, 1, {})

-- A bit set of 64 flags.
local set = 0
for _, bit in ipairs { 0, 1, 5, 31, 32, 33, 62, 63 } do set = set | 1 << bit end
local members = {}
for bit = 0, 63 do
    if set >> bit & 1 == 1 then members[#members + 1] = bit end
end
print(table.concat(members, " "))

print "done"
