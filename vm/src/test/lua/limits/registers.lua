-- Functions at the limit of registers: which of many generated ones the compiler refuses, and near which token; and
-- that those run which use nearly all, calls in calls above all.

package.path = "../?.lua"
local check = require "check"

local state = 1
local function random(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return (state >> 8) % n + 1
end
local function pick(list) return list[random(#list)] end

-- A generator of expressions over 'locals' variables, an upvalue, a compile-time constant and a global.
local locals, expression
local constants = { "1", "200", "1.5", "2.0", "'s'", "nil", "true", "false", "1e300", "'" .. ("long "):rep(9) .. "'" }
local operators = { "+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>", "..", "==", "~=", "<", "<=", ">",
    ">=", "and", "or", "and", "or" }
local function name() return random(6) <= 3 and "v" .. random(locals) or pick { "up", "K", "g" } end
local function list(depth, n)
    local t = {}
    for i = 1, n do t[i] = expression(depth - 1) end
    return table.concat(t, ", ")
end
local function prefix(depth)
    local r = random(8)
    if r == 1 then return "(" .. expression(depth - 1) .. ")" end
    if depth <= 0 or r <= 3 then return name() end
    local object = prefix(depth - 1)
    if r == 4 then return object .. ".f" end
    if r == 5 then return object .. "[" .. expression(depth - 1) .. "]" end
    if r == 6 then return object .. ":m(" .. list(depth - 1, random(3) - 1) .. ")" end
    if r == 7 then return object .. "(" .. list(depth - 1, random(4) - 1) .. ")" end
    return object .. pick { "'str'", "{}", "{1,2}" }
end
local function item(depth, i)
    local key = pick { "", "f" .. i .. " = ", "[" .. expression(depth - 1) .. "] = " }
    return key .. expression(depth - 1)
end
function expression(depth)
    if depth <= 0 then return random(2) == 1 and pick(constants) or name() end
    local r = random(12)
    if r <= 2 then return pick(constants) end
    if r <= 5 then return prefix(depth) end
    if r <= 9 then return expression(depth - 1) .. " " .. pick(operators) .. " " .. expression(depth - 1) end
    if r == 10 then return pick { "-", "not ", "#", "~" } .. expression(depth - 1) end
    if r == 11 then
        local t = {}
        for i = 1, random(5) - 1 do t[i] = item(depth, i) end
        return "{" .. table.concat(t, ", ") .. "}"
    end
    return pick { "...", "function() return up end", "function() v1 = 1 end" }
end
local statements = {
    function(d) return "local n = " .. list(d, random(3)) end,
    function(d) return "local n, m, k = " .. list(d, random(4)) end,
    function(d) return prefix(d) .. ".x = " .. list(d, random(2)) end,
    function(d) return prefix(d) .. ".x, v1, " .. prefix(d) .. "[" .. expression(d) .. "] = " .. list(d, random(4)) end,
    function(d) return "if " .. expression(d) .. " then x = 1 end" end,
    function(d) return "for i = " .. list(d, random(2) + 1) .. " do g = i end" end,
    function(d) return "for a, b in " .. list(d, random(4)) .. " do g = a end" end,
    function(d) return "do return " .. list(d, random(3)) .. " end" end,
}
local function program()
    locals = random(20) + 170
    local names = {}
    for k = 1, locals do names[k] = "v" .. k end
    local lines = { "local up local K <const> = 5 return function(...) local " .. table.concat(names, ",") }
    for _ = 1, 2 do lines[#lines + 1] = pick(statements)(4) end
    local n, last = random(45) + 30, expression(5)
    lines[#lines + 1] = pick { "g(" .. ("1,"):rep(n) .. last .. ")",
        "local t = { " .. ("g(1, "):rep(n // 2) .. last .. (")"):rep(n // 2) .. "}",
        "local t = " .. ("g .. "):rep(n) .. "(" .. last .. ")" }
    return table.concat(lines, "\n") .. "\nend"
end

local digest, refused = 0, 0
for i = 1, 1500 do
    local f, message = load(program(), "=chunk")
    refused = refused + (f and 0 or 1)
    if message and message:find "registers" and i % 5 == 0 then print(i, message) end
    for c in (message or "compiles"):gmatch "." do digest = (digest * 33 + c:byte()) % 998244353 end
    -- What was accepted is code that can be loaded again.
    if f then assert(load(string.dump(f), "dumped", "b")) end
end
print("refused", refused, digest)

-- Calls in calls in frames of every size.
local env = setmetatable({
    object = { m = function(_, a, ...) return (a or 0) + 1, ... end },
    id = function(...) return ... end,
    add = function(a, b) return (a or 0) + (b or 0) end,
    two = function(x) return x, x + 1 end,
}, { __index = _G })
local bodies = {
    "return " .. ("id("):rep(50) .. "1, 2, 3" .. (")"):rep(50),
    "return " .. ("object:m("):rep(20) .. "1, 2, 3" .. (")"):rep(20),
    "return " .. ("add(1, "):rep(20) .. "5" .. (")"):rep(20),
    "return " .. ("add(two("):rep(20) .. "5" .. ("))"):rep(20),
    "return " .. ("id(v1, "):rep(20) .. "id()" .. (")"):rep(20),
    "return " .. ("id(v1, "):rep(20) .. "..." .. (")"):rep(20),
    "return {" .. ("object:m(id("):rep(12) .. "v1, ..." .. ("))"):rep(12) .. "}",
    "return pcall(function() local a = " .. ("id("):rep(30) .. "nil" .. (")"):rep(30) .. " return a.b end)",
    "local r = {} for i = 1, 3 do r[i] = " .. ("add(9, "):rep(20) .. "i" .. (")"):rep(20) .. " end return r",
    "return " .. ("object:m("):rep(20) .. "1, object:none()" .. (")"):rep(20),
    "local co = coroutine.wrap(function(...) return " .. ("id("):rep(40) .. "coroutine.yield(...)" ..
        (")"):rep(40) .. " end) co() return co(1, 2, 3)",
    "return " .. ("id("):rep(40) .. "string.gsub('abc', 'b', 'x')" .. (")"):rep(40),
    "return select('#', " .. ("id("):rep(40) .. "table.unpack({}, 1, 300)" .. (")"):rep(41),
}
for _, n in ipairs { 1, 150, 190 } do
    local variables = {}
    for i = 1, n do variables[i] = "v" .. i end
    for _, body in ipairs(bodies) do
        local source = "local " .. table.concat(variables, ",") .. " = 1, 2, 3\n" .. body
        check.try(n .. " " .. body:sub(1, 16), assert(load(source, "=chunk", "t", env)), "p", "q")
    end
end

print "done"
