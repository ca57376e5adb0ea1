-- Tests of types by their names: compared with constants at once, kept in variables, of values of every type and kind.
local values = { 1, 2.5, math.maxinteger, math.mininteger, "text", ("x"):rep(200) .. "y", true, false, {}, print, function() end,
    coroutine.create(print), io.stdout, setmetatable({}, { __name = "named" }), 1 << 60, 0.0 / 0.0, "", 2 ^ 63 }
local function kind(v)
    if type(v) == "number" then return 1 end
    if type(v) == "string" then return 2 end
    if type(v) == "table" then return 3 end
    if type(v) == "function" then return 4 end
    if type(v) == "boolean" then return 5 end
    if type(v) == "nil" then return 6 end
    if type(v) == "thread" then return 7 end
    if type(v) == "userdata" then return 8 end
    return type(v) == "integer" and 9 or 10
end
local function kept(v)
    local name = type(v)
    if name == "table" or name == "string" then return name .. "!" end
    if name ~= "number" and name ~= "nil" then return name end
    return "other"
end
local function flatten(v, out)
    if type(v) ~= "table" then
        out[#out + 1] = type(v) == "number" and math.type(v) or type(v)
    else
        for i = 1, #v do flatten(v[i], out) end
    end
    return out
end
local sums, names = {}, {}
for round = 1, 300 do
    for i = 1, #values + 1 do
        local k = kind(values[i])
        sums[k] = (sums[k] or 0) + i
        names[kept(values[i])] = (names[kept(values[i])] or 0) + 1
    end
end
for k = 1, 10 do print(k, sums[k]) end
local list = {}
for name, count in pairs(names) do list[#list + 1] = name .. "=" .. count end
table.sort(list)
print(table.concat(list, " "))
for _ = 1, 200 do flatten({ 1, { 2.5, { "a", true } }, { { { print } } } }, {}) end
print(table.concat(flatten({ 1, { 2.5, { "a", true } }, { { { print } } } }, {}), " "))

-- Small objects that are told from numbers by it.
local Pair = {}
Pair.__index = Pair
local function pair(a, b) return setmetatable({ a = a, b = b }, Pair) end
local function parts(v) if type(v) == "number" then return v, 0 end return v.a, v.b end
Pair.__add = function(x, y)
    local xa, xb = parts(x)
    local ya, yb = parts(y)
    return pair(xa + ya, xb + yb)
end
local total = pair(0, 0)
for i = 1, 6000 do total = total + (i % 3 == 0 and i or pair(i, 0.5)) end
print(total.a, total.b)
print(pcall(type))
print(select("#", type(1, 2)), (type(nil)))
print "done"
