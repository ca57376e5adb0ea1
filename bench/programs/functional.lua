-- Higher-order functions over arrays, linked lists and streams.
-- kind: functions
-- idioms: map, filter and fold with closures; composition and currying; iterators as closures; cons cells; deep but
--   finite recursion

-- Arrays.

local function map(array, f)
  local result = {}
  for i = 1, #array do
    result[i] = f(array[i])
  end
  return result
end

local function filter(array, keep)
  local result = {}
  for i = 1, #array do
    local item = array[i]
    if keep(item) then
      result[#result + 1] = item
    end
  end
  return result
end

local function fold(array, f, initial)
  local value = initial
  for i = 1, #array do
    value = f(value, array[i])
  end
  return value
end

local function range(from, to)
  local result = {}
  for i = from, to do
    result[#result + 1] = i
  end
  return result
end

-- Functions made from functions.

local function compose(f, g)
  return function(x) return f(g(x)) end
end

local function curry(f)
  return function(a)
    return function(b) return f(a, b) end
  end
end

local function add(a, b) return a + b end
local function multiply(a, b) return a * b end
local function even(n) return n % 2 == 0 end
local function negate(predicate)
  return function(x) return not predicate(x) end
end

-- Linked lists.

local function cons(head, tail)
  return {head = head, tail = tail}
end

local function list_of(from, to)
  if from > to then
    return nil
  end
  return cons(from, list_of(from + 1, to))
end

local function list_map(list, f)
  if list then
    return cons(f(list.head), list_map(list.tail, f))
  end
end

local function list_fold(list, f, value)
  while list do
    value = f(value, list.head)
    list = list.tail
  end
  return value
end

local function list_reverse(list)
  return list_fold(list, function(reversed, item) return cons(item, reversed) end, nil)
end

-- Iterators that are closures, each over another one.

local function each(array)
  local i = 0
  return function()
    i = i + 1
    return array[i]
  end
end

local function mapped(source, f)
  return function()
    local item = source()
    if item ~= nil then
      return f(item)
    end
  end
end

local function kept(source, keep)
  return function()
    local item = source()
    while item ~= nil and not keep(item) do
      item = source()
    end
    return item
  end
end

local function zip(a, b)
  return function()
    return a(), b()
  end
end

-- Streams: the rest is a function that makes it.

local function stream_from(n)
  return n, function() return stream_from(n + 1) end
end

local function stream_sum(count, value, rest)
  local sum = 0
  for _ = 1, count do
    sum = sum + value
    value, rest = rest()
  end
  return sum
end

-- Church numerals: the number n is "apply n times".

local function church(n)
  return function(f)
    return function(x)
      for _ = 1, n do
        x = f(x)
      end
      return x
    end
  end
end

local function church_times(m, n)
  return function(f) return m(n(f)) end
end

local function expect(what, actual, expected)
  if actual ~= expected then
    error("functional: " .. what .. " gave " .. tostring(actual) .. " instead of " .. tostring(expected))
  end
end

local function run()
  local n = 1000
  local numbers = range(1, n)
  local triple_plus_one = compose(curry(add)(1), curry(multiply)(3))
  for _ = 1, 150 do
    expect("map", fold(map(numbers, triple_plus_one), add, 0), 3 * n * (n + 1) / 2 + n)
    expect("filter", #filter(numbers, even) + #filter(numbers, negate(even)), n)
    local squares = fold(map(filter(numbers, even), function(x) return x * x end), add, 0)
    expect("even squares", squares, n * (n + 1) * (n + 2) / 6)

    local list = list_of(1, 150)
    local doubled = list_map(list, function(x) return x * 2 end)
    expect("list", list_fold(list_reverse(doubled), add, 0), 150 * 151)
    expect("reversal", list_reverse(doubled).head, 300)

    local sum = 0
    for item in mapped(kept(each(numbers), even), function(x) return x + 1 end) do
      sum = sum + item
    end
    expect("iterators", sum, n / 2 * (n / 2 + 1) + n / 2)
    local dot = 0
    for a, b in zip(each(numbers), mapped(each(numbers), function(x) return -x end)) do
      dot = dot + a * b
    end
    expect("zip", dot, -n * (n + 1) * (2 * n + 1) / 6)

    expect("stream", stream_sum(500, stream_from(1)), 500 * 501 / 2)
    expect("numerals", church_times(church(20), church(30))(function(x) return x + 1 end)(0), 600)
  end
end

return run
