-- Powers and remainders of floats in hot loops, which the compilers leave to Java, while functions around them are compiled.
local function accumulate(name, f)
    local sum = 0.0
    for round = 1, 6 do sum = sum + f(round) end
    print(name, string.format("%.10g", sum))
end

accumulate("power", function(k) local x = 0.0 for i = 1, 20000 do x = x + (i / 100) ^ (k / 3) end return x end)
accumulate("of two", function(k) local x = 0.0 for i = 1, 20000 do x = x + 2 ^ (i % 40) end return x / k end)
accumulate("remainder", function(k) local x = 0.0 for i = 1, 20000 do x = x + (i + 0.5) % (k + 0.25) end return x end)
accumulate("negative", function(k) local x = 0.0 for i = 1, 20000 do x = x + -(i + 0.5) % k + (i + 0.5) % -k end return x end)
accumulate("both", function(k)
    local x = 0.0
    for i = 1, 20000 do
        local y = (i % 17 + 1) ^ 1.5
        x = x + y % 3.5 + math.fmod(y, k)
    end
    return x
end)
local kinds = {}
for i = 1, 6000 do
    local base = i % 3 == 0 and i or i % 3 == 1 and i + 0.5 or tostring(i)
    local text = string.format("%.6g", base ^ 0.75)
    kinds[#text] = (kinds[#text] or 0) + 1
end
for length, count in pairs(kinds) do assert(count > 0, length) end
print "done"
