-- gsub, gmatch and match as programs use them: replacement strings, tables and functions, limits, empty matches,
-- anchors, and the classical small parsers.

package.path = "../?.lua"
local check = require "check"

-- Replacement strings.
check.show("plain", ("hello world"):gsub("o", "0"))
check.show("whole match", ("hello"):gsub("l", "<%0>"))
check.show("captures", ("key = value"):gsub("(%w+) = (%w+)", "%2 = %1"))
check.show("implicit capture", ("abc"):gsub("%w", "%1%1"))
check.show("position capture", ("abc"):gsub("()b", "%1"))
check.show("percent", ("50"):gsub("%d+", "%0%%"))
check.show("empty replacement", ("a-b-c"):gsub("-", ""))
check.show("number as replacement", ("a b"):gsub(" ", 1))
check.show("number as subject", string.gsub(12345, "3", "x"))
check.show("nothing found", ("abc"):gsub("x", "y"))
check.show("zeros", ("a\0b\0"):gsub("%z", "0"))

-- Empty matches: between all characters, never right after a match.
check.show("empty pattern", ("abc"):gsub("", "-"))
check.show("empty pattern and subject", (""):gsub("", "-"))
check.show("star", ("abc"):gsub("x*", "-"))
check.show("star with matches", ("axxbx"):gsub("x*", "-"))
check.show("star at the end", ("hello"):gsub("l*", "L"))
check.show("words or nothing", ("  ab  cd "):gsub("%w*", "<%0>"))
check.show("dollar", ("abc"):gsub("$", "!"))
check.show("caret", ("abc"):gsub("^", "!"))
check.show("caret and dollar", (""):gsub("^$", "!"))
check.show("anchored", ("aaa"):gsub("^a", "b"))
check.show("anchored, no match", ("baa"):gsub("^a", "b"))
check.show("escaped caret", ("a^b"):gsub("%^", "-"))

-- Limits.
for _, limit in ipairs { 0, 1, 2, 3, 100, -1, 2.0, math.maxinteger, math.mininteger } do
    check.show("limit " .. tostring(limit), ("aaaa"):gsub("a", "b", limit))
end
check.show("limit nil", ("aaaa"):gsub("a", "b", nil))
check.show("limit of empty matches", ("abc"):gsub("", "-", 2))

-- Tables: the first capture is the key; nil and false keep the match.
local words = { hello = "bye", world = 42, no = false, x = 1.5 }
check.show("table", ("hello world no way x"):gsub("%w+", words))
check.show("table with captures", ("$hello $none"):gsub("%$(%w+)", words))
check.show("table by position", ("abc"):gsub("()", { "1", [3] = "3" }))
check.show("table with __index", ("a b"):gsub("%w", setmetatable({}, { __index = function(_, k) return k:upper() ..
    k end })))
check.show("empty table", ("abc"):gsub("%w", {}))

