-- Geometric shapes behind one interface: call sites that see one class, two classes, and eight classes.
-- kind: objects
-- idioms: polymorphic and megamorphic dispatch; records of different shapes

local PI = math.pi
local SHAPES, ROUNDS = 800, 600

local Shape = {}
Shape.__index = Shape

function Shape:scaled_area(factor)
  return self:area() * factor * factor
end

local function class(fields)
  local methods = setmetatable({}, Shape)
  methods.__index = methods
  methods.new = function(...)
    local self = setmetatable({}, methods)
    for i = 1, #fields do
      self[fields[i]] = (select(i, ...))
    end
    return self
  end
  return methods
end

local Circle = class {"radius"}
function Circle:area() return PI * self.radius * self.radius end
function Circle:corners() return 0 end
function Circle:grow(by) self.radius = self.radius + by end

local Square = class {"side"}
function Square:area() return self.side * self.side end
function Square:corners() return 4 end
function Square:grow(by) self.side = self.side + by end

local Rectangle = class {"width", "height"}
function Rectangle:area() return self.width * self.height end
function Rectangle:corners() return 4 end
function Rectangle:grow(by) self.width, self.height = self.width + by, self.height + by end

local Triangle = class {"base", "height"}
function Triangle:area() return self.base * self.height / 2 end
function Triangle:corners() return 3 end
function Triangle:grow(by) self.height = self.height + by end

local Ellipse = class {"a", "b"}
function Ellipse:area() return PI * self.a * self.b end
function Ellipse:corners() return 0 end
function Ellipse:grow(by) self.a = self.a + by end

local Trapezium = class {"top", "bottom", "height"}
function Trapezium:area() return (self.top + self.bottom) / 2 * self.height end
function Trapezium:corners() return 4 end
function Trapezium:grow(by) self.top, self.bottom = self.top + by, self.bottom + by end

local Hexagon = class {"side"}
function Hexagon:area() return 1.5 * math.sqrt(3) * self.side * self.side end
function Hexagon:corners() return 6 end
function Hexagon:grow(by) self.side = self.side + by end

local Ring = class {"outer", "inner"}
function Ring:area() return PI * (self.outer * self.outer - self.inner * self.inner) end
function Ring:corners() return 0 end
function Ring:grow(by) self.outer = self.outer + by end

local MAKERS = {
  function() return Square.new(3) end,
  function() return Rectangle.new(2, 4) end,
  function() return Triangle.new(4, 6) end,
  function() return Trapezium.new(1, 3, 5) end,
  function() return Circle.new(2) end,
  function() return Ellipse.new(1, 2) end,
  function() return Hexagon.new(1) end,
  function() return Ring.new(3, 2) end,
}

local function assortment(count, classes)
  local shapes = {}
  for i = 1, count do
    shapes[i] = MAKERS[i % classes + 1]()
  end
  return shapes
end

-- One function per number of classes, so that each has call sites of its own.
local function measure_one(shapes)
  local area, corners = 0, 0
  for i = 1, #shapes do
    local shape = shapes[i]
    area = area + shape:area()
    corners = corners + shape:corners()
  end
  return area, corners
end

local function measure_two(shapes)
  local area, corners = 0, 0
  for i = 1, #shapes do
    local shape = shapes[i]
    area = area + shape:area()
    corners = corners + shape:corners()
  end
  return area, corners
end

local function measure_many(shapes)
  local area, corners = 0, 0
  for i = 1, #shapes do
    local shape = shapes[i]
    area = area + shape:scaled_area(1)
    corners = corners + shape:corners()
  end
  return area, corners
end

local function expect(what, area, corners, expected_area, expected_corners)
  if math.abs(area - expected_area) > 1e-9 * expected_area or corners ~= expected_corners then
    error(string.format("shapes: %s have area %.9f and %d corners", what, area, corners))
  end
end

local function run()
  local squares = assortment(SHAPES, 1)
  local quadrangles = assortment(SHAPES, 2)
  local all = assortment(SHAPES, 8)
  local one, two, many = 0, 0, 0
  local corners_one, corners_two, corners_many = 0, 0, 0
  for _ = 1, ROUNDS do
    local area, corners = measure_one(squares)
    one, corners_one = one + area, corners_one + corners
    area, corners = measure_two(quadrangles)
    two, corners_two = two + area, corners_two + corners
    area, corners = measure_many(all)
    many, corners_many = many + area, corners_many + corners
  end
  expect("squares", one, corners_one, ROUNDS * SHAPES * 9, ROUNDS * SHAPES * 4)
  expect("quadrangles", two, corners_two, ROUNDS * SHAPES / 2 * (9 + 8), ROUNDS * SHAPES * 4)
  local areas = 9 + 8 + 12 + 10 + PI * (4 + 2 + 5) + 1.5 * math.sqrt(3)
  expect("eight kinds", many, corners_many, ROUNDS * SHAPES / 8 * areas, ROUNDS * SHAPES / 8 * (4 + 4 + 3 + 4 + 6))

  for i = 1, #all do
    all[i]:grow(1)
  end
  local grown, corners = measure_many(all)
  areas = 16 + 15 + 14 + 15 + PI * (9 + 4 + 12) + 6 * math.sqrt(3)
  expect("grown shapes", grown, corners, SHAPES / 8 * areas, SHAPES / 8 * 21)
end

return run
