-- The generic for: the protocol of iterator, state, control and closing value; callable objects; changes of
-- variables in the body; errors.

package.path = "../?.lua"
local check = require "check"

-- What the iterator is given, and when the loop ends.
local log = {}
local function iterator(state, control)
    log[#log + 1] = check.texts(state, control)
    if control < 3 then return control + 1, "second", "third" end
end
for a, b, c, d in iterator, "state", 0 do log[#log + 1] = "body " .. check.texts(a, b, c, d) end
print(table.concat(log, "; "))
log = {}
for a in iterator, nil, 1 do log[#log + 1] = "body " .. a end
print(table.concat(log, "; "))

-- The control variable is a copy: the body may assign it.
log = {}
for i in iterator, "s", 0 do
    i = i * 100
    log[#log + 1] = tostring(i)
end
print(table.concat(log, "; "))

-- The loop ends at nil only; false is a value.
local values = { false, 0, "", nil }
local index, seen = 0, {}
for v in function() index = index + 1 return values[index] end do seen[#seen + 1] = check.text(v) end
print(table.concat(seen, " "))
for _ in function() end do error "no iteration" end

-- Any number of variables and of results.
local function many() local done return function() if not done then done = true return 1, 2, 3, 4, 5, 6, 7,
    8 end end end
for a in many() do check.same(a, 1) end
for a, b, c, d, e, f, g, h, i in many() do check.list({ a, b, c, d, e, f, g, h, i }, 1, 2, 3, 4, 5, 6, 7, 8) end
local wide = {}
for i = 1, 100 do wide[i] = "v" .. i end
check.same(load("local f = ... for " .. table.concat(wide, ",") .. " in f do return v1 + v50 + v100 end")
    (function() return table.unpack((function() local t = {} for i = 1, 100 do t[i] = i end return t end)()) end), 151)

-- The expression list is evaluated once, adjusted to four values.
local evaluated = 0
local function list() evaluated = evaluated + 1 return iterator, "listed", 0, nil, "extra" end
log = {}
for i in list() do end
print(table.concat(log, "; "), evaluated)
log = {}
for i in iterator, (function() return "one", 0 end)() do end
print(table.concat(log, "; "))
for i in next, {}, nil, nil, error do end

-- Iterators that are not functions.
local callable = setmetatable({ n = 0 }, { __call = function(self, s,
    c) self.n = self.n + 1 if self.n < 4 then return self.n, s, c end end })
log = {}
for a, b, c in callable, "state", "control" do log[#log + 1] = check.texts(a, b, c) end
print(table.concat(log, "; "))
local wrapped = coroutine.wrap(function(s, c) for i = 1, 3 do s, c = coroutine.yield(i, s, c) end end)
log = {}
for a, b, c in wrapped, "s", "c" do log[#log + 1] = check.texts(a, b, c) end
print(table.concat(log, "; "))

-- Iterators made of closures, nested, and over one another.
local function range(from, to, step)
    local at = from - (step or 1)
    return function() at = at + (step or 1) if at <= to then return at end end
end
local function map(f, it) return function() local v = it() if v ~= nil then return f(v) end end end
local function filter(f, it) return function() for v in it do if f(v) then return v end end end end
local function take(n, it) return function() n = n - 1 if n >= 0 then return it() end end end
local out = {}
for v in take(5, filter(function(v) return v % 3 == 0 end, map(function(v) return v * v end, range(1, math.huge)))) do
    out[#out + 1] = v
end
print(table.concat(out, " "))
local function pairs_of(n)
    return function(_, i, ...)
        i = i + 1
        if i <= n then return i, i * i end
    end, nil, 0
end
local sum = 0
for i, s in pairs_of(10) do for j, r in pairs_of(i) do sum = sum + s * r end end
print("sum", sum)

-- Permutations by recursion over a coroutine.
local function permutations(t, n)
    n = n or #t
    if n <= 1 then coroutine.yield(t) else
        for i = 1, n do
            t[n], t[i] = t[i], t[n]
            permutations(t, n - 1)
            t[n], t[i] = t[i], t[n]
        end
    end
end
out = {}
for p in coroutine.wrap(function() permutations { "a", "b", "c" } end) do out[#out + 1] = table.concat(p) end
print(table.concat(out, " "))

-- The body may change the iterator variable, the table, even the loop's own source expressions.
local f = range(1, 3)
out = {}
for v in f do f = nil out[#out + 1] = v end
check.list(out, 1, 2, 3)
local t = { 1, 2, 3 }
out = {}
for i, v in ipairs(t) do
    if i == 1 then t[4] = 4 t[3] = nil end
    out[#out + 1] = v
end
check.list(out, 1, 2)

-- Closures over the variables, break and goto out of nested loops.
local functions = {}
for k, v in ipairs { "a", "b", "c" } do functions[k] = function(x) v = v .. (x or "") return k .. v end end
functions[1] "!"
check.list({ functions[1](), functions[2](), functions[3]() }, "1a!", "2b", "3c")
for i in range(1, 10) do
    for j in range(1, 10) do
        if i * j == 42 then out = { i, j } goto found end
    end
end
::found::
check.list(out, 6, 7)

-- Errors.
check.try("nil", function() for _ in nil do end end)
check.try("number", function() for _ in 42 do end end)
check.try("table", function() for _ in {} do end end)
check.try("missing global", function() for _ in no_such_iterator do end end)
check.try("missing call result", function() for _ in (function() end)() do end end)
check.try("pairs of nil", function() for _ in pairs(nil) do end end)
check.try("ipairs of nothing", function() for _ in ipairs() do end end)
check.try("error in the iterator", function() for _ in function() error "failed" end do end end)
check.try("error in the iterator without position", function() for _ in function() error("failed", 0) end do end end)
check.try("error level 2", function()
    for _ in function() error("failed", 2) end do
    end
end)
check.try("next with a bad key", function() for _ in next, {}, "absent" do end end)

print "done"
