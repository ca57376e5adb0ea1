-- Idiom: every object gets a metatable of its own, setmetatable(o, { __index = Class }).
-- Changes on the way: a method is redefined, single metatables are changed, classes swapped, a metamethod added.

package.path = "../?.lua"
local check = require "check"

local Particle = {}
function Particle:move(dt) self.x, self.y = self.x + self.vx * dt, self.y + self.vy * dt end
function Particle:energy() return self.vx * self.vx + self.vy * self.vy end
local function new(i)
    return setmetatable({ x = i, y = -i, vx = i % 7, vy = i % 3 }, { __index = Particle })
end

local particles = {}
for i = 1, 300 do particles[i] = new(i) end

local function step(rounds)
    local total = 0
    for _ = 1, rounds do
        for i = 1, #particles do
            local p = particles[i]
            p:move(1)
            total = total + p:energy()
        end
    end
    return total
end

check.show("warm-up", step(300))
check.show("position", particles[10].x, particles[300].y)

-- The method is redefined in the class: all objects use the new one from the next call on.
local old_energy = Particle.energy
function Particle:energy() return old_energy(self) // 2 end
check.show("redefined", step(60))

-- One object gets another class through its own metatable; the others are not touched.
getmetatable(particles[5]).__index = { move = function(self) self.x = 0 end, energy = function() return 1000 end }
check.show("one changed", step(60), particles[5].x)
getmetatable(particles[5]).__index = Particle
check.show("changed back", step(60))

-- A function as __index, for every tenth object.
for i = 10, 300, 10 do getmetatable(particles[i]).__index = function(_, k) return Particle[k] end end
check.show("functions", step(60))

-- Velocities become floats in the middle of a run.
for i = 1, 300, 2 do particles[i].vx = particles[i].vx + 0.5 end
Particle.energy = old_energy
check.show("floats", step(60))

-- A method that sits in the object itself hides that of the class.
particles[1].energy = function() return -1e6 end
check.show("own method", step(1))
particles[1].energy = nil
check.show("gone again", step(1))

-- Objects that live only for one iteration.
local sum = 0
for i = 1, 30000 do
    local p = new(i)
    p:move(2)
    sum = sum + p.x + p:energy()
    if i == 20000 then
        function Particle:energy() return 1 end
    end
end
check.show("short-lived", sum)

-- A metamethod in some of the metatables only.
local summed = 0
for i = 1, 6000 do
    local p = new(i)
    if i % 2 == 0 then getmetatable(p).__add = function(a, b) return (type(a) == "table" and a.x or
        a) + (type(b) == "table" and b.x or b) end end
    local ok, r = pcall(function() return p + 1 end)
    summed = summed + (ok and r or -1)
end
check.show("operators", summed)

-- Metatables that are made at one site, and are not alike: with fields of their own, without metamethods, as dictionaries.
local function odd(i)
    local meta = { __index = function(_, k) return i end }
    if i % 3 == 0 then meta.note = i end
    if i % 5 == 0 then meta.__index = nil end
    if i % 7 == 0 then for n = 1, 80 do meta["key" .. n] = n end end
    if i % 11 == 0 then meta.__index = { any = -i } end
    return setmetatable({ x = i }, meta)
end
local odds = {}
for i = 1, 200 do odds[i] = odd(i) end
local function read(o) return o.x, o.any, o[1] end
local total = 0
for round = 1, 200 do
    for i = 1, 200 do
        local x, any, one = read(odds[i])
        total = total + x + (any or 0) + (one or 0)
    end
    if round == 100 then for i = 1, 200, 9 do odds[i].any = 3 end end
    if round == 150 then for i = 1, 200, 4 do getmetatable(odds[i]).__index = function() return 2 end end end
end
check.show("odd metatables", total)

print "done"
