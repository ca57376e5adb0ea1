-- Dictionaries with every kind of key: computed strings, objects, functions, floats, integers far apart.
-- kind: tables
-- idioms: memoisation by a computed string key; object keys; sparse and negative integer keys; pairs and next;
--   deletion while traversing

local function memoise(compute)
  local known = {}
  return function(a, b)
    local key = a .. ":" .. b
    local value = known[key]
    if value == nil then
      value = compute(a, b)
      known[key] = value
    end
    return value
  end
end

-- The number of ways to write n as a sum of parts that are at most `largest`.
local function count_partitions(limit)
  local partitions
  partitions = memoise(function(n, largest)
    if n == 0 then
      return 1
    elseif n < 0 or largest == 0 then
      return 0
    end
    return partitions(n, largest - 1) + partitions(n - largest, largest)
  end)
  return partitions(limit, limit)
end

-- A set of points of the plane, keyed by "x,y"; follows a spiral and counts the distinct neighbours.
local function spiral(steps)
  local seen, x, y, dx, dy = {}, 0, 0, 1, 0
  local length, walked, turns = 1, 0, 0
  for _ = 1, steps do
    seen[x .. "," .. y] = true
    x, y = x + dx, y + dy
    walked = walked + 1
    if walked == length then
      walked, turns = 0, turns + 1
      dx, dy = -dy, dx
      if turns % 2 == 0 then
        length = length + 1
      end
    end
  end
  local count = 0
  for key in pairs(seen) do
    local kx, ky = key:match("^(-?%d+),(-?%d+)$")
    if seen[kx + 1 .. "," .. ky] then
      count = count + 1
    end
  end
  return count
end

-- People who know each other: tables as keys of tables.
local function friendships(n)
  local people, friends = {}, {}
  for i = 1, n do
    people[i] = {number = i}
    friends[people[i]] = {}
  end
  for i = 1, n do
    for step = 1, 4 do
      local a, b = people[i], people[(i * step + step) % n + 1]
      if a ~= b then
        friends[a][b], friends[b][a] = true, true
      end
    end
  end
  local mutual, sum = 0, 0
  for person, circle in pairs(friends) do
    for friend in pairs(circle) do
      sum = sum + friend.number
      if friends[friend][person] then
        mutual = mutual + 1
      end
    end
  end
  return mutual, sum
end

local function sparse_integers(n)
  local sparse = {}
  for i = 1, n do
    sparse[i * 1000003 % 99991 * 1000] = i
    sparse[-i] = i
    sparse[i + 0.5] = true
  end
  local halves, negatives, kept = 0, 0, 0
  for key, value in pairs(sparse) do
    if value == true then
      halves = halves + 1
    elseif key < 0 then
      negatives = negatives + value
    end
    if value ~= true and value % 2 == 0 then
      sparse[key] = nil
    end
  end
  local key = next(sparse)
  while key do
    kept = kept + 1
    key = next(sparse, key)
  end
  return halves, negatives, kept
end

local function mixed_keys()
  local marks, stand_in = {}, {}
  local keys = {1, "1", 1.5, true, false, print, marks, "key", -0.0, 2 ^ 53}
  for i, key in ipairs(keys) do
    stand_in[key] = i
  end
  local sum = 0
  for _, key in ipairs(keys) do
    sum = sum + stand_in[key]
  end
  return sum + stand_in[1.0] * 100 + stand_in[0] * 1000
end

local function run()
  local partitions = count_partitions(150)
  if partitions ~= 40853235313 then
    error("dictionaries: " .. partitions .. " partitions of 150")
  end
  -- A full square of 200 x 200 points.
  local neighbours = spiral(40000)
  if neighbours ~= 200 * 199 then
    error("dictionaries: " .. neighbours .. " neighbours on the spiral")
  end
  local mutual, sum = friendships(3000)
  if mutual ~= 23962 or sum ~= 35935490 then
    error("dictionaries: " .. mutual .. " friendships, sum " .. sum)
  end
  local halves, negatives, kept = sparse_integers(50000)
  if halves ~= 50000 or negatives ~= 50000 * 50001 / 2 or kept ~= 50000 + 2 * 25000 then
    error("dictionaries: " .. halves .. ", " .. negatives .. ", " .. kept .. " sparse entries")
  end
  for _ = 1, 10000 do
    if mixed_keys() ~= 55 + 100 + 9000 then
      error("dictionaries: keys of different kinds were confused")
    end
  end
end

return run
