-- A module of hundreds of functions that call one another, as a translator to Lua writes them.
-- kind: functions
-- idioms: modules with hundreds of functions; load; calls of module fields that never change; calls chosen by a
--   number

local FUNCTIONS, WALKS, LENGTH = 480, 3000, 400

local floor = math.floor

-- Rule k of the module turns a number into another one, in one of these ways. Each way stands here twice: as the text
-- that the module is made of, and as a function of k that the check uses.
local ways = {
  {"(x * 3 + %d) %% M.modulus", function(x, k) return (x * 3 + k) % 10007 end},
  {"x %% 2 == 0 and floor(x / 2) + %d or x + M.step",
    function(x, k) return x % 2 == 0 and floor(x / 2) + k or x + 17 end},
  {"M.clamp(x + %d)", function(x, k) x = x + k return x > 5000 and x - 5000 or x end},
  {"(x %% 97) * (x %% 89) + %d", function(x, k) return (x % 97) * (x % 89) + k end},
  {"M.table[x %% 32 + 1] + %d", function(x, k) x = x % 32 + 1 return x * x % 1000 + k end},
  {"#(M.label .. x) + %d", function(x, k) return 4 + #tostring(x) + k end},
  {"M.larger(x %% 1000, %d)", function(x, k) return math.max(x % 1000, k) end},
}

local function way_of(k)
  return ways[k % #ways + 1]
end

-- The rule that rule k hands its result to: one that is known, or one of four that depend on the result.
local function successor(k, x)
  local base = (k * 7 + 3) % FUNCTIONS
  return k % 10 == 0 and (base + x % 4) % FUNCTIONS + 1 or base + 1
end

local function source()
  local lines = {
    "local floor = math.floor",
    "local M = {modulus = 10007, step = 17, label = 'rule', table = {}, rules = {}, calls = 0}",
    "for i = 1, 32 do M.table[i] = i * i % 1000 end",
    "function M.clamp(x) if x > 5000 then return x - 5000 end return x end",
    "function M.larger(a, b) if a > b then return a end return b end",
  }
  local function add(line, ...)
    lines[#lines + 1] = line:format(...)
  end
  for k = 1, FUNCTIONS do
    local base = (k * 7 + 3) % FUNCTIONS
    add("function M.rule_%d(x, left)", k)
    add("  x = " .. way_of(k)[1], k % 89)
    add("  M.calls = M.calls + 1")
    add("  if left == 0 then return x end")
    if k % 10 == 0 then
      add("  return M.rules[(%d + x %% 4) %% %d + 1](x, left - 1)", base, FUNCTIONS)
    else
      add("  return M.rule_%d(x, left - 1)", base + 1)
    end
    add("end")
    add("M.rules[%d] = M.rule_%d", k, k)
  end
  add("return M")
  return table.concat(lines, "\n")
end

local module = assert((loadstring or load)(source(), "=bigmodule"))()

local function walk_by_hand(k, x)
  for _ = 1, LENGTH do
    x = way_of(k)[2](x, k % 89)
    k = successor(k, x)
  end
  return x
end

local function start_of(walk)
  return walk * 31 % FUNCTIONS + 1, walk * 37 % 1000
end

local expected = {}
for walk = 1, WALKS do
  expected[walk] = walk_by_hand(start_of(walk))
end

local function run()
  module.calls = 0
  for walk = 1, WALKS do
    local k, x = start_of(walk)
    local result = module["rule_" .. k](x, LENGTH - 1)
    if result ~= expected[walk] then
      error("bigmodule: walk " .. walk .. " ends at " .. result .. " instead of " .. expected[walk])
    end
  end
  if module.calls ~= WALKS * LENGTH then
    error("bigmodule: " .. module.calls .. " calls")
  end
end

return run
