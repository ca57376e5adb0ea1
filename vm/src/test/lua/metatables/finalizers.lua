-- __gc: when it is called, in which order, with what; resurrection; errors; what must be set when.
-- Garbage is made inside functions, so that no register of this chunk keeps it alive.

package.path = "../?.lua"
local check = require "check"

local log = {}
local function flush(label)
    print(label, table.concat(log, " "))
    log = {}
end
local function collect() collectgarbage() collectgarbage() end

-- In reverse order of the calls of setmetatable, each once.
local mt = { __gc = function(o) log[#log + 1] = o.name end }
local function make(...) for _, name in ipairs { ... } do setmetatable({ name = name }, mt) end end
make("a", "b", "c")
collect()
flush "reverse order"
collect()
flush "only once"

-- Reachable objects are left alone until they are dropped.
local kept = setmetatable({ name = "kept" }, mt)
make "x"
collect()
flush "reachable"
kept = nil
collect()
flush "dropped"

-- The finalizer is given the object, whole, with everything it refers to.
local function linked()
    local first = setmetatable({ name = "first" }, { __gc = function(o, ...)
        log[#log + 1] = o.name .. "->" .. o.other.name .. "->" .. o.other.other.name .. select("#", ...)
    end })
    first.other = { name = "second", other = first }
end
linked()
collect()
flush "cycle"

-- A table must have the field __gc when the metatable is set; its value counts when it is called.
local function late()
    setmetatable({ name = "late" }, {}).x = 1
    local m = {}
    setmetatable({}, m)
    m.__gc = function() log[#log + 1] = "never" end
    local marked = { __gc = true }
    setmetatable({}, marked)
    marked.__gc = function() log[#log + 1] = "replaced" end
    local removed = { __gc = function() log[#log + 1] = "not called" end }
    setmetatable({}, removed)
    removed.__gc = nil
    local again = { }
    local o = setmetatable({}, again)
    again.__gc = function() log[#log + 1] = "set again" end
    setmetatable(o, again)
    setmetatable({}, { __gc = 5 })
    setmetatable({}, { __gc = false })
end
late()
collect()
flush "late"

-- Changing the metatable: the new one's finalizer is called.
local function changed()
    local o = setmetatable({ name = "old" }, mt)
    setmetatable(o, { __gc = function() log[#log + 1] = "new" end })
    local p = setmetatable({ name = "p" }, mt)
    setmetatable(p, nil)
    local q = setmetatable({ name = "twice" }, mt)
    setmetatable(q, mt)
end
changed()
collect()
flush "changed"

-- Resurrection: a finalizer stores its object; it is finalized again only when marked again.
local saved
local phoenix = { __gc = function(o) log[#log + 1] = "rise" .. o.lives saved = o end }
local function birth() setmetatable({ lives = 1 }, phoenix) end
birth()
collect()
flush "resurrected"
check.same(saved.lives, 1)
saved.lives = 2
saved = nil
collect()
flush "not again"
birth()
collect()
log = {}
setmetatable(saved, phoenix).lives = 3
saved = nil
collect()
flush "marked again"
saved = nil
collect()

-- An object that recreates itself in every cycle.
local cycles = 0
local eternal = {}
eternal.__gc = function() cycles = cycles + 1 if cycles < 5 then setmetatable({}, eternal) end end
local function start() setmetatable({}, eternal) end
start()
for _ = 1, 10 do collectgarbage() end
check.same(cycles, 5)

-- Finalizers may do anything: allocate, create closures and coroutines, call pcall, make strings.
local results = {}
local function busy()
    for i = 1, 5 do
        setmetatable({}, { __gc = function()
            local t = {}
            for n = 1, 100 do t[n] = { n, tostring(n) } end
            local co = coroutine.wrap(function() coroutine.yield(#t) end)
            results[#results + 1] = co() + (pcall(error, "x") and 1 or 0) + i
        end })
    end
end
busy()
collect()
table.sort(results)
print(table.concat(results, " "))

-- Errors in a finalizer are warnings: the program and the other finalizers go on.
local function failing()
    setmetatable({ name = "before" }, mt)
    setmetatable({}, { __gc = function() error "in a finalizer" end })
    setmetatable({}, { __gc = function(o) return o.x.y end })
    setmetatable({ name = "after" }, mt)
end
failing()
collect()
flush "errors"

-- Yielding from a finalizer is not possible.
local yielded
local function yielding() setmetatable({}, { __gc = function() yielded = { pcall(coroutine.yield, 1) } end }) end
local co = coroutine.create(function() yielding() collect() return "end" end)
check.list({ coroutine.resume(co) }, true, "end")
check.show("yield", table.unpack(yielded))

-- Finalizers run during ordinary allocation too.
local finalized = 0
local function garbage() setmetatable({}, { __gc = function() finalized = finalized + 1 end }) end
local rounds = 0
repeat
    garbage()
    local waste = {}
    for i = 1, 100 do waste[i] = { i } end
    rounds = rounds + 1
until finalized > 10 or rounds > 100000
check.same(finalized > 10, true)
collect()
check.same(finalized, rounds)

-- Objects with finalizers as keys and values, in closures and coroutines.
local function everywhere()
    local o = setmetatable({ name = "closure" }, mt)
    local f = function() return o end
    local p = setmetatable({ name = "coroutine" }, mt)
    local co = coroutine.wrap(function() coroutine.yield(p) end)
    co()
    local t = { [setmetatable({ name = "key" }, mt)] = setmetatable({ name = "value" }, mt) }
    return f, co, t
end
local f, cw, t = everywhere()
collect()
flush "all reachable"
f, cw, t = nil, nil, nil
collect()
table.sort(log)
flush "all unreachable"

-- collectgarbage within a finalizer does nothing harmful, and neither does setting metatables.
local function nested()
    setmetatable({}, { __gc = function() collectgarbage() log[#log + 1] = "outer" make "made inside" end })
end
nested()
collect()
collect()
flush "nested"

print "done"
