-- Chunks that do not compile, with the exact message of each: what was expected, and near what.

local chunks = {
    -- expressions
    "return 1 +", "return + 1", "return 1 2", "return (1", "return (1, 2)", "return ()", "return 1)", "return not",
        "return #",
    "return - -", "return 1 .. ", "return .. 1", "return a.", "return a.1", "return a.'b'", "return a:", "return a:b",
        "return a:b.c",
    "return a[", "return a[]", "return a[1", "return a[1 2]", "return a[1]]", "return {", "return {1", "return {1,",
        "return {1 2}",
    "return {a=}", "return {=1}", "return {[a]}", "return {[a=1}", "return {a.b=1}", "return {1;;2}",
        "return {...}.x", "return 'a'.b",
    "return 'a' 'b'", "return function", "return function f() end", "return function(", "return function(a",
        "return function(a,) end",
    "return function(..., a) end", "return function(1) end", "return function(a b) end", "return function() ",
        "return function(a.b) end",
    "return f(", "return f(1", "return f(1,", "return f(1 2)", "return f(,1)", "return f)(", "return 1 < < 2",
        "return 1 <> 2",
    "return 1 === 2", "return 1 != 2", "return a && b", "return a || b", "return !a", "return a ? b : c",
        "return a ++", "return a =",
    "return a = 1", "return a, ", "return , a", "return a and", "return or a", "return a and or b", "return ~",
        "return ~= 1",
    "return 1 ~= ~= 2", "return then", "return end", "return if", "return local", "return nil nil", "return true false",
    "return 1 // ", "return // 1", "return a b", "return a 1", "return a {} 1", "return (a).", "return (a)(",
        "return a\nb",
    -- statements
    "a", "a b", "a.b", "a.b.c", "a:b", "a[1]", "a, b", "a, b =", "a = ", "a = 1 2", "a = = 1", "a + 1", "a += 1",
        "(a)", "(a) = 1",
    "(a), b = 1", "f() = 1", "f(), a = 1", "a, f() = 1", "a.b:c = 1", "a:b() = 1", "1 = a", "'a' = 1", "{} = 1",
        "nil = 1", "... = 1",
    "not a", "-a", "#a", "a..b", "a == b", "a and b()", "local", "local 1", "local a.b", "local a, ", "local a b",
        "local a = ",
    "local a = 1, ", "local a, a.b = 1", "local function", "local function a.b() end", "local function a:b() end",
        "local function (a) end",
    "function", "function f", "function f(", "function f()", "function f(a", "function f.() end", "function f:() end",
    "function f:a:b() end", "function f:a.b() end", "function f[1]() end", "function 'f'() end",
        "function f() return 1 2 end",
    "if", "if a", "if a then", "if a then else", "if a then elseif", "if a then elseif b",
        "if a then else elseif b then end",
    "if a then else else end", "if then end", "if a do end", "if a = 1 then end", "if a then end end", "elseif",
        "else", "then", "end",
    "while", "while a", "while a do", "while do end", "while a then end", "while a do end end", "repeat",
        "repeat until", "repeat a() end",
    "repeat local a until", "until a", "for", "for a", "for a do", "for a =", "for a = 1", "for a = 1,",
        "for a = 1 do", "for a = 1, 2",
    "for a = 1, 2, do end", "for a = 1, 2, 3, 4 do end", "for a = 1, 2 then end", "for a, b = 1, 2 do end",
        "for a in", "for a in b",
    "for a in b do", "for a in do end", "for a, in b do end", "for a, 1 in b do end", "for a.b in c do end",
        "for 1 = 1, 2 do end",
    "for (a) in b do end", "do", "do a()", "do end end", "in", "do local a", "return return", "return; a()",
        "return 1; 2", "return 1;;",
    "break", "break 1", "if a then break end", "function f() break end", "while a do function f() break end end",
        "break; a()",
    "goto", "goto 1", "goto a b", "::", "::a", "::a:", "::1::", ":: a :: :: a ::", "goto nowhere", "goto end",
        "::end::",
    -- labels and scopes
    "::l:: do ::l:: end", "do ::l:: end goto l", "goto l; local a ::l:: a()", "goto l; local a; ::l:: ::m:: return a",
    "do goto l end local a ::l:: a()", "function f() goto l end ::l::", "::l:: function f() goto l end",
        "repeat goto c; local a; ::c:: until a",
    "goto one; goto two; ::one::", "\n\ngoto l\n\n", "do do goto inner end end do ::inner:: end", "::a:: ::b:: ::a::",
        "\n::a::\n\n::a::",
    "local a <const> = 1; ::l:: a = 2", "goto l; local a <close> = nil; ::l:: ;;",
        "goto l; local a <const> = 1; ::l:: print(a)",
    -- attributes and constants
    "local a <const> = 1; a = 2", "local a <close> = nil; a = 2", "local a <foo> = 1", "local a <", "local a <const",
        "local a <const> = ",
    "local a <1> = 1", "local a <'const'> = 1", "local a <const>, b <close>, c <close> = 1",
        "local a <const> = 1; a, b = 1, 2",
    "local a <const> = 1; function a() end", "local a <const> = 1; function f() a = 1 end",
        "local a <const> = 1; local function g() local function h() a = 1 end end",
    "for a <const> = 1, 2 do end", "function f(a <const>) end", "local function f <const> () end",
        "local a <const> = 1; for a = 1, 2 do a = 3 end; a = 4",
    -- varargs
    "function f() return ... end", "local f = function(a) return (...) end",
        "function f(...) return function() return ... end end", "function f(a, ...) end; return ... + ",
    -- tokens
    "a = 'x", "a = \"x", "a = 'x\ny'", "a = 'x\\\n", "a = [[x", "a = [==[x]]", "a = [=x", "a = [==", "--[[x",
        "--[==[x]]", "a = '\\q'",
    "a = '\\400'", "a = '\\xg'", "a = '\\x1'", "a = '\\u'", "a = '\\u{110000000}'", "a = '\\u{x}'", "a = '\\u{12'",
        "a = '\\u{", "a = '\\",
    "a = 1e", "a = 1e+", "a = 0x", "a = 0xg", "a = 1.2.3", "a = 1x", "a = 0x1p", "a = 3..2", "a = .5.", "a = 1..2",
        "@", "a = @", "a @ b", "$a",
    "a = `b`", "a = b\\c", "a = \1", "a = \127", "a = \200", "a = '\0", "\0", "a = '" .. ("x"):rep(100) .. "\n",
        "a = " .. ("x"):rep(100) .. " y",
    "a = [[" .. ("long "):rep(30), "return '" .. ("y"):rep(90) .. "' 1", "a = 5 'text with spaces'",
        "a = b [[long]] c", "a = b \"it's\" c", "a = 1 '\\n' ",
}

