-- Lexical scope: where a local variable begins and ends, shadowing, nested functions, recursion.

package.path = "../?.lua"
local check = require "check"

-- A variable is visible after its declaration, not within it.
local x = 1
local x = x + 10
check.same(x, 11)
do
    local x = x * 2
    check.same(x, 22)
    local x, y = x + 1, x + 2
    check.list({ x, y }, 23, 24)
end
check.same(x, 11)

-- A local function sees itself; a function assigned to a local at its declaration does not.
local function factorial(n) return n <= 1 and 1 or n * factorial(n - 1) end
check.same(factorial(10), 3628800)
local outer = function() return type(outer) end
check.same(outer(), "nil")
local later
later = function(n) return n == 0 and "end" or later(n - 1) end
check.same(later(5), "end")

-- Every block bounds its variables: do, if, while, repeat, for, functions.
local seen = {}
if true then local x = "then" seen[#seen + 1] = x end
if false then local x = "no" else local x = "else" seen[#seen + 1] = x end
local n = 0
while n < 1 do local x = "while" seen[#seen + 1] = x n = n + 1 end
for x = 5, 5 do seen[#seen + 1] = x local x = "for" seen[#seen + 1] = x end
for x, y in next, { 7 } do seen[#seen + 1] = x + y end
seen[#seen + 1] = (function(x) x = x .. "!" return x end)("parameter")
seen[#seen + 1] = x
for i, v in ipairs(seen) do seen[i] = tostring(v) end
print(table.concat(seen, " "))

-- The condition of repeat-until sees the variables of its body.
local rounds = 0
repeat
    local finished = rounds == 3
    rounds = rounds + 1
until finished
check.same(rounds, 4)
local captured = {}
local i = 0
repeat
    local copy = i
    captured[#captured + 1] = function() return copy end
    i = i + 1
until copy == 2
check.list({ captured[1](), captured[2](), captured[3](), #captured }, 0, 1, 2, 3)

-- Same name as parameter, local, upvalue, global.
name = "global"
local function levels(name)
    local first = name
    local name = "inner local"
    local function deep() return name end
    do
        local name = "block"
        return first, name, deep(), _ENV.name
    end
end
check.list({ levels "parameter" }, "parameter", "block", "inner local", "global")
name = nil

-- Duplicate names: the last parameter and the last local win.
local function duplicate(a, a) return a end
check.same(duplicate(1, 2), 2)
local d, d = 3, 4
check.same(d, 4)
local function variadic(a, ...) local a = ... return a end
check.same(variadic(1, 2), 2)

-- A local without a value is nil, each time its declaration is executed.
local values = {}
for i = 1, 3 do
    local fresh
    values[i] = fresh == nil
    fresh = i
end
check.list(values, true, true, true)
local count = 0
::again::
do
    local fresh
    check.same(fresh, nil)
    fresh = "used"
    count = count + 1
    if count < 3 then goto again end
end

-- Mutual recursion through locals declared first, and through fields.
local is_even, is_odd
function is_even(n) if n == 0 then return true end return is_odd(n - 1) end
function is_odd(n) if n == 0 then return false end return is_even(n - 1) end
check.list({ is_even(100), is_odd(100), is_odd(7) }, true, false, true)
local module = { deep = { deeper = {} } }
function module.deep.deeper.f(n) return n and "given" or "none" end
function module.deep:method(n) return self == module.deep, n end
check.list({ module.deep.deeper.f(1), module.deep.deeper.f(), module.deep:method(3) }, "given", "none", true, 3)

-- Nested functions reach variables of all enclosing functions.
local function one(a)
    return function(b)
        return function(c)
            return function(d)
                a, b, c, d = a + 1, b + 10, c + 100, d + 1000
                return a, b, c, d
            end
        end
    end
end
local f = one(0)(0)
check.list({ f(0)(0) }, 1, 10, 100, 1000)
check.list({ f(0)(0) }, 2, 20, 100, 1000)

-- Many scopes reuse the same places: values must not leak from one into the next.
for round = 1, 3 do
    do local a, b, c = 1, 2, 3 assert(a + b + c == 6) end
    do local a, b, c assert(a == nil and b == nil and c == nil) end
    do local a <const> = round local b = a assert(b == round) end
    local t = {}
    do local p, q, r, s = t, t, t, t assert(p == s) end
    do local p, q, r, s = (function() end)() assert(not (p or q or r or s)) end
end

print "done"
