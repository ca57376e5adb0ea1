-- Arithmetic metamethods: which operand's is called, with what, what happens with its results, and the
-- error when there is none.

package.path = "../?.lua"
local check = require "check"

local operations = {
    { "add", function(a, b) return a + b end }, { "sub", function(a, b) return a - b end },
    { "mul", function(a, b) return a * b end }, { "div", function(a, b) return a / b end },
    { "mod", function(a, b) return a % b end }, { "pow", function(a, b) return a ^ b end },
    { "idiv", function(a, b) return a // b end }, { "unm", function(a) return -a end },
}

local function describe(v)
    local mt = type(v) == "table" and getmetatable(v)
    return mt and mt.label or check.text(v)
end
local function full(label)
    local mt = { label = label }
    for _, row in ipairs(operations) do
        local name = row[1]
        mt["__" .. name] = function(...)
            local n = select("#", ...)
            local a, b = ...
            return label .. "." .. name .. "(" .. describe(a) .. "," .. describe(b) .. ";" .. n .. ")"
        end
    end
    return setmetatable({}, mt)
end
local left, right, plain = full "left", full "right", {}

for _, row in ipairs(operations) do
    local name, f = row[1], row[2]
    for _, pair in ipairs { { left, right }, { right, left }, { left, 1 }, { 1, left }, { 2.5, left }, { left, "10" },
        { "10", left },
        { "text", left }, { left, plain }, { plain, left }, { true, left }, { print, left } } do
        check.try(name, f, pair[1], pair[2])
    end
    check.try(name .. " with nil", f, left, nil)
    check.try(name .. " without metamethod", f, plain, 1)
    check.try(name .. " without metamethod", f, 1, plain)
    check.try(name .. " without metamethod", f, plain, plain)
end

-- Results are adjusted to one value.
local odd = setmetatable({}, {
    __add = function() return 1, 2, 3 end, __sub = function() end, __unm = function() return nil, 5 end,
    __mul = function() return false end,
})
check.list({ odd + 1 }, 1)
check.list({ select("#", odd - 1), odd - 1 }, 1, nil)
check.list({ select("#", -odd), -odd }, 1, nil)
check.same(odd * odd, false)

-- A metamethod may be any callable value; other values are called and fail.
local callable = setmetatable({}, { __call = function(self, a, b) return "callable got " .. describe(b) end })
check.same(setmetatable({}, { __add = callable }) + 7, "callable got 7")
check.try("number as metamethod", function() return setmetatable({}, { __add = 5 }) + 1 end)
check.try("string as metamethod", function() return -setmetatable({}, { __unm = "x" }) end)
check.try("table as metamethod", function() return 1 // setmetatable({}, { __idiv = {} }) end)

-- false and nil as metamethods: nil is none, so the other operand's counts.
check.try("false as metamethod", function() return setmetatable({}, { __add = false }) + 1 end)
check.same(describe(setmetatable({}, { __add = nil }) + right), '"right.add(<table>,right;2)"')

-- The lookup is raw: an inherited metamethod is none.
local base = { __add = function() return "inherited" end }
local inheriting = setmetatable({}, setmetatable({}, { __index = base }))
check.try("inherited metamethod", function() return inheriting + 1 end)

-- Only the field name counts, and it is seen as soon as it is set.
local mt = {}
local object = setmetatable({}, mt)
check.try("before", function() return object + 1 end)
mt.__add = function() return "set later" end
check.same(object + 1, "set later")
mt.__add = function() return "replaced" end
check.same(object + 1, "replaced")
mt.__add = nil
check.try("removed", function() return object + 1 end)

-- Errors within a metamethod carry its own position; the traceback names it.
local failing = setmetatable({}, { __add = function(a, b) return a.missing.field end })
check.try("failing", function() return failing + 1 end)
local trace
xpcall(function() return failing + 1 end, function(m) trace = debug.traceback(m) end)
print(trace:match "in metamethod '%w+'")

-- Small value types: complex numbers, vectors, fractions, intervals.
local Complex = {}
Complex.__index = Complex
local function complex(re, im) return setmetatable({ re = re, im = im or 0 }, Complex) end
local function lift(v) return type(v) == "number" and complex(v) or v end
function Complex.__add(a, b) a, b = lift(a), lift(b) return complex(a.re + b.re, a.im + b.im) end
function Complex.__sub(a, b) a, b = lift(a), lift(b) return complex(a.re - b.re, a.im - b.im) end
function Complex.__mul(a, b) a, b = lift(a), lift(b) return complex(a.re * b.re - a.im * b.im,
    a.re * b.im + a.im * b.re) end
function Complex.__unm(a) return complex(-a.re, -a.im) end
function Complex.__pow(a, n) local r = complex(1) for _ = 1, n do r = r * a end return r end
function Complex.__div(a, b) a, b = lift(a), lift(b) local d = b.re * b.re + b.im * b.im
    return complex((a.re * b.re + a.im * b.im) / d, (a.im * b.re - a.re * b.im) / d) end
function Complex.__tostring(a) return "(" .. a.re .. (a.im < 0 and "" or "+") .. a.im .. "i)" end
local i = complex(0, 1)
print(tostring(i * i), tostring(1 + 2 * i), tostring((1 + i) ^ 8), tostring(-(3 - i)), tostring((1 + i) / (1 - i)))

local Fraction = {}
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
local function fraction(n, d) local g = gcd(n, d) return setmetatable({ n // g, d // g }, Fraction) end
Fraction.__add = function(a, b) return fraction(a[1] * b[2] + b[1] * a[2], a[2] * b[2]) end
Fraction.__mul = function(a, b) return fraction(a[1] * b[1], a[2] * b[2]) end
Fraction.__idiv = function(a, b) return a[1] * b[2] // (a[2] * b[1]) end
Fraction.__mod = function(a, b) return fraction(a[1] * b[2] % (a[2] * b[1]), a[2] * b[2]) end
Fraction.__tostring = function(a) return a[1] .. "/" .. a[2] end
local sum = fraction(0, 1)
for n = 1, 20 do sum = sum + fraction(1, n) end
print(tostring(sum), sum // fraction(1, 2), tostring(sum % fraction(1, 2)), tostring(fraction(2, 3) * fraction(3, 4)))

-- In a loop whose operands change between numbers and objects.
local Counter = setmetatable({}, { __add = function(a, b) return 1000 + (type(b) == "number" and b or 0) end })
local total, kinds = 0, { 1, 2.5, "3", Counter }
for n = 1, 200 do
    total = kinds[n % 4 + 1] + (total % 97)
end
check.show("total", total)

print "done"
