-- A fountain of particles that are born, move, bounce and die; every object gets a metatable of its own.
-- kind: objects
-- idioms: a fresh metatable per object, setmetatable(o, {__index = Class}), two classes deep; short-lived objects

local FRAMES, BIRTHS, LIFE = 400, 20, 60
local GRAVITY, DT = -9.5, 1 / 64

local Point = {}

function Point.new(x, y)
  return setmetatable({x = x, y = y}, {__index = Point})
end

function Point:translate(dx, dy)
  self.x = self.x + dx
  self.y = self.y + dy
end

function Point:distance2(other)
  local dx, dy = self.x - other.x, self.y - other.y
  return dx * dx + dy * dy
end

local Particle = setmetatable({}, {__index = Point})

function Particle.new(x, y, vx, vy)
  local self = {x = x, y = y, vx = vx, vy = vy, age = 0, bounces = 0}
  return setmetatable(self, {__index = Particle})
end

function Particle:alive()
  return self.age < LIFE
end

function Particle:bounce()
  self.y = -self.y
  self.vy = -self.vy * 0.5
  self.bounces = self.bounces + 1
end

function Particle:move()
  self.age = self.age + 1
  self.vy = self.vy + GRAVITY * DT
  self:translate(self.vx * DT, self.vy * DT)
  if self.y < 0 then
    self:bounce()
  end
end

local Fountain = {}

function Fountain.new(x, y)
  local self = {origin = Point.new(x, y), particles = {}, born = 0, died = 0, bounces = 0, farthest = 0}
  return setmetatable(self, {__index = Fountain})
end

function Fountain:emit()
  for i = 1, BIRTHS do
    local spread = (i - (BIRTHS + 1) / 2) / BIRTHS
    local particle = Particle.new(self.origin.x, self.origin.y, spread * 4, 2 + (self.born % 7) * 0.25)
    self.particles[#self.particles + 1] = particle
    self.born = self.born + 1
  end
end

-- Moves every particle; the last one takes the place of one that died.
function Fountain:advance()
  local particles = self.particles
  local i = 1
  while i <= #particles do
    local particle = particles[i]
    particle:move()
    if particle:alive() then
      i = i + 1
    else
      local distance = particle:distance2(self.origin)
      if distance > self.farthest then
        self.farthest = distance
      end
      self.bounces = self.bounces + particle.bounces
      self.died = self.died + 1
      particles[i] = particles[#particles]
      particles[#particles] = nil
    end
  end
end

local function run()
  local fountain = Fountain.new(0, 0)
  for _ = 1, FRAMES do
    fountain:emit()
    fountain:advance()
  end
  if fountain.born ~= FRAMES * BIRTHS or fountain.born - fountain.died ~= #fountain.particles
      or #fountain.particles ~= BIRTHS * (LIFE - 1) then
    error("particles: " .. fountain.born .. " born, " .. #fountain.particles .. " left")
  end
  -- The sideways speed never changes, and nobody bounces higher than it fell.
  local sideways = 0
  for _, particle in ipairs(fountain.particles) do
    sideways = sideways + particle.vx
    if particle.y < 0 or particle.y > 1 then
      error("particles: one is at height " .. particle.y)
    end
  end
  if math.abs(sideways) > 1e-9 or fountain.bounces ~= 20466 then
    error("particles: " .. fountain.bounces .. " bounces, sideways " .. sideways)
  end
end

return run
