-- Fields that are stored twice, objects that loops make beside others with the same fields, and variables of while
-- loops: what is in memory, whoever comes to look at it.

-- An object with one field after another, some twice.
local function make(a, b)
  local p = {x = a}
  p.x = a + 1
  p.y = b
  p.x = p.x + 1
  p.z = p.x
  p.z = b
  return p
end
local made
for i = 1, 300 do made = make(i, "b" .. i) end
print(made.x, made.y, made.z, next(made) ~= nil)

-- The sum becomes a metamethod's, which looks at the object.
local seen = {}
local looker = setmetatable({}, {__add = function(a, b) seen[#seen + 1] = tostring(a.p.x) .. "," .. b return 7 end})
local function twice(p, by)
  p.x = 1
  p.x = by + 2
  p.x = p.x + 3
  p.y = p.x
  p.y = by + 4
  return p.x, p.y
end
local p = {x = 0, y = 0}
for i = 1, 300 do twice(p, i) end
print(twice(p, 0.5))
looker.p = p
print(twice(p, looker))
print(table.concat(seen, " "))
print(pcall(twice, p, nil))
print(p.x, p.y)

-- Both ways store, one way store, and an error in between.
local function ways(p, c)
  p.x = "first"
  if c then p.x = "yes" else p.x = "no" end
  p.y = "first"
  if c then p.y = "yes" end
  p.z = "first"
  p.z = #c
end
local text = ""
for i = 1, 300 do ways(p, "abc") text = p.x .. p.y .. p.z end
print(text, pcall(ways, p, false))
print(p.x, p.y, p.z)

-- Elements, by index, and by what may be the same one.
local function elements(t, i, j)
  t[i] = "a"
  t[j] = "b"
  t[i] = t[j] .. "c"
  local other = t[j]
  t[j] = "d"
  return other
end
for i = 1, 300 do elements({1, 2, 3}, 1, 2) end
local t = {1, 2, 3}
print(elements(t, 1, 2), table.concat(t, " "))
print(elements(t, 3, 3), table.concat(t, " "))

-- A loop makes objects with the fields that it reads of another one, which it may make as well.
local function beside(self, n, at)
  local list = {}
  for i = 1, n do
    local new = {x = i, y = self.x, z = self.y}
    list[#list + 1] = new
    if i == at then self = new end
  end
  return list
end
local function fields(list)
  local all = {}
  for _, o in ipairs(list) do all[#all + 1] = o.x .. ":" .. o.y .. ":" .. o.z end
  return table.concat(all, " ")
end
local list
for i = 1, 200 do list = beside({x = "x" .. i, y = "y"}, 5) end
print(fields(list))
print(fields(beside({x = 10, y = 20}, 5, 2)))

-- What a loop makes gets into the object that it reads, and is changed there.
local function chain(self, n)
  local sum = 0
  for i = 1, n do
    local new = {x = i, next = self.next}
    self.next = new
    self.x = self.x + self.next.x
    self.next.x = self.x
    sum = sum + new.x
  end
  return sum
end
local first
for i = 1, 200 do first = {x = 0.5, next = false} chain(first, 4) end
print(first.x, first.next.x, first.next.next.x, chain(first, 3))

-- An outer loop makes the object, an inner one changes it, and others.
local function nested(n)
  local all = 0
  for i = 1, n do
    local outer = {x = 0, y = i}
    for j = 1, n do
      local inner = {x = outer.x, y = outer.y}
      outer.x = inner.x + j
      inner.y = inner.y + outer.x
      all = all + inner.y
    end
    all = all + outer.x
  end
  return all
end
for i = 1, 100 do nested(4) end
print(nested(7))

-- Shapes change in the loop, of what it makes and of what was there.
local function shapes(self, n)
  local count = 0
  for i = 1, n do
    local new = {x = i}
    new.y = self.x
    new.z = new.y
    if i == 50 then self.extra = new end
    if self.extra then count = count + 1 end
    count = count + new.x
  end
  return count
end
for i = 1, 100 do shapes({x = 1}, 10) end
print(shapes({x = 1}, 60), shapes({y = 1, x = 2}, 10))

-- A while loop's variables are words once it is over: small, large, floats, and whatever they are in the middle.
local function sum(n, from, by)
  local s, i = from, 0
  while i < n do
    s = s + by
    i = i + 1
    if s == "never" then return i end
  end
  return s, i
end
for i = 1, 200 do sum(20, i, 3) end
print(sum(10, 1 << 49, 1), sum(4, math.maxinteger, 1), sum(0, 5, 1))
print(sum(3, 0.5, 1), sum(3, 1, 0.25), sum(1, 1, "2"), pcall(sum, 1, 1, {}))

local function last(t)
  local i, value = 1, nil
  while t[i] do
    value = t[i] * 2
    i = i + 1
  end
  return value, i
end
for i = 1, 200 do last({1, 2, 3}) end
print(last({1, 2.5, "3"}))
print(last({}))

local function search(n, goal)
  local x, steps = n, 0
  repeat
    x = x % 2 == 0 and x // 2 or 3 * x + 1
    steps = steps + 1
    local done = x == goal
  until done or steps > 500
  return x, steps
end
for i = 1, 200 do search(i, 1) end
print(search(27, 1), search(7, 1 << 60))

-- Another coroutine looks between two stores, and a hook.
local shared = {x = 0}
local function between(v)
  shared.x = v
  coroutine.yield()
  shared.x = v + 1
  shared.x = v + 2
end
local looks = {}
for i = 1, 200 do
  local co = coroutine.wrap(between)
  co(i)
  looks[1] = shared.x
  co()
  looks[2] = shared.x
end
print(looks[1], looks[2])

local function lines(p)
  p.x = 1
  p.x = 2
  p.x = 3
end
for i = 1, 300 do lines(p) end
local values = {}
debug.sethook(function() values[#values + 1] = tostring(p.x) end, "l")
lines(p)
debug.sethook()
print(table.concat(values, " "))

print "done"
