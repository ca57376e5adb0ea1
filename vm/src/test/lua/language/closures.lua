-- Closures: fresh variables each iteration, variables shared between closures, assigned before, after and
-- between captures, captured parameters and loop variables, and closures that outlive everything.

package.path = "../?.lua"
local check = require "check"

-- Each iteration has fresh variables, in every kind of loop.
local made = {}
for i = 1, 3 do
    local j = i * 10
    made[#made + 1] = function() i = i + 1 j = j + 1 return i, j end
end
for k, v in ipairs { "a", "b" } do made[#made + 1] = function() k = k + 1 v = v .. k return k, v end end
local w = 0
while w < 2 do
    local own = w
    made[#made + 1] = function() own = own + 1 return own, w end
    w = w + 1
end
for index, f in ipairs(made) do
    check.show("first and second call " .. index, f(), f())
    check.show("third call", f())
end

-- Two closures over one variable share it, and the enclosing function sees what they do.
local function account(balance)
    local history = 0
    local function deposit(n) balance = balance + n history = history + 1 end
    local function get() return balance, history end
    balance = balance * 2
    return deposit, get
end
local deposit, get = account(50)
deposit(5)
deposit(7)
check.list({ get() }, 112, 2)
local deposit2, get2 = account(1)
deposit2(1)
check.list({ get2() }, 3, 1)
check.list({ get() }, 112, 2)

-- Assigned after the capture by the function itself.
local function assigned_later()
    local v = 1
    local function read() return v end
    local first = read()
    v = 2
    local second = read()
    do v = v + 5 end
    return first, second, read(), v
end
check.list({ assigned_later() }, 1, 2, 7, 7)

-- Never assigned after the capture: may be copied, must look the same.
local function constant_capture(a, b)
    local c = a + b
    return function(d) return a, b, c, d end
end
check.list({ constant_capture(1, 2)(3) }, 1, 2, 3, 3)

-- Assigned by an inner function only; read by another; through three levels.
local function levels()
    local top = 0
    local function middle()
        local function bottom() top = top + 1 end
        bottom()
        return bottom
    end
    local bottom = middle()
    bottom()
    bottom()
    return top, function() return top end, middle
end
local top, read, middle = levels()
check.same(top, 3)
middle()
check.same(read(), 4)

-- A variable captured before it has its value.
local late
local function use() return late end
check.same(use(), nil)
late = "set"
check.same(use(), "set")
local late = "another variable"
check.same(use(), "set")

-- Conditional captures, one of which happens in a branch that may not run.
local function maybe(capture)
    local n = 1
    local f
    if capture then f = function() n = n + 1 return n end end
    n = 10
    return f and f() or n, n
end
check.list({ maybe(true) }, 11, 11)
check.list({ maybe(false) }, 10, 10)

-- Varargs and parameters as captures.
local function keep(...)
    local first, rest = ..., { select(2, ...) }
    return function() return first, #rest, table.unpack(rest) end
end
check.list({ keep(1, nil, 3)() }, 1, 2, nil, 3)

-- Identity: every evaluation may give a new closure when there are captures; it must when a variable differs.
local list = {}
for i = 1, 3 do list[i] = function() return i end end
assert(list[1] ~= list[2] and list[2] ~= list[3])

-- A closure that replaces itself, a memo table, a counter with reset, a curried sum.
local stage = function() return "first" end
local function advance() local old = stage stage = function() return old() .. " then more" end return stage() end
check.same(advance(), "first then more")
check.same(advance(), "first then more then more")

local function memoize(f)
    local cache, misses = {}, 0
    return function(n)
        if cache[n] == nil then misses = misses + 1 cache[n] = f(n) end
        return cache[n]
    end, function() return misses end
end
local fib, misses
fib, misses = memoize(function(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end)
check.list({ fib(80), misses() }, 23416728348467685, 81)

local function curry(n, f, ...)
    if n == 0 then return f(...) end
    local args = table.pack(...)
    return function(x)
        local copy = { table.unpack(args, 1, args.n) }
        copy[args.n + 1] = x
        return curry(n - 1, f, table.unpack(copy, 1, args.n + 1))
    end
end
check.same(curry(4, function(a, b, c, d) return a .. b .. c .. d end)(1)(2)(3)(4), "1234")

-- Many variables captured by one closure, and many closures over one variable.
local names, sets = {}, {}
for i = 1, 60 do
    names[i] = "local v" .. i .. " = " .. i
    sets[i] = "v" .. i
end
local many = load(table.concat(names, "\n") .. "\nreturn function(d) " ..
    table.concat(sets, ", ") .. " = " .. table.concat(sets, " + d, ") .. " + d return " ..
    table.concat(sets, " + ") .. " end")()
check.same(many(0), 1830)
check.same(many(1), 1890)
check.same(many(1), 1950)

local shared, adders = 0, {}
for i = 1, 100 do adders[i] = function() shared = shared + i end end
for _, add in ipairs(adders) do add() end
check.same(shared, 5050)

-- A loop that is left by break, return or error keeps the captured variable's last value.
local function leave(how)
    local f
    for i = 1, 10 do
        local v = i
        f = function() v = v + 1 return i, v end
        v = v * 2
        if i == 4 then
            if how == "break" then break end
            if how == "return" then return f end
            if how == "error" then error(f) end
        end
    end
    return f
end
check.list({ leave "break"() }, 4, 9)
check.list({ leave "return"() }, 4, 9)
check.list({ select(2, pcall(leave, "error"))() }, 4, 9)
check.list({ leave "end"() }, 10, 21)

-- Captured while the stack grows and moves.
local function deep(n)
    local v = n
    local function f() v = v + 1 return v end
    if n > 0 then deep(n - 1) end
    assert(f() == n + 1 and v == n + 1)
end
deep(5000)

print "done"
