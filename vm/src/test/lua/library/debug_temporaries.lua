-- What debug.getlocal shows besides named variables: loop state, values of expressions that wait for a call,
-- arguments of built-in functions, variables of stripped functions. Their names begin with a parenthesis.

package.path = "../?.lua"
local check = require "check"

-- All entries of a level, named or not.
local function entries(level)
    local out = {}
    for i = 1, 50 do
        local name, value = debug.getlocal(level + 1, i)
        if not name then break end
        out[#out + 1] = name .. "=" .. check.text(value)
    end
    return table.concat(out, " ")
end
local function show(label) print(label, entries(2)) end

-- Values that were computed before a call, in the order of their computation.
local function id(...) return ... end
local function waiting()
    local a, b = 1, 2
    id(10, 20, (show "arguments"))
    local t = { 30, 40, (show "table items") }
    local s = "x" .. "y" .. tostring((show "concatenation"))
    local n = a + (show "operand" or 3)
    return n
end
waiting()

-- Nothing waits in these places.
local function plain(p)
    show "statement"
    local q = p
    show "second statement"
    if p then show "in a block" end
    return q
end
plain(5)

-- Loops have variables of their own before those of the program; what they hold is the machine's business.
local function names(level)
    local out = {}
    for i = 1, 50 do
        local name = debug.getlocal(level + 1, i)
        if not name then break end
        if name ~= "(temporary)" then out[#out + 1] = name end
    end
    return table.concat(out, " ")
end
local function loops()
    for i = 1, 1 do print("numeric", names(1)) end
    for k, v in pairs { 1 } do print("generic", names(1)) end
    for i = 1, 1 do for j = 1.0, 1 do local x = i print("nested", names(1)) end end
    local after = 1
    print("after the loops", names(1))
end
loops()

-- Built-in functions: their arguments, without names.
local function from_sort(a, b)
    check.same(debug.getinfo(2, "f").func, table.sort)
    local name, value = debug.getlocal(2, 1)
    check.list({ name, type(value) }, "(C temporary)", "table")
    return a < b
end
table.sort({ 2, 1 }, from_sort)
pcall(function()
    local name, value = debug.getlocal(2, 1)
    check.same(name, "(C temporary)")
end);
("x"):gsub("x", function()
    local name, value = debug.getlocal(2, 1)
    check.list({ name, value }, "(C temporary)", "x")
end)

-- setlocal works on them as on any other.
local function replaced()
    return id((function()
        for i = 1, 20 do
            local name, value = debug.getlocal(2, i)
            if value == "waiting" then check.same(debug.setlocal(2, i, "replaced"), "(temporary)") end
        end
        return "last"
    end)(), 1)
end
check.list({ replaced() }, "last", 1)
local function concatenated()
    return "a" .. id "waiting" .. (function()
        for i = 1, 20 do
            local name, value = debug.getlocal(2, i)
            if value == "waiting" then debug.setlocal(2, i, "replaced") end
        end
        return "z"
    end)()
end
check.same(concatenated(), "areplacedz")

-- Functions without debug information: every variable is unnamed, and varargs keep their name.
local stripped = load(string.dump(function(a, b, ...)
    local c = a
    return debug.getlocal(1, 1), (select(2, debug.getlocal(1, 2))), debug.getlocal(1, -1)
end, true))
check.list({ stripped("A", "B", "V") }, "(temporary)", "B", "(vararg)", "V")

print "done"
