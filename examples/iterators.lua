-- Closures that remember, and iterators made of closures.
--
--   vm/bin/vm examples/iterators.lua

-- A closure keeps the variables it was made with; every call of `counter` makes new ones.
local function counter(start, step)
  local value = start - step
  return function()
    value = value + step
    return value
  end
end

local tens, odds = counter(0, 10), counter(1, 2)
print("two counters", tens(), odds(), tens(), odds(), tens(), odds())

-- `for` calls an iterator until it returns nil. This one has its state in an upvalue ...
local function fibonacci(limit)
  local a, b = 0, 1
  return function()
    a, b = b, a + b
    if a <= limit then
      return a
    end
  end
end

local list = {}
for n in fibonacci(100) do
  list[#list + 1] = n
end
print("Fibonacci", table.concat(list, " "))

-- ... and this one has none: `for` hands the state back at every step.
local function next_letter(word, position)
  if position < #word then
    position = position + 1
    return position, word:sub(position, position)
  end
end

local function letters(word)
  return next_letter, word, 0
end

list = {}
for position, letter in letters("Moon") do
  list[#list + 1] = position .. letter
end
print("letters", table.concat(list, " "))

-- Iterators made from iterators.
local function map(f, source)
  return function()
    local value = source()
    if value ~= nil then
      return f(value)
    end
  end
end

local function filter(keep, source)
  return function()
    local value
    repeat
      value = source()
    until value == nil or keep(value)
    return value
  end
end

local function take(n, source)
  return function()
    n = n - 1
    if n >= 0 then
      return source()
    end
  end
end

list = {}
local function is_square(n) return math.floor(n ^ 0.5) ^ 2 == n end
for text in map(function(n) return "<" .. n .. ">" end, take(6, filter(is_square, counter(1, 1)))) do
  list[#list + 1] = text
end
print("six squares", table.concat(list, " "))

-- The fourth value after `in` is closed when the loop ends, however it ends.
local function watched(items)
  local i = 0
  local guard = setmetatable({}, {__close = function() print("closed", "after " .. i .. " of " .. #items) end})
  return function()
    i = i + 1
    return items[i]
  end, nil, nil, guard
end

for item in watched({"first", "second", "third"}) do
  print("item", item)
  if item == "second" then
    break
  end
end

-- Sorted traversal: `pairs` has no order of its own.
local function sorted_pairs(t)
  local keys = {}
  for key in pairs(t) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  local i = 0
  return function()
    i = i + 1
    return keys[i], t[keys[i]]
  end
end

for name, diameter in sorted_pairs({Moon = 3475, Io = 3643, Europa = 3122, Titan = 5150}) do
  print(name, diameter .. " km")
end
