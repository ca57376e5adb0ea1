-- The messages of run-time errors that name no variable, and their positions.

package.path = "../?.lua"
local check = require "check"

-- Comparison: both types, "two" when they are the same.
local values = { nil, true, 1, 1.5, "s", {}, print, coroutine.create(print), io.stdout, setmetatable({},
    { __name = "Named" }) }
for i = 1, 10 do
    for j = 1, 10 do
        local a, b = values[i], values[j]
        local ok, message = pcall(function() return a < b end)
        if not ok then print(i, j, message) end
        local ok2, message2 = pcall(function() return b >= a end)
        check.same(ok, ok2)
    end
end

-- Loops.
local function loop(a, b, c) for _ = a, b, c do end end
for _, bad in ipairs { "1", "x", true, {}, print } do
    check.try("initial " .. type(bad), loop, bad, 1, 1)
    check.try("limit " .. type(bad), loop, 1, bad, 1)
    check.try("step " .. type(bad), loop, 1, 1, bad)
end
check.try("initial nil", loop)
check.try("limit nil", loop, 1)
check.try("step zero", loop, 1, 2, 0)
check.try("float step zero", loop, 1.0, 2, 0.0)
check.try("named table", loop, setmetatable({}, { __name = "Named" }), 1, 1)

-- Table keys.
check.try("nil key", function() local t = {} t[nil] = 1 end)
check.try("NaN key", function() local t = {} t[0 / 0] = 1 end)
check.try("nil key in a constructor", function() local k return { [k] = 1 } end)
check.try("nil key, existing table", function() local t, k = { 1, 2, x = 3 } t[k] = nil end)

-- Division, conversion.
check.try("modulo", function(a) return a % 0 end, 1)
check.try("division", function(a) return a // 0 end, 1)
check.try("integer", function(a) return a | 0 end, 2 ^ 63)
check.try("integer, NaN", function(a) return a | 0 end, 0 / 0)
check.try("integer, infinity", function(a) return 1 << a end, 1 / 0)

-- Closing.
check.try("to be closed", function() local resource <close> = 5 end)
check.try("to be closed, table", function() local resource <close> = {} end)
check.try("to be closed, unnamed", function() for _ in pairs {}, nil, nil, 5 do end end)

-- Assertions and errors.
check.try("assert", assert, false)
check.try("assert with a message", assert, nil, "the message")
check.try("assert with a number", assert, false, 42)
check.try("assert with a table", assert, false, {})
check.try("assert with nil", assert, nil, nil)
check.try("assert without arguments", assert)
check.try("error without arguments", error)
check.try("error nil", error, nil)
check.try("error number", error, 42)
check.try("error at level 1", error, "message", 1)
check.try("error at level 2", error, "message", 2)

-- Positions: the line of the operation, within expressions and statements of several lines.
check.try("operand on another line", function()
    local a = {}
    return 1 +
        2 +
        a.x
end)
check.try("operator on another line", function()
    local a
    return 1
        + 2
        + a
        + 3
end)
check.try("call arguments on other lines", function()
    local f
    f(
        1,
        2
    )
end)
check.try("function expression on another line", function()
    local t = {}
    t
        .x
        .y
        .z()
end)
check.try("bad argument on another line", function()
    return math.floor(
        "x"
    )
end)
check.try("concatenation over lines", function()
    local a
    return "x" ..
        "y" ..
        a ..
        "z"
end)
check.try("comparison over lines", function()
    return {}
        <
        1
end)
check.try("table constructor over lines", function()
    local n
    return {
        a = 1,
        b = n.x,
        c = 2,
    }
end)
check.try("assignment over lines", function()
    local t
    t
    .x
    =
    1
end)
check.try("multiple assignment", function()
    local t, u = {}
    t.a,
    u.b
    = 1,
    2
end)
check.try("condition of while", function()
    local n
    while
        n
        > 1 do
    end
end)
check.try("condition of repeat", function()
    repeat
        local n = 1
    until
        n.x.y
end)
check.try("for header", function()
    for i = 1,
        {},
        1
    do
    end
end)
check.try("iterator", function()
    for k in
        5
    do
    end
end)
check.try("in a nested function", function()
    local function inner()

        local x = nil + 1
    end

    inner()
end)
check.try("length over lines", function()
    local t
    return #
        t
end)
check.try("not and", function()
    local t
    return not
        (t
        and t.x)
        and t.y
end)

print "done"
