-- The name an error message gives to the guilty value: local, upvalue, global, field, method, constant, or none;
-- for every operation that can fail, with the value in every place.

package.path = "../?.lua"
local check = require "check"

local up, record = nil, { field = false, list = { 1, {} }, ["not a name"] = 1 }
g_nil, g_table = nil, { n = "text" }

-- Each row: a name, and a function body in which the value stands.
local places = {
    { "local", "local v = ... return OP", "v" },
    { "parameter", "return (function(p) return OP end)(...)", "p" },
    { "upvalue", "local v = ... return (function() return OP end)()", "v" },
    { "outer upvalue", "local v = ... return (function() return (function() return OP end)() end)()", "v" },
    { "global", "g = ... return OP", "g" },
    { "field", "local t = { f = ... } return OP", "t.f" },
    { "field of upvalue", "local t = { f = ... } return (function() return OP end)()", "t.f" },
    { "field of global", "gt = { f = ... } return OP", "gt.f" },
    { "nested field", "local t = { a = { b = ... } } return OP", "t.a.b" },
    { "string key", "local t = { ['a b'] = ... } return OP", "t['a b']" },
    { "integer key", "local t = { (...) } return OP", "t[1]" },
    { "large integer key", "local t = { [1000] = ... } return OP", "t[1000]" },
    { "negative key", "local t = { [-1] = ... } return OP", "t[-1]" },
    { "float key", "local t = { [1.5] = ... } return OP", "t[1.5]" },
    { "boolean key", "local t = { [true] = ... } return OP", "t[true]" },
    { "local key", "local t, k = { f = ... }, 'f' return OP", "t[k]" },
    { "local integer key", "local t, k = { (...) }, 1 return OP", "t[k]" },
    { "constant key", "local k <const> = 'f'; local t = { f = ... } return OP", "t[k]" },
    { "upvalue key", "local t, k = { f = ... }, 'f' return (function() return OP end)()", "t[k]" },
    { "call result", "local function f(...) return ... end local v = ... return OP", "f(v)" },
    { "method result", "local o = { m = function(_, v) return v end } local v = ... return OP", "o:m(v)" },
    { "parentheses", "local v = ... return OP", "(v)" },
    { "vararg", "return (function(...) return OP end)(...)", "(...)" },
    { "and", "local v = ... return OP", "(true and v)" },
    { "_ENV field", "_ENV.g2 = ... return OP", "_ENV.g2" },
    { "loop variable", "for _, v in pairs { (...) } do return OP end", "v" },
}

local operations = {
    { "index", "V.x" }, { "index by a local", "V[print]" }, { "call", "V()" }, { "call with arguments", "V(1, 2)" },
    { "method call", "V:m()" }, { "add", "V + 1" }, { "add on the right", "1 + V" }, { "concat", "V .. 'x'" },
    { "concat on the right", "'x' .. V" }, { "length", "#V" }, { "minus", "-V" }, { "bitwise", "V & 1" },
        { "bitwise not", "~V" },
    { "division", "V // 2" }, { "two of them", "V * V" },
}

for _, operation in ipairs(operations) do
    print("-- " .. operation[1])
    for _, place in ipairs(places) do
        local expression = operation[2]:gsub("V", place[3])
        if expression:find "^%(" and operation[1]:find "call" then expression = " " .. expression end
        local source = place[2]:gsub("OP", (expression:gsub("%%", "%%%%")))
        local f = assert(load(source, "=chunk"))
        local argument = nil
        if operation[1] == "call" or operation[1] == "index" then argument = 5 end
        if place[1] == "loop variable" then argument = true end
        if operation[1] == "concat" then argument = {} end
        check.try(place[1], f, argument)
    end
end

-- Stores.
check.try("store, local", function() local t t.x = 1 end)
check.try("store, upvalue", function() up.x = 1 end)
check.try("store, global", function() g_nil.x = 1 end)
check.try("store, field", function() record.field.x = 1 end)
check.try("store, integer", function() local t t[1] = 1 end)
check.try("store, computed", function(k) up[k] = 1 end, "k")
check.try("store, nested", function() record.list[1].x = 1 end)
check.try("store, method definition", function() function record.field:m() end end)
check.try("store, nil key", function() record[up] = 1 end)
check.try("store, call result", function() tostring(1)[1] = 1 end)

-- Constants as operands.
check.try("constant string", function() return "abc" + 1 end)
check.try("constant string, right", function() return 1 + "abc" end)
check.try("constant nil", function() return nil + 1 end)
check.try("constant true", function() return true .. "x" end)
check.try("constant function", function() return (function() end) + 1 end)
check.try("constant table", function() return {} + 1 end)
check.try("call of a constant", function() return ("x")() end)
check.try("call of a number", function() return (5)() end)
check.try("index of a number", function() return (5).x end)
check.try("index of nil", function() return (nil).x end)
check.try("length of a constant", function() return #5 end)
check.try("bitwise constant", function() return 1.5 | 1 end)
check.try("bitwise string", function() return "x" | 1 end)
local c <const> = "a constant"
check.try("named constant", function() return c + 1 end)
check.try("named constant index", function() return c.x.y end)

-- Which operand is blamed when both are guilty: the second, if the first is a number; else the first.
check.try("both", function(a, b) return a + b end, nil, {})
check.try("number and nil", function(a, b) return a + b end, 1, nil)
check.try("string and nil", function(a, b) return a + b end, "1", nil)
check.try("nil and string", function(a, b) return a + b end, nil, "1")
check.try("table and string", function(a, b) return a * b end, {}, "x")
check.try("string and table", function(a, b) return a * b end, "x", {})
check.try("concat both", function(a, b) return a .. b end, nil, {})
check.try("concat number and nil", function(a, b) return a .. b end, 1, nil)
check.try("concat string and nil", function(a, b) return a .. b end, "s", nil)
check.try("bitwise both", function(a, b) return a & b end, 1.5, nil)
check.try("bitwise nil and float", function(a, b) return a & b end, nil, 1.5)
check.try("bitwise floats", function(a, b) return a & b end, 1.5, 2.5)

print "done"
