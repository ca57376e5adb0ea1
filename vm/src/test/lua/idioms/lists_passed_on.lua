-- Idiom: all results of a call, or all extra arguments, returned, passed on, or put into a table, with values before them.
-- Changes on the way: how many there are, who gives them, who takes them, errors, coroutines, long lists.

package.path = "../?.lua"
local check = require "check"

local select, unpack = select, table.unpack

local numbers = {}
for i = 1, 300 do numbers[i] = i end
local function many(n) return unpack(numbers, 1, n) end
local function count(...) return select("#", ...) end
local function sum(...) local s = 0 for i = 1, select("#", ...) do s = s + ((select(i, ...)) or 0) end return s end
local function reversed(a, b, c) return c, b, a end

-- One giver after the other, one taker after the other.
local givers = {
    many,
    function(n) return n, many(n) end,
    function(n) if n % 2 == 0 then return n end return many(n) end,
    function(n) return pcall(many, n) end,
    function(n) return select(n + 1, many(n + 2)) end,
    function(n) return ("text"):byte(1, n) end,
    function(n) return reversed(many(n)) end,
    function(n) return unpack({ many(n) }) end,
    function(n) return pcall(error, n) end,
    function(n) return end,
    function(n) return coroutine.wrap(function(...) return coroutine.yield(...) end)(many(n)) end,
}
local takers = {
    function(f, n) return count(f(n)) end,
    function(f, n) return count(1, nil, f(n)) end,
    function(f, n) local t = { f(n) } return #t, t[1], t[n] end,
    function(f, n) local t = { n, "x", f(n) } return #t, t[2], t[3] end,
    function(f, n) local t = { n, x = n, f(n), y = n } return #t, t.x, t.y end,
    function(f, n) local a, b, c = f(n) return c, b, a end,
    function(f, n) return (f(n)) end,
    function(f, n) return n, f(n) end,
    function(f, n) local t = {} t[#t + 1] = f(n) t[#t + 1] = f(n) return #t end,
    function(f, n) return reversed(reversed(f(n))) end,
    function(f, n) return count(pcall(f, n)), select("#", f(n)) end,
    function(f, n) return count(count(f(n)), f(n)) end,
    function(f, n) return math.max(0, #{ f(n) }, count(f(n))) end,
    function(f, n) return select(-1, 0, f(n)) end,
}
for g, giver in ipairs(givers) do
    for t, taker in ipairs(takers) do
        local total, last = 0
        for i = 1, 400 do
            last = table.pack(taker(giver, i % 7))
            total = total + last.n
        end
        check.show(g .. " to " .. t, total, unpack(last, 1, last.n))
    end
end

-- The same with extra arguments, of functions that are inlined and such that are not.
local function all(...) return ... end
local function after(a, ...) return ..., a end
local function between(...) return 0, ... end
local function through(f, ...) return f(...) end
local function guarded(f, ...) return pcall(f, ...) end
local function collected(...) local t = { ... } return #t, t[1], t[#t] end
local function counted(...) local t = { n = count(...), ... } return t.n, t[1] end
local total = 0
for i = 1, 4000 do
    local n = i % 11
    total = total + count(all(many(n))) + count(after(many(n))) + count(between(many(n))) + count(through(many, n))
        + count(guarded(many, n)) + count(collected(many(n))) + counted(many(n)) + count(through(through, through, many, n))
        + count(all()) + count(all(nil)) + count(after(1, 2, nil)) + count(guarded(through, guarded, sum, many(n)))
        + sum(all(i, 2), between(3, i)) + select(2, between(i, n))
end
check.show("extra arguments", total)

-- Errors and yields in the middle; what is called changes its kind.
local called = 0
local callable = setmetatable({}, { __call = function(_, ...) called = called + 1 return ... end })
local function pick(i) return i % 97 == 0 and callable or i % 89 == 0 and 1 or i % 83 == 0 and error or i % 2 == 0 and all or math.max end
local failed = 0
local function tail(f, ...) return f(...) end
local function tail_list(f, n) return f(many(n)) end
local worker = coroutine.wrap(function()
    for i = 1, 4000 do
        local ok, a = pcall(tail, pick(i), i, 1)
        local fine, b = pcall(tail_list, pick(i), 2 + i % 5)
        if not ok or not fine then failed = failed + 1 end
        if i % 100 == 0 then tail(coroutine.yield, i, a, b) end
    end
    return "end"
end)
local yielded = 0
while worker() ~= "end" do yielded = yielded + 1 end
check.show("changing callees", called, failed, yielded)

-- Long lists, in deep stacks, in coroutines that begin with small ones.
local function deep(n, ...) if n == 0 then return sum(...) end return (deep(n - 1, n, ...)) end
local function passed(...) return sum(0, ...) end
for i = 1, 60 do
    total = total + deep(i, many(i)) + coroutine.wrap(passed)(many(5 * i)) + coroutine.wrap(function() return sum(many(5 * i)) end)()
end
check.show("long lists", total, passed(many(300)), deep(150, many(100)))
print("done")
