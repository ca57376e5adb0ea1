-- Objects without tables of methods behind them: every object carries its own closures.
-- kind: objects
-- idioms: closures made per object as its methods; private state in upvalues, some shared and assigned; short-lived
--   closures

local function new_stack()
  local items, size = {}, 0
  local self = {}

  function self.push(item)
    size = size + 1
    items[size] = item
  end

  function self.pop()
    local item = items[size]
    items[size] = nil
    size = size - 1
    return item
  end

  function self.size()
    return size
  end

  return self
end

local function new_queue()
  local items, first, last = {}, 1, 0
  return {
    put = function(item)
      last = last + 1
      items[last] = item
    end,
    get = function()
      local item = items[first]
      items[first] = nil
      first = first + 1
      return item
    end,
    size = function()
      return last - first + 1
    end,
  }
end

-- A counter that tells its observers whenever it passes a multiple of ten.
local function new_counter(start)
  local value, observers = start, {}
  return {
    observe = function(observer)
      observers[#observers + 1] = observer
    end,
    add = function(amount)
      value = value + amount
      if value % 10 == 0 then
        for i = 1, #observers do
          observers[i](value)
        end
      end
    end,
    value = function()
      return value
    end,
  }
end

-- Running statistics; the three readers share the accumulators with the writer.
local function new_statistics()
  local count, sum, squares = 0, 0, 0
  local function record(x)
    count, sum, squares = count + 1, sum + x, squares + x * x
  end
  local function mean()
    return sum / count
  end
  local function variance()
    local m = mean()
    return squares / count - m * m
  end
  return {record = record, mean = mean, variance = variance}
end

local function exercise_containers(rounds)
  local moved = 0
  for round = 1, rounds do
    local stack, queue = new_stack(), new_queue()
    for i = 1, 30 do
      stack.push(i * round)
    end
    while stack.size() > 0 do
      queue.put(stack.pop())
    end
    local before = math.huge
    while queue.size() > 0 do
      local item = queue.get()
      if item >= before then
        error("closures: wrong order of items")
      end
      before = item
      moved = moved + item
    end
  end
  return moved
end

local function exercise_counters(count, steps)
  local counters, notified = {}, 0
  for i = 1, count do
    local counter = new_counter(i)
    counter.observe(function() notified = notified + 1 end)
    counter.observe(function(value) notified = notified + value % 20 / 10 end)
    counters[i] = counter
  end
  for step = 1, steps do
    for i = 1, count do
      counters[i].add(step % 3)
    end
  end
  local total = 0
  for i = 1, count do
    total = total + counters[i].value()
  end
  return total, notified
end

local function exercise_statistics(rounds)
  local sum = 0
  for _ = 1, rounds do
    local statistics = new_statistics()
    for x = 1, 21 do
      statistics.record(x)
    end
    sum = sum + statistics.mean() + statistics.variance()
  end
  return sum
end

local function run()
  local moved = exercise_containers(5000)
  if moved ~= 465 * 5000 * 5001 / 2 then
    error("closures: " .. moved .. " moved")
  end
  local total, notified = exercise_counters(50, 12000)
  if total ~= 50 * 51 / 2 + 50 * 12000 or notified ~= 90000 then
    error("closures: counters add up to " .. total .. ", " .. notified .. " notifications")
  end
  -- The numbers 1..21 have mean 11 and variance (21^2 - 1) / 12.
  local sum = exercise_statistics(12000)
  if math.abs(sum - 12000 * (11 + 440 / 12)) > 1e-6 then
    error("closures: statistics add up to " .. sum)
  end
end

return run
