-- Idiom: small objects with operator metamethods, made by calling the class: vectors, complex numbers.
-- Changes on the way: operands become numbers, metamethods are replaced, results of another class.

package.path = "../?.lua"
local check = require "check"

local Vector = {}
Vector.__index = Vector
setmetatable(Vector, { __call = function(class, x, y, z) return setmetatable({ x = x, y = y, z = z }, class) end })
Vector.__add = function(a, b) return Vector(a.x + b.x, a.y + b.y, a.z + b.z) end
Vector.__sub = function(a, b) return Vector(a.x - b.x, a.y - b.y, a.z - b.z) end
Vector.__mul = function(a, b)
    if type(a) == "number" then return Vector(a * b.x, a * b.y, a * b.z) end
    if type(b) == "number" then return Vector(a.x * b, a.y * b, a.z * b) end
    return a.x * b.x + a.y * b.y + a.z * b.z
end
Vector.__unm = function(a) return Vector(-a.x, -a.y, -a.z) end
Vector.__eq = function(a, b) return a.x == b.x and a.y == b.y and a.z == b.z end
Vector.__len = function(a) return (a * a) ^ 0.5 end
Vector.__lt = function(a, b) return a * a < b * b end
Vector.__tostring = function(a) return "(" .. a.x .. "," .. a.y .. "," .. a.z .. ")" end

local function orbit(rounds, position, velocity, dt)
    for _ = 1, rounds do
        local pull = -position * (1 / (position * position + 1))
        velocity = velocity + pull * dt
        position = position + velocity * dt
    end
    return position, velocity
