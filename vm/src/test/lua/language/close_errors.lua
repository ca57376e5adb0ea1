-- <close> and errors: variables are closed while an error unwinds, they receive the error, and an error
-- in a closing method replaces the one before.

package.path = "../?.lua"
local check = require "check"

local log = {}
local function text(v) return type(v) == "string" and v or check.text(v) end
local function resource(name, fail)
    return setmetatable({}, { __close = function(_, err)
        log[#log + 1] = name .. ":" .. text(err)
        if fail then error(fail, 0) end
    end })
end
local function try(label, f, ...)
    log = {}
    local results = table.pack(pcall(f, ...))
    for i = 1, results.n do results[i] = text(results[i]) end
    print(label, "[" .. table.concat(log, " | ") .. "]", table.concat(results, " ", 1, results.n))
end

try("an error unwinds", function()
    local a <close> = resource "a"
    local b <close> = resource "b"
    error("boom", 0)
end)
try("with its position", function()
    local a <close> = resource "a"
    error("boom")
end)
try("error objects", function()
    local a <close> = resource "a"
    error({ code = 1 })
end)
try("nil as the error", function()
    local a <close> = resource "a"
    error(nil)
end)
try("run-time error", function()
    local a <close> = resource "a"
    local t = nil
    return t.x
end)

try("error in a closing method at a normal exit", function()
    local a <close> = resource "a"
    local b <close> = resource("b", "from b")
    local c <close> = resource "c"
    return "lost"
end)
try("replaces an earlier error", function()
    local a <close> = resource "a"
    local b <close> = resource("b", "second")
    local c <close> = resource("c", "first")
    error("zeroth", 0)
end)
try("at break", function()
    for i = 1, 3 do
        local a <close> = resource("a" .. i, i == 2 and "at two")
        if i == 2 then break end
    end
end)
try("at the end of an iteration", function()
    for i = 1, 3 do
        local a <close> = resource("a" .. i, i == 2 and "at two")
    end
end)
try("at return, results are lost", function()
    local a <close> = resource("a", "at return")
    return 1, 2, 3
end)
try("at goto", function()
    do
        local a <close> = resource("a", "at goto")
        goto out
    end
    ::out::
    return "not reached"
end)

-- Caught inside: the variables of the function that called pcall are still open.
try("caught inside", function()
    local a <close> = resource "a"
    local ok, message = pcall(function()
        local b <close> = resource "b"
        error("inner", 0)
    end)
    log[#log + 1] = "caught " .. message
    return "fine"
end)

-- Several levels of functions, each with its own variable.
local function level(n)
    local a <close> = resource("level" .. n, n == 2 and "changed at 2")
    if n == 0 then error("bottom", 0) end
    level(n - 1)
end
try("through levels", level, 4)

-- A closing method that catches its own errors does not disturb the error on its way.
try("protected inside", function()
    local a <close> = resource "a"
    local b <close> = setmetatable({}, { __close = function(_, err)
        log[#log + 1] = "b:" .. err .. ":" .. tostring(pcall(error, "own"))
    end })
    error("outer", 0)
end)

-- Errors while the metamethod is being found.
try("metatable lost", function()
    local a <close> = resource "a"
    local b = resource "b"
    local c <close> = b
    setmetatable(b, nil)
end)
try("not callable", function()
    local a <close> = resource "a"
    local b <close> = setmetatable({}, { __close = 42 })
    log[#log + 1] = "body"
end)

-- With xpcall the handler runs at the point of the error, before anything is closed.
do
    log = {}
    local function handler(message) log[#log + 1] = "handler(" .. message .. ")" return "handled " .. message end
    local ok, message = xpcall(function()
        local a <close> = resource "a"
        local b <close> = resource("b", "from b")
        error("start", 0)
    end, handler)
    print("xpcall", "[" .. table.concat(log, " | ") .. "]", ok, message)
end

-- An error inside a generic for closes its closing value, the fourth of the list.
try("for loop", function()
    for k in next, { 1 }, nil, resource "iterator" do
        error("in the body", 0)
    end
end)
try("for loop, closing fails", function()
    for k in next, { 1 }, nil, resource("iterator", "iterator fails") do
        local a <close> = resource "a"
        break
    end
end)
try("for loop, not closable", function()
    for k in next, {}, nil, 42 do end
end)

-- Stack overflow unwinds too.
try("overflow", function()
    local a <close> = setmetatable({}, { __close = function(_, err)
        log[#log + 1] = (err:gsub("^.-:%d+: ", ""):gsub("\n.*", ""))
    end })
    local function recurse() return 1 + recurse() end
    local ok, message = pcall(recurse)
    error((message:gsub("\n.*", "")), 0)
end)

-- Deep stacks of closing variables, all of which fail.
local function chain(n)
    local a <close> = setmetatable({}, { __close = function(_, err) error((tonumber(err) or 0) + 1, 0) end })
    if n > 1 then return chain(n - 1) .. "" end
    error(0, 0)
end
print("chain", pcall(chain, 100))

-- Position of an error raised in a closing method, and of the error when its value cannot be called.
check.try("position", function()
    local a <close> = setmetatable({}, { __close = function() error "in close" end })
end)
check.try("arithmetic", function()
    local a <close> = setmetatable({}, { __close = function(v) return v + 1 end })
end)

print "done"
