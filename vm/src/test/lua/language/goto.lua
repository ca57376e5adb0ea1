-- goto and labels: forwards, backwards, continue, out of nested loops, the closures it leaves behind.

package.path = "../?.lua"
local check = require "check"

-- Continue.
local odd = {}
for i = 1, 10 do
    if i % 2 == 0 then goto continue end
    odd[#odd + 1] = i
    ::continue::
end
print(table.concat(odd, " "))

-- Continue in while and repeat, with locals declared after the goto (the label ends the block).
local i, kept = 0, {}
while i < 10 do
    i = i + 1
    if i % 3 ~= 0 then goto continue end
    local square = i * i
    kept[#kept + 1] = square
    ::continue::
end
print(table.concat(kept, " "))
i = 0
repeat
    i = i + 1
    if i == 2 then goto continue end
    kept[#kept + 1] = -i
    ::continue::
until i >= 4
print(table.concat(kept, " "))

-- Out of nested loops, and redo of an inner one.
local found, tries = nil, 0
for a = 1, 20 do
    for b = a, 20 do
        for c = b, 30 do
            tries = tries + 1
            if a * a + b * b == c * c and a + b + c == 36 then
                found = { a, b, c }
                goto out
            end
        end
    end
end
::out::
print(table.concat(found, " "), tries)

local attempts = {}
for n = 1, 3 do
    local try = 0
    ::redo::
    try = try + 1
    if try < n then goto redo end
    attempts[n] = try
end
check.list(attempts, 1, 2, 3)

-- A loop made of gotos only, and a state machine.
do
    local n, sum = 1, 0
    ::top::
    if n > 100 then goto bottom end
    sum = sum + n
    n = n + 1
    goto top
    ::bottom::
    check.same(sum, 5050)
end

local function scan(text)
    local at, tokens = 1, {}
    local c, from
    ::start::
    c = text:sub(at, at)
    if c == "" then goto finish end
    from = at
    if c:find "%d" then goto number end
    if c:find "%a" then goto word end
    at = at + 1
    goto start
    ::number::
    while text:find("^%d", at) do at = at + 1 end
    tokens[#tokens + 1] = "number " .. text:sub(from, at - 1)
    goto start
    ::word::
    while text:find("^%w", at) do at = at + 1 end
    tokens[#tokens + 1] = "word " .. text:sub(from, at - 1)
    goto start
    ::finish::
    return table.concat(tokens, ", ")
end
print(scan "abc 12 + x9, 007!")

-- The same label name in different functions and nested blocks that do not see each other.
do goto l1 ::l1:: end
do goto l1 ::l1:: end
local function other() goto l1 ::l1:: return "other" end
check.same(other(), "other")

-- A label at the end of a block is past its locals, so a goto may jump over declarations to it.
do
    goto last
    local a = 1
    local b <const> = 2
    ::last::
end
do
    goto last
    local a = 1
    ::last:: ;;; ::also:: ;
end

-- Jumping backwards out of a block ends the variables that closures have captured: each round has its own.
do
    local closures = {}
    local k = 0
    ::round::
    do
        local own = k
        closures[#closures + 1] = function(d) own = own + (d or 0) return own end
        k = k + 1
        if k < 4 then goto round end
    end
    closures[1](10)
    check.list({ closures[1](), closures[2](), closures[3](), closures[4]() }, 10, 1, 2, 3)
end

-- With the declaration in the same block as the label.
do
    local closures, k = {}, 0
    ::round::
    local own = k
    closures[#closures + 1] = function() own = own + 1 return own end
    k = k + 1
    if k < 3 then goto round end
    check.list({ closures[1](), closures[1](), closures[2](), closures[3]() }, 1, 2, 2, 3)
end

-- continue with captured loop variables.
do
    local closures = {}
    for n = 1, 6 do
        local twice = n * 2
        if n % 2 == 0 then goto continue end
        closures[#closures + 1] = function() twice = twice + 1 return n, twice end
        ::continue::
    end
    check.list({ closures[2]() }, 3, 7)
    check.list({ closures[2]() }, 3, 8)
    check.list({ closures[3]() }, 5, 11)
end

-- goto inside a vararg function, a coroutine and a method.
local function sum(...)
    local n, total = 0, 0
    ::next_argument::
    n = n + 1
    if n > select("#", ...) then return total end
    total = total + (select(n, ...))
    goto next_argument
end
check.same(sum(1, 2, 3, 4.5), 10.5)
local co = coroutine.wrap(function()
    local n = 0
    ::again::
    coroutine.yield(n)
    n = n + 1
    goto again
end)
check.list({ co(), co(), co(), co() }, 0, 1, 2, 3)

-- "goto" and "break" next to each other; break is a goto to the end of the innermost loop.
local trace = {}
for a = 1, 3 do
    for b = 1, 3 do
        if b == 2 then break end
        if a == 2 then goto next_a end
        trace[#trace + 1] = a .. b
    end
    trace[#trace + 1] = "end" .. a
    ::next_a::
end
print(table.concat(trace, " "))

print "done"
