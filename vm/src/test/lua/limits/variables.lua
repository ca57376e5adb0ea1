-- The largest functions in variables: 200 locals, 255 upvalues, 250 registers in calls, all of them used, assigned,
-- captured and passed on.

package.path = "../?.lua"
local check = require "check"

local function list(n, item, separator)
    local out = {}
    for i = 1, n do out[i] = (item:gsub("N", i)) end
    return table.concat(out, separator or ", ")
end

-- 200 locals: summed, rotated, swapped at the ends.
local all = load("local " .. list(200, "vN") .. " = ... return " .. list(200, "vN", " + "))
local numbers = {}
for i = 1, 200 do numbers[i] = i end
check.same(all(table.unpack(numbers)), 20100)
local rotate = load("local " .. list(100, "vN") .. " = ...\n" .. list(100, "vN") .. " = v100, " .. list(99, "vN") ..
    "\nreturn " .. list(100, "vN"))
local rotated = { rotate(table.unpack(numbers, 1, 100)) }
check.list({ #rotated, rotated[1], rotated[2], rotated[100] }, 100, 100, 1, 99)
local last = load("local " .. list(198, "vN") .. " local x, y = 1, 2 x, y = y, x v198 = x return x, y, v198, v1")
check.list({ last() }, 2, 1, 2, nil)

-- 200 parameters, and loops in a function that is nearly full.
local parameters = load("return function(" .. list(200, "pN") .. ") return p1, p100, p200 end")()
check.list({ parameters(table.unpack(numbers)) }, 1, 100, 200)
check.list({ parameters() }, nil, nil, nil)
local full = load("local " .. list(195, "vN") .. " = ... local s = 0 for i = 1, 3 do s = s + i + v195 end return s")
check.same(full(table.unpack(numbers)), 6 + 3 * 195)

-- 255 upvalues, read and assigned; several closures over all of them.
local source = "local " .. list(128, "aN") .. " = " .. list(128, "N") .. "\nlocal function middle()\nlocal " ..
    list(127, "bN") .. " = " ..
    list(127, "N") .. "\nreturn function()\nreturn " .. list(128, "aN", " + ") .. " + " .. list(127, "bN", " + ") ..
    "\nend, function()\n" .. list(128, "aN = aN + 1", "\n") .. "\n" .. list(127, "bN = bN * 2", "\n") ..
        "\nend\nend\nreturn middle"
local middle = load(source)()
local read1, write1 = middle()
local read2, write2 = middle()
local expected = 128 * 129 // 2 + 127 * 128 // 2
check.list({ read1(), read2() }, expected, expected)
write1()
check.list({ read1(), read2() }, expected + 128 + 127 * 128 // 2, expected + 128)
write2()
write2()
check.list({ read1(), read2() }, expected + 3 * 128 + 8128, expected + 3 * 128 + 3 * 8128)
check.list({ debug.getupvalue(read1, 255) == "b127", debug.getupvalue(read1, 256) }, true, nil)

-- Many registers alive at the same time: arguments, results, operands, table items, nested calls.
local function count(...) return select("#", ...) end
local function pick(n, ...) return (select(n, ...)) end
for _, n in ipairs { 100, 200, 240, 250 } do
    check.same(load("local f = ... return f(" .. list(n, "N") .. ")")(count), n)
    check.same(load("local f = ... return f(77, " .. list(n - 2, "N") .. ")")(pick), 77)
    check.same(select(n, load("return " .. list(n, "N"))()), n)
    check.same(#load("return {" .. list(n, "N") .. "}")(), n)
end
check.same(load("local f = ... return " .. ("f("):rep(100) .. "1" .. (")"):rep(100))(function(x) return x + 1 end), 101)
check.same(load("return " .. ("(1 + "):rep(90) .. "1" .. (")"):rep(90))(), 91)
check.same(load("local a = 2 return " .. ("a * (a - "):rep(30) .. "1" .. (")"):rep(30))(),
    load("local a, r = 2, 1 for _ = 1, 30 do r = a * (a - r) end return r")())
check.same(load("local t = {} t.t = t return t" .. (".t"):rep(5000) .. " == t")(), true)
check.same(load("local t = {} function t.m(s) return s end return t" .. (":m()"):rep(5000) .. " == t")(), true)

-- Functions in functions: each level captures from all the others.
local levels = { "local v0 = 1" }
for i = 1, 60 do levels[#levels + 1] = ("return function() local v%d = v%d + 1"):format(i, i - 1) end
levels[#levels + 1] = "return " .. list(60, "vN", " + ") .. " + v0"
for _ = 1, 60 do levels[#levels + 1] = "end" end
local f = load(table.concat(levels, "\n"))()
for _ = 1, 59 do f = f() end
check.same(f(), 61 * 62 // 2)

-- Many functions and many blocks in one chunk.
local functions = { "local t = {}" }
for i = 1, 5000 do functions[#functions + 1] = ("t[%d] = function(x) return x + %d end"):format(i, i) end
functions[#functions + 1] = "return t"
local made = load(table.concat(functions, "\n"))()
local sum = 0
for i = 1, 5000 do sum = sum + made[i](1) end
check.same(sum, 12507500)
local blocks = load("local n = 0 " .. ("do local a, b = n, 1 n = a + b end "):rep(5000) .. " return n")
check.same(blocks(), 5000)
local ifs = { "local x = ... " }
for i = 1, 3000 do ifs[#ifs + 1] = (i == 1 and "if" or "elseif") .. " x == " .. i .. " then return 'branch " .. i ..
    "'" end
ifs[#ifs + 1] = "else return 'none' end"
local branch = load(table.concat(ifs, "\n"))
check.list({ branch(1), branch(1500), branch(3000), branch(3001), branch "1" }, "branch 1", "branch 1500",
    "branch 3000", "none", "none")

print "done"
