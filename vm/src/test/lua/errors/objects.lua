-- Values other than strings as errors, error classes, errors with history, and errors in unusual places.

package.path = "../?.lua"
local check = require "check"

-- Any value goes through pcall, xpcall, coroutines and closing unchanged.
local co = coroutine.create(print)
for _, value in ipairs { 1, 2.5, true, false, {}, print, co, io.stdout } do
    local ok, e = pcall(error, value)
    check.same(e, value)
    ok, e = xpcall(error, function(v) return v end, value)
    check.same(e, value)
    ok, e = coroutine.resume(coroutine.create(error), value)
    check.same(e, value)
    ok, e = pcall(coroutine.wrap(error), value)
    check.same(e, value)
    ok, e = pcall(function()
        local a <close> = setmetatable({}, { __close = function(_, v) check.same(v, value) end })
        error(value)
    end)
    check.same(e, value)
    if value then
        ok, e = pcall(assert, false, value)
        check.same(e, value)
    end
end

-- An exception class with try and finally made of functions.
local Exception = {}
Exception.__index = Exception
Exception.__tostring = function(e) return e.kind .. ": " .. e.message end
local function throw(kind, message, level) error(setmetatable({ kind = kind, message = message }, Exception), level) end
local function try(body, handlers, finally)
    local results = table.pack(pcall(body))
    if not results[1] then
        local e = results[2]
        local handler = getmetatable(e) == Exception and handlers[e.kind] or handlers.any
        if handler then results = table.pack(pcall(handler, e)) end
    end
    if finally then finally() end
    if not results[1] then error(results[2], 0) end
    return table.unpack(results, 2, results.n)
end
local finals = 0
local function final() finals = finals + 1 end
check.show("caught", try(function() throw("io", "disk full") end, { io = function(e) return "io", e.message end },
    final))
check.show("success", try(function() return 1, 2 end, {}, final))
check.show("any", try(function() error("plain", 0) end, { any = function(e) return e end }, final))
print("uncaught", pcall(try, function() throw("net", "down") end, { io = print }, final) == false, finals)
print("handler fails", select(2, pcall(try, function() throw("io", "x") end, { io = function() throw("handler",
    "y") end }, final)))
print("nested", try(function()
    return try(function() throw("inner", "i") end, { inner = function(e) throw("outer", "from " .. e.message) end })
end, { outer = tostring }), finals)

-- tostring is not applied to objects: pcall gives the object, and concatenating it is another error.
local ok, e = pcall(throw, "a", "b")
print(tostring(e), ok)
check.try("concatenated", function() return "error: " .. e end)

-- Errors with a history.
local function wrap(message, cause) return setmetatable({ kind = message, message = "", cause = cause }, Exception) end
local function level(n)
    if n == 0 then error("root cause", 0) end
    local ok, e = pcall(level, n - 1)
    error(wrap("level " .. n, e))
end
ok, e = pcall(level, 4)
local history = {}
while type(e) == "table" do history[#history + 1] = e.kind e = e.cause end
print(table.concat(history, " < "), e)

-- Errors inside functions called by the library.
local function boom() error("boom", 0) end
check.try("gsub", string.gsub, "abc", "%w", boom)
check.try("gsub with a failing index", string.gsub, "abc", "%w", setmetatable({}, { __index = boom }))
check.try("sort", table.sort, { 3, 2, 1 }, boom)
check.try("sort with a failing lt", table.sort, { setmetatable({}, { __lt = boom }), setmetatable({},
    { __lt = boom }) })
check.try("tostring", tostring, setmetatable({}, { __tostring = boom }))
check.try("print", print, setmetatable({}, { __tostring = boom }))
check.try("concat", table.concat, setmetatable({}, { __index = boom, __len = function() return 3 end }))
check.try("unpack", table.unpack, setmetatable({}, { __index = boom }), 1, 2)
check.try("insert", table.insert, setmetatable({}, { __newindex = boom }), 1)
check.try("move", table.move, { 1, 2 }, 1, 2, 1, setmetatable({}, { __newindex = boom }))
check.try("load", load, boom)
check.try("pairs", pairs, setmetatable({}, { __pairs = boom }))
check.try("length", function() return #setmetatable({}, { __len = boom }) end)
check.try("format", string.format, "%s", setmetatable({}, { __tostring = boom }))
check.try("require", function() package.preload.boom = boom return require "boom" end)
check.try("require again", require, "boom")
check.try("dofile", dofile, "no such file")
check.try("next", next, {}, "x")
check.try("select", select, 0)
check.try("setmetatable", setmetatable, 1)

-- Errors do not damage what was half done.
local t = { 5, 4, 3, 2, 1 }
local compared = 0
pcall(table.sort, t, function(a, b) compared = compared + 1 if compared == 4 then error "stop" end return a < b end)
table.sort(t)
check.list(t, 1, 2, 3, 4, 5)
local iterated = {}
pcall(function() for k, v in pairs { 1, 2, 3 } do iterated[k] = v if k == 2 then error "stop" end end end)
check.list(iterated, 1, 2)
local replaced = 0
pcall(string.gsub, ("x"):rep(10), "x", function() replaced = replaced + 1 if replaced == 5 then error "stop" end end)
check.same(replaced, 5)
local stopped = coroutine.wrap(function() for i = 1, 10 do if i == 3 then error({ i }) end coroutine.yield(i) end end)
check.list({ stopped(), stopped(), pcall(stopped) == false, pcall(stopped) == false }, 1, 2, true, true)

-- Errors in main chunks of load and in functions they define.
local chunk = load("local n = ... if n > 0 then error({ n }) end function f_defined() error 'in f' end", "=chunk")
ok, e = pcall(chunk, 5)
check.same(e[1], 5)
chunk(0)
check.try("defined", f_defined)
f_defined = nil

print "done"
