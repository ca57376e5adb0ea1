-- Producers, filters and consumers as coroutines: each stage is an ordinary loop, and pulls what it needs.
--
--   vm/bin/vm examples/pipeline.lua

-- Produces the readings of a sensor, one by one.
local function sensor(readings)
  return coroutine.wrap(function()
    for time, value in ipairs(readings) do
      print(string.format("    sensor   %2d: %d", time, value))
      coroutine.yield(time, value)
    end
  end)
end

-- Lets through only what differs from the reading before.
local function changes(source)
  return coroutine.wrap(function()
    local last
    for time, value in source do
      if value ~= last then
        last = value
        coroutine.yield(time, value)
      end
    end
  end)
end

-- Gathers values into groups of n; the last one may be shorter.
local function in_groups(source, n)
  return coroutine.wrap(function()
    local group = {}
    for _, value in source do
      group[#group + 1] = value
      if #group == n then
        coroutine.yield(group)
        group = {}
      end
    end
    if #group > 0 then
      coroutine.yield(group)
    end
  end)
end

print("the consumer asks, and the sensor is read only then:")
for group in in_groups(changes(sensor({7, 7, 8, 9, 9, 9, 7, 7, 6, 6, 5})), 3) do
  print("consumer: " .. table.concat(group, " "))
end

-- Two tasks that run in turn until both are done.
local function task(name, steps)
  return coroutine.create(function()
    for step = 1, steps do
      print(string.format("%s: step %d of %d", name, step, steps))
      coroutine.yield()
    end
    return name .. " is done"
  end)
end

print("two tasks in turn:")
local tasks = {task("wash", 2), task("bake", 4)}
while #tasks > 0 do
  for i = #tasks, 1, -1 do
    local _, result = assert(coroutine.resume(tasks[i]))
    if coroutine.status(tasks[i]) == "dead" then
      print(result)
      table.remove(tasks, i)
    end
  end
end
