-- Constructors that make the class its own `__index` each time, prototypes that objects are cloned from, and walks along
-- metatables.

package.path = "../?.lua"
local check = require "check"

local Account = {balance = 0}
function Account:new(o)
    o = o or {}
    setmetatable(o, self)
    self.__index = self
    return o
end
function Account:deposit(v) self.balance = self.balance + v return self end
function Account:limit() return 10 end
local Special = Account:new()
function Special:limit() return 2 * Account.limit(self) end
local Gold = Special:new({balance = 5})
for i = 1, 300 do
    check.list({ Account:new():deposit(i).balance, Special:new():deposit(i).balance, Gold:new():deposit(i).balance }, i, i, i + 5)
    check.list({ Account:new():limit(), Special:new():limit(), Gold:new():limit() }, 10, 20, 20)
end

-- Another `__index` in between: it is what counts, and the next constructor sets it back.
local function read(o) return o.limit end
local function odd() return "odd" end
for i = 1, 100 do
    local o = Account:new()
    check.same(read(o), Account.limit)
    Account.__index = {limit = odd}
    check.same(read(o), odd)
    Account.__index = function(_, key) return key .. "?" end
    check.same(read(o), "limit?")
    Account:new()
    check.same(read(o), Account.limit)
end
Account.__index = nil
check.same(pcall(Account.limit), true)
check.same(rawget(Account, "__index"), nil)
check.same(read(Account:new()), Account.limit)

-- Other events, assigned again and again: the same function, or a new one each time.
local function sum(a, b) return a.n + b.n end
local Number = {}
local function number(n, add)
    Number.__add = add
    Number.__metatable = nil
    return setmetatable({n = n}, Number)
end
for i = 1, 300 do
    check.same(number(i, sum) + number(1, sum), i + 1)
end
for i = 1, 100 do
    local a = number(i, function(a, b) return a.n * b.n + i end)
    check.same(a + a, i * i + i)
end

-- Walking along metatables; what `__metatable` shows instead.
local function depth(o)
    local n, m = 0, getmetatable(o)
    while m do
        n = n + 1
        m = getmetatable(m)
    end
    return n
end
local hidden = setmetatable({}, {__metatable = false})
local shown = setmetatable({}, {__metatable = Gold})
local named = setmetatable({}, {__metatable = "name"})
for i = 1, 300 do
    check.list({ depth(Account:new()), depth(Special:new()), depth(Gold:new()), depth({}) }, 1, 2, 3, 0)
    check.list({ getmetatable(hidden), getmetatable(named), getmetatable(shown) == Gold }, false, "name", true)
    check.list({ depth(hidden), depth(shown) }, 0, 3)
end
for _, value in ipairs {1, 2.5, true, print} do
    for i = 1, 50 do check.same(depth(value), 0) end
end
check.same(getmetatable("x").__index, string)
local late = setmetatable({}, {})
for i = 1, 100 do check.same(getmetatable(late) == nil, false) end
getmetatable(late).__metatable = "late"
for i = 1, 100 do check.same(getmetatable(late), "late") end
check.same(pcall(setmetatable, late, {}), false)

print "done"
