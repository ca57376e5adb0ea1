-- The same chunk is loaded again and again: functions of it have nothing in common but their code.

package.path = "../?.lua"
local check = require "check"

local text = [[
local count, first = 0, ...
shared = (shared or 0) + 1
local function next(step) count = count + (step or first) return count end
return next, function() return count end, shared
]]
local makers = {}
for i = 1, 40 do makers[i] = load(text, "=again") end
for i = 2, 40 do assert(makers[i] ~= makers[i - 1]) end
shared = nil
local nexts, gets = {}, {}
for i = 1, 40 do nexts[i], gets[i] = makers[i](i) end
for round = 1, 200 do for i = 1, 40 do nexts[i](i % 3 == 0 and 0.5 or nil) end end
check.show("counts", gets[1](), gets[2](), gets[3](), gets[40](), shared)
assert(nexts[1] ~= nexts[2])

-- Environments.
local results = {}
for i = 1, 12 do
    local environment = { shared = i * 10 }
    local _, _, seen = load(text, "=again", "t", environment)(i)
    results[i] = seen .. ":" .. environment.shared
end
check.show("environments", table.concat(results, " "))
local chunk = load("return x", "=x", "bt", { x = 1 })
for i = 1, 5 do load("return x", "=x", "bt", { x = i })() end
local other = load("return x", "=x", "bt", { x = 7 })
check.show("before and after", chunk(), other(), load("return x", "=x", "bt", nil) ~= nil)
check.try("without an environment", load("return x", "=x", "bt", nil))

-- What the debug library changes in one of them.
local one, two
for _ = 1, 5 do one, two = load("local a = 1 return function() return a, x end", "=one")(), load(
    "local a = 1 return function() return a, x end", "=one")() end
x = "global"
check.show("upvalues", debug.getupvalue(one, 1))
assert(debug.upvalueid(one, 1) ~= debug.upvalueid(two, 1))
debug.setupvalue(one, 1, "changed")
check.show("changed", one())
check.show("not changed", two())
debug.upvaluejoin(one, 1, two, 1)
check.show("joined", one())
x = nil

-- Names, modes, errors, dumps.
for i = 1, 5 do
    for _, name in ipairs { "=a", "=b", "@c" } do
        local f = load("\n\nerror 'here'", name)
        check.try(name, f)
        check.show("lines", debug.getinfo(f, "S").source, debug.getinfo(f, "S").short_src)
    end
    check.show("binary only", load("return 1", "=a", "b"))
    check.show("syntax", load("return +", "=a"))
    check.show("dumped", load(string.dump(load("return ...", "=d")), "=e")(i))
    check.show("pieces", load(coroutine.wrap(function() coroutine.yield "return " coroutine.yield "'p' .. ..." end), "=p")(i))
end
check.show("binary in disguise", load("\27Lua", "=a", "t"))

-- They die, and their likes are loaded again.
local weak = setmetatable({}, { __mode = "v" })
for i = 1, 30 do
    weak[i] = load("return function() return 'dying' end", "=dying")()
    if i % 10 == 0 then for _ = 1, 5 do collectgarbage() end end
end
collectgarbage()
check.show("dead", next(weak))
check.show("again", load("return function() return 'dying' end", "=dying")()())

-- Recursion through loading.
local source = "local n, f = ... if n == 0 then return 0 end return n + f('')(n - 1, f)"
source = source:gsub("''", "nil")
local function again() return load(source, "=recursive") end
check.show("recursive", again()(50, again))
print "done"
