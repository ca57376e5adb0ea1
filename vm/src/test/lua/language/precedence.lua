-- Precedence and associativity: each expression without parentheses equals the one with the parentheses
-- the grammar implies, over random expressions and by hand; and operators see their operands in that order.

package.path = "../?.lua"
local check = require "check"

local levels = {
    { "or" }, { "and" }, { "<", ">", "<=", ">=", "~=", "==" }, { "|" }, { "~" }, { "&" }, { "<<", ">>" }, { ".." },
    { "+", "-" }, { "*", "/", "//", "%" }, { "unary" }, { "^" },
}
local level_of = {}
for level, operators in ipairs(levels) do
    for _, operator in ipairs(operators) do level_of[operator] = level end
end
local right_associative = { [".."] = true, ["^"] = true }

-- Operands that record structure: any operator on them gives the text of the operation in parentheses.
-- Comparisons and logical operators give booleans, so only the other operators take part here.
local recorder = {}
local function record(text) return setmetatable({ text = text }, recorder) end
local function text_of(v) return getmetatable(v) == recorder and v.text or tostring(v) end
for name, operator in pairs { add = "+", sub = "-", mul = "*", div = "/", mod = "%", pow = "^", idiv = "//", band = "&",
    bor = "|", bxor = "~", shl = "<<", shr = ">>", concat = ".." } do
    recorder["__" .. name] = function(a, b) return record("(" .. text_of(a) .. operator .. text_of(b) .. ")") end
end
recorder.__unm = function(a) return record("(-" .. text_of(a) .. ")") end
recorder.__bnot = function(a) return record("(~" .. text_of(a) .. ")") end
recorder.__len = function(a) return record("(#" .. text_of(a) .. ")") end
local names = { a = record "a", b = record "b", c = record "c", d = record "d", e = record "e" }

local function structure(source)
    return load("return " .. source, "=chunk", "t", names)().text
end

for _, source in ipairs {
    "a+b*c", "a*b+c", "a-b-c", "a/b/c", "a//b%c", "a^b^c", "a..b..c", "-a^b", "a^-b", "-a*b", "a*-b", "a*b^c", "#a+b",
        "-#a",
    "~a&b", "a&b|c", "a|b&c", "a~b|c", "a|b~c", "a~b&c", "a<<b+c", "a+b<<c", "a<<b<<c", "a>>b<<c", "a..b<<c", "a<<b..c",
    "a..b+c", "a+b..c", "a..b..c+d", "a&b<<c", "a~~b", "a~-b", "- -a", "~~a", "-~-a", "#-a", "-a..b", "-a^-b^c",
        "a%b*c",
    "a-b+c", "a*(b+c)", "(a^b)^c", "a-(b-c)", "(a..b)..c", "a^b*c", "a*b//c/d", "a|b|c", "a&b&c", "a~b~c", "a+b-c+d-e",
    "a..b^c..d*e", "a<<b|c>>d&e", "-a+b", "-(a+b)", "#a^b", "#(a^b)", "-a^b^c", "a^b-c", "a-b^c^-d",
} do
    print(source, structure(source))
end

-- Random expressions over these operators against a precedence climber of our own.
local state = 7
local function random(n)
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return (state >> 12) % n + 1
end
local binary = { "+", "-", "*", "/", "//", "%", "^", "..", "&", "|", "~", "<<", ">>" }
local unary = { "-", "~", "#" }
local letters = { "a", "b", "c", "d", "e" }

local function parse(tokens, at, limit)
    local token, left = tokens[at], nil
    if token == "u-" or token == "u~" or token == "u#" then
        local operand
        operand, at = parse(tokens, at + 1, level_of.unary)
        left = "(" .. token:sub(2) .. operand .. ")"
    else
        left, at = token, at + 1
    end
    while tokens[at] and level_of[tokens[at]] > limit do
        local operator = tokens[at]
        local level = level_of[operator]
        local right
        right, at = parse(tokens, at + 1, right_associative[operator] and level - 1 or level)
        left = "(" .. left .. operator .. right .. ")"
    end
    return left, at
end

for _ = 1, 600 do
    local tokens = {}
    for i = 1, random(7) do
        if i > 1 then tokens[#tokens + 1] = binary[random(#binary)] end
        for _ = 1, random(4) - 3 do tokens[#tokens + 1] = "u" .. unary[random(#unary)] end
        tokens[#tokens + 1] = letters[random(#letters)]
    end
    if #tokens > 1 then
        local source = table.concat(tokens, " "):gsub("u", "")
        check.same(structure(source), (parse(tokens, 1, 0)), source)
    end
end

-- Comparisons and logical operators, by value.
for _, source in ipairs {
    "1 < 2 == true", "1 == 1 ~= false", "not 1 == 2", "not (1 == 2)", "not nil == true", "1 or error()",
        "nil and error()",
    "1 and 2 or 3", "nil and 2 or 3", "1 or 2 and 3", "false or nil and 1", "not nil and 1", "not nil or error()",
    "1 + 1 == 2 and 2 * 2 == 4", "1 .. 2 == '12'", "2 ^ 2 == 4 and -2 ^ 2 == -4", "'a' .. 'b' < 'a' .. 'c'",
        "#'abc' == 3",
    "1 < 2 and 2 < 3", "1 | 2 == 3", "5 & 3 == 1", "1 << 2 == 4", "3 - -3", "2 * -1 ^ 2", "-3 % 5", "-(3 % 5)",
        "-3 // 2",
    "2 ^ 0.5 ^ 2", "not 1", "not not 1", "- - 2", "-'2' + 0", "not -1", "-1 == - 1", "1 == 1 == 1", "1 == 1 == true",
    "nil == false", "'1' + '2' .. 3", "1 .. -1", "2 ^ - 1", "7 // 2 * 2 + 7 % 2", "1 + 2 < 4 == not false",
    "'x' == 'x' and not ('x' < 'w')", "1 or 2 or 3", "nil or false", "false and nil", "1 and nil",
        "nil == nil and 'both'",
} do
    local chunk, message = load("return " .. source, "=chunk")
    if chunk then check.try(source, chunk) else print(source, message) end
end

-- Calls, indexing and method calls bind tightest; so do strings and tables as arguments.
local f = function(...) return ... end
check.same(-f(2) ^ 2, -4.0)
check.same(#f "abc" + 1, 4)
check.same(not f(nil) == true, true)
check.same(-("5"):rep(2) + 0, -55)
check.same(({ 1, 2 })[1] + ({ 3, 4 })[2], 5)

print "done"
