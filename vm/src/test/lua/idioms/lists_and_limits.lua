-- Lists whose length shows at run time only, many results of varargs, numeric loops whose limits are of the other kind, and
-- concatenations of many parts: in loops, so that every tier has code of its own for them.
package.path = "../?.lua"
local check = require "check"

-- Open lists: after nothing, after elements, after a key, longer than a batch, longer than what is allocated in one piece.
local function all(...) return {...} end
local function after(...) return {0, 1, ...} end
local function keyed(...) return {[2] = "two", x = 1, 9, ...} end
local function results(f, ...) return {f(...)} end
local function id(...) return ... end
for round = 1, 40 do
  local t = all()
  assert(#t == 0 and next(t) == nil)
  t = all(nil, nil, round)
  assert(t[1] == nil and t[3] == round)
  t = after(round, nil)
  assert(t[1] == 0 and t[2] == 1 and t[3] == round and t[4] == nil)
  t = keyed(round, 3)
  assert(t[1] == 9 and t[2] == round and t[3] == 3 and t.x == 1 and t[4] == nil)
  t = keyed()
  assert(t[1] == 9 and t[2] == "two")
  t = results(id, 1, 2, 3, round)
  assert(#t == 4 and t[4] == round)
  t[#t + 1] = 5
  t.name = "x"
  assert(#t == 5 and t[5] == 5)
end
for _, n in ipairs {49, 50, 51, 100, 250, 300, 3000, 40000} do
  local numbers = {}
  for i = 1, n do numbers[i] = i end
  for round = 1, 6 do
    local t = {round, table.unpack(numbers)}
    local u = all(table.unpack(numbers))
    assert(#t == n + 1 and t[1] == round and t[n + 1] == n and t[n // 2 + 1] == n // 2 and #u == n and u[n] == n)
    u[n + 1] = round
    assert(#u == n + 1 and numbers[n + 1] == nil)
  end
end

-- Constructors of more elements than one instruction stores, with what is collected in them.
for round = 1, 60 do
  local t = {
    {round}, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31, 32, 33, 34, {round}, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, {round}, 51, 52, 53, 54, 55, 56, 57,
    58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, {round}, "last"}
  if round % 20 == 0 then collectgarbage() end
  assert(#t == 71 and t[1][1] == round and t[35][1] == round and t[50][1] == round and t[70][1] == round and t[71] == "last")
end

-- More results of ... than there are, and fewer.
local function many(...)
  local a, b, c, d, e, f, g, h, i, j = ...
  return j, i, h, g, f, e, d, c, b, a
end
for round = 1, 40 do
  local n = select("#", many())
  local j, i, h, g = many(1, 2, 3, 4, 5, 6, 7, round)
  local last = many(1, 2, 3, 4, 5, 6, 7, 8, 9, round, 11)
  assert(n == 10 and j == nil and i == nil and h == round and g == 7 and last == round)
end

-- Loops: count and sum of the rounds, 8 at most, and the kind of the variable.
local huge, nan = math.huge, 0/0
local limits = {-huge, -3.5, -3, -0.0, 0, 0.5, 2.999, 3, 3.0, 1e15, -1e15, 2^53, 2^62, 2^63, -2^63, huge, nan,
  math.maxinteger, math.mininteger, "3"}
local firsts = {0, 1, -2, 0.0, 0.5, nan, huge, -huge, (1 << 49) - 3, -(1 << 49) + 2, math.maxinteger - 2, math.mininteger + 1}
local steps = {1, -1, 2, 0.5, -1.5, 1e300, nan, math.maxinteger, math.mininteger, 0, 0.0}
local function run(first, limit, step)
  local n, sum, last = 0, 0
  for x = first, limit, step do
    n, sum, last = n + 1, sum + x, x
    if n == 8 then break end
  end
  return n, sum, math.type(last)
end
local total = 5381
for _, first in ipairs(firsts) do
  for _, step in ipairs(steps) do
    for _, limit in ipairs(limits) do
      local text = check.outcome(run, first, limit, step)
      for i = 1, #text do total = (total * 33 + text:byte(i)) % 1000000007 end
    end
  end
  print(total)
end
local rounds = 0
for i = 1, huge do
  rounds = rounds + i
  if i == 3000 then break end
end
for i = -1, -huge, -1 do
  rounds = rounds + i
  if i == -2000 then break end
end
for i = (1 << 49) - 100, math.maxinteger do
  rounds = rounds + 1
  if i > (1 << 49) + 100 then break end
end
print(rounds)

-- Concatenations of many parts; with some that are no strings.
local named = setmetatable({}, {__concat = function(a, b) return "<" .. (a == _G.named and "o" or tostring(b)) .. ">" end,
  __tostring = function() return "o" end})
_G.named = named
for i = 1, 40 do
  local s = "a" .. i .. "b" .. i .. "c" .. i .. "d" .. i .. "e" .. i .. "f" .. i .. "g" .. i .. "h" .. i .. "i" .. i .. "j"
  assert(s == ("aNbNcNdNeNfNgNhNiNj"):gsub("N", i))
  local f = "a" .. i .. "b" .. i .. "c" .. i + 0.5 .. "d" .. i .. "e" .. i .. "f"
  assert(f == "a" .. i .. "b" .. i .. ("c%d.5d%de%df"):format(i, i, i))
  local o = "a" .. i .. "b" .. named .. "c" .. i .. "d" .. i .. "e" .. i .. "f"
  if i == 40 then print(o) end
  local ok, message = pcall(function() return "a" .. i .. "b" .. i .. "c" .. {} .. "d" .. i .. "e" .. i .. "f" end)
  if i % 39 == 1 then print(ok, message) end
end

-- Metamethods of two operands, some of which are none's: of the first operand, of the second, of strings.
local first = setmetatable({}, {__concat = function(a, b) return type(a) .. "1" .. type(b) end})
local second = setmetatable({}, {__concat = function(a, b) return type(a) .. "2" .. type(b) end})
local function join(a, b) return a .. b end
local operands = {first, second, 1, 0.5, "s", {}, print, true}
for round = 1, 30 do
  if round == 20 then
    getmetatable("").__concat = function(a, b) return type(a) .. "s" .. type(b) end
  elseif round == 25 then
    getmetatable("").__concat = nil
  end
  local results = {}
  for _, a in ipairs(operands) do
    for _, b in ipairs(operands) do results[#results + 1] = check.outcome(join, a, b) end
  end
  if round % 5 == 1 then print(round, table.concat(results, ";")) end
end
print("done")
