-- Coroutines as generators: tree walks compared leaf by leaf, permutations, and pipelines of filters.
-- kind: coroutines
-- idioms: coroutine.wrap iterators in for loops; recursive generators; chains of coroutines; values passed by
--   resume

local wrap, yield = coroutine.wrap, coroutine.yield

-- A binary search tree of the numbers in `order`.
local function insert(tree, value)
  if not tree then
    return {value = value}
  elseif value < tree.value then
    tree.left = insert(tree.left, value)
  else
    tree.right = insert(tree.right, value)
  end
  return tree
end

local function walk(tree)
  if tree then
    walk(tree.left)
    yield(tree.value)
    walk(tree.right)
  end
end

local function values_of(tree)
  return wrap(function() walk(tree) end)
end

local function same_values(a, b)
  local next_a, next_b = values_of(a), values_of(b)
  local count = 0
  while true do
    local x, y = next_a(), next_b()
    if x ~= y then
      return false, count
    elseif x == nil then
      return true, count
    end
    count = count + 1
  end
end

local function permute(items, n)
  if n == 1 then
    yield(items)
  else
    for i = 1, n do
      items[i], items[n] = items[n], items[i]
      permute(items, n - 1)
      items[i], items[n] = items[n], items[i]
    end
  end
end

local function permutations(n)
  local items = {}
  for i = 1, n do
    items[i] = i
  end
  return wrap(function() permute(items, n) end)
end

local function integers(from)
  return wrap(function()
    while true do
      yield(from)
      from = from + 1
    end
  end)
end

local function without_multiples(source, factor)
  return wrap(function()
    for value in source do
      if value % factor ~= 0 then
        yield(value)
      end
    end
  end)
end

local function prime(n)
  local source = integers(2)
  for _ = 2, n do
    source = without_multiples(source, source())
  end
  return source()
end

-- A running mean that is sent one number at a time.
local function averager()
  local co = coroutine.create(function(value)
    local sum, count = 0, 0
    while true do
      sum, count = sum + value, count + 1
      value = yield(sum / count)
    end
  end)
  return function(value)
    local ok, mean = coroutine.resume(co, value)
    return ok and mean
  end
end

local up, mixed, other
do
  for i = 1, 1000 do
    up = insert(up, (i * 7 - 1) % 1000)
    mixed = insert(mixed, (i * 377) % 1000)
    other = insert(other, i == 600 and 1000 or (i * 613) % 1000)
  end
end

local function run()
  for _ = 1, 130 do
    local same, count = same_values(up, mixed)
    if not same or count ~= 1000 then
      error("generators: the trees differ after " .. count .. " values")
    end
    same, count = same_values(up, other)
    if same or count ~= 600 * 613 % 1000 then
      error("generators: the trees differ only after " .. count .. " values")
    end
  end

  local count, fixed = 0, 0
  for items in permutations(8) do
    count = count + 1
    for i = 1, #items do
      if items[i] == i then
        fixed = fixed + 1
      end
    end
  end
  -- Every place is a fixed point in one permutation of eight.
  if count ~= 40320 or fixed ~= 40320 then
    error("generators: " .. count .. " permutations with " .. fixed .. " fixed points")
  end

  if prime(60) ~= 281 then
    error("generators: wrong prime number")
  end

  local send, mean = averager(), nil
  for i = 1, 100000 do
    mean = send(i)
  end
  if mean ~= 50000.5 then
    error("generators: mean " .. tostring(mean))
  end
end

return run
