-- The exact depth at which nesting in source becomes too deep, for every construct. The limit counts C calls: those
-- of the parser and those below it when load is called, so the numbers belong to this way of calling it.

package.path = "../?.lua"
local check = require "check"

local kinds = {
    { "do", "", "do ", "", "end " }, { "while", "", "while a do ", "", "end " }, { "if", "", "if a then ", "", "end " },
    { "else", "", "if a then else ", "", "end " }, { "repeat", "", "repeat ", "", "until a " },
    { "for in functions", "", "for i = 1, 2 do function f() ", "", "end end " },
    { "function statements", "", "function f() ", "", "end " }, { "local functions", "", "local function f() ", "",
        "end " },
    { "function expressions", "return ", "function() return ", "1", " end" },
    { "functions in assignments", "", "a = function() ", "", " end " },
    { "parentheses", "return ", "(", "1", ")" }, { "parentheses of a call", "", "(", "f", ")()" },
    { "tables", "return ", "{", "", "}" }, { "keys", "return ", "{[", "1", "]=1}" }, { "fields", "return ", "{a=",
        "1", "}" },
    { "calls", "return ", "f(", "", ")" }, { "second arguments", "return ", "f(1, ", "2", ")" },
    { "indices", "return ", "t[", "1", "]" }, { "minus", "return ", "- ", "1", "" }, { "not", "return ", "not ", "1",
        "" },
    { "length", "return ", "#", "a", "" }, { "powers", "return ", "a ^ ", "1", "" }, { "concatenations", "return ",
        "a .. ", "1", "" },
    { "additions in parentheses", "return ", "1 + (", "1", ")" }, { "minus in parentheses", "return ", "-(", "1", ")" },
    { "assignment targets", "a", ", b", " = 1", "" }, { "labels", "", "::lN::", "", "" },
        { "semicolons after a label", "::l::", ";", "", "" },
}

local function compiles(kind, n)
    local open = kind[3]:rep(n)
    if open:find "N" then local i = 0 open = open:gsub("N", function() i = i + 1 return i end) end
    local f, message = load(kind[2] .. open .. kind[4] .. kind[5]:rep(n), "=chunk")
    return f ~= nil, message
end

for _, kind in ipairs(kinds) do
    local low, high = 1, 2000
    assert(compiles(kind, low), kind[1])
    if compiles(kind, high) then
        print(kind[1], "no limit")
    else
        while high - low > 1 do
            local middle = (low + high) // 2
            if compiles(kind, middle) then low = middle else high = middle end
        end
        local _, message = compiles(kind, high)
        print(kind[1], low, message:match "[^\n]*")
    end
end

-- What was just accepted also runs.
check.same(load("return " .. ("("):rep(190) .. "1" .. (")"):rep(190))(), 1)
check.same(load("return " .. ("- "):rep(190) .. "1")(), 1)
check.same(load("return " .. ("not "):rep(189) .. "1")(), false)
check.same(load("local a = 1; return " .. ("a ^ "):rep(190) .. "1")(), 1.0)
check.same(#load("local a = 'x'; return " .. ("a .. "):rep(190) .. "a")(), 191)
local f = load(("return function() "):rep(90) .. "return 'inner'" .. (" end"):rep(90))
for _ = 1, 90 do f = f() end
check.same(f(), "inner")
local t = load("return " .. ("{"):rep(190) .. ("}"):rep(190))()
for _ = 1, 189 do t = t[1] end
check.same(#t, 0)
local count = 0
tick = function() count = count + 1 return true end
load(("do "):rep(190) .. "tick()" .. (" end"):rep(190))()
load(("if tick() then "):rep(190) .. "tick()" .. (" end"):rep(190))()
load(("while tick() do "):rep(190) .. "tick()" .. (" break end"):rep(190))()
load(("repeat "):rep(190) .. "tick()" .. (" until tick()"):rep(190))()
check.same(count, 1 + 191 * 3)
tick = nil

print "done"
