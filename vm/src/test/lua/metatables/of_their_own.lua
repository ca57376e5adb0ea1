-- Each object has a metatable of its own, which does the same as all others: until one of them is changed.

local Base = {kind = "base"}
function Base:get() return self.x end
local Other = {kind = "other"}
function Other:get() return -self.x end
local function add(a, b) return a.x + b.x end

local function one(x) return setmetatable({x = x}, {__index = Base}) end
local function two(x) return setmetatable({x = x}, {__index = x % 3 == 0 and Other or Base}) end
local function several(x) return setmetatable({x = x}, {__index = Base, __add = add}) end
local function named(x) return setmetatable({x = x}, {__name = "thing", __tostring = function() return "<" .. x .. ">" end}) end
local function weak(x) return setmetatable({x = x}, {__mode = "k"}) end
local function empty(x) return setmetatable({x = x}, {}) end
local function nothing(x) return setmetatable({x = x}, {__index = nil, note = 1}) end

local function sum(make, n, use)
  local total, objects = 0, {}
  for i = 1, n do
    local o = make(i)
    total = total + use(o)
    if i % 50 == 0 then objects[#objects + 1] = o end
  end
  return objects, total
end

local function total(make, n, use) return (select(2, sum(make, n, use))) end

local function get(o) return o:get() end
local function own(o) return o.x + (o.y or 0) end

for round = 1, 3 do
  print(total(one, 2000, get), total(two, 2000, get))
  print(total(several, 2000, function(o) return o + o + o:get() end))
  print(total(named, 2000, own), total(weak, 2000, own), total(empty, 2000, own), total(nothing, 2000, own))
end

-- Of some objects, the metatable changes; of all others, it does not.
local function change(make, how)
  local objects = sum(make, 2000, own)
  how(getmetatable(objects[7]))
  local parts = {}
  for i = 1, #objects do
    local o = objects[i]
    local good, result = pcall(function() return o.kind or o.y or "-" end)
    parts[i] = good and tostring(result) or "error"
  end
  local fresh = make(9)
  print(table.concat(parts, " "), fresh.kind, fresh.y)
end

for round = 1, 3 do
  for _, make in ipairs {one, two, several, named, weak, empty, nothing} do
    change(make, function(m) m.__index = Other end)
    change(make, function(m) m.__index = function(_, k) return k end end)
    change(make, function(m) m.__index = nil end)
    change(make, function(m) m.more = 1 end)
    change(make, function(m) for i = 1, 40 do m["k" .. i] = i end m.__index = {y = round} end)
  end
end

-- What the table has that all of them delegate to.
Base.y = 5
print(total(one, 500, own), total(two, 500, own))
Base.get = function() return 1 end
print(total(one, 500, get), total(two, 500, get))

-- A finalizer is seen whenever it was there when the metatable was given.
local finalized = 0
local function finalizing(x, late)
  local m = {__index = Base}
  if not late then m.__gc = function() finalized = finalized + 1 end end
  return setmetatable({x = x}, m)
end
for i = 1, 1000 do finalizing(i, i % 10 ~= 0) end
for i = 1, 1000 do
  local m = {}
  if i % 10 == 0 then m.__gc = function() finalized = finalized + 1 end end
  setmetatable({}, m)
end
collectgarbage() collectgarbage()
print(finalized)

-- A metatable that is empty first and is filled then, over and over.
local function filled(x)
  local m = {}
  local o = setmetatable({x = x}, m)
  local before = o.kind
  m.__index = Base
  return o, before
end
for i = 1, 300 do
  local o, before = filled(i)
  if before ~= nil or o.kind ~= "base" then print("wrong", i) end
end
local function renamed(x)
  local m = {__name = "n"}
  local o = setmetatable({x = x}, m)
  local before = o.kind
  m.__index = Base
  m.__add = add
  return o, before, o + o
end
for i = 1, 300 do
  local o, before, twice = renamed(i)
  if before ~= nil or o.kind ~= "base" or twice ~= 2 * i then print("wrong", i) end
end

-- Protected ones, and those that are closed or iterated in their own way.
local closed = 0
for i = 1, 300 do
  local o <close> = setmetatable({x = i}, {__close = function() closed = closed + 1 end})
  local p = setmetatable({x = i}, {__metatable = i})
  if getmetatable(p) ~= i or pcall(setmetatable, p, {}) then print("wrong", i) end
  for k in pairs(setmetatable({}, {__pairs = function() return function(_, k) if not k then return i end end end})) do
    closed = closed + k
  end
end
print(closed)
print "done"
