-- Shared by all test scripts of this folder: prints values in a form that every correct
-- engine prints alike, and stops the script when a check fails.
--
-- A script in a sub-folder loads it with
--     package.path = "../?.lua"
--     local check = require "check"

local check = {}

local format, mtype = string.format, math.type

-- The text of one value: exact for numbers (17 digits, and a float never looks like an integer),
-- quoted for strings, and only the type for what has an address. A NaN has no sign here.
function check.text(v)
    local kind = mtype(v)
    if kind == "integer" then
        return format("%d", v)
    elseif kind == "float" then
        if v ~= v then return "nan" end
        local digits = format("%.17g", v)
        if digits:find("^%-?%d+$") then digits = digits .. ".0" end
        return digits
    elseif type(v) == "string" then
        return (format("%q", v):gsub("\\\n", "\\n"))
    elseif v == nil or type(v) == "boolean" then
        return tostring(v)
    end
    return "<" .. type(v) .. ">"
end

-- The texts of all arguments, separated by blanks.
function check.texts(...)
    local out = {}
    for i = 1, select("#", ...) do
        out[i] = check.text((select(i, ...)))
    end
    return table.concat(out, " ")
end

-- Prints a label and the texts of the values after it.
function check.show(label, ...)
    print(label .. ": " .. check.texts(...))
end

local function outcome(ok, ...)
    if ok then return "= " .. check.texts(...) end
    local message = ...
    if type(message) ~= "string" then return "! " .. check.text(message) end
    return "! " .. message
end

-- Calls f and returns one text: "= results" or "! message".
function check.outcome(f, ...)
    return outcome(pcall(f, ...))
end

-- Calls f and prints its results, or its error, after the label.
function check.try(label, f, ...)
    print(label .. " " .. outcome(pcall(f, ...)))
end

-- Loads a chunk named "=chunk" and prints its results, its error, or its syntax error.
function check.chunk(source, ...)
    local f, message = load(source, "=chunk")
    local label = source:gsub("\n", "\\n")
    if not f then
        print(label .. " !! " .. message)
    else
        check.try(label, f, ...)
    end
end

-- Stops the script unless both values are the same: raw equality, where NaN equals NaN,
-- 1 differs from 1.0, and 0.0 differs from -0.0.
function check.same(actual, expected, what)
    local alike = rawequal(actual, expected) and mtype(actual) == mtype(expected)
    if alike and actual == 0 and mtype(actual) == "float" then
        alike = 1 / actual == 1 / expected
    elseif actual ~= actual and expected ~= expected then
        alike = true
    end
    if not alike then
        error(format("%s: got %s, expected %s", what or "check failed", check.text(actual), check.text(expected)), 2)
    end
end

-- Stops the script unless the list's items are exactly the values after it.
function check.list(list, ...)
    local count = select("#", ...)
    for i = 1, count do
        check.same(list[i], (select(i, ...)), "item " .. i)
    end
    if list[count + 1] ~= nil then
        error("the list is longer than " .. count, 2)
    end
end

-- Stops the script unless f raises an error; returns the error value.
function check.raises(f, ...)
    local ok, message = pcall(f, ...)
    if ok then error("an error was expected", 2) end
    return message
end

-- A stable text of a flat or nested table without metatables: keys in order of their texts.
function check.tree(t)
    if type(t) ~= "table" then return check.text(t) end
    local keys, parts = {}, {}
    for k in next, t do keys[#keys + 1] = { text = check.text(k), key = k } end
    table.sort(keys, function(a, b) return a.text < b.text end)
    for i, k in ipairs(keys) do
        parts[i] = "[" .. k.text .. "]=" .. check.tree(rawget(t, k.key))
    end
    return "{" .. table.concat(parts, ",") .. "}"
end

-- Values at the edges of every conversion, each with the source text that denotes it
-- (an expression whose operators are in parentheses), as a list of {name=, value=, source=}.
check.boundary = {}

local function boundary(name, source)
    local value = assert(load("return " .. source))()
    check.boundary[#check.boundary + 1] = { name = name, value = value, source = source }
end

boundary("0", "0")
boundary("1", "1")
boundary("-1", "(-1)")
boundary("3", "3")
boundary("64", "64")
boundary("0.0", "0.0")
boundary("-0.0", "(-0.0)")
boundary("0.5", "0.5")
boundary("-1.5", "(-1.5)")
boundary("3.0", "3.0")
boundary("nan", "(0.0/0.0)")
boundary("inf", "(1.0/0.0)")
boundary("-inf", "(-1.0/0.0)")
boundary("2^53-1", "9007199254740991")
boundary("2^53", "9007199254740992")
boundary("2^53+1", "9007199254740993")
boundary("2^53 float", "9007199254740992.0")
boundary("2^53+2 float", "9007199254740994.0")
boundary("minint", "(-9223372036854775807 - 1)")
boundary("maxint", "9223372036854775807")
boundary("-2^63 float", "(-0x1p63)")
boundary("2^63 float", "0x1p63")
boundary("'10'", "'10'")
boundary("'0x10'", "'0x10'")
boundary("'1e1'", "'1e1'")
boundary("' 5 '", "' 5 '")
boundary("'abc'", "'abc'")
boundary("''", "''")
boundary("nil", "nil")
boundary("true", "true")
boundary("{}", "{}")

return check
