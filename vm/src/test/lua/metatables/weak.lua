-- Weak tables: weak values, weak keys (ephemerons), both; what is never collected; finalizers and weak references.

package.path = "../?.lua"
local check = require "check"

local function collect() collectgarbage() collectgarbage() end
local function count(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local function weak(mode) return setmetatable({}, { __mode = mode }) end

-- Weak values.
local values = weak "v"
local strong = {}
local function fill()
    values.dropped, values.kept = {}, strong
    values[1], values[2], values[3] = {}, strong, {}
    values.number, values.text, values.truth = 42, "a string", true
    values.closure = (function(v) return function() return v end end)(1)
    values.thread = coroutine.create(print)
    values.builtin = print
end
fill()
collect()
check.list({ values.dropped, values.kept, values[1], values[2], values[3] }, nil, strong, nil, strong, nil)
check.list({ values.number, values.text, values.truth, values.closure, values.thread, values.builtin }, 42,
    "a string", true, nil,
    nil, print)
check.same(count(values), 6)

-- Weak keys: an entry lives as long as its key.
local keys = weak "k"
local key = {}
local function fill_keys()
    keys[key] = "kept"
    keys[{}] = "dropped"
    keys[function() end and {}] = "dropped"
    keys.name = {}
    keys[1] = {}
    for i = 1, 100 do keys[{ i }] = i end
end
fill_keys()
collect()
check.same(count(keys), 3)
check.list({ keys[key], type(keys.name), type(keys[1]) }, "kept", "table", "table")

-- Ephemerons: a value that refers to its own key does not keep it; chains of entries; values shared.
local function ephemerons()
    local k = {}
    keys[k] = { back = k }
    local a, b = {}, {}
    keys[a], keys[b] = b, a
    local previous = {}
    for i = 1, 50 do
        local k2 = {}
        keys[k2] = previous
        previous = k2
    end
end
ephemerons()
collect()
check.same(count(keys), 3)
local chain_start = {}
local function chain()
    local k = chain_start
    for i = 1, 50 do
        local next_key = { i }
        keys[k] = next_key
        k = next_key
    end
end
chain()
collect()
check.same(count(keys), 53)
local length, k = 0, chain_start
while keys[k] do k = keys[k] length = length + 1 end
check.same(length, 50)
k = nil
chain_start = nil
collect()
check.same(count(keys), 3)

-- Two ephemeron tables that need each other.
local left, right = weak "k", weak "k"
local anchor = {}
local function cross()
    local x, y = {}, {}
    left[anchor], right[x], left[y] = x, y, "end"
    left[{}], right[{}] = {}, {}
end
cross()
collect()
check.list({ count(left), count(right), left[right[left[anchor]]] }, 2, 1, "end")
anchor = nil
collect()
check.list({ count(left), count(right) }, 0, 0)

-- Both weak: an entry goes when either goes.
local both = weak "kv"
local k1, v1 = {}, {}
local function fill_both()
    both[k1], both[{}], both[{}], both.s, both[k1 and 5] = v1, v1, {}, {}, v1
end
fill_both()
collect()
check.list({ count(both), both[k1], both[5], both.s }, 2, v1, v1, nil)
v1 = nil
collect()
check.same(count(both), 0)

-- Other modes: letters in any order among others; no string, or no such letter, is not weak; set later.
local function after(mode)
    local t = weak(mode)
    local function f() t[1], t[{}], t[{}] = {}, 1, {} end
    f()
    collect()
    return count(t)
end
check.list({ after "v", after "k", after "kv", after "vk", after "xkyv", after "", after "K", after(1) }, 1, 1, 0, 0,
    0, 3, 3, 3)
local later = {}
local function fill_later() later[1], later[2] = {}, {} end
fill_later()
setmetatable(later, { __mode = "v" })
collect()
check.same(count(later), 0)
getmetatable(later).__mode = nil
fill_later()
collect()
check.same(count(later), 2)

-- Strings are values here, never collected from a weak table; so are numbers, also large ones.
local constants = weak "kv"
local function fill_constants()
    for i = 1, 50 do constants["made" .. i] = "value" .. i constants[i + 0.5] = math.maxinteger - i end
end
fill_constants()
collect()
check.list({ count(constants), constants.made7, constants[3.5] }, 100, "value7", math.maxinteger - 3)

-- Finalized objects: removed from weak values before their finalizer runs, from weak keys after.
local seen = {}
local by_key, by_value = weak "k", weak "v"
local function finalized()
    local o = setmetatable({}, { __gc = function(self) seen[1], seen[2] = by_key[self], by_value[1] end })
    by_key[o], by_value[1] = "as key", o
end
finalized()
collect()
check.list(seen, "as key", nil)
collect()
check.same(count(by_key), 0)

-- A resurrected object is gone from weak values, though it lives.
local saved
local function resurrect() by_value[1] = setmetatable({ id = 1 }, { __gc = function(o) saved = o end }) end
resurrect()
collect()
check.list({ saved.id, by_value[1] }, 1, nil)

-- Uses: a cache of results, private data of objects, a set of listeners, default values per table.
local calls, cache = 0, weak "v"
local function compute(n)
    local r = cache[n]
    if not r then calls = calls + 1 r = { n * n } cache[n] = r end
    return r
end
local held = compute(3)
compute(4)
collect()
check.list({ compute(3) == held, compute(4)[1], calls }, true, 16, 3)
local private = weak "k"
local function Object(v) local o = {} private[o] = { v = v } return o end
local o1 = Object(1)
Object(2)
collect()
check.list({ private[o1].v, count(private) }, 1, 1)
for round = 1, 20 do
    for i = 1, 200 do Object(i) end
end
collect()
check.same(count(private), 1)

-- Length, traversal and insertion of a weak array while collections happen.
local array = weak "v"
local pins = {}
for i = 1, 300 do
    local o = { i }
    array[i] = o
    if i % 3 == 0 then pins[#pins + 1] = o end
end
collect()
local alive, sum = 0, 0
for i, o in pairs(array) do alive, sum = alive + 1, sum + o[1] end
check.list({ alive >= 100, alive <= 101, sum >= 15150 }, true, true, true)

-- A string that was the key of a weak table's entry, or of any table's, goes with the entry.
local function megabytes()
    collect()
    return collectgarbage "count" // 1024
end
local before = megabytes()
local entries = weak "kv"
entries[("x"):rep(1 << 22)] = {}
collect()
check.list({ count(entries), megabytes() - before < 2 }, 0, true)
local function fill() local t = {} t[("y"):rep(1 << 22)] = 1 return t end
check.list({ count(fill()), megabytes() - before < 2 }, 1, true)

print "done"
