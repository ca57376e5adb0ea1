-- <close>: called at every way out of a block, in reverse order of declaration, with what arguments.

package.path = "../?.lua"
local check = require "check"

local log = {}
local function resource(name)
    return setmetatable({ name = name }, { __close = function(self, err)
        log[#log + 1] = self.name .. (err == nil and "" or "(" .. tostring(err) .. ")")
    end })
end
local function flush(label, ...)
    print(label, table.concat(log, " "), check.texts(...))
    log = {}
end

-- The end of a block.
do
    local a <close> = resource "a"
    local b <close> = resource "b"
    log[#log + 1] = "body"
    local c <close> = resource "c"
end
flush "block"

-- nil and false are not closed; anything else must have the metamethod when it is declared.
do
    local a <close> = nil
    local b <close> = false
end
for _, bad in ipairs { 1, "text", true, {}, print } do
    check.try("not closable " .. type(bad), function() local thing <close> = bad return "not reached" end)
end
check.try("after a good one", function()
    local good <close> = resource "good"
    local bad <close> = 42
end)
flush "only the good one"

-- The metamethod is looked up again when the variable is closed.
do
    local changed = resource "old"
    do
        local a <close> = changed
        getmetatable(changed).__close = function() log[#log + 1] = "new" end
    end
    flush "changed"
    check.try("removed meanwhile", function()
        local a <close> = changed
        getmetatable(changed).__close = nil
    end)
end

-- break, goto, return, and the end of each iteration.
for i = 1, 5 do
    local a <close> = resource("i" .. i)
    if i == 3 then break end
end
flush "for and break"
local n = 0
while true do
    local a <close> = resource("w" .. n)
    n = n + 1
    do
        local b <close> = resource("v" .. n)
        if n == 2 then goto out end
    end
end
::out::
flush "while and goto"
repeat
    local a <close> = resource "r"
    n = n + 1
    local stop = n > 3
until stop
flush "repeat"
do
    local k = 0
    ::top::
    local a <close> = resource("t" .. k)
    k = k + 1
    if k < 3 then goto top end
end
flush "goto backwards"

-- return: the results are computed first, then the variables are closed, and results survive closing.
local function results(...)
    local a <close> = resource "a"
    do
        local b <close> = resource "b"
        return "first", #log, ...
    end
end
flush("return", results(1, nil, 3))
local function no_results() local a <close> = resource "a" return end
flush("return nothing", select("#", no_results()))
local function one_result() local a <close> = resource "a" return a.name end
flush("return one", one_result())
local function changes_result()
    local list = { 1, 2, 3 }
    local a <close> = setmetatable({}, { __close = function() list[1] = "changed" end })
    return list[1], list
end
local first, list = changes_result()
flush("computed before", first, list[1])

-- A call in a return is no tail call when a variable waits to be closed.
local function open() return #log end
local function not_tail() local a <close> = resource "a" return open() end
flush("not a tail call", not_tail())
local function depth()
    local levels = 0
    while debug.getinfo(levels + 1, "l") do levels = levels + 1 end
    return levels
end
local function closing() local a <close> = resource "a" return depth() end
local function tail() return depth() end
check.same(closing() - tail(), 1)
log = {}

-- Closing happens with the block's other variables still alive, and functions called then see the order.
do
    local value = 1
    local a <close> = setmetatable({}, { __close = function() value = value * 10 log[#log + 1] = value end })
    local b <close> = setmetatable({}, { __close = function() value = value + 1 log[#log + 1] = value end })
    value = 5
end
flush "order of effects"

-- Closures that captured the variable, or the one next to it.
local kept
do
    local count = 0
    local a <close> = setmetatable({}, { __close = function(self) count = count + 1 self.closed = true end })
    kept = function() return count, a.closed end
    check.list({ kept() }, 0, nil)
end
check.list({ kept() }, 1, true)

-- In nested functions and recursion.
local function nest(depth)
    local a <close> = resource("n" .. depth)
    if depth > 0 then return (nest(depth - 1)) + 1 end
    return 0
end
flush("recursion", nest(4))

-- The arguments of the metamethod: the value and nil; its results are dropped.
do
    local seen
    do
        local a <close> = setmetatable({}, { __close = function(...) seen = table.pack(...) return 1, 2, 3 end })
    end
    check.list({ seen.n, type(seen[1]), seen[2] }, 2, "table", nil)
end

-- __close may be any callable value, and the variable holds the value itself.
do
    local callable = setmetatable({}, { __call = function(_, v, err) log[#log + 1] = "called for " .. v.name end })
    local a <close> = setmetatable({ name = "x" }, { __close = callable })
    check.same(a.name, "x")
end
flush "callable"

-- Variables closed while other variables of the same function live on; many at once.
local function many(count)
    local source = {}
    for i = 1, count do source[i] = "local v" .. i .. " <close> = r('" .. i .. "')" end
    load("local r = ... " .. table.concat(source, "\n"))(resource)
end
many(150)
check.same(#log, 150)
check.list({ log[1], log[150] }, "150", "1")
log = {}

-- A closing method that itself declares closing variables, calls, and loops.
do
    local a <close> = setmetatable({}, { __close = function()
        local inner <close> = resource "inner"
        for i = 1, 2 do local each <close> = resource("each" .. i) end
        log[#log + 1] = "outer"
    end })
    local b <close> = resource "b"
end
flush "nested closing"

print "done"

-- A loop that becomes hot while the variable of its own, or one around it, waits to be closed.
do
    local closed = 0
    local function closing() return setmetatable({}, { __close = function() closed = closed + 1 end }) end
    local function upTo(n) return function(_, i) if i < n then return i + 1 end end, nil, 0, closing() end
    local function sum(n, limit)
        local total = 0
        for i in upTo(n) do
            total = total + i
            if total > limit then break end
        end
        return total
    end
    local function inner(n)
        local _ <close> = closing()
        local total = 0
        for i = 1, n do total = total + i end
        return total
    end
    for i = 1, 20 do
        assert(sum(3, 100) == 6 and sum(3000, 1000) == 1035 and sum(3000, 1e9) == 4501500)
        assert(inner(3000) == 4501500 and inner(3) == 6)
    end
    print(closed)
    local function wrong(value) for _ in function() end, nil, nil, value do end end
    for i = 1, 200 do wrong(nil) end
    print(pcall(wrong, false), pcall(wrong, 5), pcall(wrong, true))
    local function number() for _ in function() end, nil, nil, 5 do end end
    for i = 1, 20 do assert(not pcall(number)) end
end
print "done"
