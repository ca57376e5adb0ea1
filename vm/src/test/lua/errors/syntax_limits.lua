-- What the compiler refuses because there is too much of it, with the exact message; and the largest program
-- of each kind that it accepts.

package.path = "../?.lua"
local check = require "check"

local function compile(label, source, ...)
    local f, message = load(source, "=chunk")
    if not f then
        print(label, message:match "[^\n]*")
    else
        print(label, "compiles", check.outcome(f, ...))
    end
end

local function list(n, item, separator)
    local out = {}
    for i = 1, n do out[i] = (item:gsub("N", i)) end
    return table.concat(out, separator or ", ")
end

-- Local variables in one function: 200.
for _, n in ipairs { 199, 200, 201, 202 } do
    compile("locals " .. n, "local " .. list(n, "vN") .. " = 1; return v1")
    compile("locals in statements " .. n, list(n, "local vN = N", " ") .. " return v" .. n)
    compile("locals in a function " .. n, "\n\nfunction f() " .. list(n, "local vN", "\n") .. " end return 'ok'")
    compile("parameters " .. n, "return (function(" .. list(n, "pN") .. ") return p" .. n .. " end)(" .. list(n, "N") ..
        ")")
    compile("local functions " .. n, list(n, "local function fN() return N end", " ") .. " return f" .. n .. "()")
end
for _, n in ipairs { 196, 197, 198, 199 } do
    compile("locals and a loop " .. n, "local " .. list(n, "vN") .. " for i = 1, 1 do return i end")
    compile("locals and a generic loop " .. n, "local " .. list(n, "vN") .. " for i in next, {7} do return i end")
end
compile("locals in blocks", list(3, "do local " .. list(150, "vN") .. " end", " ") .. " return 'ok'")
compile("constants are locals too", "local " .. list(201, "vN <const>") .. " = 1")
compile("repeated name", "local " .. list(200, "same") .. " = 1; return same")

-- Upvalues of one function: 255.
local function upvalues(n)
    local half = n // 2
    return "local " .. list(half, "aN") .. " = " .. list(half, "N") .. "\nlocal function f()\nlocal " ..
        list(n - half, "bN") .. " = " ..
        list(n - half, "N") .. "\nreturn function()\nreturn " .. list(half, "aN", "+") .. "+" .. list(n - half, "bN",
            "+") ..
        "\nend end return f()()"
end
for _, n in ipairs { 250, 255, 256, 257 } do compile("upvalues " .. n, upvalues(n)) end
for _, n in ipairs { 254, 255 } do compile("upvalues and _ENV " .. n, (upvalues(n):gsub("return a1",
    "return tonumber(0) + a1"))) end

-- Nesting: about 200 levels of blocks, functions, parentheses, tables, calls and operators, counted together
-- with the C functions below. Of the message only the first line: a message handler may have added to it.
-- (Where exactly each kind ends is the business of limits/nesting.lua.)
for _, n in ipairs { 50, 85, 115, 180, 220, 250, 1000 } do
    local function nest(label, prefix, open, middle, close)
        local f, message = load(prefix .. open:rep(n) .. middle .. close:rep(n), "=chunk")
        print(label .. " " .. n, f and "compiles" or message:match "[^\n]*")
    end
    nest("do", "", "do ", "", "end ")
    nest("while", "", "while a do ", "", "end ")
    nest("if", "", "if a then ", "", "end ")
    nest("else", "", "if a then else ", "", "end ")
    nest("elseif", "if a then ", "elseif b then ", "end", "")
    nest("repeat", "", "repeat ", "", "until a ")
    nest("for", "", "for i = 1, 2 do ", "", "end ")
    nest("function statements", "", "function f() ", "", "end ")
    nest("function expressions", "return ", "function() return ", "1", " end")
    nest("parentheses", "return ", "(", "1", ")")
    nest("parentheses of a call", "", "(", "f", ")()")
    nest("tables", "return ", "{", "", "}")
    nest("keys", "return ", "{[", "1", "]=1}")
    nest("calls", "return ", "f(", "", ")")
    nest("indices", "return ", "t[", "1", "]")
    nest("minus", "return ", "- ", "1", "")
    nest("not", "return ", "not ", "1", "")
    nest("powers", "return ", "a ^ ", "1", "")
    nest("concatenations", "return ", "a .. ", "1", "")
    nest("additions in parentheses", "return ", "1 + (", "1", ")")
    nest("chained calls", "return a", "()", "", "")
    nest("methods", "return a", ":m()", "", "")
    nest("fields", "return a", ".b", "", "")
    nest("additions", "return 1", " + 1", "", "")
    nest("alternatives", "return a", " or b", "", "")
    nest("assignment targets", "a", ", b", " = 1", "")
end

-- Labels, strings of digits, names and so on have no limit of their own.
compile("labels", list(3000, "do ::lN:: end", " ") .. list(150, "::lN::", " ") .. " return 'ok'")
compile("labels in a row", list(3000, "::lN::", " ") .. " return 'ok'")
compile("gotos", list(1000, "goto lN ::lN::", " ") .. " return 'ok'")
compile("long numeral", "return " .. ("1"):rep(1000) .. " > 1e308")
compile("long fraction", "return 0." .. ("0"):rep(400) .. "1")
compile("long hexadecimal", "return 0x" .. ("f"):rep(1000))
compile("long name", "local " .. ("x"):rep(100000) .. " = 5 return " .. ("x"):rep(100000))

-- Registers: values that live at the same time in one function.
for _, n in ipairs { 150, 180, 220, 249, 250, 251, 252, 253, 254, 255, 256, 257, 300 } do
    compile("arguments " .. n, "return select('#', " .. list(n, "N") .. ")")
    compile("results " .. n, "return " .. list(n, "N"):gsub(", 2,.*", "") .. ", select('#', (function() return " ..
        list(n, "N") .. " end)())")
    compile("concatenation " .. n, "local s = 'x' return #(" .. list(n, "s", " .. ") .. ")")
    compile("table items " .. n, "return #{" .. list(n, "N") .. "}")
    compile("vararg items " .. n, "return #{" .. list(n, "N") .. ", ...}", 1, 2)
    compile("assignment " .. n, "local t = {} " .. list(n, "t[N]") .. " = " .. list(n, "N") .. " return #t")
end

print "done"
