-- Idiom: integers of all 64 bits, as hashes and generators of random numbers have them: compared, negated, in lists.
-- Changes on the way: small ones among them, floats, strings, shifts by any count; bits of floats that are whole.

package.path = "../?.lua"
local check = require "check"

-- A function with a large constant that makes nothing: it is compiled although no collection comes.
local function below(t)
    local n = 0
    for i = 1, #t do
        if t[i] < 0x5bd1e9955bd1e995 then n = n + 1 end
    end
    return n
end
local list, h = {}, 1
for i = 1, 200 do
    h = h * 6364136223846793005 + 1442695040888963407
    list[i] = h
end
local count = 0
for round = 1, 300 do count = count + below(list) end
check.show("below", count)

local function sorted(t)
    local copy = table.move(t, 1, #t, 1, {})
    for i = 2, #copy do
        local v, j = copy[i], i - 1
        while j > 0 and copy[j] > v do
            copy[j + 1] = copy[j]
            j = j - 1
        end
        copy[j + 1] = v
    end
    return copy
end
local s
for round = 1, 8 do s = sorted(list) end
for i = 2, #s do assert(s[i - 1] <= s[i]) end
check.show("sorted", s[1], s[100], s[200])

local function compare(a, b) return a < b, a <= b, a == b, a > b, a >= b, a ~= b end
local function with_zero(a) return a < 0, a <= 0, a == 0, a > 0, a >= 0, a ~= 0 end
local function sign(a) return -a end
local function arithmetic(a, b) return a + b, a - b, a * b, a * 3, a - 7 end
local few = { 0, 1, -1, 1 << 47, -1 << 47, (1 << 47) - 1, 2 ^ 53 | 0, (1 << 53) + 1, math.maxinteger, math.mininteger }
local some = { 0.0, -0.0, 0.5, 2 ^ 47, 2 ^ 53, 2 ^ 63, -2 ^ 63, 1e300, math.huge, -math.huge, 0 / 0 }
local function all(values)
    for round = 1, 40 do
        for _, a in ipairs(values) do
            with_zero(a) sign(a)
            for _, b in ipairs(values) do compare(a, b) arithmetic(a, b) end
        end
    end
    for _, a in ipairs(values) do
        check.show(check.text(a), sign(a), with_zero(a))
        for _, b in ipairs(values) do
            check.show(check.text(b), compare(a, b))
            check.show("", arithmetic(a, b))
        end
    end
end
all(few)
for _, v in ipairs(some) do few[#few + 1] = v end
all(few)
check.show("others", compare("a", "b"))
check.show("errors", pcall(compare, 1 << 60, "1"), pcall(compare, {}, 1 << 60), pcall(sign, {}), pcall(with_zero, "0"))

-- A generator whose state stays in the loop.
local function run(n)
    local state, negative, same = 88172645463325252, 0, 0
    for i = 1, n do
        state = state ~ (state << 13)
        state = state ~ (state >> 7)
        state = state ~ (state << 17)
        if state < 0 then negative = negative + 1 end
        if state == i then same = same + 1 end
        if state > 0x4000000000000000 then same = same + 2 end
    end
    return state, negative, same
end
check.show("generated", run(20000))

-- Shifts by counts of all kinds, bits of floats.
local function shifts(a, n) return a << n, a >> n, 1 << n, a >> (n - 1) end
local total = 0
for i = -70, 2000 do
    local a, b, c, d = shifts(i * 7919, i % 141 - 70)
    total = total ~ a ~ b ~ c ~ d
end
check.show("shifts", total, shifts(-1, 64), shifts(-1, -64), shifts(5, math.mininteger), shifts(5, math.maxinteger))
local function bits(a, b) return a & b, a | b, a ~ b, ~a, a << 1 end
for i = 1, 2000 do
    local a, b, c, d, e = bits(i % 3 == 0 and i / 1 or i, i % 2 == 0 and 2.0 ^ (i % 60) or i)
    total = total ~ a ~ b ~ c ~ d ~ e
end
check.show("bits", total, bits(-0.0, 3.0), bits(2 ^ 62, -2 ^ 63))
check.show("no bits", pcall(bits, 0.5, 1), pcall(bits, 1, 2 ^ 63), pcall(bits, 0 / 0, 1), pcall(bits, {}, 1), pcall(bits, "3", 1))

-- Signs of numbers of both kinds.
local function signs(t)
    local sum = 0
    for i = 1, #t do sum = sum + -t[i] end
    return sum
end
for round = 1, 1000 do total = signs { 1, 2.5, -3, 0.25, round } end
check.show("signs", total, 1 / sign(0.0), 1 / sign(0), sign(math.mininteger))
print "done"
