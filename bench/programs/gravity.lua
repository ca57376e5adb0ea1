-- Moves a cluster of bodies under softened gravity, kick-drift-kick, every pair at every step.
-- kind: numeric
-- idioms: float fields of small records; library functions held in locals

local sqrt, sin, cos, abs = math.sqrt, math.sin, math.cos, math.abs

local BODIES, STEPS, DT = 20, 3000, 0.001
local SOFTENING = 0.05

-- Two counter-rotating rings; opposite bodies cancel, so the total momentum is zero.
local function cluster()
  local bodies = {}
  for i = 1, BODIES do
    local ring = i % 2
    local angle = i * 2 * math.pi / BODIES
    local radius = 1 + ring * 0.5
    local speed = (1 - 2 * ring) * sqrt(1 / radius)
    bodies[i] = {
      x = radius * cos(angle), y = radius * sin(angle), z = ring * 0.1,
      vx = -speed * sin(angle), vy = speed * cos(angle), vz = 0,
      ax = 0, ay = 0, az = 0, mass = 1 / BODIES,
    }
  end
  return bodies
end

local function attract(bodies)
  local n = #bodies
  for i = 1, n do
    local body = bodies[i]
    body.ax, body.ay, body.az = 0, 0, 0
  end
  for i = 1, n - 1 do
    local p = bodies[i]
    for j = i + 1, n do
      local q = bodies[j]
      local dx, dy, dz = q.x - p.x, q.y - p.y, q.z - p.z
      local d2 = dx * dx + dy * dy + dz * dz + SOFTENING
      local strength = 1 / (d2 * sqrt(d2))
      local toward, back = strength * q.mass, strength * p.mass
      p.ax = p.ax + dx * toward
      p.ay = p.ay + dy * toward
      p.az = p.az + dz * toward
      q.ax = q.ax - dx * back
      q.ay = q.ay - dy * back
      q.az = q.az - dz * back
    end
  end
end

local function kick(bodies, dt)
  for i = 1, #bodies do
    local body = bodies[i]
    body.vx = body.vx + body.ax * dt
    body.vy = body.vy + body.ay * dt
    body.vz = body.vz + body.az * dt
  end
end

local function drift(bodies, dt)
  for i = 1, #bodies do
    local body = bodies[i]
    body.x = body.x + body.vx * dt
    body.y = body.y + body.vy * dt
    body.z = body.z + body.vz * dt
  end
end

local function energy(bodies)
  local total = 0
  for i = 1, #bodies do
    local p = bodies[i]
    total = total + 0.5 * p.mass * (p.vx ^ 2 + p.vy ^ 2 + p.vz ^ 2)
    for j = i + 1, #bodies do
      local q = bodies[j]
      local d2 = (q.x - p.x) ^ 2 + (q.y - p.y) ^ 2 + (q.z - p.z) ^ 2 + SOFTENING
      total = total - p.mass * q.mass / sqrt(d2)
    end
  end
  return total
end

local function run()
  local bodies = cluster()
  local before = energy(bodies)
  attract(bodies)
  for _ = 1, STEPS do
    kick(bodies, DT / 2)
    drift(bodies, DT)
    attract(bodies)
    kick(bodies, DT / 2)
  end
  local px, py, pz = 0, 0, 0
  for _, body in ipairs(bodies) do
    px = px + body.mass * body.vx
    py = py + body.mass * body.vy
    pz = pz + body.mass * body.vz
  end
  if abs(px) + abs(py) + abs(pz) > 1e-12 then
    error("gravity: momentum is not conserved")
  end
  if abs(energy(bodies) - before) > 1e-5 * abs(before) then
    error("gravity: energy is not conserved")
  end
end

return run
