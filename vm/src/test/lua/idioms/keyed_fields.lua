-- Idiom: functions that serve fields, and access tables by the key they are given, which their callers have written as a
-- constant: validating proxies, lazy fields, getters and setters, delegation, searches in several parents.
-- Changes on the way: tables get other fields, become dictionaries, get metatables; fields become nil and come again.

package.path = "../?.lua"
local check = require "check"

-- A proxy that validates what is written.
local function validated(rules)
    local data, rejected = {}, 0
    return setmetatable({}, {
        __index = function(_, k) return data[k] end,
        __newindex = function(_, k, v)
            local rule = rules[k]
            if rule and not rule(v) then rejected = rejected + 1 return end
            data[k] = v
        end,
    }), data, function() return rejected end
end
for round = 1, 6 do
    local p, data, rejected = validated { age = function(v) return v >= 0 end, name = function(v) return #v < 4 end }
    for i = 1, 3000 do
        p.age = i % 7 - 1
        p.name = i % 2 == 0 and "abc" or "abcd"
        p.other = (p.age or 0) + i
        if i == 1000 and round % 2 == 0 then for k = 1, 60 do data["made" .. k] = k end end
        if i == 2000 and round % 3 == 0 then setmetatable(data, { __index = function(_, k) return #k end }) end
        if i == 2500 then data.age, data.other = nil, nil end
        if i % 500 == 0 then check.show("validated", round, i, p.age, p.name, p.other, p.absent, rejected()) end
    end
end

-- Lazy fields: computed once, kept with rawset, forgotten, computed again.
local computed = 0
local Lazy = {}
Lazy.getters = {
    area = function(self) return self.w * self.h end,
    perimeter = function(self) return 2 * (self.w + self.h) end,
}
Lazy.__index = function(self, k)
    local getter = Lazy.getters[k]
    if getter then
        computed = computed + 1
        local v = getter(self)
        rawset(self, k, v)
        return v
    end
    return rawget(Lazy, k)
end
function Lazy:grow(n) self.w, self.area, self.perimeter = self.w + n, nil, nil end
local sum = 0
for i = 1, 400 do
    local box = setmetatable({ w = i % 5, h = 2 }, Lazy)
    for j = 1, 20 do
        sum = sum + box.area + box.perimeter
        if j % 6 == 0 then box:grow(1) end
    end
    if i == 200 then Lazy.getters.area = function(self) return self.w + 0.5 end end
    if i == 300 then Lazy.getters = setmetatable({}, { __index = { area = function() return 1 end, perimeter = function() return 2 end } }) end
end
check.show("lazy", sum, computed)

-- A class with getters and setters.
local function class(getters, setters)
    local C = {}
    C.__index = function(self, k)
        local g = getters[k]
        if g then return g(self) end
        return C[k]
    end
    C.__newindex = function(self, k, v)
        local s = setters[k]
        if s then s(self, v) else rawset(self, k, v) end
    end
    return C
end
for round = 1, 4 do
    local Temperature = class(
        { celsius = function(self) return rawget(self, "c") end, kelvin = function(self) return self.c + 273 end },
        { celsius = function(self, v) rawset(self, "c", v) end, kelvin = function(self, v) self.c = v - 273 end })
    function Temperature:warm(n) self.celsius = self.celsius + n return self end
    local sum = 0
    for i = 1, 100 do
        local t = setmetatable({ c = i }, Temperature)
        for j = 1, 50 do
            t.kelvin = t.kelvin + 1
            t:warm(j % 3 - 1)
            sum = sum + t.celsius
        end
        t.note = i
        sum = sum + t.note
    end
    check.show("properties", round, sum)
end

-- Methods found in several parents, and kept in the class.
local function mixed(...)
    local parents, C, searches = { ... }, {}, 0
    setmetatable(C, { __index = function(t, k)
        searches = searches + 1
        for i = 1, #parents do
            local v = parents[i][k]
            if v then t[k] = v return v end
        end
    end })
    C.__index = C
    return C, function() return searches end
end
local Named = { title = "none" }
function Named:greet() return self.title .. "!" end
local Counting = { count = 0 }
function Counting:step(n) self.count = self.count + n return self.count end
for round = 1, 5 do
    local C, searches = mixed(Counting, Named)
    local sum = 0
    for i = 1, 200 do
        local o = setmetatable(i % 3 == 0 and { title = "t" .. i } or {}, C)
        for j = 1, 10 do sum = sum + o:step(j) + #o:greet() end
        if i == 100 then C.step = nil end
        if i == 150 then Named.title = "somebody" end
    end
    check.show("mixed", round, sum, searches(), C.absent)
end

-- Keys that are not what they were: made at run time, numbers, nothing at all.
local function read(t, k) return t[k] end
local function write(t, k, v) t[k] = v end
local things = { { a = 1, b = 2 }, { b = 3, a = 4 }, { a = 5 }, setmetatable({}, { __index = function(_, k) return k end }) }
for i = 1, 4000 do
    local t = things[i % #things + 1]
    local a, b = read(t, "a"), read(t, "b")
    write(t, "c", a)
    write(t, i % 9 == 0 and "b" or "d", nil)
    if i % 1000 == 0 then check.show("read", a, b, read(t, "c"), read(t, "d"), read(t, ("a"):rep(1)), read(t, 1)) end
end
check.show("fails", pcall(read, nil, "a"))
check.show("fails", pcall(write, 1, "a", 2))
check.show("fails", pcall(write, {}, nil, 2))

-- A class is the table that is written by keys: metamethods that come this way are seen.
local Meta = {}
local object = setmetatable({}, Meta)
local seen = 0
for i = 1, 300 do
    write(Meta, "__index", i % 3 ~= 0 and function() return i end or nil)
    seen = seen + (object.anything or 0)
end
check.show("metamethods", seen)
print "done"
