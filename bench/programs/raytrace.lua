-- Renders spheres over a chequered floor, with shadows and reflections, on vectors that have operators.
-- kind: objects
-- idioms: operator metamethods (__add, __sub, __mul, __unm) on small short-lived objects; nil as "no hit"

local sqrt, floor = math.sqrt, math.floor

local WIDTH, HEIGHT, BOUNCES = 128, 96, 2

local Vector = {}
Vector.__index = Vector

local function vector(x, y, z)
  return setmetatable({x = x, y = y, z = z}, Vector)
end

function Vector.__add(a, b)
  return vector(a.x + b.x, a.y + b.y, a.z + b.z)
end

function Vector.__sub(a, b)
  return vector(a.x - b.x, a.y - b.y, a.z - b.z)
end

-- A vector times a number in either order, or the scalar product of two vectors.
function Vector.__mul(a, b)
  if type(a) == "number" then
    return vector(a * b.x, a * b.y, a * b.z)
  elseif type(b) == "number" then
    return vector(a.x * b, a.y * b, a.z * b)
  end
  return a.x * b.x + a.y * b.y + a.z * b.z
end

function Vector.__unm(a)
  return vector(-a.x, -a.y, -a.z)
end

function Vector:unit()
  return self * (1 / sqrt(self * self))
end

local Sphere = {}
Sphere.__index = Sphere

local function sphere(centre, radius, shade, mirror)
  return setmetatable({centre = centre, radius = radius, shade = shade, mirror = mirror}, Sphere)
end

function Sphere:distance(origin, direction)
  local offset = self.centre - origin
  local along = offset * direction
  local reach = self.radius * self.radius - offset * offset + along * along
  if reach < 0 then
    return nil
  end
  local root = sqrt(reach)
  local near, far = along - root, along + root
  if near > 1e-6 then
    return near
  elseif far > 1e-6 then
    return far
  end
end

function Sphere:normal(point)
  return (point - self.centre) * (1 / self.radius)
end

function Sphere:shade_at()
  return self.shade
end

local Floor = {}
Floor.__index = Floor

function Floor:distance(origin, direction)
  if direction.y >= -1e-9 then
    return nil
  end
  local distance = (self.height - origin.y) / direction.y
  return distance > 1e-6 and distance or nil
end

function Floor:normal()
  return self.up
end

function Floor:shade_at(point)
  return (floor(point.x) + floor(point.z)) % 2 == 0 and 0.9 or 0.2
end

local scene = {
  setmetatable({height = -1, up = vector(0, 1, 0), mirror = 0.1}, Floor),
  sphere(vector(0, 0, 4), 1, 0.8, 0.4),
  sphere(vector(-1.6, -0.4, 3.2), 0.6, 0.6, 0.1),
  sphere(vector(1.5, -0.5, 2.8), 0.5, 1.0, 0.25),
  sphere(vector(0.4, 1.3, 5.0), 0.7, 0.5, 0.6),
}
local light = vector(-4, 6, -2)

local function nearest(origin, direction)
  local best, best_distance
  for i = 1, #scene do
    local distance = scene[i]:distance(origin, direction)
    if distance and (not best or distance < best_distance) then
      best, best_distance = scene[i], distance
    end
  end
  return best, best_distance
end

local function in_shadow(point, direction, limit)
  for i = 1, #scene do
    local distance = scene[i]:distance(point, direction)
    if distance and distance < limit then
      return true
    end
  end
  return false
end

local function trace(origin, direction, bounces)
  local object, distance = nearest(origin, direction)
  if not object then
    return 0.3 + 0.2 * direction.y
  end
  local point = origin + direction * distance
  local normal = object:normal(point)
  local to_light = light - point
  local brightness = 0.1
  local facing = normal * to_light:unit()
  if facing > 0 and not in_shadow(point, to_light:unit(), sqrt(to_light * to_light)) then
    brightness = brightness + 0.9 * facing
  end
  brightness = brightness * object:shade_at(point)
  if bounces > 0 then
    local incoming = -direction
    local reflected = 2 * (incoming * normal) * normal - incoming
    brightness = brightness * (1 - object.mirror) + object.mirror * trace(point, reflected:unit(), bounces - 1)
  end
  return brightness
end

local function run()
  local eye, sum, dark = vector(0, 0.3, -1), 0, 0
  for row = 1, HEIGHT do
    for column = 1, WIDTH do
      local x = (column - WIDTH / 2) / HEIGHT * 2
      local y = (HEIGHT / 2 - row) / HEIGHT * 2
      local brightness = trace(eye, vector(x, y, 2):unit(), BOUNCES)
      sum = sum + brightness
      if brightness < 0.1 then
        dark = dark + 1
      end
    end
  end
  if math.abs(sum - 4344.544501760) > 1e-6 or dark ~= 743 then
    error(string.format("raytrace: brightness %.9f, %d dark points", sum, dark))
  end
end

return run
