-- Integer loops at the edges of the range: the control variable never overflows, a loop may run
-- zero times, and the limit may be a float.

package.path = "../?.lua"
local check = require "check"

local min, max, huge = math.mininteger, math.maxinteger, math.huge

-- The values of a loop, at most ten of them.
local function run(from, to, step)
    local seen = {}
    if step == nil then
        for i = from, to do
            if #seen == 10 then seen[11] = "..." break end
            seen[#seen + 1] = check.text(i)
        end
    else
        for i = from, to, step do
            if #seen == 10 then seen[11] = "..." break end
            seen[#seen + 1] = check.text(i)
        end
    end
    return table.concat(seen, " ")
end

local cases = {
    { 1, 3 }, { 3, 1 }, { 1, 1 }, { 0, -1 }, { 1, 0 }, { -1, 1 },
    { 1, 10, 3 }, { 10, 1, -3 }, { 1, 10, 100 }, { 1, 10, -1 }, { 10, 1 }, { 5, 5, -1 }, { 5, 5, 7 },
    { max, max }, { max - 2, max }, { max, max - 1 }, { min, min }, { min, min + 2 }, { min + 2, min, -1 },
    { max - 1, max, 2 }, { max - 5, max, 3 }, { min + 5, min, -3 }, { min, max, max }, { max, min, min },
    { min, max, 1 << 62 }, { max, min, -(1 << 62) }, { 0, max, max }, { 0, min, min }, { -1, max, max },
    { 1, max, max - 1 }, { min, min + 1, max }, { max, max - 1, min }, { max, max, max }, { min, min, min },
    { 1, 3.9 }, { 1, 3.0 }, { 1, -0.5 }, { 3, 0.5, -1 }, { 3, 1.0, -1 }, { -3, -1.5 }, { -1, -2.5, -1 },
    { max - 1, huge }, { min + 1, -huge, -1 }, { 1, huge, max }, { 1, -huge }, { 1, huge, -1 }, { -1, -huge },
    { max - 1, 2.0 ^ 63 }, { max - 1, 1e300 }, { min + 1, -2.0 ^ 63, -1 }, { min + 1, -1e300, -1 }, { min, -2.0 ^ 63 },
    { 1, 0 / 0 }, { 1, 0 / 0, -1 }, { min, -1e300 }, { max, 1e300, -1 },
}
for _, case in ipairs(cases) do
    print(check.texts(table.unpack(case, 1, 3)), run(table.unpack(case, 1, 3)))
end

-- How often a loop runs is settled before the first iteration.
local limit, step = 5, 1
local count = 0
for i = 1, limit, step do
    limit, step = 100, 0
    i = i * 100 -- a copy: the loop does not see it
    count = count + 1
end
check.same(count, 5)

-- The three expressions are evaluated once each, in order, before any is checked.
local trace = {}
local function see(v) trace[#trace + 1] = tostring(v) return v end
for i = see(1), see(2), see(3) do trace[#trace + 1] = "body" .. i end
pcall(function() for _ = see "from", see "to", see "step" do end end)
print(table.concat(trace, " "))

-- Errors.
local function loop(a, b, c) for _ = a, b, c do return "ran" end return "did not run" end
for _, bad in ipairs { "x", "10", {}, true, print } do
    check.try("start", loop, bad, 1, 1)
    check.try("limit", loop, 1, bad, 1)
    check.try("step", loop, 1, 1, bad)
end
check.try("nil start", loop, nil, 1, 1)
check.try("nil limit", loop, 1, nil, 1)
check.try("nil step", loop, 1, 1, nil)
check.try("all bad", loop, nil, nil, nil)
check.try("zero step", loop, 1, 10, 0)
check.try("zero step of a float loop", loop, 1, 10, 0.0)
check.try("zero step, no iteration", loop, 10, 1, 0)
check.try("negative zero step", loop, 1, 10, -0.0)

-- A step of zero that is written in the program, or becomes a constant where a function is inlined: an error each time.
local function counted(first, last, step) local n = 0 for i = first, last, step do n = n + 1 end return n end
local function zero(kind)
    local n = 0
    if kind == 1 then for i = 1, 10, 0 do end
    elseif kind == 2 then for i = 1, 10, 0 do n = n + 1 if n > 100 then break end end
    elseif kind == 3 then for i = 10, 1, 0 do n = n + 1 end
    elseif kind == 4 then for i = 1.5, 10, 0.0 do n = n + 1 end
    elseif kind == 5 then for i = 1.5, 10, -0.0 do n = n + 1 end
    elseif kind == 6 then n = counted(1, 10, 0)
    elseif kind == 7 then n = counted(10, 1, 0)
    else n = counted(1, 10, 1) end
    return n
end
for i = 1, 300 do
    for kind = 1, 8 do
        local ok, message = pcall(zero, kind)
        check.same(ok, kind == 8)
        if ok then
            check.same(message, 10)
        else
            check.same(message:gsub("^.-:%d+: ", ""), "'for' step is zero")
        end
    end
end

-- Loops in loops over one another's variables; breaking out leaves the outer one alone.
local sum = 0
for i = 1, 5 do
    for j = i, 1, -1 do
        for k = j, j do
            if k == 3 then break end
            sum = sum + i * 100 + j * 10 + k
        end
    end
end
print("sum", sum)

-- Each iteration has its own variable.
local closures = {}
for i = max - 2, max do
    closures[#closures + 1] = function(d) i = i + (d or 0) return i end
end
closures[1](5)
check.list({ closures[1](), closures[2](), closures[3]() }, min + 2, max - 1, max)

print "done"
