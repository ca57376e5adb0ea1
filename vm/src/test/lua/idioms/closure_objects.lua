-- Idiom: objects made of closures; each object has its own functions of the same prototypes.
-- Changes on the way: kinds of values in the upvalues, a method replaced in one object, objects of another kind
-- mixed in.

package.path = "../?.lua"
local check = require "check"

local function account(balance)
    local history = 0
    local self = {}
    function self.deposit(n) balance = balance + n history = history + 1 end
    function self.withdraw(n)
        if n > balance then return false end
        balance = balance - n
        return true
    end
    function self.get() return balance, history end
    return self
end

local accounts = {}
for i = 1, 100 do accounts[i] = account(i * 100) end

local function run(rounds)
    local refused = 0
    for r = 1, rounds do
        for i = 1, #accounts do
            local a = accounts[i]
            a.deposit(r % 5)
            if not a.withdraw(i % 13) then refused = refused + 1 end
        end
    end
    local total, changes = 0, 0
    for i = 1, #accounts do
        local b, h = accounts[i].get()
        total, changes = total + b, changes + h
    end
    return total, changes, refused
end

check.show("integers", run(2000))
accounts[50].deposit(0.5)
check.show("one float", run(250))
for i = 1, 100, 3 do accounts[i].deposit(0.25) end
check.show("many floats", run(250))

-- One object's method is replaced, another gets fewer methods through a wrapper.
accounts[1].withdraw = function() return true end
local inner = accounts[2]
accounts[2] = { deposit = function(n) inner.deposit(n * 2) end, withdraw = inner.withdraw, get = inner.get }
check.show("replaced", run(250))

-- Another kind of object with the same interface, in a third of the places.
local function locked(a)
    return setmetatable({}, { __index = function(_,
        k) if k == "withdraw" then return function() return false end end return a[k] end })
end
for i = 3, 100, 3 do accounts[i] = locked(accounts[i]) end
check.show("locked", run(100))

-- Methods that share a variable which changes its type, and is reset.
local function counter()
    local n = 0
    return function(d) n = n + (d or 1) return n end, function(v) n = v end
end
local add, set = counter()
local seen = 0
for i = 1, 20000 do
    seen = seen + add()
    if i == 5000 then set(0.5) end
    if i == 10000 then set(math.maxinteger - 2) end
    if i == 10010 then set(0) end
    if i == 15000 then set("100") end
end
check.show("counter", seen, add())

-- Closures made and thrown away in the loop; a variable captured in some rounds only.
local sum = 0
for i = 1, 20000 do
    local base = i
    local f = function(x) return base + x end
    if i % 3 == 0 then
        local g = function() base = base * 2 end
        g()
    end
    sum = sum + f(1)
end
check.show("thrown away", sum)

-- Composition of closures, deeper in the course of the loop.
local function compose(f, g) return function(x) return f(g(x)) end end
local function increment(x) return x + 1 end
local function double(x) return x * 2 end
local f = increment
for i = 1, 20 do f = compose(i % 2 == 0 and increment or double, f) end
local total = 0
for i = 1, 4000 do total = total + f(i) % 1009 end
check.show("composed", total)
local half = function(x) return x / 2 end
f = compose(half, f)
for i = 1, 2000 do total = total + f(i) // 1 % 1009 end
check.show("composed with a float", total)

print "done"
