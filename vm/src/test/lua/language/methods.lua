-- Method definitions and calls: what self is, on which values, with which lookup, and how often the object
-- expression is evaluated.

package.path = "../?.lua"
local check = require "check"

local Account = {}
Account.__index = Account
function Account.new(balance) return setmetatable({ balance = balance }, Account) end
function Account:deposit(n) self.balance = self.balance + n return self end
function Account:get() return self.balance end
function Account.static(...) return select("#", ...) end

local account = Account.new(10)
check.same(account:deposit(5):deposit(7):get(), 22)
check.same(account.get(account), 22)
check.same(Account.get(account), 22)
check.same(account["get"](account), 22)
check.same(account:static(), 1)
check.same(account.static(), 0)
check.same(account:static(nil, nil), 3)

-- Calls without parentheses.
local writer = { out = {} }
function writer:write(v) self.out[#self.out + 1] = type(v) == "table" and #v or v return self end
writer:write "one":write { 1, 2 }:write [[three]]:write(4)
print(table.concat(writer.out, " "))

-- self is an ordinary parameter.
local odd = {}
function odd:change() self = { new = true } return self end
check.same(odd:change().new, true)
function odd.explicit(self, ...) return self == odd, ... end
check.list({ odd:explicit(1, 2) }, true, 1, 2)
function odd:inner() return (function() return self end)() end
check.same(odd:inner(), odd)
function odd:shadow(self) return self end
check.same(odd:shadow(9), 9)

-- The object expression is evaluated once.
local evaluations = 0
local function object() evaluations = evaluations + 1 return account end
object():deposit(1)
check.same(evaluations, 1)

-- On strings, numbers with a metatable, functions with a metatable.
check.same(("abc"):upper(), "ABC")
check.same(("x"):rep(3, ","), "x,x,x")
check.same(#("abc"):rep(2), 6)
local text = "local"
check.same(text:len(), 5)
check.same(("%s %s"):format("a", "b"), "a b")
debug.setmetatable(0, { __index = { double = function(n) return n * 2 end, type = math.type } })
check.list({ (5):double(), (2.5):double(), (5):type(), (5.0):type() }, 10, 5.0, "integer", "float")
local five = 5
check.same(five:double():double(), 20)
debug.setmetatable(0, nil)
debug.setmetatable(print, { __index = { apply = function(f, ...) return f(...) end } })
check.same((function(a, b) return a + b end):apply(3, 4), 7)
check.same(math.max:apply(3, 4), 4)
debug.setmetatable(print, nil)
debug.setmetatable(nil, { __index = function(_, k) return function() return "nil has no " .. k end end })
local nothing
check.same(nothing:method(), "nil has no method")
debug.setmetatable(nil, nil)

-- Methods found through a function, through several tables, in the object itself before the class.
local base = { who = function() return "base" end, only = function(self) return self.name end }
local derived = setmetatable({ who = function() return "derived" end }, { __index = base })
local instance = setmetatable({ name = "instance" }, { __index = derived })
check.list({ instance:who(), instance:only() }, "derived", "instance")
instance.who = function(self) return "own " .. self.name end
check.same(instance:who(), "own instance")
instance.who = nil
check.same(instance:who(), "derived")
local dynamic = setmetatable({}, { __index = function(_, k) return function(_, ...) return k, ... end end })
check.list({ dynamic:anything(1, 2) }, "anything", 1, 2)

-- Redefinition takes effect at the next call; a bound method does not change.
local bound = account.get
function Account:get() return "redefined" end
check.list({ account:get(), bound(account) }, "redefined", 23)

-- Callable tables as methods.
local host = { action = setmetatable({}, { __call = function(self, receiver, n) return receiver.id, n end }),
    id = "host" }
check.list({ host:action(5) }, "host", 5)

-- Names that look special; long chains; keys with 256 and more constants before them.
local chainable = {}
function chainable:m() return self end
check.same(chainable:m():m():m():m():m():m():m():m(), chainable)
local source = { "local o = ... local n = 0" }
for i = 1, 300 do source[#source + 1] = "n = n + o:method" .. i .. "(" .. i .. ")" end
source[#source + 1] = "return n"
local methods = setmetatable({}, { __index = function(_, k) return function(_,
    v) return v + tonumber(k:match "%d+") end end })
check.same(load(table.concat(source, "\n"))(methods), 90300)

-- Multiple results and arguments.
local pair = { a = 1, b = 2 }
function pair:both() return self.a, self.b end
function pair:sum(...) local s = 0 for _, v in ipairs { ... } do s = s + v end return s end
check.same(pair:sum(pair:both()), 3)
check.same(pair:sum(10, pair:both()), 13)
check.same(pair:sum(pair:both(), 10), 11)

-- Errors name the method.
check.try("missing method", function() account:nope() end)
check.try("missing in a string", function() return ("x"):nope() end)
check.try("nil object", function() local o o:m() end)
check.try("number object", function() local o = 5 o:m() end)
check.try("field as object", function() return account.inner:m() end)
check.try("global object", function() return NO_OBJECT:m() end)
check.try("not a function", function() local o = { m = 5 } o:m() end)
check.try("error inside", function() account.balance = {} account:deposit(1) end)

print "done"
