-- Functions of the mathematical library in code that is hot: the same bits in every tier, and the reference's.

local values = {0.0, -0.0, 0, 1, -1, 0.5, -0.5, 2, 3, 5, 10, -2.5, 7.25, 100, 1e10, -1e10, 1e300, 1e-300, 1.5e-8, math.pi,
  math.pi / 2, math.huge, -math.huge, 2 ^ 53, -2 ^ 53, 2 ^ 63, -2 ^ 63, 1 << 46, math.maxinteger, math.mininteger, 0 / 0}

local function text(x)
  if math.type(x) == "float" and x == x then return string.format("%a", x) end
  return tostring(x)
end

-- The results of a function of two values, after it has been called often enough.
local function results(name, f)
  local lines
  for round = 1, 30 do
    lines = {}
    for _, a in ipairs(values) do
      for _, b in ipairs(values) do
        local x, y, z = f(a, b)
        lines[#lines + 1] = text(x) .. (y ~= nil and ":" .. text(y) or "") .. (z ~= nil and ":" .. text(z) or "")
      end
    end
  end
  print(name, table.concat(lines, " "))
end

for _, name in ipairs {"abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "log", "modf", "rad", "sin",
    "sqrt", "tan", "tointeger"} do
  local f = math[name]
  local lines = {}
  local function g(x) return f(x) end
  for round = 1, 100 do
    for i, x in ipairs(values) do
      local a, b = g(x)
      lines[i] = text(a) .. (b and ":" .. text(b) or "")
    end
  end
  print(name, table.concat(lines, " "))
  print(pcall(g), pcall(g, "0.5"), pcall(g, {}), pcall(f), pcall(g, "x"))
end

results("atan", function(a, b) return math.atan(a, b) end)
results("fmod", function(a, b) return math.fmod(a, b == 0 and 0.0 or b) end)
results("log", function(a, b) return math.log(a, b) end)
results("log 2, 10", function(a, b) return math.log(a, 2), math.log(b, 10) end)
results("log 2.0, 10.0", function(a, b) return math.log(a, 2.0), math.log(b, 10.0) end)
-- The sign of what is no number and its reciprocals are not the same everywhere.
results("power", function(a, b) return a == a and a ^ b, b == b and 2 ^ b end)
local function differences(exponent, other)
  local count = 0
  for i = 1, 20000 do
    local x = i * 0.37
    count = count + (x ^ exponent ~= other(x) and 1 or 0)
  end
  return count
end
-- C's function is not always rounded correctly, and it is known that it is used.
print("not the nearest", differences(0.5, math.sqrt), differences(-1, function(x) return 1 / x end), (0 / 0) ^ -1)
results("square, root", function(a, b) return a ^ 2, b == b and b ^ 0.5 end)
results("max", function(a, b) return math.max(a, b), math.max(a, 1, b), math.max(a, b, 1.5, a) end)
results("min", function(a, b) return math.min(a, b), math.min(b, a, 1), math.min(1.5, a, b) end)
results("ult", function(a, b)
  a, b = math.tointeger(a), math.tointeger(b)
  return a and b and math.ult(a, b)
end)
print(2 ^ 53, 2 ^ -1, 2 ^ 1023, 2 ^ -1074, 10 ^ 3, (-3) ^ 5, 3 ^ 0, 0 ^ 0, 10 ^ 15, 10 ^ 16, 7 ^ 20, 2 ^ 0.5, 2 ^ 1024,
  (-8) ^ (1 / 3), 2 ^ 63, 10 ^ -2)
print(pcall(math.fmod, 1, 0), pcall(math.fmod, 1), pcall(math.fmod, 1, "x"), pcall(math.fmod, "x", 1),
  pcall(math.fmod, math.mininteger, -1))
print(pcall(math.max), pcall(math.max, {}, 1), math.max(print) == print, pcall(math.min, 2, "x"), pcall(math.min, 1, 2, {}))
print(pcall(math.log, 1, {}), pcall(math.atan, 1, {}), pcall(math.ult, 1, 2.5), pcall(math.ult, 1.5, {}))

-- Errors in the last place would grow to the first one.
local sin, cos = math.sin, math.cos
local function chaos(rounds)
  local x, y = 0.1, 0.2
  for i = 1, rounds do
    x, y = sin(x * 3.7 + y) * 1.5 + math.exp(-y * y) * 0.5,
      cos(y * 2.9 - x) + math.log(1 + x * x) ^ 1.3 - math.tan(x * .3) * .01
  end
  return x, y
end
print(text(chaos(20000)))

-- Floats that live across such calls.
local function live(rounds)
  local a, b, c, d, e = 1.5, 2.5, 3.5, 4.5, 5.5
  for i = 1, rounds do
    local t = sin(a)
    a = a + b * t
    b = b - c * t * .001
    c = c + d * cos(t) * .01
    d = d - e * .002
    e = e + t * math.fmod(a, b + 10) * .01
  end
  return a, b, c, d, e
end
print(string.format("%a %a %a %a %a", live(3000)))

-- One generator, wherever it is drawn from.
math.randomseed(42)
local random = math.random
local function draw(rounds)
  local hash = 0
  for i = 1, rounds do
    local a, b, c, d = random(), random(i % 7 + 1), random(-i, i * i), random(5, 5)
    hash = (hash * 31 + math.floor(a * 2 ^ 40) + b + c * 7 + d) % 1000003
    if i % 17 == 0 then hash = hash ~ random(0) & 0xff end
  end
  return hash
end
for round = 1, 60 do draw(100) end
print(draw(2000), random(0), random(math.mininteger, math.maxinteger), random(3.0), random(1, 1 << 40),
  random(-(1 << 46), 1 << 47))
print(pcall(random, 0, -1), pcall(random, 2, 1), pcall(random, 1.5), pcall(random, 1, 2, 3), pcall(random, {}),
  pcall(random, "10"), pcall(random, 1, {}))
local function refused(...) return random(...) end
for i = 1, 100 do refused(i) end
print(pcall(refused, 0, -1), pcall(refused, 1.5), pcall(refused, 1, 2, 3), refused("7") <= 7, refused(2.0) <= 2)
print("done")
