-- Metatables of which there are many that look alike: a class made anew each time, functions made for each object, objects
-- that delegate to others, and what happens to those when one of the metatables is changed.

-- Classes made anew, three deep; methods are added after the first object is there.
local function make_classes(n)
  local Base = {}
  Base.__index = Base
  function Base.new(v) return setmetatable({v = v}, Base) end
  function Base:get() return self.v end
  local Middle = setmetatable({}, {__index = Base})
  Middle.__index = Middle
  function Middle:twice() return self:get() * 2 end
  local Derived = setmetatable({}, {__index = Middle})
  Derived.__index = Derived
  local first = setmetatable({v = n}, Derived)
  function Derived:get() return -self.v end
  Derived.__add = function(a, b) return setmetatable({v = a.v + b.v}, Derived) end
  local sum = first:twice()
  for i = 1, 50 do
    local a, b, c = Base.new(i), setmetatable({v = i}, Middle), setmetatable({v = i}, Derived)
    sum = sum + a:get() + b:twice() + c:twice() + (c + c):get()
  end
  return sum
end
local total = 0
for n = 1, 60 do total = total + make_classes(n) end
print("classes", total)

-- Functions made for each object; the second level gets the table that it is asked about.
local function lazy(log)
  local class = setmetatable({}, {__index = function(t, k)
    log[#log + 1] = k
    local value = function(self) return self.id .. k end
    t[k] = value
    return value
  end})
  class.__index = class
  return class
end
local texts = {}
for n = 1, 40 do
  local log = {}
  local class = lazy(log)
  for i = 1, 30 do
    local o = setmetatable({id = n * i}, class)
    local text = o:a() .. o:b() .. o:a()
    if rawget(o, "a") ~= nil or rawget(class, "a") == nil then error("asked about the wrong table") end
    if i == 30 and n % 10 == 0 then texts[#texts + 1] = text .. "/" .. table.concat(log, " ") end
  end
end
print("lazy", table.concat(texts, "; "))

-- Objects that delegate to other objects, and fields that are nil for a while.
local Root = {kind = "root", depth = 0}
function Root:derive(fields) return setmetatable(fields or {}, {__index = self}) end
local checks = 0
for n = 1, 300 do
  local a = Root:derive {name = "a" .. n}
  local b = a:derive {depth = 1}
  local c = b:derive()
  checks = checks + c.depth + #c.name
  c.depth = 5
  checks = checks + c.depth
  c.depth = nil
  checks = checks + c.depth + b.depth + a.depth
  a.kind = "changed"
  if c.kind ~= "changed" or Root.kind ~= "root" then error("kind") end
  if n % 50 == 0 then Root["extra" .. n] = n end
  if n > 50 and c.extra50 ~= 50 then error("extra") end
  if c.missing ~= nil then error("missing") end
end
print("delegates", checks)

-- Proxies that count, with changes to single ones in between.
local function proxy(target)
  local count = {reads = 0, writes = 0}
  local mt = {
    __index = function(_, k) count.reads = count.reads + 1 return target[k] end,
    __newindex = function(_, k, v) count.writes = count.writes + 1 target[k] = v end,
  }
  return setmetatable({}, mt), count, mt
end
local reads, writes, others = 0, 0, 0
for n = 1, 120 do
  local target = {x = n, y = 1}
  local p, count, mt = proxy(target)
  for i = 1, 40 do
    p.x = p.x + p.y
    if i == 20 then
      if n % 11 == 0 then
        mt.__index = {x = 1000, y = 2}            -- a table in the same place
      elseif n % 13 == 0 then
        mt.__newindex = nil                       -- from now on it has its own
      elseif n % 17 == 0 then
        mt.__call = function(self, z) return self.x + z end
        others = others + p(1)
      elseif n % 19 == 0 then
        mt.__index = nil
        p.y = nil
        if p.x ~= nil or p.y ~= nil then error("index is gone") end
        mt.__index = function() return 3 end
      elseif n % 23 == 0 then
        for k = 1, 40 do mt["key" .. k] = k end   -- a metatable with many keys
      elseif n % 29 == 0 then
        rawset(mt, "__index", function(_, k) return k == "x" and 7 or 8 end)
      elseif n % 31 == 0 then
        setmetatable(p, {__index = function() return 1 end})
      end
    end
  end
  reads, writes, others = reads + count.reads, writes + count.writes, others + (target.x or 0)
end
print("proxies", reads, writes, others)

-- Operators of objects whose metatables are made with them.
local function number(v)
  local mt
  mt = {
    __add = function(a, b) return number(a.v + b.v) end,
    __mul = function(a, b) return number(type(a) == "number" and a * b.v or a.v * (type(b) == "number" and b or b.v)) end,
    __unm = function(a) return number(-a.v) end,
    __eq = function(a, b) return a.v == b.v end,
    __lt = function(a, b) return a.v < b.v end,
    __le = function(a, b) return a.v <= b.v end,
    __len = function(a) return a.v end,
    __concat = function(a, b) return (type(a) == "table" and a.v or a) .. "~" .. (type(b) == "table" and b.v or b) end,
    __call = function(self, x) return self.v + x end,
    __index = function(a, k) return k == "double" and 2 * a.v or nil end,
  }
  return setmetatable({v = v}, mt)
end
local acc, hits = number(0), 0
for i = 1, 400 do
  local x = number(i)
  acc = acc + x * 2 + -x
  if acc < x or acc == x then hits = hits + 1 end
  if x <= acc then hits = hits + 1 end
  hits = hits + #x + x(1) + x.double
  if i % 100 == 0 then print(acc .. x, "a" .. x, x .. 1, x.triple) end
end
print("operators", acc.v, hits)

-- Different classes that share a shape of objects, so that only the table asked tells them apart.
local classes = {}
for i = 1, 24 do
  local c = {}
  c.__index = c
  if i % 3 == 0 then c.other = function() return 0 end end
  c.name = function(self) return self.v * i end
  if i % 4 == 0 then c.more = true end
  classes[i] = c
end
local sum = 0
for round = 1, 40 do
  for i = 1, #classes do
    local o = setmetatable({v = round}, classes[i])
    sum = sum + o:name() + (o.more and 1 or 0) + (o.other and 2 or 0)
  end
  if round == 20 then classes[7].name = function() return 1000 end end
  if round == 30 then classes[9].__index = classes[10] end
end
print("shared", sum)

-- Finalizers among them.
local finalized = 0
for i = 1, 100 do
  local o = setmetatable({i}, {__index = function() return i end, __gc = function() finalized = finalized + 1 end})
  if o.any ~= i then error("any") end
end
for i = 1, 50 do
  local mt = {__index = function() return i end}
  local o = setmetatable({}, mt)
  if o.any ~= i then error("any") end
  mt.__gc = function() error("set too late") end
end
collectgarbage()
collectgarbage()
print("finalized", finalized)

-- Metatables that are given with one field, and then with another value there.
local function fresh(v) return function(_, k) return v and k end end
local function give(t, mt) return setmetatable(t, mt) end
local function finalizing(finalizer)
  local mt = {__index = fresh(1), __gc = true}
  mt.__gc = finalizer
  return give({}, mt)
end
for i = 1, 200 do finalizing(nil) end
for i = 1, 50 do finalizing(function() finalized = finalized + 1 end) end
collectgarbage()
collectgarbage()
print("finalized later", finalized)

-- Tables that look like their metatables, and such that are their own.
for i = 1, 200 do give({__index = fresh(i)}, {__index = fresh(i)}) end
local wrong = 0
for i = 1, 200 do
  local t = {__index = fresh(i)}
  give(t, t)
  local called = 0
  local any = t.any
  t.first = 1
  t.__newindex = function() called = called + 1 end
  t.second = 2
  if any ~= "any" or t.first ~= 1 or rawget(t, "second") ~= nil or called ~= 1 then wrong = wrong + 1 end
end
print("their own", wrong)
print "done"
