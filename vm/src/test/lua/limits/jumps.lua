-- Control structures that are very long: jumps over more than 2^15 and 2^17 instructions, forwards and backwards,
-- and what the compiler refuses.

package.path = "../?.lua"
local check = require "check"

local function compile(prefix, body, n, suffix) return load(prefix .. " " .. (body .. " "):rep(n) .. suffix,
    "=chunk") end

-- Loops with large bodies that do run.
for _, n in ipairs { 100, 8000, 20000, 40000 } do
    local while_loop = assert(compile("local s, i = 0, 0 while i < 3 do i = i + 1", "s = s + i", n, "end return s"))
    local repeat_loop = assert(compile("local s, i = 0, 0 repeat i = i + 1", "s = s + i", n, "until i == 3 return s"))
    local for_loop = compile("local s = 0 for i = 1, 3 do", "s = s + i", n, "end return s")
    local generic = compile("local s = 0 for _, i in ipairs { 1, 2, 3 } do", "s = s + i", n, "end return s")
    local back = assert(compile("local s, i = 0, 0 ::top:: i = i + 1", "s = s + i", n,
        "if i < 3 then goto top end return s"))
    check.list({ while_loop(), repeat_loop(), back() }, 6 * n, 6 * n, 6 * n)
    print(n, for_loop and for_loop(), generic and generic())
    local leaving = assert(compile("local s = 0 while true do if s > 0 then break end", "s = s + 1", n, "end return s"))
    check.same(leaving(), n)
    local continue = assert(compile("local s, i = 0, 0 while i < 4 do i = i + 1 if i % 2 == 0 then goto next end",
        "s = s + i", n, "::next:: end return s"))
    check.same(continue(), 4 * n)
end

-- Branches over large blocks, taken and not taken; conditions with and, or, not.
for _, n in ipairs { 100, 20000, 70000 } do
    local f = assert(compile("local x = ... local s = 0 if x then", "s = s + 1", n, "else s = -1 end return s"))
    check.list({ f(true), f(false) }, n, -1)
    f = assert(compile("local x = ... local s = 0 if not x and s == 0 then s = 5 else", "s = s + 1", n, "end return s"))
    check.list({ f(true), f(false) }, n, 5)
    f = assert(compile("local x = ... local s = 0 if x == 1 or x == 2 or x == 3 then", "s = s + x", n,
        "elseif x then s = 'other' else s = 'none' end return s"))
    check.list({ f(1), f(3), f(4), f() }, n, 3 * n, "other", "none")
    f = assert(compile("local x = ... local s = 0 goto start ::last:: do return s end ::start::", "s = s + 1", n,
        "goto last"))
    check.same(f(), n)
end

-- Long expressions: and, or, comparisons, concatenations in groups, calls in a row.
local terms = {}
for i = 1, 5000 do terms[i] = "x == " .. i end
local any = load("local x = ... return " .. table.concat(terms, " or "), "=chunk")
check.list({ any(1), any(5000), any(0) }, true, true, false)
for i = 1, 5000 do terms[i] = "x ~= " .. i end
local none = load("local x = ... if " .. table.concat(terms, " and ") .. " then return 'none' end return 'some'",
    "=chunk")
check.list({ none(5000), none(0) }, "some", "none")
local sum = load("local x = ... return " .. ("x + "):rep(50000) .. "1", "=chunk")
check.same(sum(2), 100001)
local product = load("local x = ... return x" .. (" * 3 // 2"):rep(20000), "=chunk")
check.same(product(1), 1)
local calls = load("local f = ... " .. ("f() "):rep(60000) .. "return f()", "=chunk")
local called = 0
calls(function() called = called + 1 return called end)
check.same(called, 60001)

-- What is too long for the reference: numeric and generic loops around more than 2^17 instructions.
for _, row in ipairs {
    { "numeric for", "for i = 1, 2 do", "end" }, { "generic for", "for k in pairs(t) do", "end" }, { "while",
        "while x do", "end" },
    { "repeat", "repeat", "until x" }, { "if", "if x then", "end" }, { "goto", "goto l", "::l::" },
} do
    local f, message = compile(row[2], "x = y", 70000, row[3])
    print(row[1], f and "compiles" or message)
end

-- Deep switches by nested ifs, and a jump out of the innermost of many loops.
local depth = 150
local nested = load(("for i = 1, 2 do "):rep(30) .. "if n > 1000 then goto out end n = n + 1 " .. ("end "):rep(30) ..
    "::out:: return n", "=chunk", "t", { n = 0 })
check.same(nested(), 1001)
local ifs = load("local x = ... " .. ("if x > 0 then x = x - 1 "):rep(depth) .. "return 'innermost' " ..
    ("else return x end "):rep(depth), "=chunk")
check.list({ ifs(depth), ifs(depth - 1), ifs(0) }, "innermost", 0, 0)

-- Line numbers far apart and a very long function: positions of errors stay right.
local spread = load("local t = {}" .. ("\n"):rep(100000) .. "t.x = 1" .. ("\n"):rep(300) .. "return t.y.z", "=chunk")
check.try("line", spread)
local long = {}
for i = 1, 60000 do long[i] = "x = " .. i % 100 end
long[#long + 1] = "error 'at the end'"
check.try("long function", load(table.concat(long, "\n"), "=chunk", "t", { error = error }))
long[30000] = "x = nil + 1"
check.try("in the middle", load(table.concat(long, "\n"), "=chunk", "t", { error = error }))
check.try("one line", load(table.concat(long, " "), "=chunk", "t", { error = error }))

print "done"
