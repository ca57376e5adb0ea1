-- Idiom: modules with hundreds of functions, used by their fields.
-- Changes on the way: functions replaced, fields assigned several times, modules swapped, lookups by computed names.

package.path = "../?.lua"
local check = require "check"

-- A module of 600 functions and some data, made as source and loaded.
local source = { "local M = { version = 1, limit = 1000 }" }
for i = 1, 200 do
    source[#source + 1] = ("function M.add%d(x) return x + %d end"):format(i, i)
    source[#source + 1] = ("function M.scale%d(x) return x * %d %% M.limit end"):format(i, i)
    source[#source + 1] = ("function M.both%d(x) return M.add%d(M.scale%d(x)) end"):format(i, i, i)
end
source[#source + 1] = "return M"
local function make() return load(table.concat(source, "\n"), "=module")() end
local M = make()

-- Direct uses of a few functions in a hot loop.
local function hot(n)
    local x = 0
    for i = 1, n do
        x = M.both7(x + i) + M.add3(i) - M.scale5(x)
        if x < 0 then x = -x end
        x = x % M.limit
    end
    return x
end
check.show("warm-up", hot(60000))

-- Data of the module is assigned: first once, then again and again.
M.limit = 500
check.show("limit assigned", hot(8000))
for i = 1, 40 do M.limit = 400 + i hot(50) end
check.show("limit assigned often", hot(8000))

-- Functions are replaced while the loop's function stays.
local add3 = M.add3
M.add3 = function(x) return x - 3 end
check.show("replaced", hot(8000))
M.add3 = add3
check.show("put back", hot(8000))
M.scale5 = setmetatable({}, { __call = function(_, x) return x // 2 end })
check.show("callable table", hot(8000))
M.scale5 = function(x) return x * 5 / 2 end
check.show("gives floats", hot(8000))
M.scale5 = nil
check.try("removed", hot, 10)
M = make()
check.show("another instance", hot(8000))

-- All functions, by computed names.
local names = {}
for i = 1, 200 do names[i] = "both" .. i end
local sum = 0
for round = 1, 20 do
    for i = 1, 200 do sum = sum + M[names[i]](round) end
    if round == 10 then for i = 1, 200, 2 do M[names[i]] = M["add" .. i] end end
end
check.show("by name", sum)
sum = 0
for i = 1, 6000 do sum = sum + M["add" .. i % 200 + 1](i) end
check.show("by built name", sum)

-- A module behind another: a facade that inherits from it, then overrides.
local facade = setmetatable({ add1 = function(x) return x + 100 end }, { __index = M })
sum = 0
for i = 1, 12000 do
    sum = sum + facade.add1(i) + facade.add2(i) + facade.scale3(i)
    if i == 4000 then facade.add2 = function(x) return -x end end
    if i == 6000 then M.scale3 = function(x) return x end end
    if i == 8000 then facade.add1 = nil end
    if i == 10000 then facade.add2 = nil end
end
check.show("facade", sum)

-- Modules with fields that come and go, counted and copied.
local copy = {}
for k, v in pairs(M) do copy[k] = v end
for i = 1, 200 do copy["scale" .. i] = nil end
local kept = 0
for k, v in pairs(copy) do if type(v) == "function" then kept = kept + 1 end end
check.show("copied", kept)
sum = 0
for i = 1, 10000 do
    sum = sum + copy.add10(i) + (copy.scale10 and copy.scale10(i) or 0)
    if i == 5000 then copy.scale10 = function() return 1 end end
end
check.show("optional function", sum)

print "done"
