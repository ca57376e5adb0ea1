-- Bitwise metamethods: asked for when an operand is neither a number nor convertible to an integer.

package.path = "../?.lua"
local check = require "check"

local operations = {
    { "band", function(a, b) return a & b end }, { "bor", function(a, b) return a | b end },
    { "bxor", function(a, b) return a ~ b end }, { "shl", function(a, b) return a << b end },
    { "shr", function(a, b) return a >> b end }, { "bnot", function(a) return ~a end },
}
local function describe(v)
    local mt = type(v) == "table" and getmetatable(v)
    return mt and mt.label or check.text(v)
end
local function full(label)
    local mt = { label = label }
    for _, row in ipairs(operations) do
        mt["__" .. row[1]] = function(a, b) return label .. "." .. row[1] .. "(" .. describe(a) .. "," .. describe(b) ..
            ")" end
    end
    return setmetatable({}, mt)
end
local left, right = full "left", full "right"

for _, row in ipairs(operations) do
    for _, pair in ipairs { { left, right }, { right, left }, { left, 1 }, { 1, left }, { left, 1.5 }, { 1.5, left },
        { left, "a" },
        { "a", left }, { "3", left }, { left, 2 ^ 70 }, { {}, right }, { 0 / 0, right }, { nil, right }, { print,
            right } } do
        check.try(row[1], row[2], pair[1], pair[2])
    end
    check.try(row[1] .. " none", row[2], {}, 1)
    check.try(row[1] .. " none", row[2], 1, {})
    check.try(row[1] .. " none", row[2], {}, 1.5)
    check.try(row[1] .. " none", row[2], 1.5, {})
    check.try(row[1] .. " none", row[2], "x", 1)
end

-- Numbers themselves may get the missing operations, for floats without an integer.
local number_mt = {
    __band = function(a, b) return "band of " .. a .. " and " .. b end,
    __bnot = function(a) return "bnot of " .. a end,
    __shl = function(a, b) return a * 2.0 ^ b end,
}
debug.setmetatable(0, number_mt)
check.list({ 1.5 & 1, 1 & 2.5, ~0.5, 1.5 << 2, 6 & 3, ~0, 1 << 4 }, "band of 1.5 and 1", "band of 1 and 2.5",
    "bnot of 0.5", 6.0,
    2, -1, 16)
check.try("still missing", function() return 1.5 | 1 end)
debug.setmetatable(0, nil)
check.try("gone again", function() return 1.5 & 1 end)

-- Sets of small integers as objects, kept in one or several words.
local Set = {}
Set.__index = Set
local function set(...)
    local s = setmetatable({ words = {} }, Set)
    for _, v in ipairs { ... } do s:insert(v) end
    return s
end
function Set:insert(v) local w = v // 64 self.words[w] = (self.words[w] or 0) | 1 << v % 64 end
function Set:has(v) return (self.words[v // 64] or 0) >> v % 64 & 1 == 1 end
local function combine(f)
    return function(a, b)
        local r = set()
        for w = 0, 3 do
            local bits = f(a.words[w] or 0, b.words[w] or 0)
            if bits ~= 0 then r.words[w] = bits end
        end
        return r
    end
end
Set.__band = combine(function(x, y) return x & y end)
Set.__bor = combine(function(x, y) return x | y end)
Set.__bxor = combine(function(x, y) return x ~ y end)
Set.__bnot = function(a) return combine(function(x) return ~x end)(a, a) end
Set.__shl = function(a, n) local r = set() for v = 0, 255 - n do if a:has(v) then r:insert(v + n) end end return r end
Set.__shr = function(a, n) local r = set() for v = n, 255 do if a:has(v) then r:insert(v - n) end end return r end
Set.__len = function(a) local n = 0 for v = 0, 255 do if a:has(v) then n = n + 1 end end return n end
Set.__tostring = function(a)
    local members = {}
    for v = 0, 255 do if a:has(v) then members[#members + 1] = v end end
    return "{" .. table.concat(members, " ") .. "}"
end
local a, b = set(1, 5, 63, 64, 200), set(5, 64, 65, 255)
print(tostring(a & b), tostring(a | b), tostring(a ~ b), tostring(a << 3), tostring(a >> 60), #~a, #(~a & b))
check.same(tostring(a & (a | b)), tostring(a))
check.same(tostring(a ~ b ~ b), tostring(a))

-- Methods that fold constants into objects: words of a fixed width.
local Word = {}
local function word(v) return setmetatable({ v = v & 0xff }, Word) end
local function value(x) return type(x) == "table" and x.v or x end
for name, f in pairs {
    __band = function(x, y) return x & y end, __bor = function(x, y) return x | y end, __bxor = function(x,
        y) return x ~ y end,
    __shl = function(x, y) return x << y end, __shr = function(x, y) return x >> y end, __add = function(x,
        y) return x + y end,
} do
    Word[name] = function(x, y) return word(f(value(x), value(y))) end
end
Word.__bnot = function(x) return word(~x.v) end
Word.__eq = function(x, y) return x.v == y.v end
local w = word(0x5a)
check.list({ (~w).v, (w << 1).v, (w >> 1).v, (w & 0xf).v, (0xf0 | w).v, (w ~ w).v, (1 << word(3)).v, (w + 0xf0).v },
    0xa5, 0xb4, 0x2d,
    0x0a, 0xfa, 0, 8, 0x4a)
local crc = word(0)
for n = 1, 255 do crc = (crc << 1 | crc >> 7) ~ n end
print("crc", crc.v, crc == word(crc.v + 256))

-- A metamethod that is added and removed between the rounds of a loop.
local mt = {}
local flip, log = setmetatable({}, mt), {}
for n = 1, 12 do
    mt.__bor = n % 3 == 0 and function() return "on" .. n end or nil
    local ok, r = pcall(function() return flip | n end)
    log[n] = ok and r or "off"
end
print(table.concat(log, " "))

print "done"
