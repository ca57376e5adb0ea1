-- __le is never made of __lt (a build compatible with Lua 5.3 would compute a <= b as not (b < a)).

local only_lt = { __lt = function() return false end }
local a, b = setmetatable({}, only_lt), setmetatable({}, only_lt)

local function message(f, ...)
    local ok, m = pcall(f, ...)
    assert(not ok)
    return m
end

assert(not (a < b) and not (a > b))
assert(message(function(x, y) return x <= y end, a, b):find "attempt to compare two table values$")
assert(message(function(x, y) return x >= y end, a, b):find "attempt to compare two table values$")
assert(message(function(x) return x <= 1 end, a):find "attempt to compare table with number$")
assert(message(function(x) return x >= 1 end, a):find "attempt to compare number with table$")
assert(message(function(x) return "s" <= x end, a):find "attempt to compare string with table$")

only_lt.__le = function() return "yes" end
assert((a <= b) == true and (a >= b) == true and (a >= 1) == true)
only_lt.__le = nil
assert(not pcall(function(x, y) return x <= y end, a, b))

-- Functions of Lua 5.1 and 5.3 that such a build also keeps.
for _, name in ipairs { "pow", "cosh", "sinh", "tanh", "frexp", "ldexp", "log10" } do assert(math[name] == nil) end
assert(not unpack and not loadstring and not setfenv and not getfenv and not bit32)

print "done"
