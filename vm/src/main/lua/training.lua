-- What the JVM watches when it prepares the start-up cache: it notes which classes are loaded. The program does a bit of
-- everything that Lua programs do, for long enough that functions are compiled.

local function fibonacci(n)
  if n < 2 then return n end
  return fibonacci(n - 1) + fibonacci(n - 2)
end

local function sieve(n)
  local composite, count = {}, 0
  for i = 2, n do
    if not composite[i] then
      count = count + 1
      for k = i * i, n, i do composite[k] = true end
    end
  end
  return count
end

local Shape = {}
Shape.__index = Shape
Shape.__eq = function(a, b) return a.name == b.name end
Shape.__lt = function(a, b) return a:area() < b:area() end
Shape.__le = function(a, b) return a:area() <= b:area() end
Shape.__tostring = function(shape) return shape.name .. ":" .. shape:area() end
Shape.__add = function(a, b) return a:area() + b:area() end
Shape.__call = function(shape, x) return x * shape:area() end
Shape.__len = function() return 4 end
Shape.__concat = function(a, b) return tostring(a) .. tostring(b) end
function Shape.new(name, w, h) return setmetatable({name = name, w = w, h = h}, Shape) end
function Shape:area() return self.w * self.h end

local Square = setmetatable({}, {__index = Shape})
Square.__index = Square
function Square.new(side)
  local square = Shape.new("square", side, side)
  return setmetatable(square, Square)
end
function Square:area() return self.w ^ 2 end

local function objects(rounds)
  local sum = 0
  for i = 1, rounds do
    local a, b = Shape.new("a" .. i % 7, i, 2), Square.new(i)
    sum = sum + a:area() + b:area() + (a + Shape.new("b", 1, 1)) + a(2) + #Shape.new("c", 1, 2)
    if a == Shape.new("x", 1, 1) or a < Shape.new("y", 3, 1) then sum = sum + 1 end
  end
  return sum, tostring(Shape.new("t", 1, 2)) .. Shape.new("u", 2, 2)
end

local function closures(rounds)
  local function counter(step)
    local n = 0
    return function() n = n + step return n end
  end
  local total = 0
  for i = 1, rounds do
    local count = counter(i)
    total = total + count() + count()
  end
  return total
end

local function generators(rounds)
  local total = 0
  for value in coroutine.wrap(function() for i = 1, rounds do coroutine.yield(i) end end) do
    total = total + value
  end
  return total
end

local function strings(rounds)
  local parts = {}
  for i = 1, rounds do
    parts[#parts + 1] = ("%d=%s;%5.2f"):format(i, ("x"):rep(i % 5), i / 3)
    parts[#parts + 1] = string.char(65 + i % 26, 97 + i % 26) .. i
  end
  local text = table.concat(parts, ",")
  local words, digits = 0, 0
  for word in text:gmatch("%a+") do words = words + #word end
  for i = 1, #text do
    local b = text:byte(i)
    if b >= 48 and b <= 57 then digits = digits + 1 end
  end
  local replaced, count = text:gsub("(%d+)=", "<%1>")
  local found = replaced:find("<7>", 1, true)
  return words, digits, count, found, text:sub(3, 9):upper():lower():reverse()
end

local function dictionaries(rounds)
  local count, keys = {}, {}
  for i = 1, rounds do
    local key = "k" .. i % 97
    count[key] = (count[key] or 0) + 1
    count[i * 1000003] = i
    count[i + 0.5] = key
  end
  for key in pairs(count) do keys[#keys + 1] = tostring(key) end
  table.sort(keys)
  for i = 1, rounds do count[i * 1000003] = nil end
  return #keys, next(count) ~= nil
end

local function lists(rounds)
  local list = {}
  for i = 1, rounds do list[i] = (i * 7919) % 1009 end
  table.sort(list, function(a, b) return a > b end)
  for _ = 1, 20 do table.insert(list, 1, table.remove(list)) end
  local sum = 0
  for _, value in ipairs(list) do sum = sum + value end
  return sum, select("#", table.unpack(list, 1, 50)), #table.move(list, 1, 10, 3, {}), table.pack(1, 2, nil).n
end

local function numbers(rounds)
  local x, bits = 0.5, 0
  for i = 1, rounds do
    x = x * 1.0001 + math.sin(i) / (i + 1) - i % 3 + i // 2 * 1e-9
    bits = (bits ~ (i << 3) & 0xffff) | i >> 2
    if x ~= x or x == math.huge then x = 0 end
  end
  return math.floor(x), bits, math.type(bits), tostring(x), tonumber("0x1p4"), 7 // 2, -7 % 3, 2 ^ 10
end

local function failures(rounds)
  local caught = 0
  for i = 1, rounds do
    if not pcall(error, i) then caught = caught + 1 end
    if not pcall(function() local t = nil; return t.x end) then caught = caught + 1 end
  end
  local ok, message = xpcall(function() error("with traceback") end, debug and debug.traceback or tostring)
  do
    local closed <close> = setmetatable({}, {__close = function() caught = caught + 1 end})
  end
  return caught, ok, #message
end

local function varargs(...)
  local a, b = ...
  return select("#", ...) + a + b, {...}
end

for round = 1, 2 do
  fibonacci(20)
  sieve(20000)
  objects(4000)
  closures(4000)
  generators(3000)
  strings(600)
  dictionaries(3000)
  lists(2000)
  numbers(40000)
  failures(100)
  for i = 1, 3000 do varargs(i, round, nil) end
end

for _, chunk in ipairs {"return 1 + x", "x = = 1", "goto nowhere", "local a <const> = 1; return a"} do
  local f, message = load(chunk, "=chunk")
  print(f ~= nil, message)
end
print(objects(10))
print(strings(10))
print(failures(3))
io.write("date ", os.date("!%c", 0), " ", os.time {year = 2000, month = 1, day = 1}, "\n")
io.stderr:write("")
local name = os.tmpname()
local file = assert(io.open(name, "w"))
file:write("1 2\nline\n")
file:close()
for line in io.lines(name) do print(#line) end
os.remove(name)
print(os.getenv("HOME") ~= nil, os.clock() > 0, collectgarbage("count") > 0, io.open("/nonexistent/file"))
if package then pcall(require, "no.such.module") end
if utf8 then print(utf8.char(228, 8364), utf8.len("äöü")) end
collectgarbage()
