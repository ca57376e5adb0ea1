-- Limits of pattern matching: "pattern too complex", very long patterns and subjects, 32 captures, patterns whose
-- matching takes many steps.

package.path = "../?.lua"
local check = require "check"

-- Each optional or repeated item, and each capture, needs a level of recursion while the rest is matched.
for _, n in ipairs { 10, 50, 100, 150, 190, 210, 250, 1000 } do
    check.try("optional " .. n, function() return #(("a"):rep(n)):match(("a?"):rep(n)) end)
    check.try("lazy " .. n, function() return #(("a"):rep(n)):match(("a-"):rep(n) .. "$") end)
    check.try("captures " .. n, function() return select("#", (("a"):rep(n)):match(("(a)"):rep(n))) end)
    check.try("balanced " .. n, function() return #(("(x)"):rep(n)):match(("%b()"):rep(n)) end)
    check.try("frontiers " .. n, function() return #("a"):match(("%f[a]"):rep(n) .. "a") end)
end
for _, n in ipairs { 10, 15, 20 } do check.try("repeated " .. n,
    function() return #(("a"):rep(n)):match(("a*"):rep(n)) end) end
check.same(pcall(string.match, ("a"):rep(1000), ("a?"):rep(1000)), false)
check.same(("abc"):match "b", "b")

-- Plain characters, classes and sets need none: patterns may be long.
for _, n in ipairs { 1000, 100000, 1000000 } do
    local s = ("ab"):rep(n)
    check.list({ s:find(s) }, 1, 2 * n)
    check.list({ s:match("^" .. s .. "$") == s, #s:match(("[ab]"):rep(n)) }, true, n)
    check.same(#s:match(("%a"):rep(n)), n)
    check.same(s:find(s .. "c"), nil)
    check.same(s:find("c" .. s), nil)
end
local set = "[" .. ("abc"):rep(30000) .. "z]"
check.list({ ("xyz"):find(set), ("xy"):find(set), ("b"):match(set) }, 3, nil, "b")
check.same(("x"):match("[^" .. ("abc"):rep(30000) .. "]"), "x")

-- Long subjects: single repetitions go over millions of characters.
local subject = ("a"):rep(2000000)
check.list({ #subject:match "a*", #subject:match "a+", #subject:match ".*", #subject:match ".-$",
    subject:match "^a-$" == subject }, 2000000, 2000000,
    2000000, 2000000, true)
check.same(subject:find "b", nil)
check.same((subject .. "b"):find("b", 1, true), 2000001)
check.same(#(subject .. "b"):match "a*b", 2000001)
check.same(#("(" .. subject .. ")"):match "%b()", 2000002)
check.same(("(" .. subject):match "%b()", nil)
check.same(select(2, subject:gsub("a", "")), 2000000)
check.same(#subject:gsub("aa", "b"), 1000000)
check.same(select(2, subject:gsub("", "")), 2000001)
check.same(#(("x"):rep(300000) .. ("y"):rep(300000)):match "(x*)(y*)", 300000)
subject = nil

-- Captures: 32 at most.
check.same(select("#", (("a"):rep(32)):match(("(a)"):rep(32))), 32)
check.try("33 captures", string.match, ("a"):rep(33), ("(a)"):rep(33))
check.same(select("#", ("abc"):match(("()"):rep(32))), 32)
check.try("33 positions", string.match, "abc", ("()"):rep(33))
check.same(select("#", ("x"):find(("("):rep(32) .. "x" .. (")"):rep(32))), 34)
check.try("33 nested", string.find, "x", ("("):rep(33) .. "x" .. (")"):rep(33))
check.same((("abcdefghi"):gsub(("(.)"):rep(9), "%9%8%7%6%5%4%3%2%1")), "ihgfedcba")
check.try("tenth in a replacement", string.gsub, ("a"):rep(10), ("(a)"):rep(10), "%10")

-- Backtracking: cubic, but it ends; the same failure found early with an anchor.
local text = ("a"):rep(120)
check.same(text:match "a*a*a*b", nil)
check.same(text:match "^a*a*a*b", nil)
check.same(text:match ".-.-.-b", nil)
check.same((text .. "b"):match "a*a*a*b" == text .. "b", true)
check.same(select(2, text:gsub("a*b", "x")), 0)
check.same(select(2, text:gsub("a-b", "x")), 0)

-- gsub with many and with large replacements, gmatch with very many matches.
check.same(#(("x"):rep(1000):gsub("x", ("y"):rep(1000))), 1000000)
check.same(#(("ab"):rep(50000):gsub("(a)(b)", "%2%1%2%1")), 200000)
local calls = 0
check.same(#(("ab"):rep(50000):gsub("%w", function(c) calls = calls + 1 return c == "a" and c:rep(3) or nil end)),
    200000)
check.same(calls, 100000)
local n = 0
for k, v in ("k=v,"):rep(50000):gmatch "(%w)=(%w)" do n = n + 1 end
check.same(n, 50000)
n = 0
for position in ("x"):rep(100000):gmatch "()" do n = n + position end
check.same(n, 100001 * 100002 // 2)

print "done"
