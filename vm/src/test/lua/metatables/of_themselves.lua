-- Tables that are their own metatables, and get metamethods while their fields are read; and two that are each other's.

package.path = "../?.lua"
local check = require "check"

local Class = {get = function(self) return self.v end}

-- So many, with functions of their own, that such metatables are told by the places of their metamethods.
local function of_itself(i)
    local o = setmetatable({v = i}, {__index = Class, __len = function() return i end})
    check.same(#o + o:get(), 2 * i)
    setmetatable(o, o)
    check.same(#o, 0)
    o.__index = Class
    check.same(o:get(), i)
    check.same(#o, 0)
    o.__len = function(self) return self.v + 1 end
    check.same(#o, i + 1)
    check.same(o:get(), i)
    o.__call = function(self, x) return self:get() + x end
    check.same(o(2), i + 2)
    check.same(#o, i + 1)
    o.__len = nil
    check.same(#o, 0)
    o.__add = function(a, b) return i end
    check.same(o + o, i)
    return o
end
local all = {}
for i = 1, 400 do all[i] = of_itself(i) end

-- They become dictionaries, and have their metamethods still.
for i = 1, 400 do
    local o = all[i]
    if i % 4 == 0 then
        for k = 1, 40 do o["computed" .. k] = k end
    end
    check.same(o:get(), i)
    check.same(o + 1, i)
    check.same(o(1), i + 1)
    o.__index = i % 3 == 0 and o or function(_, key) return key .. i end
    check.same(o.v, i)
    check.same(pcall(function() return o.nothing end), i % 3 ~= 0)
    if i % 4 == 1 then
        for k = 1, 40 do o["computed" .. k] = k end
        check.same(o.computed40, 40)
        check.same(o + o, i)
    end
end

-- Their fields grow after their metamethods were found.
for i = 1, 400 do
    local o = {}
    o.a, o.b, o.c, o.d, o.e = 1, 2, 3, 4, 5
    setmetatable(o, o)
    check.same(o.none, nil)
    o.__index = function(_, key) return key end
    check.same(o.none, "none")
    o.__unm = function() return i end
    check.same(-o, i)
    for k = 1, 30 do o["more" .. k] = i end
    check.same(-o, i)
    check.same(o.none, "none")
    check.same(pcall(function() return o < o end), false)
end

-- What was known to be absent is there, by a function that comes last.
local function absent(o) return o.none end
local function assign(o, x) o.new = x end
for i = 1, 400 do
    local o = {v = i}
    setmetatable(o, o)
    o.__len = function() return i end
    check.list({ #o, absent(o), absent(o) }, i, nil, nil)
    o.__index = function(self, key) return key .. self.v end
    check.list({ absent(o), absent(o), #o }, "none" .. i, "none" .. i, i)
    o.__newindex = function(self, key, x) rawset(self, key, x + 1) end
    assign(o, i)
    check.same(o.new, i + 1)
    local p = {v = i}
    setmetatable(p, p)
    p.__len = function() return i end
    assign(p, #p)
    p.new = nil
    p.__newindex = function(self, key, x) rawset(self, key, x + 2) end
    assign(p, i)
    check.same(p.new, i + 2)
end

-- Each other's.
for i = 1, 400 do
    local a, b = {v = i}, {}
    setmetatable(a, b)
    setmetatable(b, a)
    check.same(#a + #b, 0)
    a.__len = function() return i end
    check.list({ #a, #b }, 0, i)
    b.__len = function() return 2 * i end
    check.list({ #a, #b }, 2 * i, i)
    b.__index = Class
    check.same(a:get(), i)
    a.__index = Class
    check.list({ b.v, b.get }, nil, Class.get)
    b.__index, b.__len = nil, nil
    check.list({ #a, #b, a.get, b.get }, 0, i, nil, Class.get)
end

print "done"
