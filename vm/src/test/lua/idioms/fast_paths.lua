-- Calls, returns, fields and elements as they stand in loops, with what their quick ways have to leave to others.

-- Results: fewer and more than wanted, none, all.
local function none() end
local function one(a) return a end
local function two(a, b) return a, b end
local function open(...) return ... end
local function first_of(...) return (...) end
local wanted = {}
for i = 1, 100 do
  local a, b, c = none()
  local d, e, f = one(i)
  local g, h = two(i, -i)
  local j = two(i, i)
  one(i) two(i, i) none() open(i, i, i)
  local k, l, m, n = open(i, nil, i)
  wanted[i] = {a, b, c, d, e, f, g, h, j, k, l, m, n, n = 13}
end
print(table.unpack(wanted[100], 1, 13))
for i = 1, 50 do
  assert(select("#", none()) == 0 and select("#", one(i)) == 1 and select("#", two(i, nil)) == 2)
  assert(select("#", open(i, nil, nil)) == 3 and #{two(i, i)} == 2 and first_of(two(i, 0)) == i)
  local t = {none(), one(i), two(i, 7)}
  assert(#t == 4 and t[1] == nil and t[2] == i and t[4] == 7)
end

-- Iterators with one variable, and with more than they return.
local function down(_, n) if n > 0 then return n - 1 end end
local sum = 0
for n in down, nil, 100 do sum = sum + n end
for n, x, y in down, nil, 50 do assert(x == nil and y == nil) sum = sum + n end
print(sum)

-- Tail calls: with fewer and more arguments than parameters, deep, of vararg functions, from vararg functions, of library
-- functions, of tables with __call, and in the last place of a protected call.
local function count(n, total)
  if n == 0 then return total, n end
  return count(n - 1, total + 1)
end
print(count(200000, 0))
local function third(a, b, c) return a, b, c end
local function fewer(a) return third(a) end
local function more(a) return third(a, 2, 3, 4, 5) end
local function variadic(...) return select("#", ...), ... end
local function to_variadic(a) return variadic(a, nil, a) end
local function from_variadic(...) return third(...) end
local function to_library(a) return math.max(a, 3) end
local callable = setmetatable({}, {__call = function(_, a, b) return b, a end})
local function to_callable(a, b) return callable(a, b) end
local function raises(a) return error(a, 0) end
for i = 1, 60 do
  local a, b, c = fewer(i)
  assert(a == i and b == nil and c == nil)
  a, b, c = more(i)
  assert(a == i and b == 2 and c == 3)
  assert(to_library(i) == math.max(i, 3))
  a, b, c = from_variadic(i, 2)
  assert(a == i and b == 2 and c == nil)
  a, b = to_callable(i, -i)
  assert(a == -i and b == i)
  a, b = pcall(raises, i)
  assert(a == false and b == i)
end
print(to_variadic(5))
print((select(2, xpcall(function() return (function() return nil + 1 end)() end, debug.traceback)):gsub("0x%x+", "")))

-- Fields at one place, of tables of several kinds: there, absent, inherited, absent there; then something is assigned.
local class = {inherited = "class"}
class.__index = class
local kinds = {
  function() return {x = 1} end,
  function() return {y = 2, x = 3} end,
  function() return {y = 4} end,
  function() return setmetatable({y = 5}, class) end,
  function() return setmetatable({inherited = "own"}, class) end,
}
local function x_of(t) return t.x end
local function inherited_of(t) return t.inherited end
local seen = {}
for round = 1, 30 do
  for k = 1, #kinds do
    local t = kinds[k]()
    seen[#seen + 1] = tostring(x_of(t)) .. tostring(inherited_of(t))
  end
  if round == 20 then class.x = "late" class.inherited = "changed" end
end
print(table.concat(seen, " ", 91, 100), table.concat(seen, " ", 101, 105))

-- The same for stores: replacing, adding inside and outside of the object, adding what __newindex wants to know.
local noted = {}
local watched = {__newindex = function(t, k, v) noted[#noted + 1] = k rawset(t, k, v) end}
local function set_z(t, v) t.z = v end
for round = 1, 40 do
  local tables = {{z = 0}, {}, {a = 1}, {a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8}, setmetatable({}, watched)}
  for k = 1, #tables do
    set_z(tables[k], round)
    assert(tables[k].z == round)
    set_z(tables[k], nil)
    assert(tables[k].z == nil)
  end
end
print(#noted)

-- Elements that come and go at the end, in the middle and at both sides.
local stack, size = {}, 0
for round = 1, 20 do
  for i = 1, 30 do size = size + 1 stack[size] = i end
  assert(#stack == size)
  for i = 30, 1, -1 do
    assert(stack[size] == i and stack[size + 1] == nil)
    stack[size] = nil
    size = size - 1
    assert(#stack == size)
  end
end
local queue, head, tail, moved = {}, 1, 0, 0
for i = 1, 1000 do
  tail = tail + 1
  queue[tail] = i
  if i > 10 then moved = moved + queue[head] queue[head] = nil head = head + 1 end
end
print(size, next(stack), moved, queue[head - 1], queue[head], #{n = 1}, ({10, 20})[3], ({})[0], ({})[-1])
local defaults = setmetatable({1, 2}, {__index = function(_, k) return k * 100 end})
local total = 0
for i = 0, 5 do total = total + defaults[i] end
defaults[2] = nil
print(total, defaults[2], rawget(defaults, 2), #defaults)
print "done"