end
local p, v = orbit(15000, Vector(1, 0, 0), Vector(0, 1, 0), 0.01)
check.show("orbit", ("%.10f %.10f"):format(p.x, p.y), ("%.10f"):format(#v))

-- Integer vectors, comparisons, negation.
local sum, largest, equal = Vector(0, 0, 0), Vector(0, 0, 0), 0
for i = 1, 6000 do
    local w = Vector(i % 5, i % 7, i % 3)
    sum = sum + w - Vector(1, 1, 1) * (i % 2)
    if largest < w then largest = w end
    if w == Vector(1, 1, 1) then equal = equal + 1 end
end
check.show("sums", tostring(sum), tostring(largest), equal, tostring(-sum))

-- The operators are redefined while in use.
local old = Vector.__add
for i = 1, 3000 do
    if i == 1000 then Vector.__add = function(a, b) return Vector(a.x + b.x, 0, 0) end end
    if i == 2000 then Vector.__add = old end
    sum = sum + Vector(1, 1, 1)
end
check.show("redefined", tostring(sum))
Vector.__add = nil
check.try("removed", function() return sum + sum end)
Vector.__add = old

-- Complex numbers mixed with real ones.
local Complex = {}
local function complex(re, im) return setmetatable({ re = re, im = im }, Complex) end
local function lift(a) if type(a) == "number" then return complex(a, 0) end return a end
Complex.__add = function(a, b) a, b = lift(a), lift(b) return complex(a.re + b.re, a.im + b.im) end
Complex.__mul = function(a, b) a, b = lift(a), lift(b) return complex(a.re * b.re - a.im * b.im,
    a.re * b.im + a.im * b.re) end
local function escape(c, limit)
    local z = complex(0, 0)
    for n = 1, limit do
        z = z * z + c
        if z.re * z.re + z.im * z.im > 4 then return n end
    end
    return limit
end
local counts = 0
for y = -10, 10 do for x = -20, 10 do counts = counts + escape(complex(x / 10, y / 10), 12) end end
check.show("mandelbrot", counts)
local product = complex(1, 0)
for i = 1, 3000 do
    product = i % 3 == 0 and product * 1 or i % 3 == 1 and 1 * product or product * complex(0, 1)
end
check.show("units", product.re, product.im)

-- Operators between two classes: the left operand's metamethod decides.
local Tagged = setmetatable({}, { __call = function(class, v) return setmetatable({ v = v }, class) end })
Tagged.__add = function(a, b) return Tagged((getmetatable(a) == Tagged and a.v or
    1) + (getmetatable(b) == Tagged and b.v or 2)) end
local mixed = Tagged(0)
local one = Vector(1, 1, 1)
for i = 1, 3000 do
    if i % 2 == 0 then mixed = mixed + one else mixed = mixed + Tagged(i % 5) end
end
check.show("two classes", mixed.v)

-- The same code with plain numbers instead of objects, and back.
local function accumulate(list, start) local acc = start for i = 1, #list do acc = acc + list[i] * 2 end return acc end
local numbers, vectors = {}, {}
for i = 1, 200 do numbers[i], vectors[i] = i, Vector(i, 0, i) end
local total = 0
for round = 1, 20 do
    total = total + accumulate(numbers, round % 2 == 0 and 0 or 0.5)
    total = total + accumulate(vectors, Vector(0, 0, 0)).z
end
check.show("numbers and vectors", total)

-- Operators and calls of objects that each have functions of their own, which change, go away, and fail.
local function number(n)
    local M = {}
    M.__add = function(a, b) return (type(a) == "table" and a.n or a) + (type(b) == "table" and b.n or b) end
    M.__lt = function(a, b) return (type(a) == "table" and a.n or a) < (type(b) == "table" and b.n or b) end
    M.__eq = function(a, b) return a.n % 10 == b.n % 10 end
    M.__concat = function(a, b) return (type(a) == "table" and a.n or a) .. "," .. (type(b) == "table" and b.n or b) end
    M.__len = function(a) return a.n end
    M.__unm = function(a) return -a.n end
    M.__call = function(self, x, ...) return self.n + x, ... end
    return setmetatable({ n = n }, M)
end
local function operate(a, b, i)
    local s = a + b + #a - -b
    if a < b then s = s + 1 end
    if a == b then s = s + 2 end
    local x, y = a(i, i)
    return s + x + y + #(a .. b)
end
local function direct(a, ...) return a(...) end
local objects = {}
for i = 1, 30 do objects[i] = number(i) end
total = 0
for i = 1, 20000 do
    total = total + operate(objects[i % 30 + 1], objects[i * 7 % 30 + 1], i)
    total = total + direct(objects[i % 30 + 1], i % 5) + select("#", direct(objects[3], 1, 2, 3))
end
check.show("own operators", total)
local metas = {}
for i = 1, 30 do metas[i] = getmetatable(objects[i]) end
metas[1].__add = nil
metas[2].__lt = nil
metas[3].__eq = nil
metas[4].__concat = function() error("no text", 0) end
metas[5].__call = nil
metas[6].__call = number(100)
metas[7].__call = type
metas[8].__unm = function() return setmetatable({}, { __add = function() return 0 end, __sub = function() return 1 end,
    __unm = function() return 2 end }) end
metas[9].__len = "no function"
metas[10].__add = setmetatable({}, { __call = function(_, a, b) return 1000 end })
metas[11].__eq = function(a, b) return nil end
metas[12].__call = function(...) return select("#", ...), 0 end
for round = 1, 40 do
    for i = 1, 12 do
        local ok, r = pcall(operate, objects[i], objects[20], round)
        local ok2, r2 = pcall(operate, objects[20], objects[i], round)
        local ok3, r3 = pcall(direct, objects[i], round, 2)
        if round % 20 == 0 then check.show("changed", i, ok, r, ok2, r2, ok3, r3) end
    end
end

-- A class whose metatable comes before its methods, called from functions that return what it makes.
local Made = setmetatable({}, { __call = function(class, v) return setmetatable({ v = v }, class) end })
Made.__index = Made
function Made.get(self) return self.v end
function Made.twice(self) return Made(2 * self.v) end
function Made.sum(a, b) return Made(a.v + b.v) end
local made = Made(1)
for i = 1, 20000 do
    made = made:twice()
    if made:get() > 1000 then made = Made.sum(made, Made(-made.v + i % 7)) end
    if i == 15000 then getmetatable(Made).__call = function(_, v) return setmetatable({ v = v + 0.5 }, Made) end end
    if i == 17000 then Made.extra = true end
end
check.show("made", made.v)

print "done"
