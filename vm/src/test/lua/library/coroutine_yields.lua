-- Yielding across everything that is not a C function without continuation: pcall, metamethods, iterators, closing
-- methods, dofile, require; and the places where it is refused.

package.path = "../?.lua"
local check = require "check"

-- Runs f in a coroutine, answers each yield with the next number, and prints what was asked and the end.
local function run(label, f)
    local co, asked, answer = coroutine.create(f), {}, 0
    while true do
        local results = table.pack(coroutine.resume(co, answer))
        if coroutine.status(co) == "dead" then
            print(label, table.concat(asked, ","), check.texts(table.unpack(results, 1, results.n)))
            return
        end
        asked[#asked + 1] = tostring(results[2])
        answer = answer + 1
    end
end
local yield = coroutine.yield

-- Protected calls.
run("pcall", function() return pcall(function(...) return yield "a", yield "b", ... end, "extra") end)
run("pcall, error after", function() return pcall(function() yield "a" error("late", 0) end) end)
run("pcall of yield", function() return pcall(yield, "direct") end)
run("xpcall", function() return xpcall(function() return yield "a" end, print) end)
run("xpcall, error after", function() return xpcall(function() yield "a" error("late", 0) end, function(m) return m ..
    " handled" end) end)
run("nested pcall", function() return pcall(pcall, pcall, function() yield "deep" error("x", 0) end) end)
run("yield in a handler", function() return xpcall(error, function() yield "handler" end, "x") end)
run("error, then yield", function() local ok = pcall(error) yield "after" return ok end)

-- Metamethods of every kind.
local mt = {}
for _, name in ipairs { "add", "sub", "mul", "div", "mod", "pow", "idiv", "unm", "band", "bor", "bxor", "shl", "shr",
    "bnot", "concat", "len", "index", "call" } do
    mt["__" .. name] = function(a, b) return name .. yield(name) end
end
mt.__newindex = function(t, k, v) rawset(t, k, v .. yield "newindex") end
for _, name in ipairs { "eq", "lt", "le" } do mt["__" .. name] = function() return yield(name) % 2 == 1 end end
mt.__close = function() yield "close" end
local x, y = setmetatable({}, mt), setmetatable({}, mt)
run("arithmetic", function() return x + 1, 1 - x, x * y, x / 2, x % 3, 2 ^ x, x // 1, -x end)
run("bitwise", function() return x & 1, 1 | x, x ~ y, x << 1, 1 >> x, ~x end)
run("concat", function() return x .. "s", "s" .. x, x .. y, "a" .. "b" .. x .. "c" .. "d" end)
run("length", function() return #x, #x .. "!" end)
run("index", function() return x.field, x[1], x[yield "key"] end)
run("newindex", function() x.a = "v" x.b, x.c = "w", "z" return rawget(x, "a"), rawget(x, "b"), rawget(x, "c") end)
run("call", function() return x(1), (x()), #{ x(), x() } end)
run("comparison", function() return x == y, x ~= y, x < y, x <= y, x > 1, x >= 1, not (x < y) end)
run("in conditions", function()
    local out = ""
    if x < y then out = out .. "a" end
    if not (x <= y) then out = out .. "b" end
    while x == y do out = out .. "c" break end
    repeat out = out .. "d" until x < 1 or #out > 5
    return out, x == y and "and" or "or"
end)
run("method", function() local o = setmetatable({}, { __index = function(_, k) return function(_, v) return k .. v ..
    yield "in method" end end })
    return o:name(yield "argument") end)
run("in a table", function() local t = { x + 1, n = x + 2, [x .. "k"] = yield "value" } return t[1], t.n, t.concat7 end)
run("as arguments", function() return math.max(yield "a", yield "b"), ("%s-%s"):format(yield "c", x + 1) end)
run("close", function() local c <close> = x return "closed" end)
run("close in a loop", function() local n = 0 for i = 1, 3 do local c <close> = x n = n + i end return n end)
run("index chain", function() return setmetatable({}, { __index = setmetatable({}, { __index = x }) }).deep end)
run("tail call", function() return (function() return yield "tail" end)() end)
run("tostring", function() return tostring(setmetatable({},
    { __tostring = function() yield "tostring" return "x" end })) end)

-- Iterators.
run("iterator", function()
    local sum = 0
    for i in function(_, i) if i < 3 then return i + 1, yield("step" .. i) end end, nil, 0 do sum = sum + i end
    return sum
end)
run("generator in a generator", function()
    local out = {}
    for v in coroutine.wrap(function() for i = 1,
        3 do coroutine.yield(i) end end) do out[#out + 1] = v + yield("outer" .. v) end
    return table.concat(out, " ")
end)
run("pairs", function() local n = 0 for k, v in pairs(setmetatable({},
    { __pairs = function() yield "pairs" return next, { 1, 2 } end })) do n = n + v end return n end)
run("in the body", function() local s = "" for i = 1, 3 do s = s .. i .. yield(i) end return s end)
run("loop limits", function() local n = 0 for i = yield "from", yield "to",
    yield "step" do n = n + 1 if n > 3 then break end end return n end)
run("varargs", function() return (function(...) local a, b = ... return a, yield(select("#", ...)), ..., b end)(1,
    nil, 3) end)

-- Where a C function is in between, yielding is an error, and the coroutine goes on.
run("sort", function() return pcall(table.sort, { 2, 1 }, function(a, b) yield "sort" return a < b end) end)
run("gsub", function() return pcall(string.gsub, "abc", ".", function() yield "gsub" end) end)
run("load", function() return load(function() yield "reader" end) end)
run("concat with __index", function() return pcall(table.concat, setmetatable({},
    { __index = function() return yield "item" end, __len = function() return 1 end })) end)
run("insert", function() return pcall(table.insert, setmetatable({}, { __newindex = function() yield "insert" end }),
    1) end)
run("require", function() package.preload.yielding = function() yield "require" end return pcall(require,
    "yielding") end)
run("still alive", function() pcall(table.sort, { 2, 1 }, function() yield "sort" end) return yield "after" end)

-- dofile and the chunk of load may yield.
local name = os.tmpname()
local f = io.open(name, "w")
f:write "local a = coroutine.yield('in the file') return a, 'end of the file'"
f:close()
run("dofile", function() return dofile(name) end)
run("load chunk", function() return load "return coroutine.yield 'in the chunk'" () end)
os.remove(name)

-- Yields in the middle of expressions keep the values computed before.
run("expression", function()
    local a, b = 10, 20
    return a + yield "x" * b - (yield "y" + a) // 1 .. yield "z" .. (a < b and yield "w" or "no")
end)
run("assignment", function()
    local t = { 1, 2 }
    t[1], t[2], t[yield "key"] = yield "v1", yield "v2", yield "v3"
    return t[1], t[2], #t
end)
run("deep", function()
    local function down(n) if n == 0 then return yield "bottom" end return down(n - 1) + 1 end
    return down(100)
end)
run("captured variables", function()
    local n = 0
    local function add() n = n + yield(n) return n end
    return add(), add(), add(), n
end)

print "done"
