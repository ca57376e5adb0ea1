-- Programs read and write fields that have the names of events: of objects, and of classes, whose metamethods they inherit.

local function served(name, operate, expected)
  local calls = 0
  local mt = {__index = function(t, k) return "i" .. k end, [name] = function() calls = calls + 1 return 42 end}
  for r = 1, 600 do
    local t = setmetatable({a = r}, mt)
    local x, n, y = t[name], operate(t), t[name]
    if x ~= "i" .. name or y ~= x or n ~= expected then print("wrong", name, r, x, n, y) break end
  end
  print(name, calls)
end

served("__len", function(t) return #t end, 42)
served("__unm", function(t) return -t end, 42)
served("__call", function(t) return t() end, 42)
served("__add", function(t) return t + 1 end, 42)
served("__concat", function(t) return t .. "x" end, 42)
served("__lt", function(t) return t < t end, true)
served("__eq", function(t) return t == {} end, true)
served("__newindex", function(t) t.b = 1 return rawget(t, "b") end, nil)
served("__pairs", function(t) for k in pairs(setmetatable({}, nil)) do return k end return 42 end, 42)

-- Nothing is there for the event, but a function for whatever is absent.
local mt = {__index = function(_, k) return k end}
local function operations(t)
  local n = 0
  for _ in pairs(t) do n = n + 1 end
  return n + #t, t == setmetatable({a = 1}, mt)
end
local names = {"__pairs", "__len", "__eq", "__index", "__newindex", "__unm", "b"}
for r = 1, 1500 do
  local t = setmetatable({a = r}, mt)
  local n, same = operations(t)
  local name = names[r % #names + 1]
  if n ~= 1 or same or t.__pairs ~= "__pairs" or t.__eq ~= "__eq" or t.__len ~= "__len" or t[name] ~= name then
    print("wrong", r, n, same, t.__pairs, t.__eq, t.__len, t[name])
  end
end

-- No __index at all.
local lengths = {__len = function() return 42 end}
local function both(t, k) return #t, t[k] end
for r = 1, 1500 do
  local n, x = both(setmetatable({a = r}, lengths), names[r % #names + 1])
  if n ~= 42 or x ~= nil then print("wrong", r, n, x) end
end

-- Classes that hand metamethods on by copying them, as class libraries do.
local function class(super)
  local c = {}
  c.__index = c
  if super then
    for k, v in pairs(super) do if k:find("^__") and k ~= "__index" then c[k] = v end end
    setmetatable(c, {__index = super, __call = function(self, x) return setmetatable({x = x}, self) end})
  else
    setmetatable(c, {__call = function(self, x) return setmetatable({x = x}, self) end})
  end
  return c
end
local Base = class()
Base.__add = function(a, b) return a.x + b.x end
Base.__len = function(a) return a.x end
Base.__call = function(self, y) return self.x * y end
local Derived = class(Base)
local Last = class(Derived)
local sum = 0
for r = 1, 2000 do
  local d, l = Derived(r), Last(2)
  sum = sum + (d + l) + #l + l(3) + (d.__add == Base.__add and 1 or 0) + (Last.__len and 1 or 0) + (l.__sub and 100 or 0)
      + (l.__call ~= getmetatable(Last).__call and 1 or 0) + (Base.__index == Base and 1 or 0)
end
print(sum)

-- Written under computed keys, which are names of events at times.
local state = 1
local function random(n) state = (state * 1103515245 + 12345) % 2147483648 return (state >> 8) % n + 1 end
local keys = {"a", "b", "x", "y", "__index", "nokey", "cd"}
local metatables = {{}, {}, {}, {}, {}}
local hash = 0
for r = 1, 5000 do
  local m = random(3) == 1 and {__add = print, __call = print} or metatables[random(5)]
  local t = setmetatable(random(2) == 1 and {a = 1} or {__index = 1}, m)
  for j = 1, 6 do
    local k = keys[random(#keys)]
    hash = (hash * 31 + (t[k] or 0)) % 1000007
    t[k] = random(4)
  end
  t.a = nil
end
print(hash)
print "done"
