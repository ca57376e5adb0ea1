-- Integers that do not fit a word of the engine, in every operation, by registers and by constants; and what is mixed with them.
package.path = "../?.lua"
local check = require "check"

local min, max = math.mininteger, math.maxinteger
local edge = {
  0, 1, -1, 2, 3, -7, 63, 64, -64, 65,
  16777619, 2^53|0, (1<<49)-1, -(1<<49), 1<<49, (1<<50)+5, min, max,
  min+1, 0x0123456789abcdef, -81985529216486896,
  0.5, 3.0, -2.0, 2.0^60, 2.0^63, -2.0^63, 1/0, -0.0, 0/0, "10", "0x7fffffffffffffff", "1.5",
}
local ops = {
  function(x, y) return x + y end,  function(x, y) return x - y end,  function(x, y) return x * y end,  function(x, y) return x / y end,
  function(x, y) return x // y end,  function(x, y) return x % y end,  function(x, y) return x & y end,  function(x, y) return x | y end,
  function(x, y) return x ~ y end,  function(x, y) return x << y end,  function(x, y) return x >> y end,  function(x, y) return -x end,  function(x, y) return ~x end,
  function(x, y) return x < y end,  function(x, y) return x <= y end,  function(x, y) return x == y end,  function(x, y) return x ~= y end,  function(x, y) return x > y end,
  function(x) return x + 1 end,  function(x) return x - 1 end,  function(x) return x * 16777619 end,  function(x) return x & 0xffffffff end,  function(x) return 1 << x end,
  function(x) return x + 0x7fffffffffffffff end,  function(x) return 0x7ffffffffffffffe - x end,  function(x) return x * 0x4000000000000000 end,  function(x) return x & 0x7ffffffffffffff0 end,
  function(x) return x ~ 0xcbf29ce484222325 end,  function(x) return x << 40 end,  function(x) return x >> 3 end,  function(x) return x >> 1 << 1 end,  function(x) return x << -3 end,  function(x) return x << 70 end,
  function(x) return 0x7ffffffffffffff0 >> x end,  function(x) return x // 7 end,  function(x) return x % 7 end,  function(x) return x // 8 end,  function(x) return x % 8 end,  function(x) return x // -1 end,  function(x) return x % -1 end,
  function(x) return x % 0x7ffffffffffffff0 end,  function(x) return x // 0x7ffffffffffffff0 end,  function(x) return 0x7ffffffffffffff0 // x end,  function(x) return 1000 % x end,  function(x) return x ^ 2 end,
  function(x) return x == 0x7fffffffffffffff end,  function(x) return x ~= 0x123456789abcdef end,  function(x) return x < 100 end,  function(x) return x >= 5 end,  function(x) return 7 < x end,  function(x) return x // 0 end,  function(x) return x & 3.0 end,  function(x) return x | 1.5 end,  function(x) return 2.0 << x end,
}

-- A number for the texts of all outcomes.
local sum = 5381
local function note(text)
  for i = 1, #text do sum = (sum * 33 + text:byte(i)) % 1000000007 end
end
for n, op in ipairs(ops) do
  sum = 5381
  for _, x in ipairs(edge) do
    for _, y in ipairs(edge) do
      note(check.outcome(op, x, y))
      if n > 18 then break end
    end
  end
  print(n, sum)
end

-- The same instruction, first with small integers, then large ones, then small ones again.
for _, op in ipairs(ops) do
  sum = 5381
  for i = 1, 60 do note(check.outcome(op, i * (i // 20 == 1 and 0x3ffffffffffff or 1), i)) end
  io.write(sum, " ")
end
print()

-- Metamethods of the same operators.
local mt = {} for _, e in ipairs{"add","sub","mul","div","mod","idiv","band","bor","bxor","shl","shr","unm","bnot"} do mt["__"..e] = function(a, b) return e .. type(a) .. type(b) end end
local o = setmetatable({}, mt)
for i = 1, 5 do
 print(o+1, 1+o, o-1, 2-o, o&1, 1&o, o|7, 7|o, o~3, 3~o, o<<1, 1<<o, o>>2, 3>>o, -o, ~o, o//2, 2//o, o%3, 3%o, o & 0x7ffffffffffffff0, 0x7ffffffffffffff0 << o, o << 99, o & 1.5, o + 0x7ffffffffffffff0)
end
local h = 0xcbf29ce484222325 for i = 1, 20000 do h = (h ~ (i & 255)) * 0x100000001b3 end print(h)
print("done")
