-- and, or, not: which operand is the result, what is evaluated, and how they steer conditions.

package.path = "../?.lua"
local check = require "check"

local values = { nil, false, true, 0, "", 0.0 / 0.0 }
local names = { "nil", "false", "true", "0", "''", "nan" }

for i = 1, 6 do
    for j = 1, 6 do
        local a, b = values[i], values[j]
        local row = {}
        row[1] = check.text(a and b)
        row[2] = check.text(a or b)
        row[3] = check.text(not a)
        row[4] = check.text(not (a and b))
        row[5] = check.text(not a and b)
        row[6] = check.text(a and not b)
        row[7] = check.text(not a or not b)
        row[8] = check.text(a and b or "else")
        row[9] = check.text((a or b) and "then")
        row[10] = check.text(not not (a or b))
        print(names[i], names[j], table.concat(row, " "))
        check.same(not (a and b), not a or not b)
        check.same(not (a or b), not a and not b)
    end
end

-- What runs: a log of every operand reached.
local log = {}
local function say(name, v) log[#log + 1] = name return v end
local function flush(label, ...)
    print(label, table.concat(log), check.texts(...))
    log = {}
end
flush("and", say("a", false) and say("b", 1))
flush("and", say("a", 1) and say("b", 2) and say("c", nil) and say("d", 4))
flush("or", say("a", false) or say("b", nil) or say("c", 3) or say("d", 4))
flush("mixed", say("a", nil) and say("b", 1) or say("c", false) and say("d", 1) or say("e", "last"))
flush("parentheses", say("a", nil) and (say("b", 1) or say("c", 1)) or say("d", 2))
flush("not", not say("a", nil) and not say("b", 1) or not say("c", nil))
flush("arguments", (say("a", 1) or say("b", 2)), (say("c", nil) or say("d", 2)))

-- In conditions of if, while and repeat, with comparisons in between.
local function classify(n)
    if n and n > 0 and n < 10 or n == 42 then
        return "in"
    elseif not n or not (n ~= 0) then
        return "none"
    elseif not (n > 100 and n < 200) and n ~= -1 then
        return "out"
    else
        return "far"
    end
end
for _, n in ipairs { 1, 9, 10, 42, 0, 150, 100, 200, -1, -2, 0.5, 9.999 } do print(n, classify(n)) end
print("false", classify(false))

local i = 0
while i < 10 and (i ~= 5 or false) do i = i + 1 end
check.same(i, 5)
repeat i = i + 1 until i > 8 or i == 7 and true
check.same(i, 7)

-- Values of comparisons are true and false themselves, also in the middle of a chain.
local function select_value(a, b) return a < b and a or b end
check.list({ select_value(1, 2), select_value(3, 2), select_value("a", "b") }, 1, 2, "a")
check.same((1 < 2) == true, true)
check.same((1 > 2) == false, true)
check.same((1 == 1.0) and (2 ~= 3) or nil, true)
local t = { a = 1 < 2, b = 1 > 2 or nil, c = not nil, d = not 0, e = nil == false }
print(check.tree(t))

-- Only the last operand may be a call in tail position, and it gives one value.
local function many() return 1, 2, 3 end
check.same(select("#", true and many()), 1)
check.same(select("#", nil or many()), 1)
check.same(select("#", (many())), 1)
check.same(select("#", many()), 3)

-- Nested in assignments to several variables.
local x, y, z = nil or 1, false and 2, not nil and 3
check.list({ x, tostring(y), z }, 1, "false", 3)
local f = nil
local g = f or function() return "default" end
check.same(g(), "default")
local h = g and g() == "default" and #g() or 0
check.same(h, 7)

-- A constant condition leaves the reachable branch only.
local reached = {}
if nil then reached[1] = "nil" elseif false then reached[1] = "false" else reached[1] = "else" end
if 0 then reached[2] = "zero" end
if "" and true then reached[3] = "string" end
while false do reached[4] = "never" end
repeat reached[5] = "once" until true
if not (nil or false) then reached[6] = "not" end
if 1 == 2 or "x" then reached[7] = "or" end
print(check.tree(reached))

-- Long chains.
local terms = {}
for n = 1, 200 do terms[n] = "a[" .. n .. "]" end
local all = load("local a = ... return " .. table.concat(terms, " and "))
local any = load("local a = ... return " .. table.concat(terms, " or "))
local yes, no = {}, {}
for n = 1, 200 do yes[n], no[n] = n, false end
check.same(all(yes), 200)
check.same(any(no), false)
yes[77], no[78] = false, "found"
check.same(all(yes), false)
check.same(any(no), "found")

print "done"
