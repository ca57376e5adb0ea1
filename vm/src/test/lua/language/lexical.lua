-- Comments, white space, names, separators, the first line of a file, and how lines are counted.

package.path = "../?.lua"
local check = require "check"

-- Comments of every shape.
--
--[[ one line ]] check.same(1, 1) --[==[ another ]] ]==] check.same(2, 2)
--[[
check.same(1, 2)
]]
--[ no long bracket, so to the end of the line
--[=
--[==[
]]
]=]
]==]
---[[ switched on
local on = true
--]]
check.same(on, true)
local function --[[ between ]] commented(--[[ a ]] a, b --[[ b ]]) -- end of line
    return a --[[ plus ]] + --[[ and ]] b
end
check.same(commented(1, 2), 3)
check.same(load("--[[]]return 1--x")(), 1)
check.same(load("return 1 --")(), 1)
check.same(load("return 1 --[[]]")(), 1)
check.same(load("--[==[\n]]\n]==]return 2")(), 2)
check.same(load("--\nreturn 3")(), 3)
check.same(load("--[\nreturn 4")(), 4)
check.same(load("--[=\nreturn 5")(), 5)
check.same(select("#", load("--")()), 0)
check.same(select("#", load("")()), 0)
check.same(select("#", load(" \t\n\r\f\v ")()), 0)

-- White space is any of six characters; line ends matter only for line numbers.
check.same(load("return\t1\v+\f2\r\n*\n3")(), 7)
check.same(load("return(1)")(), 1)
check.same(load("local a=1;local b=2;return a+b")(), 3)
check.same(load("local a=1 local b=2 return a+b")(), 3)
check.same(load("local a=1local b=a return b") == nil, true)

-- Semicolons separate, repeat, and end blocks; a return may have one.
check.same(load(";;;local a = 1;;;return a;")(), 1)
check.same(load("do ; end; ; if true then ; end; return 2")(), 2)
print(load("return 1;;", "=chunk"))
print(load("break", "=chunk"))
print(load("return return", "=chunk"))
print(load("return 1 local a", "=chunk"))

-- A call on a new line continues the expression before it.
check.same(load("local f = tostring\nlocal x = f\n(12)\nreturn x")(), "12")
check.same(load("local f = tostring\nlocal x = f;\n(print)()\nreturn x")(), tostring)

-- Names: letters, digits, underscores; reserved words are no names but may be fields in brackets.
local _, __, _1, a1b2, CamelCase, AND, End = 1, 2, 3, 4, 5, 6, 7
check.list({ _, __, _1, a1b2, CamelCase, AND, End }, 1, 2, 3, 4, 5, 6, 7)
local words = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil",
    "not", "or", "repeat", "return", "then", "true", "until", "while" }
for _, word in ipairs(words) do
    print(word, select(2, load("local " .. word .. " = 1", "=chunk")))
    print(word, select(2, load("return t." .. word, "=chunk")))
    check.same(load("local t = { ['" .. word .. "'] = 1 } return t['" .. word .. "']")(), 1)
    check.same(load("local " .. word .. "_ = 2 return " .. word .. "_")(), 2)
    check.same(load("local x" .. word .. " = 3 return x" .. word)(), 3)
end
local long_name = ("n"):rep(5000)
check.same(load("local " .. long_name .. " = 4 return " .. long_name)(), 4)
check.same(load("local " .. long_name .. "a, " .. long_name .. "b = 5, 6 return " .. long_name .. "b")(), 6)

-- Unexpected characters.
for _, source in ipairs { "@", "x = $", "a ! b", "x = #", "`", "\\", "?", "x = 1 ^^ 2", "a = ~", "é = 1", "x = '\0",
    "\0", "\1",
    "a.b:c = 1", "a..b", "a...b", "::", "::a:", "::a:b", "= 1", "==", "~=", "<<", "//", "x = 1 // // 2", "\127",
        "\255" } do
    print(("%q"):format(source), select(2, load(source, "=chunk")))
end

-- The first line of a file is skipped if it starts with '#', and so is a byte order mark; not in a string.
local name = os.tmpname()
local function file(content)
    local f = assert(io.open(name, "wb"))
    f:write(content)
    f:close()
    local chunk, message = loadfile(name)
    if not chunk then return (message:gsub("^.*:(%d+:)", "%1")) end
    return chunk()
end
local line = "return debug.getinfo(1, 'l').currentline"
check.show("plain", file(line))
check.show("comment line", file("#!/usr/bin/lua\n" .. line))
check.show("comment line, CRLF", file("# x\r\n" .. line))
check.show("mark", file("\xEF\xBB\xBF" .. line))
check.show("mark and comment line", file("\xEF\xBB\xBF#!lua\n" .. line))
check.show("only a comment line", file("#only"))
check.show("only a mark", file("\xEF\xBB\xBF"))
check.show("empty", file(""))
check.show("second line", file("\n# x\n"))
check.show("space before", file(" # x\n"))
check.show("half a mark", file("\xEF\xBBreturn 1"))
os.remove(name)
print(load("# x\nreturn 1", "=chunk"))

-- Lines are counted through every kind of token that spans lines.
local source = "local a = [[\n\n]]\n--[[\n\n\n]]\nlocal b = 'x\\\ny\\z\n\n z'\n--\n"
check.same(load(source .. line)(), 13)
print(load(source .. "x = = 1", "=chunk"))
print(load(("\n"):rep(70000) .. "x = = 1", "=chunk"))
print(pcall(load(("\n"):rep(300) .. "error('here')", "=chunk")))
print(pcall(load("local t\n\n\n=\n\nnil\n\nreturn\n\nt\n.\nx\n.\ny", "=chunk")))

print "done"