print("chunks", #chunks)
local failing = 0
for i, source in ipairs(chunks) do
    local f, message = load(source, "=chunk")
    if f then
        print(i, "compiles", (("%q"):format(source):gsub("\\\n", "\\n")))
    else
        failing = failing + 1
        print(i, message)
    end
end
print("failing", failing)

-- The line in the message is that of the unexpected token; "(to close ... at line ...)" tells where a block began.
for _, source in ipairs {
    "\n\na b", "a\n=\n=", "if a then\n\n\nb()\n", "while a do\n\n", "for i = 1, 2 do\n\nx()\nuntil",
        "repeat\n\nx()\nend", "function f()\n\n\n",
    "f(\n\n1\n", "a = {\n1,\n2\n", "a = (\n1\n", "a[\n1\n", "do\ndo\nend\n", "local function f(\n\n",
        "return {\n{\n}\n", "x = [[\n\n\n", "x = '\n",
    "--[[\n\n\n", "if a\nthen\nelse\nelse\nend", "for a,\nb\nin\nc\ndo\n", "goto l\n\nlocal a\n::l::\nprint(a)",
        "break\n\n\n", "a = 'x\\\ny\\\nz", "\r\n\r\na b",
    "a = function(\na,\n\nb\n", "if a then -- comment\n --[[\n]] else\n -- end", "return\n1\n2",
} do
    print((("%q"):format(source):gsub("\\\n", "\\n"):gsub("\13", "\\r")), select(2, load(source, "=chunk")))
end

-- The chunk's name stands in front, in the form that errors use.
for _, name in ipairs { "=name", "@file.lua", "x = = 1", "first\nsecond", "=", "@" .. ("d/"):rep(40), "=" ..
    ("n"):rep(80) } do
    print((select(2, load("x = = 1", name))))
end
print((select(2, load("x = = 1"))))
print((select(2, load("\n\nx = = 1"))))
print((select(2, load(("local variable%d = 1 "):rep(3) .. "x = = 1"))))

-- A chunk that does not compile leaves nothing behind, whatever it had begun.
for i = 1, 200 do
    assert(not load(chunks[i % #chunks + 1] .. " = = ", "=chunk"))
end
assert(load "return 1"() == 1)

print "done"
