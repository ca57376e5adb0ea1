-- Pattern items one by one: classes, sets, repetitions, anchors, %b, %f, back references, malformed patterns; with
-- find, match and gsub as witnesses.

package.path = "../?.lua"
local check = require "check"

-- Classes over all 256 bytes (in the C locale).
for class in ("acdglpsuwx"):gmatch "." do
    local members, complement = {}, 0
    for b = 0, 255 do
        local c = string.char(b)
        local is = c:find("%" .. class) ~= nil
        check.same(c:find("%" .. class:upper()) ~= nil, not is)
        check.same(c:find("[%" .. class .. "]") ~= nil, is)
        check.same(c:find("[^%" .. class .. "]") ~= nil, not is)
        if is then members[#members + 1] = b else complement = complement + 1 end
    end
    local ranges, from = {}, nil
    for i, b in ipairs(members) do
        if members[i - 1] ~= b - 1 then from = b end
        if members[i + 1] ~= b + 1 then ranges[#ranges + 1] = from == b and b or from .. "-" .. b end
    end
    print("%" .. class, table.concat(ranges, " "), complement)
end
for b = 0, 255 do check.same(string.char(b):find ".", 1) end

-- find with each pattern in each subject; captures behind the positions.
local subjects = { "", "a", "aaa", "abc", "hello world", "  x = 10, y=-3.5 ", "(a(b)c)", "THE (quick) fox", "a.b.c",
    "key=value", "\0a\0b",
    "2024-05-06", "äöü", "[x]", "100%", "aXb" }
local patterns = {
    "", ".", "a", "^a", "a$", "^a$", "^$", "a*", "a+", "a-", "a?", "^a*$", ".*", ".-", ".+", "^.-$", "%a+", "%d+",
        "%s*", "%S+", "%w+$",
    "[abc]+", "[^abc]+", "[a-c]", "[%a_][%w_]*", "[]]", "[^]]", "[]-a]", "[a-]", "[-a]", "[%-a]", "[a%-z]", "[%]]",
        "[.]", "[%.]+", "[+-]?%d+",
    "%(", "%b()", "%b[]", "%bxx", "%f[%w]%w+", "%f[%a]%a+%f[%A]", "%f[%z]", "%f[\0]", "(%a+)", "(%a)(%a)",
        "((%a)(%a*))", "()", "()a()", "(a*(.)%a(%s*))",
    "(%a+)=(%a+)", "(%d+)-(%d+)-(%d+)", "(.)%1", "(%a+) = (%d+)", "(['\"])(.-)%1", "%.", "%%", "x*$", "^%s*(.-)%s*$",
        "=%s*(-?[%d.]+)", "$", "a$b", "^^", "%^",
    "\0", "%z", "[\0]", "[%z]", "[^%z]+", "[^\0]+", "a.-c", "a.*c", "a.?c", "(a.-)(b?)", "[%w%p]+", "%p", "%u+",
        "%l+%u", "%x+", "[\128-\255]+", "[a-%a]", "[%a-z]",
}
for _, pattern in ipairs(patterns) do
    local out = {}
    for i, subject in ipairs(subjects) do
        out[i] = check.outcome(string.find, subject, pattern):gsub("^= ", "")
    end
    print(("%q"):format(pattern), table.concat(out, " | "))
end

-- Malformed patterns: the error comes when the matcher reaches the bad part.
for _, pattern in ipairs { "%", "a%", "[", "[a", "[^", "[]", "[^]", "[a-", "[%", "[%a", "%b", "%ba", "%f", "%fa",
    "%f[", "(", "(a", "((a)", ")", "a)", "())",
    "%1", "(%1)", "(a)%2", "%0", "(a)%0", "()%1", "(a)(b)(c)%4", ("("):rep(33) .. ("."):rep(33) .. (")"):rep(33),
        ("()"):rep(32), ("()"):rep(33) } do
    check.try(("%q"):format(pattern:sub(1, 40)), string.find, "abc", pattern)
    check.try("  gsub", string.gsub, "abc", pattern, "")
    check.try("  plain", string.find, "a" .. pattern, pattern, 1, true)
end

-- Positions to start from, plain searches.
for _, init in ipairs { 1, 2, 4, 6, 7, 8, 100, 0, -1, -3, -6, -7, -100 } do
    check.show("find from " .. init, ("banana"):find("a", init))
    check.show("match from " .. init, ("banana"):match("^.a", init))
    check.show("plain from " .. init, ("a.a.a."):find(".", init, true))
    check.show("empty from " .. init, ("banana"):find("", init))
    check.show("empty plain from " .. init, ("banana"):find("", init, true))
end
check.show("plain", ("a+b"):find("+", 1, true), ("a+b"):find("+b", 1, true), ("aab"):find("ab", 1, true),
    ("x"):find("xx", 1, true))
check.show("plain zeros", ("a\0b\0c"):find("\0c", 1, true), ("a\0b"):find("b", 1, true))
check.show("true or not", ("a.b"):find(".", 2, nil), ("a.b"):find(".", 2, false), ("a.b"):find(".", 1, 1))
check.show("long", (("x"):rep(1000) .. "y"):find("y", 1, true), (("ab"):rep(500) .. "abc"):find("abc", 1, true))
check.show("long pattern", (("ab"):rep(500)):find(("ab"):rep(500)))

-- Greedy, lazy and possessive-looking combinations; backtracking.
check.show("greedy", ("aaab"):match "a*ab", ("<<a>>"):match "<(.*)>", ("<<a>><b>"):match "<(.-)>",
    ("xxxy"):match "^x-y", ("xxxx"):match "x-$")
check.show("backtrack", ("aaaaaaaaab"):match "a*a*a*b", (("a"):rep(20)):match("a?a?a?a?a?aaaaa"),
    ("abcabd"):match "ab.*d", ("abc"):match "(a?)(a?)(b*)")
check.show("lazy captures", ("key = value # comment"):match "^(%w+)%s*=%s*(.-)%s*#%s*(.*)$")
check.show("balanced", ("f(a(b)c)(d)"):match "%b()", ("((x)"):match "%b()", ("))(("):match "%b()",
    ("a{b{c}d}e"):match "(%b{})(.)", ("''a''"):match "%b''")
check.show("frontier", ("THE (quick) fox"):find "%f[%a]%a+%f[%A]", ("foo.bar"):gsub("%f[%w]%w", string.upper),
    ("x"):find "%f[\0]", ("_a1"):match "%f[%w]..")
check.show("back references", ("abcabc"):match "(abc)%1", ("hello"):find "(l)%1", ("aXbXc"):match "(X).-%1",
    ("'it's'"):match "(['\"])(.*)%1", ("aa bb"):gsub("(%a)%1", "<%1>"))

-- Captures: empty, nested, positions, up to 32.
check.list({ ("abc"):match "()b()" }, 2, 3)
check.list({ ("abc"):match "(((a)(b))(c))" }, "abc", "ab", "a", "b", "c")
check.list({ ("abc"):match "(x?)(y*)(.-)" }, "", "", "")
local groups = table.pack((("x"):rep(32)):match(("(x)"):rep(32)))
check.same(groups.n, 32)
groups = table.pack((("y"):rep(5)):find(("()"):rep(32)))
check.same(groups.n, 34)
check.try("33 captures", string.match, ("x"):rep(33), ("(x)"):rep(33))

print "done"
