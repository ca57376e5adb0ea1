-- Fields that a function serves which is the `__index` of a table along `__index`: it is asked about that table, not about
-- the receiver; classes with static fields are made like this.

package.path = "../?.lua"
local check = require "check"

-- One table between the receiver and the function.
local asked, keys = {}, {}
local base = setmetatable({}, {__index = function(self, key)
    asked[#asked + 1], keys[#keys + 1] = self, key
    return key .. "!"
end})
local receiver = setmetatable({own = 1}, {__index = base})
local function read(object) return object.some, object.own, object.other end
for i = 1, 300 do
    check.list({ read(receiver) }, "some!", 1, "other!")
end
check.same(#asked, 600)
for i = 1, #asked do check.same(asked[i], base) end
check.same(keys[599], "some")

-- The table gets the field: it is found there from now on; and loses it again.
base.some = "field"
for i = 1, 100 do check.list({ read(receiver) }, "field", 1, "other!") end
base.some = nil
for i = 1, 100 do check.list({ read(receiver) }, "some!", 1, "other!") end

-- The function is replaced, and then a table is there instead of it.
getmetatable(base).__index = function(self, key) check.same(self, base) return key .. "?" end
for i = 1, 100 do check.list({ read(receiver) }, "some?", 1, "other?") end
getmetatable(base).__index = {some = "table"}
for i = 1, 100 do check.list({ read(receiver) }, "table", 1, nil) end
getmetatable(base).__index = nil
for i = 1, 100 do check.list({ read(receiver) }, nil, 1, nil) end
receiver.some = "own"
for i = 1, 100 do check.list({ read(receiver) }, "own", 1, nil) end

-- Methods of classes whose static fields are in tables of their own, each with a function that asks the class above.
local function class(above)
    local methods = {}
    local static = setmetatable({}, {__index = function(self, key)
        local value = methods[key]
        if value == nil and above then return above.static[key] end
        return value
    end})
    local made = {static = static, methods = methods}
    methods.__index = methods
    return setmetatable(made, {__index = static, __newindex = methods,
        __call = function(self, ...) return self.make(self, ...) end})
end
local Top = class()
Top.make = function(self, ...) local o = setmetatable({}, self.methods) o:begin(...) return o end
Top.score = function(self) return self.x end
Top.methods.begin = function(self, x) self.x = x end
local Middle = class(Top)
for name, value in pairs(Top.methods) do if name ~= "__index" then Middle.methods[name] = value end end
Middle.score = function(self) return 10 + Top.score(self) end
local Low = class(Middle)
for name, value in pairs(Middle.methods) do if name ~= "__index" then Low.methods[name] = value end end
Low.score = function(self) return 100 + Middle.score(self) end
local sum = 0
for i = 1, 300 do
    local low, middle, top = Low(i), Middle(i), Top(i)
    sum = sum + low:score() + middle:score() + top:score()
end
check.same(sum, 3 * 45150 + 120 * 300)
check.same(Low.nothing, nil)

-- Errors, and yields, in such a function.
local failing = setmetatable({}, {__index = setmetatable({}, {__index = function(_, key)
    if key == "bad" then error("no field " .. key, 0) end
    return coroutine.isyieldable() and coroutine.yield(key) or key
end})})
local function bad() return failing.bad end
local function good() return failing.good end
for i = 1, 100 do
    check.list({ pcall(bad) }, false, "no field bad")
    check.same(good(), "good")
end
local co = coroutine.wrap(function() for i = 1, 100 do check.same(good(), i) end return "end" end)
check.same(co(), "good")
for i = 1, 99 do check.same(co(i), "good") end
check.same(co(100), "end")

-- Many receivers of many shapes at one place.
local shared = setmetatable({}, {__index = function(self, key) return rawequal(self, receiver) and "wrong" or #key end})
local many = {}
for i = 1, 12 do many[i] = setmetatable({["f" .. i] = i}, {__index = shared}) end
local function lengths(object) return object.abc end
for r = 1, 60 do for i = 1, #many do check.same(lengths(many[i]), 3) end end

print "done"
