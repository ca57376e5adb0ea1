-- __call: any value can be called whose metatable says how; the value becomes the first argument.

package.path = "../?.lua"
local check = require "check"

-- Arguments, results, the value itself.
local function count(...) return select("#", ...), ... end
local object = setmetatable({}, { __call = count })
check.list({ object() }, 1, object)
check.list({ object(1, nil) }, 3, object, 1, nil)
check.list({ object(table.unpack({}, 1, 50)) }, 51, object)
check.list({ (object(1, 2)) }, 3)
check.same(#{ object(1, 2, 3) }, 5)
check.same(object "string", 2)
check.same(object { 1 }, 2)
check.same(select("#", object(object())), 4)

-- A fixed number of parameters, more and fewer arguments.
local three = setmetatable({}, { __call = function(self, a, b) return self ~= nil, a, b end })
check.list({ three() }, true, nil, nil)
check.list({ three(1) }, true, 1, nil)
check.list({ three(1, 2, 3, 4) }, true, 1, 2)

-- Built-in functions as __call.
local packer = setmetatable({}, { __call = select })
check.try("select of a table", packer)
check.same(setmetatable({}, { __call = rawlen })(), 0)
check.same(setmetatable({ 1, 2 }, { __call = table.concat })(), "12")
check.same(setmetatable({ "a", "b" }, { __call = table.concat })(","), "a,b")

-- Chains: a callable object as __call of another.
local first = setmetatable({ name = "first" }, { __call = function(self, ...) return self.name, ... end })
local second = setmetatable({ name = "second" }, { __call = first })
local third = setmetatable({ name = "third" }, { __call = second })
check.list({ second(1) }, "first", second, 1)
check.list({ third(1) }, "first", second, third, 1)
local chain = function(...) return select("#", ...) end
for _ = 1, 10 do chain = setmetatable({}, { __call = chain }) end
check.same(chain(), 10)
check.same(chain(1, 2), 12)

-- In every form of call: statement, tail, method, argument, condition, iterator, pcall, coroutine.
local calls = 0
local counter = setmetatable({}, { __call = function(_, n) calls = calls + (n or 1) return calls end })
counter()
counter(2)
local function tail() return counter(3) end
check.same(tail(), 6)
local holder = { m = counter }
check.try("method", function() return holder:m() end)
check.same(holder.m(4), 10)
check.same(math.max(counter(1), 5), 11)
if counter(1) == 12 then calls = 0 end
check.same(calls, 0)
for v in counter do if v == nil or calls > 2 then break end end
check.try("pcall", pcall, counter, 5)
check.list({ pcall(counter, 1) }, true, calls)
check.list({ select(2, coroutine.resume(coroutine.create(function(...) return object(...) end), 7)) }, 2, object, 7)
check.try("coroutine.create", coroutine.create, object)
check.try("coroutine.wrap", coroutine.wrap, object)
check.list({ xpcall(object, print, 1) }, true, 2, object, 1)
check.list({ table.unpack(table.pack(object(1))) }, 2, object, 1)
check.same(("abc"):gsub(".", setmetatable({}, { __index = { a = "1" }, __call = error })), "1bc")
check.try("sort", table.sort, { 3, 1, 2 }, setmetatable({}, { __call = function(_, a, b) return a < b end }))
check.try("gsub", string.gsub, "abc", "b", setmetatable({}, { __call = function() return "x" end }))

-- Constructors in the style Class(...).
local Point = setmetatable({}, { __call = function(class, x, y) return setmetatable({ x = x, y = y }, class) end })
Point.__index = Point
Point.__add = function(a, b) return Point(a.x + b.x, a.y + b.y) end
Point.__call = function(self, d) return self.x + d, self.y + d end
local p = Point(1, 2) + Point(3, 4)
check.list({ p.x, p.y, p(10) }, 4, 6, 14, 16)

-- Functions themselves are called directly, whatever their metatable says.
debug.setmetatable(print, { __call = function() return "through the metatable" end, __index = { name = "function" } })
check.same((function() return "directly" end)(), "directly")
check.same(print.name, "function")
debug.setmetatable(print, nil)

-- Metatables of basic types.
debug.setmetatable(0, { __call = function(n, m) return n * (m or 1) end })
check.list({ (3)(4), (2.5)(2) }, 12, 5.0)
local seven = 7
check.same(seven(seven), 49)
debug.setmetatable(0, nil)
getmetatable("").__call = function(s, ...) return s:format(...) end
check.same(("%d-%d")(1, 2), "1-2")
getmetatable("").__call = nil
debug.setmetatable(nil, { __call = function(_, x) return x end })
check.same((nil)(5), 5)
local undefined
check.same(undefined(6), 6)
debug.setmetatable(nil, nil)

-- Added, replaced and removed while the call site is in use.
local mt, log = {}, {}
local dynamic = setmetatable({}, mt)
for n = 1, 12 do
    if n == 3 then mt.__call = function() return "one" end end
    if n == 6 then mt.__call = function() return "two" end end
    if n == 9 then mt.__call = nil end
    if n == 11 then setmetatable(dynamic, { __call = function() return "new" end }) end
    local ok, v = pcall(function() return dynamic() end)
    log[n] = ok and v or "error"
end
print(table.concat(log, " "))

-- Errors.
check.try("not callable", function() local t = {} t() end)
check.try("not callable with metatable", function() local t = setmetatable({}, {}) t() end)
check.try("field", function() local t = { f = {} } t.f() end)
check.try("__call is nil at the end", function() local t = setmetatable({}, { __call = setmetatable({}, {}) }) t() end)
check.try("__call is a number", function() local t = setmetatable({}, { __call = 5 }) t() end)
check.try("error inside", function() setmetatable({}, { __call = function() error "inside" end })() end)
check.try("error level 2", function() setmetatable({}, { __call = function() error("caller", 2) end })() end)

-- __call is looked up raw.
check.try("inherited", function()
    setmetatable({}, setmetatable({}, { __index = { __call = function() return "no" end } }))()
end)

print "done"
