-- __newindex: asked only for absent keys; tables, functions, chains; raw stores; what remains of an error.

package.path = "../?.lua"
local check = require "check"

-- A function gets table, key and value; nothing is stored but what it stores.
local log = {}
local watched = setmetatable({ present = 1 }, { __newindex = function(...)
    local t, k, v = ...
    log[#log + 1] = select("#", ...) .. ":" .. check.texts(k, v)
end })
watched.present = 2
watched.absent = 3
watched[1] = "one"
watched[2.0] = "two"
watched[true] = nil
check.list({ watched.present, watched.absent, watched[1], #log }, 2, nil, nil, 4)
print(table.concat(log, "; "))
watched.present = nil
watched.present = 5
print(log[5], watched.present)
log = {}
watched[nil] = 1
watched[0 / 0] = 2
print(table.concat(log, "; "))

-- A table takes the store.
local target = {}
local forwarding = setmetatable({}, { __newindex = target })
forwarding.x, forwarding[1] = "x", "one"
check.list({ rawget(forwarding, "x"), target.x, target[1] }, nil, "x", "one")
check.try("nil key at the end of the chain", function() forwarding[nil] = 1 end)
check.try("NaN key at the end of the chain", function() forwarding[0 / 0] = 1 end)

-- Chains of tables, ended by a plain store or by a function.
local last = {}
local chain = last
for n = 1, 10 do chain = setmetatable({ ["stop" .. n] = n }, { __newindex = chain }) end
chain.anything = "stored in the last"
check.same(last.anything, "stored in the last")
chain.stop10 = "own"
check.same(rawget(chain, "stop10"), "own")
chain.stop5 = "at five"
check.same(last.stop5, nil)
local found = chain
for _ = 1, 5 do found = getmetatable(found).__newindex end
check.same(rawget(found, "stop5"), "at five")
local inner = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, "inner " .. v) end })
local outer = setmetatable({}, { __newindex = inner })
outer.a = "value"
check.list({ rawget(outer, "a"), rawget(inner, "a") }, nil, "inner value")

-- Loops and values that are no tables.
local p, q = {}, {}
setmetatable(p, { __newindex = q })
setmetatable(q, { __newindex = p })
check.try("loop of two", function() p.x = 1 end)
check.try("number as __newindex", function() setmetatable({}, { __newindex = 5 }).x = 1 end)
check.try("string as __newindex", function() setmetatable({}, { __newindex = "s" }).x = 1 end)
check.try("false as __newindex", function() setmetatable({}, { __newindex = false }).x = 1 end)

-- rawset, table.insert and others.
rawset(watched, "raw", 6)
check.same(watched.raw, 6)
local inserted = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v * 2) end })
table.insert(inserted, 5)
table.insert(inserted, 6)
table.insert(inserted, 1, 7)
check.list(inserted, 7, 10, 24) -- moving up into the new place was a store to an absent key
local moved = table.move({ 1, 2, 3 }, 1, 3, 1, setmetatable({}, { __newindex = function(t, k, v) rawset(t, k,
    -v) end }))
check.list(moved, -1, -2, -3)

-- A read-only view, a proxy that tracks, properties with setters, a default metatable for all new fields.
local function read_only(t)
    return setmetatable({}, { __index = t, __newindex = function(_, k) error("field '" .. tostring(k) ..
        "' is read-only", 2) end })
end
local days = read_only { "Sunday", "Monday" }
check.same(days[2], "Monday")
check.try("read-only", function() days[3] = "Tuesday" end)
check.try("read-only existing", function() days[1] = "Monday" end)

local function track(t)
    local accesses = {}
    return setmetatable({}, {
        __index = function(_, k) accesses[#accesses + 1] = "get " .. tostring(k) return t[k] end,
        __newindex = function(_, k, v) accesses[#accesses + 1] = "set " .. tostring(k) t[k] = v end,
        __len = function() accesses[#accesses + 1] = "len" return #t end,
    }), accesses
end
local tracked, accesses = track { 10, 20 }
tracked[#tracked + 1] = tracked[1] + tracked[2]
tracked.x = nil
tracked[1], tracked[2] = tracked[2], tracked[1]
print(table.concat(accesses, ", "))

local Account = {}
local properties = {
    balance = { get = function(self) return rawget(self, "_balance") end,
        set = function(self, v) if v < 0 then error("negative balance", 3) end rawset(self, "_balance", v) end },
    double = { get = function(self) return self.balance * 2 end },
}
Account.__index = function(self, k) local prop = properties[k] return prop and prop.get(self) end
Account.__newindex = function(self, k, v)
    local prop = properties[k]
    if not prop then rawset(self, k, v) elseif prop.set then prop.set(self, v) else error("no setter for " .. k, 2) end
end
local account = setmetatable({}, Account)
account.balance = 10
account.balance = account.balance + 5
account.owner = "me"
check.list({ account.balance, account.double, account.owner, rawget(account, "balance") }, 15, 30, "me", nil)
check.try("setter error", function() account.balance = -1 end)
check.try("no setter", function() account.double = 1 end)

-- Assignment to a key that __index provides creates the field, unless __newindex decides.
local shadow = setmetatable({}, { __index = { v = "inherited" } })
shadow.v = shadow.v .. "!"
check.list({ shadow.v, rawget(shadow, "v") }, "inherited!", "inherited!")

-- An absent key stays absent when nil is assigned; a present one with nil value asks again each time.
local asks = 0
local asker = setmetatable({}, { __newindex = function() asks = asks + 1 end })
for _ = 1, 5 do asker.x = nil end
check.list({ asks, next(asker) }, 5)
rawset(asker, "x", 1)
asker.x = nil
asker.x = 2
check.list({ asks, asker.x }, 6, nil)

-- In constructors and table functions no metamethod can be involved; setmetatable comes later.
local fresh = setmetatable({ a = 1, [2] = 2 }, { __newindex = error })
check.list({ fresh.a, fresh[2] }, 1, 2)

-- Yield across the function, and errors within it.
local co = coroutine.wrap(function()
    local t = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, coroutine.yield(v)) end })
    t.x = "asked"
    return t.x
end)
check.list({ co(), co "answered" }, "asked", "answered")
check.try("error within", function() setmetatable({}, { __newindex = function() error "within" end }).x = 1 end)

print "done"
