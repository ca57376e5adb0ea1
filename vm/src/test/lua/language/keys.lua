-- Table keys: normalisation of floats, strings against numbers, objects, booleans, NaN and nil.

package.path = "../?.lua"
local check = require "check"

-- A float with an integral value is the same key as the integer.
local t = {}
t[1] = "integer"
check.same(t[1.0], "integer")
t[2.0] = "float"
check.same(t[2], "float")
check.same(math.type(next({ [3.0] = true })), "integer")
t[2 ^ 53] = "two to the 53rd"
check.same(t[1 << 53], "two to the 53rd")
check.same(t[(1 << 53) + 1], nil)
t[-0.0] = "zero"
check.list({ t[0], t[0.0], t[-0.0] }, "zero", "zero", "zero")
check.same(1 / next({ [-0.0] = 1 }), math.huge)
t[0.5], t[-0.5], t[1e300], t[math.huge], t[-math.huge] = 1, 2, 3, 4, 5
check.list({ t[0.5], t[-0.5], t[1e300], t[math.huge], t[-math.huge], t[1 / 2] }, 1, 2, 3, 4, 5, 1)
t[2 ^ 63], t[math.mininteger], t[math.maxinteger] = "2^63", "min", "max"
check.list({ t[2 ^ 63], t[-2 ^ 63], t[math.maxinteger], t[2 ^ 63 - 1024] }, "2^63", "min", "max", nil)

-- Numbers and the strings that look like them are different keys.
local s = { [1] = "number", ["1"] = "string", ["1.0"] = "another" }
check.list({ s[1], s["1"], s[1.0], s["1.0"] }, "number", "string", "number", "another")
s["" .. 2] = "two"
check.list({ s[2], s["2"] }, nil, "two")

-- Every type but nil and NaN.
local object, func, thread = {}, function() end, coroutine.create(print)
local every = { [true] = "true", [false] = "false", [object] = "table", [func] = "function", [thread] = "thread",
    [print] = "builtin", [io.stdout] = "userdata", [""] = "empty", ["\0"] = "zero byte" }
check.list({ every[true], every[false], every[object], every[func], every[thread], every[print], every[io.stdout],
    every[""], every["\0"] }, "true", "false", "table", "function", "thread", "builtin", "userdata", "empty",
        "zero byte")
check.same(every[{}], nil)
check.same(every[nil], nil)
check.same(every[0 / 0], nil)
check.try("nil as a key", function() every[nil] = 1 end)
check.try("NaN as a key", function() every[0 / 0] = 1 end)
check.try("nil in a constructor", function() return { [nil] = 1 } end)
check.try("NaN in a constructor", function() return { [0 / 0] = 1 } end)
check.try("rawset nil", rawset, {}, nil, 1)
check.try("rawset NaN", rawset, {}, 0 / 0, 1)
check.same(rawget({}, nil), nil)
check.try("nil value, nil key", function() every[nil] = nil end)

-- Strings are the same key when their bytes are, however they were made, of any length.
local strings = {}
for length = 0, 100 do strings[("k"):rep(length)] = length end
for length = 0, 100 do
    local built = ""
    for _ = 1, length do built = built .. "k" end
    check.same(strings[built], length)
    check.same(strings[("xk" .. ("k"):rep(length)):sub(3)], length)
end
check.same(strings[("k"):rep(101)], nil)

-- Many keys of all kinds in one table, deleted and set again.
local mixed, reference = {}, {}
local function key(n)
    local kind = n % 5
    if kind == 0 then return n elseif kind == 1 then return n + 0.5 elseif kind == 2 then return "s" .. n
    elseif kind == 3 then return -n else return n % 2 == 0 end
end
for n = 1, 2000 do mixed[key(n)] = n end
for n = 1, 2000, 3 do mixed[key(n)] = nil end
local count, sum = 0, 0
for _, v in pairs(mixed) do count, sum = count + 1, sum + v end
print("mixed", count, sum)
for n = 1, 2000, 3 do mixed[key(n)] = -n end
count, sum = 0, 0
for _, v in pairs(mixed) do count, sum = count + 1, sum + v end
print("mixed again", count, sum)

-- Objects as keys survive collections, in any number.
local objects, ids = {}, {}
for i = 1, 500 do
    local o = { id = i }
    objects[i], ids[o] = o, i
    if i % 100 == 0 then collectgarbage() end
end
for i, o in ipairs(objects) do check.same(ids[o], i) end
collectgarbage()
for i, o in ipairs(objects) do check.same(ids[o], i) end

-- Sparse and negative integers, powers of two, and dense ranges beside them.
local sparse = {}
for e = 0, 62 do sparse[1 << e], sparse[-(1 << e)] = e, -e end
for e = 0, 62 do check.list({ sparse[1 << e], sparse[-(1 << e)] }, e, -e) end
for i = 1, 100 do sparse[i] = i end
for i = 1, 100 do check.same(sparse[i], i) end
check.same(sparse[1 << 40], 40)

-- Float keys that become integers by arithmetic.
local acc, f = {}, 0.0
for i = 1, 10 do
    f = f + 0.5
    acc[f] = i
end
check.list({ acc[1], acc[2], acc[5], acc[0.5], acc[4.5] }, 2, 4, 10, 1, 9)
check.same(#acc, 5)

print "done"