-- Functions: all captures are arguments; nil and false keep the match, other results are used or refused.
local arguments = {}
check.show("function", ("a=1, b=2"):gsub("(%w)=(%d)",
    function(...) arguments[#arguments + 1] = check.texts(...) return nil end))
print(table.concat(arguments, "; "))
check.show("function, whole", ("abc"):gsub(".", function(c) return c:byte() .. "," end))
check.show("function, false", ("abc"):gsub(".", function(c) return c ~= "b" and "x" end))
check.show("function, number", ("1 2 3"):gsub("%d", function(d) return d * 2 end))
check.show("function, float", ("1 2"):gsub("%d", function(d) return d / 4 end))
check.show("built-in", ("abc"):gsub("%w", string.upper))
check.show("built-in, position", ("abc"):gsub("()", tostring))
check.try("function, table", string.gsub, "abc", ".", function() return {} end)
check.try("function, true", string.gsub, "abc", ".", function() return true end)
local calls = 0
check.show("function, limit", ("aaaa"):gsub("a", function() calls = calls + 1 return calls end, 2))
check.same(calls, 2)
check.show("nested gsub", ("a,b;c,d"):gsub("[^;]+", function(s) return (s:gsub("[^,]+", function(t) return "<" .. t ..
    ">" end)) end))
local collected = {}
local _ = ("k1=v1;k2=v2"):gsub("(%w+)=(%w+)", function(k, v) collected[k] = v end)
print(check.tree(collected))

-- gmatch: all matches in order, captures as results, a start position, empty matches, own state for each.
local function all(s, p, init)
    local out = {}
    for a, b in s:gmatch(p, init) do out[#out + 1] = check.text(a) .. (b ~= nil and "/" .. check.text(b) or "") end
    return table.concat(out, " ")
end
print(all("one two  three", "%a+"))
print(all("k1=v1, k2=v2", "(%w+)=(%w+)"))
print(all("abc", "()"))
print(all("abc", ""))
print(all("axxb", "x*"))
print(all("aaa", "^a"))
print(all("hello", "l", 4), all("hello", "l", -2), all("hello", ".", 10), all("hello", ".", -100), all("hello", "", 6))
print(all("", "x*"), all("", "."))
local first, second = ("abc"):gmatch ".", ("xyz"):gmatch "."
check.list({ first(), second(), first(), second(), first(), first(), second(), second() }, "a", "x", "b", "y", "c",
    nil, "z", nil)
for k, v in ("a=1,b=2"):gmatch "(%w)=(%w)" do if k == "a" then check.same(v, "1") break end end

-- Small parsers.
local function split(s, separator)
    local out, from = {}, 1
    while true do
        local a, b = s:find(separator, from, true)
        if not a then out[#out + 1] = s:sub(from) return out end
        out[#out + 1] = s:sub(from, a - 1)
        from = b + 1
    end
end
print(table.concat(split("a,b,,c,", ","), "|"), #split("", ","), #split("abc", ","), table.concat(split("a--b--c",
    "--"), "|"))
local function trim(s) return (s:gsub("^%s+", ""):gsub("%s+$", "")) end
check.list({ trim "  x y  ", trim "", trim "   ", trim "z" }, "x y", "", "", "z")
local function csv(line)
    local fields, at = {}, 1
    repeat
        if line:sub(at, at) == '"' then
            local text, i = "", at
            repeat
                local a, b, part, quote = line:find('^"(.-)"("?)', i)
                text, i = text .. part .. quote, b
                if quote == "" then i = b + 1 end
            until quote == ""
            fields[#fields + 1], at = text, (line:find(",", i, true) or #line + 1) + 1
        else
            local to = line:find(",", at, true) or #line + 1
            fields[#fields + 1], at = line:sub(at, to - 1), to + 1
        end
    until at > #line + 1
    return fields
end
print(table.concat(csv 'a,"b, c",,"d ""e""",f', "|"))
local function escape(s) return (s:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;",
    ["\""] = "&quot;" })) end
check.same(escape '<a href="x">&</a>', "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;")
local function url_decode(s) return (s:gsub("+", " "):gsub("%%(%x%x)", function(h) return string.char(tonumber(h,
    16)) end)) end
check.same(url_decode "a%20b+c%3D%C3%A4", "a b c=ä")
local function commas(n) local s = tostring(n) local left,
    right = s:match "^(%-?%d)(%d*)$" if not left then return s end
    return left .. (right:reverse():gsub("(%d%d%d)", "%1,"):reverse()) end
print(commas(1), commas(1234), commas(1234567), commas(-1234567))
local function expand(template, vars) return (template:gsub("%${(%w+)}", function(n) return vars[n] or "${" .. n ..
    "}" end)) end
print(expand("Dear ${name}, you owe ${sum} of ${unknown}", { name = "Sir", sum = 5 }))
local text = ("the quick brown fox jumps over the lazy dog the end "):rep(20)
local counts = {}
for word in text:gmatch "%a+" do counts[word] = (counts[word] or 0) + 1 end
print(check.tree(counts))
print((text:gsub("%f[%a](%a)(%a*)", function(a, b) return a:upper() .. b end)):sub(1, 60))

print "done"
