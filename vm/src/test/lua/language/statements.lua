-- Every kind of statement, alone and inside every other, and the forms that are allowed or refused.

package.path = "../?.lua"
local check = require "check"

-- if with any number of branches; the conditions after the first true one are not evaluated.
local function grade(n)
    local evaluated = 0
    local function at_least(limit) evaluated = evaluated + 1 return n >= limit end
    local letter
    if at_least(90) then letter = "A"
    elseif at_least(80) then letter = "B"
    elseif at_least(70) then letter = "C"
    elseif at_least(60) then
    else letter = "F"
    end
    return letter, evaluated
end
for _, n in ipairs { 95, 85, 75, 65, 55 } do check.show("grade " .. n, grade(n)) end
if nil then elseif nil then end
if true then end

-- while, repeat, both fors, with break at each place.
local trace = {}
local function note(...) trace[#trace + 1] = table.concat({ ... }, ":") end
local n = 0
while n < 5 do
    n = n + 1
    if n == 2 then goto continue end
    if n == 4 then break end
    note("while", n)
    ::continue::
end
repeat
    n = n - 1
    note("repeat", n)
    if n == 1 then break end
until n < 0
for i = 10, 1, -4 do note("for", i) end
for i = 1, 0 do note("never", i) end
for k, v in pairs { x = 1 } do note("pairs", k, v) end
for w in ("a b"):gmatch "%a" do note("gmatch", w) break end
while true do break end
repeat break until false
repeat until true
for _ = 1, 2 do end
for _ in next, {} do end
do end
do do do note "deep" end end end
print(table.concat(trace, " "))

-- The condition of while is evaluated before each round, that of repeat after each.
local evaluations = { while_ = 0, repeat_ = 0 }
local i = 0
while (function() evaluations.while_ = evaluations.while_ + 1 return i < 3 end)() do i = i + 1 end
repeat i = i - 1 until (function() evaluations.repeat_ = evaluations.repeat_ + 1 return i <= 0 end)()
check.list({ evaluations.while_, evaluations.repeat_ }, 4, 3)

-- Function statements of every form.
local lib = { sub = { deeper = {} } }
function lib.f() return "f" end
function lib.sub.g(...) return "g", ... end
function lib.sub.deeper.h() return "h" end
function lib.sub.deeper:m(a) return self == lib.sub.deeper, a end
local function l() return "l" end
function l() return "l again" end
function some_global() return "global" end
check.list({ lib.f(), lib.sub.deeper.h(), l(), some_global(), lib.sub.g(1) }, "f", "h", "l again", "global", "g", 1)
check.list({ lib.sub.deeper:m(2) }, true, 2)
some_global = nil

-- Statements that are calls: with strings, tables, methods, chains, parentheses.
local calls = 0
local function call() calls = calls + 1 return call end
call()
call ""
call {}
call()()()
(call)();
(call())()
local obj = { c = call, m = function(self) calls = calls + 1 return self end }
obj.c()
obj["c"]()
obj:m():m():m()
check.same(calls, 15)

-- return in every place where it may stand, with and without values and semicolon.
local function returns(k)
    if k == 1 then return end
    if k == 2 then return; end
    if k == 3 then return 1, 2; end
    do if k == 4 then return (function() return 3, 4 end)() end end
    for _ = 1, 2 do if k == 5 then return "for" end end
    for _ in pairs { 1 } do if k == 6 then return "pairs" end end
    while true do if k == 7 then return "while" end break end
    repeat if k == 8 then return "repeat" end until true
    local function inner() if k == 9 then return "inner" end end
    if k == 9 then return inner() end
    return "end"
end
for k = 1, 10 do check.show("return " .. k, returns(k)) end
check.same(select("#", returns(1)), 0)

-- Blocks nested in each other, all with variables of one name.
local path = {}
for v = 1, 2 do
    local v = v * 10
    while true do
        local v = v + 1
        repeat
            local v = v + 0.5
            do
                local v = "v" .. v
                if v then
                    local v = v .. "!"
                    path[#path + 1] = v
                end
            end
        until v > 0
        break
    end
end
print(table.concat(path, " "))

-- Loops over the same things in different ways.
local function collect(f) local out = {} f(function(v) out[#out + 1] = v end) return table.concat(out, ",") end
local expected = collect(function(add) for k = 1, 5 do add(k) end end)
check.same(collect(function(add) local k = 1 while k <= 5 do add(k) k = k + 1 end end), expected)
check.same(collect(function(add) local k = 0 repeat k = k + 1 add(k) until k == 5 end), expected)
check.same(collect(function(add) local k = 1 ::top:: add(k) k = k + 1 if k <= 5 then goto top end end), expected)
check.same(collect(function(add) for k in ipairs { 0, 0, 0, 0, 0 } do add(k) end end), expected)
check.same(collect(function(add) local function r(k) if k > 5 then return end add(k) return r(k + 1) end r(1) end),
    expected)
check.same(collect(function(add) for k in (function(_, k) if k < 5 then return k + 1 end end), nil,
    0 do add(k) end end),
    expected)

-- Statements that are none.
for _, source in ipairs {
    "x", "x.y", "1", "'s'", "{}", "(x)", "x:y", "x.y.z", "f() = 1", "f().x = 1", "(f()).x = 1", "(x) = 1",
        "x, f() = 1, 2",
    "x, 1 = 2", "local x.y = 1", "local 1 = 2", "local function x.y() end", "function x:y.z() end", "function () end",
    "local function () end", "x = function f() end", "if x end", "if x then", "if x then else elseif y then end",
    "while x end", "while do end", "repeat x() end", "for x do end", "for x = 1 do end", "for x = 1, 2, 3, 4 do end",
    "for x, y = 1, 2 do end", "for x.y in z do end", "for x in do end", "for in x do end", "for 1 = 1, 2 do end",
    "do", "end", "until x", "then", "return 1 2", "return; return", "goto", "goto 1", "::x", "::1::", "break 1",
    "x = ", "x = 1,", "= 1", "x + 1", "x += 1", "x++", "not x", "-x", "#x", "...", "... = 1", "x, = 1", "local x,",
    "f(", "f(1", "f(1,", "f(,)", "f x", "f 1", "x:y 1", "x:1()", "x.1", "x[", "x[1", "x[]", "x[1,2] = 3", "{1} = 2",
    "x = {1 2}", "x = {,}", "x = {1,,2}", "x = {[1]}", "x = {[1] 2}", "x = {x.y = 1}", "x = {'a' = 1}", "x = {",
} do
    print(source, select(2, load(source, "=chunk")))
end

print "done"
