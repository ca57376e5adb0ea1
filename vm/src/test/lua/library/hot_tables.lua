-- table.insert and table.remove at any place, and table.concat, in code that is hot: what machine code does itself, and where it
-- hands over to something else.

local insert, remove, concat = table.insert, table.remove, table.concat

local function show(t)
  local out = {}
  for i = 0, 90 do out[#out + 1] = t[i] == nil and "." or tostring(t[i]) end
  return #t .. " " .. concat(out, " ")
end

-- Lists of all lengths, changed at all places, in objects that are new and in one that is old.
local old = {}
for round = 1, 3 do
  local hash = 0
  for n = 0, 80 do
    for place = -1, n + 2 do
      local t = n % 7 == 0 and old or {}
      for i = 1, 90 do t[i] = nil end
      for i = 1, n do t[i] = "v" .. i end
      local ok = pcall(insert, t, place, {})
      if ok and place >= 1 then assert(type(t[place]) == "table" and #t == n + 1) end
      local length = #t
      local ok2, value = pcall(remove, t, place)
      local state = tostring(ok) .. tostring(ok2) .. length .. #t .. (ok2 and type(value) or "")
      for i = 1, #t do state = state .. (type(t[i]) == "string" and t[i] or "?") end
      for i = 1, #state do hash = (hash * 31 + state:byte(i)) % 4294967291 end
    end
  end
  print(round, hash)
end

-- A queue and a sorted list, old enough that what is put into them has to be remembered.
local queue, sorted = {}, {}
local function work(i)
  insert(queue, {i})
  insert(queue, 1, {-i})
  if #queue > 40 then
    local first, inner = remove(queue, 1), remove(queue, 20)
    remove(queue)
    assert(type(first[1]) == "number" and type(inner[1]) == "number")
  end
  local key = i * 7919 % 1000
  local place = 1
  while sorted[place] and sorted[place][1] < key do place = place + 1 end
  insert(sorted, place, {key})
  if #sorted > 50 then remove(sorted, i % 50 + 1) end
end
for i = 1, 5000 do
  work(i)
  if i % 1000 == 0 then collectgarbage() end
end
local sum = 0
for i, v in ipairs(queue) do sum = sum + i * v[1] end
for i, v in ipairs(sorted) do
  sum = sum + i * v[1]
  assert(i == 1 or sorted[i - 1][1] <= v[1])
end
print(#queue, #sorted, sum)

-- Holes, index 0, values that are nil, hash parts, metatables.
local function change(t, place, value)
  insert(t, place, value)
  return t
end
for round = 1, 300 do
  change({1, 2, 3}, 2, round)
end
print(show(change({1, 2, 3, 4}, 2, nil)))
print(show(change({[0] = "zero", 1, 2, 3}, 1, "x")))
print(show(change({1, nil, 3, 4}, 2, "x")))
print(show(change({1, 2, 3, x = 1}, 3, "x")))
print(show(change({}, 1, "x")))
print(pcall(change, {}, 2, "x"))
print(pcall(change, {1, 2}, 2.5, "x"))
print(pcall(change, {1, 2}, "x", "x"))
print(show(change({1, 2}, "2", "x")))
print(pcall(change, nil, 1, "x"))
print(show(change({1, 2, 3}, 2.0, "x")))
local log = {}
local proxy = setmetatable({}, {__len = function() return 3 end,
  __index = function(_, i) return "p" .. i end, __newindex = function(_, i, v) log[#log + 1] = i .. "=" .. tostring(v) end})
change(proxy, 2, "new")
print(concat(log, " "))
local function take(t, place) return remove(t, place) end
for round = 1, 300 do
  take({1, 2, 3}, 2)
end
local zero = {[0] = "zero", 1, 2, 3}
print(take(zero, 1), (pcall(take, zero, 0)), take(zero, 2), show(zero))
print(take({}, 0), take({}, 1), take({1, 2}, 3), (pcall(take, {1, 2}, 4)), (pcall(take, {1, 2}, -1)))
print(take(proxy, 1), concat(log, " "))

-- Concatenation.
local lists = {{}, {"a"}, {"a", "b"}, {"", ""}, {"", "x", ""}, {"abcdefgh", "ijklmnopq", "r"}, {1, 2, 3}, {"a", 2, 1.5},
  {("x"):rep(300), "y"}, {("x"):rep(100), ("y"):rep(100), "z"}, {"a", "b", n = 1}, {"a", {}}, {"a", nil, "b"}, {[0] = "a", "b", "c"},
  {("x"):rep(20) .. "y", ("a"):rep(200) .. "b"}}
local many = {}
for i = 1, 100 do many[i] = "p" end
lists[#lists + 1] = many
local function join(t, ...) return concat(t, ...) end
for round = 1, 60 do
  for _, t in ipairs(lists) do pcall(join, t) pcall(join, t, ", ") end
end
for i, t in ipairs(lists) do
  print(i, pcall(join, t))
  print(i, pcall(join, t, ""))
  print(i, pcall(join, t, ", "))
  print(i, pcall(join, t, ("-"):rep(130)))
  print(i, pcall(join, t, 1, 1), pcall(join, t, nil), pcall(join, t, ",", 2), pcall(join, t, {}))
end
local pieces = {}
for i = 1, 5000 do
  for k = 1, 5 do pieces[k] = tostring(i * k) end
  local s = join(pieces, ";")
  assert(#s >= 9 and s:find(";", 1, true) == #pieces[1] + 1)
end
print("done")
