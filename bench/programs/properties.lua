-- Tables whose fields are computed: defaults, properties with getters and setters, read-only and counting proxies.
-- kind: objects
-- idioms: __index and __newindex functions; rawget and rawset; default values; proxies of tables

-- A table of counts that holds zero for every key it has not met.
local zero_default = {__index = function() return 0 end}

-- A table that computes a missing entry and keeps it.
local function remembering(compute)
  return setmetatable({}, {
    __index = function(self, key)
      local value = compute(key)
      rawset(self, key, value)
      return value
    end,
  })
end

-- Objects whose class lists getters and setters beside its methods.
local function class_with_properties(getters, setters, methods)
  local metatable = {
    __index = function(self, key)
      local getter = getters[key]
      if getter then
        return getter(self)
      end
      return methods[key]
    end,
    __newindex = function(self, key, value)
      local setter = setters[key]
      if setter then
        setter(self, value)
      else
        rawset(self, key, value)
      end
    end,
  }
  return function(fields)
    return setmetatable(fields, metatable)
  end
end

local new_box = class_with_properties({
  area = function(self) return rawget(self, "w") * rawget(self, "h") end,
  width = function(self) return rawget(self, "w") end,
}, {
  width = function(self, value)
    if value < 0 then
      value = 0
    end
    rawset(self, "w", value)
  end,
}, {
  flip = function(self)
    self.w, self.h = self.h, self.w
  end,
})

local function read_only(target)
  return setmetatable({}, {
    __index = target,
    __newindex = function(_, key)
      error("field " .. key .. " is read-only", 2)
    end,
  })
end

-- Forwards everything to its target and counts reads and writes.
local function counted(target)
  local counts = {reads = 0, writes = 0}
  local proxy = setmetatable({}, {
    __index = function(_, key)
      counts.reads = counts.reads + 1
      return target[key]
    end,
    __newindex = function(_, key, value)
      counts.writes = counts.writes + 1
      target[key] = value
    end,
  })
  return proxy, counts
end

local function count_remainders(n)
  local counts = setmetatable({}, zero_default)
  for i = 1, n do
    local key = i * i % 101
    counts[key] = counts[key] + 1
  end
  local distinct, total = 0, 0
  for _, count in pairs(counts) do
    distinct, total = distinct + 1, total + count
  end
  return distinct, total
end

local function use_boxes(n)
  local box, sum = new_box({w = 2, h = 3}), 0
  for i = 1, n do
    box.width = i % 10 - 2
    sum = sum + box.area + box.width
    box:flip()
    box:flip()
  end
  return sum
end

local function fibonacci_by_table(n)
  local fibonacci
  fibonacci = remembering(function(k)
    return k < 2 and k or fibonacci[k - 1] + fibonacci[k - 2]
  end)
  return fibonacci[n]
end

local function use_counted(n)
  local data, counts = counted({})
  for i = 1, n do
    data[i] = i
    data.last = i
    data[i] = data[i] + data.last
  end
  return data[n], counts
end

local function run()
  -- The squares modulo the prime 101 take (101 - 1) / 2 + 1 values.
  local distinct, total = count_remainders(200000)
  if distinct ~= 51 or total ~= 200000 then
    error("properties: " .. distinct .. " remainders")
  end
  -- The widths 0 0 0 1 ... 7 come in turn, at height 3; the width itself counts once more.
  local sum = use_boxes(100000)
  if sum ~= 10000 * 28 * 4 then
    error("properties: boxes add up to " .. sum)
  end
  for _ = 1, 1000 do
    if fibonacci_by_table(70) ~= 190392490709135 then
      error("properties: wrong Fibonacci number")
    end
  end
  local last, counts = use_counted(150000)
  if last ~= 300000 or counts.reads ~= 300001 or counts.writes ~= 450000 then
    error("properties: " .. counts.reads .. " reads and " .. counts.writes .. " writes")
  end
  local constants, seen = read_only({speed = 299792458, charge = 1.602}), 0
  for _ = 1, 150000 do
    seen = seen + constants.speed % 10
  end
  local accepted, message = pcall(function() constants.speed = 1 end)
  if seen ~= 150000 * 8 or accepted or not message:find("field speed is read%-only") then
    error("properties: a read-only field was changed")
  end
end

return run
