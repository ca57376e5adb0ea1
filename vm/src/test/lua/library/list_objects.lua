-- Lists that are objects: functions on tables do without their metatables' metamethods, until there are some that matter.

local List = {}
List.__index = List
local function new(...) return setmetatable({...}, List) end
function List:add(v) table.insert(self, v) return self end
function List:pop() return table.remove(self) end
function List:sum() local s = 0 for i, v in ipairs(self) do s = s + v * i end return s end
function List:keys() local n, s = 0, 0 for k, v in pairs(self) do n, s = n + 1, s + v end return n, s end
function List:all() return table.unpack(self) end
function List:some(i, j) return table.unpack(self, i, j) end
function List:text() return table.concat(self, ",") end

local function use(l)
  l:add("7"):add("8")
  local removed = l:pop()
  local n, s = l:keys()
  local a, b, c = l:all()
  local d, e = l:some(2, 3)
  local text = l:text()
  l:pop()
  return table.concat({tostring(removed), n, s, a, b, tostring(c), d, tostring(e), text, l:sum(), #l}, " ")
end

local list = new("1", "2", "3")
local last
for i = 1, 500 do
  local now = use(list)
  if last and now ~= last then print("differs", i, now) end
  last = now
end
print(last)

-- With holes, and empty ones.
local holes = new("1", nil, "3", nil)
for i = 1, 300 do
  local a, b, c = table.unpack(holes, 1, 3)
  local n = 0
  for _ in ipairs(holes) do n = n + 1 end
  if a ~= "1" or b ~= nil or c ~= "3" or n ~= 1 then print("wrong", i, a, b, c, n) end
end
local empty = new()
for i = 1, 300 do
  if empty:pop() ~= nil or empty:sum() ~= 0 or select("#", empty:all()) ~= 0 or empty:text() ~= "" then print("wrong", i) end
end

-- The class has elements of its own, which are inherited: first none, then one, and again none.
local function count(l) local n = 0 for i, v in ipairs(l) do n = n + v end return n end
local three = new(1, 1, 1)
for round = 1, 3 do
  for i = 1, 200 do count(three) end
  print(count(three))
  List[4] = 10
  print(count(three), (three:some(4, 4)))
  List[5] = 100
  print(count(three), select("#", three:all()))
  List[4], List[5] = nil, nil
  print(count(three))
  three[4] = 5
  print(count(three))
  three[4] = nil
end

-- Along two classes, of which the second one gets an element in its hash part.
local Base = {}
local Derived = setmetatable({}, {__index = Base})
Derived.__index = Derived
local d = setmetatable({1, 2}, Derived)
for i = 1, 300 do count(d) end
Base[3] = 30
print(count(d))
Base[3] = nil
Base[1000000] = 1
print(count(d))
setmetatable(Base, {__index = function(_, i) if i < 6 then return i * 100 end end})
print(count(d))
setmetatable(Base, Derived)
Base[1000000] = nil
local good, message = pcall(count, d)
print(good, type(message))
setmetatable(Base, nil)
print(count(d))

-- Metamethods that come later.
local function check(name, value, ...)
  List[name] = value
  for i = 1, select("#", ...) do
    local result = table.pack(pcall((select(i, ...))))
    for k = 1, result.n do result[k] = tostring(result[k]):gsub("^.-:%d+: ", "") end
    print(name, i, table.unpack(result, 1, result.n))
  end
  List[name] = nil
end
local l = new("1", "2", "3")
for round = 1, 2 do
  check("__len", function() return 2 end,
      function() return table.unpack(l) end,
      function() return table.concat(l, "-") end,
      function() table.insert(l, "x") return l[3] end,
      function() l[3] = "3" return table.remove(l), l[2], l[3] end)
  l = new("1", "2", "3")
  check("__newindex", function(t, k, v) rawset(t, k, v .. "!") end,
      function() table.insert(l, "4") return l[4] end,
      function() return table.remove(l), #l end,
      function() l:add("5") return l[4], #l end)
  l = new("1", "2", "3")
  check("__pairs", function(t) return function(_, k) if not k then return 1, "paired" end end, t, nil end,
      function() for k, v in pairs(l) do return k, v end end)
  check("__index", function(_, k) return type(k) == "number" and k < 6 and k * 10 or nil end,
      function() return count(l) end,
      function() return table.unpack(l, 1, 5) end)
  List.__index = List
  print(use(l))
end

-- Each list with a metatable of its own.
local function own(...) return setmetatable({...}, {__index = List, __name = "own"}) end
for i = 1, 400 do
  local o = own("1", "2", "3")
  if use(o) ~= last then print("differs", i, use(o)) end
  if i % 100 == 0 then
    getmetatable(o).__len = function() return 1 end
    print(table.unpack(o))
    getmetatable(o).__pairs = function() return next, {a = 1}, nil end
    for k, v in pairs(o) do print(k, v) end
  end
end
print "done"
