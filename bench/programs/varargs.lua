-- Functions of any number of arguments and results.
-- kind: functions
-- idioms: select('#', ...), select(i, ...), {...}, table.unpack; several results in calls, constructors and
--   assignments; swaps; forwarding of arguments; nils among arguments

local unpack = table.unpack or unpack

local function sum_by_select(...)
  local sum = 0
  for i = 1, select("#", ...) do
    sum = sum + (select(i, ...))
  end
  return sum
end

local function sum_by_table(...)
  local sum, arguments = 0, {...}
  for i = 1, #arguments do
    sum = sum + arguments[i]
  end
  return sum
end

local function sum_by_recursion(first, ...)
  if first == nil then
    return 0
  end
  return first + sum_by_recursion(...)
end

local function smallest_and_largest(first, ...)
  local low, high = first, first
  for i = 1, select("#", ...) do
    local item = select(i, ...)
    if item < low then
      low = item
    end
    if item > high then
      high = item
    end
  end
  return low, high
end

local function count_nils(...)
  local nils = 0
  for i = 1, select("#", ...) do
    if select(i, ...) == nil then
      nils = nils + 1
    end
  end
  return nils, select("#", ...)
end

local function pack(...)
  return {n = select("#", ...), ...}
end

-- Arguments given now and arguments given later.
local function bind(f, ...)
  local early, count = {...}, select("#", ...)
  return function(...)
    local all = {unpack(early, 1, count)}
    local more = select("#", ...)
    for i = 1, more do
      all[count + i] = (select(i, ...))
    end
    return f(unpack(all, 1, count + more))
  end
end

-- Calls f, and lets all its results through.
local calls = 0
local function counted(f, ...)
  calls = calls + 1
  return f(...)
end

local function divide(a, b)
  local rest = a % b
  return (a - rest) / b, rest
end

local function rotate(a, b, c)
  return b, c, a
end

local function reverse(first, ...)
  if select("#", ...) == 0 then
    return first
  end
  local reversed = {reverse(...)}
  reversed[#reversed + 1] = first
  return unpack(reversed)
end

local function extended_gcd(a, b)
  local x0, x1, y0, y1 = 1, 0, 0, 1
  while b ~= 0 do
    local quotient, rest = divide(a, b)
    a, b = b, rest
    x0, x1 = x1, x0 - quotient * x1
    y0, y1 = y1, y0 - quotient * y1
  end
  return a, x0, y0
end

local function expect(what, actual, expected)
  if actual ~= expected then
    error("varargs: " .. what .. " gave " .. tostring(actual) .. " instead of " .. tostring(expected))
  end
end

local function run()
  calls = 0
  local numbers = {}
  for i = 1, 20 do
    numbers[i] = i
  end
  local add_bound = bind(sum_by_select, 1, 2, 3)
  for i = 1, 24000 do
    expect("select", sum_by_select(i, 2, 3, i, 5), 2 * i + 10)
    expect("table", sum_by_table(i, 2, 3, i, 5, 6.5), 2 * i + 16.5)
    expect("recursion", sum_by_recursion(1, i, 3, i), 2 * i + 4)
    expect("unpack", sum_by_table(unpack(numbers)), 210)
    expect("part", sum_by_select(unpack(numbers, 3, 7)), 25)
    local low, high = smallest_and_largest(5, i, -i, 3)
    expect("range", high - low, i < 5 and 5 + i or 2 * i)
    local nils, count = count_nils(nil, i, nil, nil)
    expect("nils", nils * 10 + count, 34)
    expect("bound", add_bound(i, 4), i + 10)
    local a, b, c = rotate(rotate(i, i + 1, i + 2))
    a, b = b, a
    expect("rotation", a * 1000000 + b * 1000 + c, i * 1000000 + (i + 2) * 1000 + i + 1)
    local packed = pack(counted(rotate, 1, nil, i))
    expect("packed", packed.n + (packed[2] or 0), 3 + i)
    expect("reverse", select(2, reverse(1, 2, i, 4)), i)
    expect("truncated", (rotate(1, i, 3)), i)
    local all = {rotate(1, 2, 3), rotate(4, 5, i)}
    expect("constructor", #all * 100 + all[3], 400 + i)
    local divisor, x, y = extended_gcd(counted(extended_gcd, 12 * i, 18 * i), 5)
    expect("combination", divisor, 6 * i * x + 5 * y)
  end
  expect("calls", calls, 48000)
end

return run
