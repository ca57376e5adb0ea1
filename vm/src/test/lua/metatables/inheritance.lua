-- Classes in several styles: single inheritance several levels deep, super calls, mixins, multiple inheritance
-- by search, closures as objects, prototypes, and changes of the class tree at run time.

package.path = "../?.lua"
local check = require "check"

-- Single inheritance with a class function.
local function class(parent)
    local c = {}
    c.__index = c
    c.super = parent
    return setmetatable(c, { __index = parent, __call = function(cls, ...)
        local o = setmetatable({}, cls)
        if cls.init then cls.init(o, ...) end
        return o
    end })
end
local Shape = class()
function Shape:init(name) self.name = name end
function Shape:area() return 0 end
function Shape:describe() return self.name .. " of area " .. ("%.2f"):format(self:area()) end
local Polygon = class(Shape)
function Polygon:init(name, sides) Shape.init(self, name) self.sides = sides end
local Rectangle = class(Polygon)
function Rectangle:init(w, h) Polygon.init(self, "rectangle", 4) self.w, self.h = w, h end
function Rectangle:area() return self.w * self.h end
local Square = class(Rectangle)
function Square:init(a) Rectangle.init(self, a, a) self.name = "square" end
local Circle = class(Shape)
function Circle:init(r) Shape.init(self, "circle") self.r = r end
function Circle:area() return 3 * self.r ^ 2 end
function Circle:describe() return "round " .. self.super.describe(self) end

local shapes = { Shape "point", Rectangle(2, 3), Square(4), Circle(2) }
for _, s in ipairs(shapes) do print(s:describe(), s.sides) end
local sum = 0
for i = 1, 400 do sum = sum + shapes[i % 4 + 1]:area() end
check.same(sum, 100 * (6 + 16 + 12.0))

-- Methods added to, overridden in and removed from any level are seen by existing objects.
function Shape:twice() return 2 * self:area() end
check.same(shapes[3]:twice(), 32)
function Polygon:twice() return "polygon " .. Shape.twice(self) end
check.list({ shapes[3]:twice(), shapes[4]:twice() }, "polygon 32", 24.0)
Polygon.twice = nil
check.same(shapes[3]:twice(), 32)
shapes[3].area = function() return 100 end
check.same(shapes[3]:twice(), 200)
shapes[3].area = nil
check.same(shapes[3]:twice(), 32)

-- The tree itself changes.
local Other = class()
function Other:area() return 7 end
getmetatable(Square).__index = Other
check.same(shapes[3]:area(), 7)
check.same(shapes[3].twice, nil)
getmetatable(Square).__index = Rectangle
check.same(shapes[3]:twice(), 32)
setmetatable(shapes[3], Circle)
shapes[3].r = 1
check.same(shapes[3]:area(), 3.0)

-- Metamethods are not inherited through __index: each class needs its own.
local Base = class()
Base.__tostring = function() return "base" end
local Derived = class(Base)
check.same(tostring(Base()), "base")
check.same(tostring(Derived()) == "base", false)
Derived.__tostring = Base.__tostring
check.same(tostring(Derived()), "base")

-- Deep hierarchies: each level adds a method, overrides another, and calls its parent's.
local Level = class()
function Level:depth() return 0 end
function Level:path() return "0" end
local leaf = Level
for n = 1, 30 do
    local parent = leaf
    leaf = class(parent)
    leaf.depth = function(self) return parent.depth(self) + 1 end
    leaf["level" .. n] = function() return n end
    if n % 5 == 0 then leaf.path = function(self) return parent.path(self) .. "." .. n end end
end
local deep = leaf()
check.list({ deep:depth(), deep:level1(), deep:level30(), deep:path() }, 30, 1, 30, "0.5.10.15.20.25.30")
check.same(deep.level31, nil)

-- Mixins copy methods; later changes of the mixin have no effect.
local Comparable = {
    less = function(a, b) return a:key() < b:key() end,
    clamp = function(self, lo,
        hi) if self:less(lo) then return lo elseif hi:less(self) then return hi end return self end,
}
local function mix(target, mixin) for k, v in pairs(mixin) do target[k] = v end return target end
local Number = mix(class(), Comparable)
function Number:init(n) self.n = n end
function Number:key() return self.n end
Comparable.less = error
check.same(Number(9):clamp(Number(1), Number(5)).n, 5)

-- Multiple inheritance by search, with a cache that has to be forgotten.
local function search(k, parents) for _, p in ipairs(parents) do local v = p[k] if v ~= nil then return v end end end
local function derive(...)
    local parents, c = { ... }, {}
    setmetatable(c, { __index = function(t, k) local v = search(k, parents) t[k] = v return v end })
    c.__index = c
    return c
end
local Walker = { move = function() return "walks" end, legs = 2 }
local Swimmer = { move = function() return "swims" end, fins = 4 }
local Duck = derive(Walker, Swimmer)
local duck = setmetatable({}, Duck)
check.list({ duck.move(), duck.legs, duck.fins, duck.wings }, "walks", 2, 4, nil)
Walker.move = function() return "runs" end
check.same(duck.move(), "walks")
Duck.move = nil
check.same(duck.move(), "runs")

-- Closures as objects.
local function stack()
    local items, size = {}, 0
    local self = {}
    function self.push(v) size = size + 1 items[size] = v return self end
    function self.pop() local v = items[size] items[size] = nil size = size - 1 return v end
    function self.size() return size end
    return self
end
local s1, s2 = stack(), stack()
for i = 1, 100 do s1.push(i) if i % 3 == 0 then s2.push(s1.pop()) end end
check.list({ s1.size(), s2.size(), s1.pop(), s2.pop() }, 67, 33, 100, 99)

-- Prototypes: objects cloned from objects, differences only.
local function clone(o) return setmetatable({}, { __index = o }) end
local original = { x = 1, y = 2, get = function(self) return self.x * 10 + self.y end }
local copy = clone(original)
local copy_of_copy = clone(copy)
copy.x = 5
check.list({ original:get(), copy:get(), copy_of_copy:get() }, 12, 52, 52)
copy_of_copy.y = 9
original.y = 7
check.list({ original:get(), copy:get(), copy_of_copy:get() }, 17, 57, 59)
copy.x = nil
check.list({ copy:get(), copy_of_copy:get() }, 17, 19)

-- Type tests along the chain, and instance counts per class.
local function is_a(o, c)
    local m = getmetatable(o)
    while m do
        if m == c then return true end
        m = m.super
    end
    return false
end
check.list({ is_a(shapes[2], Shape), is_a(shapes[2], Square), is_a(shapes[4], Circle), is_a({}, Shape) }, true, false,
    true, false)
local counts = setmetatable({}, { __index = function() return 0 end })
for i = 1, 90 do
    local o = (i % 3 == 0 and Square(1)) or (i % 3 == 1 and Circle(1)) or Rectangle(1, 2)
    counts[getmetatable(o)] = counts[getmetatable(o)] + 1
end
check.list({ counts[Square], counts[Circle], counts[Rectangle], counts[Shape] }, 30, 30, 30, 0)

print "done"
