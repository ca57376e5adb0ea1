-- Three bodies under gravity: the Earth, the Moon, and a probe; shows where the Moon is when it moves fastest.
--
--   vm/bin/vm examples/nbody.lua            one month, a line for every two days
--   vm/bin/vm examples/nbody.lua 365        a year
--   vm/bin/vm --dump=asm:pull examples/nbody.lua 365
--                                           the machine code of the inner function, once it is hot

local days <const> = tonumber(arg and arg[1]) or 28
local STEP <const> = 60 -- seconds

-- Kilometres and seconds; gm is the gravitational constant times the mass.
local function body(name, gm, x, y, vx, vy)
  return {name = name, gm = gm, x = x, y = y, vx = vx, vy = vy}
end

-- The Moon starts at its perigee; the speed is shared so that the pair as a whole stays where it is.
local SPEED <const> = 1.0824
local earth = body("Earth", 398600.4, 0, 0, 0, -SPEED * 4902.8 / (398600.4 + 4902.8))
local moon = body("Moon", 4902.8, 363300, 0, 0, SPEED * 398600.4 / (398600.4 + 4902.8))
local probe = body("probe", 0, -90000, 0, 0, -2.5)
local bodies = {earth, moon, probe}

-- Changes the speeds of two bodies by what they pull each other in dt seconds.
local function pull(a, b, dt)
  local dx, dy = b.x - a.x, b.y - a.y
  local d2 = dx * dx + dy * dy
  local strength = dt / (d2 * math.sqrt(d2))
  a.vx, a.vy = a.vx + dx * strength * b.gm, a.vy + dy * strength * b.gm
  b.vx, b.vy = b.vx - dx * strength * a.gm, b.vy - dy * strength * a.gm
end

local function pull_all(dt)
  for i = 1, #bodies - 1 do
    for j = i + 1, #bodies do
      pull(bodies[i], bodies[j], dt)
    end
  end
end

-- Half a pull, a move, half a pull: energy does not drift away over many months.
local function advance(dt)
  pull_all(dt / 2)
  for _, it in ipairs(bodies) do
    it.x, it.y = it.x + it.vx * dt, it.y + it.vy * dt
  end
  pull_all(dt / 2)
end

local function relative(a, b)
  local distance = math.sqrt((a.x - b.x) ^ 2 + (a.y - b.y) ^ 2)
  local speed = math.sqrt((a.vx - b.vx) ^ 2 + (a.vy - b.vy) ^ 2)
  return distance, speed
end

print("day   Moon km    km/s   probe km")
local fastest, slowest = {speed = 0}, {speed = math.huge}
local steps_per_day <const> = 24 * 3600 // STEP
local every <const> = math.max(2, days // 14)
for day = 0, days do
  local distance, speed = relative(moon, earth)
  if speed > fastest.speed then
    fastest = {day = day, distance = distance, speed = speed}
  end
  if speed < slowest.speed then
    slowest = {day = day, distance = distance, speed = speed}
  end
  if day % every == 0 then
    local bar = string.rep("*", math.floor((distance - 360000) / 1500))
    print(string.format("%3d %9.0f %7.3f %10.0f   %s", day, distance, speed, (relative(probe, earth)), bar))
  end
  for _ = 1, steps_per_day do
    advance(STEP)
  end
end
print(string.format("fastest at perigee: day %d, %.0f km, %.3f km/s", fastest.day, fastest.distance, fastest.speed))
print(string.format("slowest at apogee:  day %d, %.0f km, %.3f km/s", slowest.day, slowest.distance, slowest.speed))
