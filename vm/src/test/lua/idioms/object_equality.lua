-- Comparing objects of all kinds, with and without __eq, which comes later for some.
local P = {} P.__index = P
local Q = setmetatable({}, {__index = P}) Q.__index = Q Q.__eq = function(a, b) return a.x == b.x end
local function mk(c, x) return setmetatable({x = x}, c) end
local list = {}
for i = 1, 60 do list[i] = i % 3 == 0 and mk(Q, i % 5) or i % 3 == 1 and mk(P, i % 5) or {x = i % 5} end
list[61] = print list[62] = function() end list[63] = "abc" list[64] = coroutine.create(print) list[65] = io.stdout list[66] = 2^53 list[67] = math.maxinteger list[68]=("x"):rep(100) list[69]=("x"):rep(50)..("x"):rep(50) list[70]=("x"):rep(3000) list[71]=("x"):rep(1500)..("x"):rep(1500)
local n, m = 0, 0
for r = 1, 10 do
  for i = 1, #list do for j = 1, #list do
    if list[i] == list[j] then n = n + i * j end
    if list[i] ~= list[j] then m = m + i + j end
  end end
end
print(n, m)
P.__eq = function() return true end
for r = 1, 4 do
  for i = 1, #list do for j = 1, #list do
    if list[i] == list[j] then n = n + i * j end
  end end
end
print(n)
print "done"
