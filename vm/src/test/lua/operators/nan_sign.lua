-- The sign of a NaN as x86-64 produces it and tostring prints it: an invalid operation gives the default NaN,
-- whose sign bit is set; negation flips the bit; other operations hand on the first NaN operand.
-- (This is the one file that looks at the sign.)

local zero, infinity = 0.0, math.huge

local invalid = {
    ["0/0"] = zero / zero,
    ["inf-inf"] = infinity - infinity,
    ["inf+-inf"] = infinity + -infinity,
    ["0*inf"] = zero * infinity,
    ["inf/inf"] = infinity / infinity,
    ["sqrt(-1)"] = math.sqrt(-1),
    ["inf%2"] = infinity % 2,
    ["1%0.0"] = 1 % zero,
    ["fmod(inf,1)"] = math.fmod(infinity, 1.0),
    ["fmod(1,0.0)"] = math.fmod(1, 0.0),
    ["(-1)^0.5"] = (-1) ^ 0.5,
}
local names = {}
for name in pairs(invalid) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
    local v = invalid[name]
    assert(v ~= v)
    print(name, v, -v, - -v)
end

-- From literals, where nothing may be folded away.
print(0 / 0, -(0 / 0), 0.0 / 0.0, -(0.0 / 0.0))
print(tostring(0 / 0), tostring(-(0 / 0)), string.format("%f %g %e %a", 0 / 0, 0 / 0, 0 / 0, 0 / 0))
print(string.format("%.3f %5.1f|%-6.1f|%06.1f", -(0 / 0), 0 / 0, 0 / 0, 0 / 0))
print(0 / 0 .. "", -(0 / 0) .. "")

-- The bits themselves.
local function bits(v) return string.format("%016x", (string.unpack("<i8", string.pack("<d", v)))) end
print(bits(0 / 0), bits(-(0 / 0)), bits(math.abs(0 / 0)), bits(infinity - infinity))

-- Passing through arithmetic, variables, tables and calls keeps the sign.
local negative, positive = zero / zero, -(zero / zero)
local t = { negative, positive, n = negative }
local function identity(...) return ... end
print(t[1], t[2], t.n, identity(negative), identity(positive))
print(negative + 1, positive + 1, negative * 2, positive * 2, negative / 3, positive / 3, negative - 1, positive - 1)
print(1 + negative, 1 + positive, 2 * negative, 2 * positive)
print(math.abs(negative), math.abs(positive), math.max(negative, 1), math.max(positive, 1))
print(string.unpack("d", string.pack("d", negative)), string.unpack("d", string.pack("d", positive)))
print(string.unpack("f", string.pack("f", negative)), string.unpack("f", string.pack("f", positive)))

print "done"
