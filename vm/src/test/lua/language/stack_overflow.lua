-- Stack overflow, caught again and again: the program goes on as if nothing had been.

package.path = "../?.lua"
local check = require "check"

local function first_line(message) return (tostring(message):gsub("\n.*", "")) end
local function overflow(f, ...)
    local ok, message = pcall(f, ...)
    check.same(ok, false)
    return first_line(message)
end
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end

-- With many values in each frame the stack is full sooner, so that this test does not take long.
local endless = load("local function endless() return 1 + endless(" .. ("nil, "):rep(199) .. "nil) end return endless",
    "=endless")()

-- Several times in a row, at different depths, without harm.
for _ = 1, 2 do
    local ok, message = pcall(endless)
    assert(not ok and message:find "stack overflow")
    check.same(depth(1000), 1000)
end
local function overflow_below(n)
    if n > 0 then return (overflow_below(n - 1)) end
    return overflow(endless)
end
print(overflow_below(50000))

-- Locals and upvalues of the survivors are intact.
local function careful()
    local a, b, t = 1, "two", { 3 }
    local counter = 0
    local function recurse() counter = counter + 1 return math.max(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, recurse()) end
    assert(not pcall(recurse))
    assert(counter > 5000)
    return a, b, t[1]
end
check.list({ careful() }, 1, "two", 3)

-- With a handler, which runs when the stack is full.
local ok, message = xpcall(endless, function(m) return "handled: " .. first_line(m) end)
print(ok, message)
ok, message = xpcall(endless, function(m) return depth(100) end)
print(ok, message)

-- In coroutines: each has its own stack, and dies with the error.
local co = coroutine.create(endless)
ok, message = coroutine.resume(co)
print(ok, first_line(message), coroutine.status(co))
co = coroutine.wrap(function()
    coroutine.yield(depth(5000))
    local caught = overflow(endless)
    coroutine.yield(caught)
    return depth(5000)
end)
check.same(co(), 5000)
print(co())
check.same(co(), 5000)

-- Errors of other kinds just before the limit, and after it, are what they always are.
check.try("ordinary error", function() return nil + 1 end)
print(depth(50000))

print "done"
