-- Functions that are made to be called a few times, and dropped.
-- kind: allocation
-- idioms: counters and adders over captured variables, assigned and not; composition; an object of closures that share
--   their state; a generator for each loop

local function counter()
  local n = 0
  return function()
    n = n + 1
    return n
  end
end

local function adder(a)
  return function(b) return a + b end
end

local function compose(f, g)
  return function(x) return f(g(x)) end
end

local function point(x, y)
  return {
    x = function() return x end,
    y = function() return y end,
    move = function(dx, dy) x, y = x + dx, y + dy end,
  }
end

local function steps(from, to)
  return function(_, last)
    local value = last and last + 1 or from
    if value <= to then
      return value
    end
  end
end

local function lazy(make)
  local made, value = false, nil
  return function()
    if not made then
      made, value = true, make()
    end
    return value
  end
end

local function run()
  local sum = 0
  local count = 12000
  for i = 1, count do
    local tick = counter()
    tick()
    sum = sum + tick()
    sum = sum + compose(adder(1), adder(2))(i)
    local p = point(i, i)
    p.move(1, 2)
    sum = sum + p.x() - p.y()
    for value in steps(1, 3) do
      sum = sum + value
    end
    local later = lazy(function() return i end)
    sum = sum + later() - later()
  end
  local expected = count * (2 + 3 - 1 + 6) + count * (count + 1) / 2
  if sum ~= expected then
    error("makers: the sum is " .. sum .. " instead of " .. expected)
  end
end

return run
