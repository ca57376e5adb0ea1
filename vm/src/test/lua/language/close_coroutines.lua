-- <close> and coroutines: yields inside closing methods, coroutine.close, coroutines that die by an error,
-- coroutine.wrap, and abandoned coroutines.

package.path = "../?.lua"
local check = require "check"

local log = {}
local function text(v) return type(v) == "string" and v or check.text(v) end
local function resource(name, action)
    return setmetatable({}, { __close = function(_, err)
        log[#log + 1] = name .. ":" .. text(err)
        if action then action(err) end
    end })
end
local function flush(label, ...)
    print(label, "[" .. table.concat(log, " | ") .. "]", check.texts(...))
    log = {}
end

-- Closing a suspended coroutine closes its variables, innermost first.
local function suspended()
    local a <close> = resource "a"
    local function inner()
        local b <close> = resource "b"
        for _ in next, { 1 }, nil, resource "for" do coroutine.yield "inside" end
    end
    inner()
end
local co = coroutine.create(suspended)
flush("resume", coroutine.resume(co))
flush("close", coroutine.close(co), coroutine.status(co))
flush("again", coroutine.close(co), coroutine.resume(co))

-- One that has not started, one that has finished, one that failed.
co = coroutine.create(suspended)
flush("unstarted", coroutine.close(co), coroutine.status(co))
co = coroutine.create(function() local a <close> = resource "a" end)
coroutine.resume(co)
flush("finished", coroutine.close(co))
co = coroutine.create(function() local a <close> = resource "a" error("failed", 0) end)
flush("failing", coroutine.resume(co))
flush("failed, then closed", coroutine.close(co))
flush("closed once more", coroutine.close(co))

-- A failing closing method makes close report the error; the others still run and see it.
co = coroutine.create(function()
    local a <close> = resource "a"
    local b <close> = resource("b", function() error("b fails", 0) end)
    local c <close> = resource "c"
    coroutine.yield()
end)
coroutine.resume(co)
flush("close with an error", coroutine.close(co))
flush("status", coroutine.status(co), coroutine.close(co))

-- An error object is passed on as it is.
co = coroutine.create(function()
    local a <close> = resource("a", function() error({ 1 }) end)
    coroutine.yield()
end)
coroutine.resume(co)
flush("error object", coroutine.close(co))

-- Yielding in a closing method: at a block's end, a break, a return, and while an error unwinds.
local function yielding(name) return resource(name, function(err) log[#log + 1] = text(coroutine.yield(name)) end) end
local function steps(label, f)
    local thread = coroutine.create(f)
    local value, results = 0
    repeat
        value = value + 1
        results = table.pack(coroutine.resume(thread, value))
        log[#log + 1] = "->" .. check.texts(table.unpack(results, 1, results.n))
    until coroutine.status(thread) == "dead"
    flush(label)
end
steps("block", function() do local a <close> = yielding "a" local b <close> = yielding "b" end return "end" end)
steps("break", function() for i = 1, 3 do local a <close> = yielding("i" .. i) if i == 2 then break end end end)
steps("return", function() local a <close> = yielding "a" return 1, 2, 3 end)
steps("return many", function() local a <close> = yielding "a" return table.unpack({}, 1, 5) end)
steps("goto", function()
    local n = 0
    ::top::
    n = n + 1
    do local a <close> = yielding("n" .. n) if n < 3 then goto top end end
end)
steps("error", function() local a <close> = yielding "a" local b <close> = yielding "b" error("oops", 0) end)
steps("pcall", function()
    local ok, message = pcall(function()
        local a <close> = yielding "a"
        local b <close> = resource("b", function() error("from b", 0) end)
        error("first", 0)
    end)
    return ok, message
end)
steps("for", function()
    for k, v in next, { 10 }, nil, yielding "it" do coroutine.yield(v) end
    return "after"
end)

-- A closing method that yields cannot do so while the coroutine is being closed from outside.
co = coroutine.create(function() local a <close> = yielding "a" coroutine.yield "started" end)
flush("start", coroutine.resume(co))
flush("yield while closing", coroutine.close(co))

-- coroutine.wrap: an error closes the coroutine's variables, and is raised in the caller.
local wrapped = coroutine.wrap(function()
    local a <close> = resource "a"
    coroutine.yield(1)
    error("wrapped", 0)
end)
flush("wrap", wrapped())
flush("wrap error", pcall(wrapped))
flush("wrap dead", pcall(wrapped))
wrapped = coroutine.wrap(function()
    local a <close> = resource("a", function() error("replaced", 0) end)
    error("original", 0)
end)
flush("wrap replaced", pcall(wrapped))

-- Closing the running coroutine, or one that resumed another, is an error.
co = coroutine.create(function() return pcall(coroutine.close, coroutine.running()) end)
flush("running", coroutine.resume(co))
co = coroutine.create(function()
    local inner = coroutine.create(function(parent) return pcall(coroutine.close, parent) end)
    return coroutine.resume(inner, coroutine.running())
end)
flush("normal", coroutine.resume(co))

-- Coroutines as resources: each generator is closed when the loop over it is left.
local function generator(n)
    local thread = coroutine.create(function()
        local a <close> = resource("generator" .. n)
        for i = 1, n do coroutine.yield(i) end
    end)
    local function step() return select(2, coroutine.resume(thread)) end
    local closer = setmetatable({}, { __close = function()
        local closed = coroutine.close(thread)
        log[#log + 1] = tostring(closed)
    end })
    return step, nil, nil, closer
end
local sum = 0
for i in generator(10) do
    sum = sum + i
    if i == 4 then break end
end
flush("left early", sum)
sum = 0
for i in generator(3) do sum = sum + i end
flush("ran out", sum)

-- Many coroutines closed in the middle.
local closed = 0
for i = 1, 200 do
    local thread = coroutine.create(function()
        local a <close> = setmetatable({}, { __close = function() closed = closed + 1 end })
        for _ = 1, i do coroutine.yield() end
    end)
    for _ = 1, i // 2 + 1 do coroutine.resume(thread) end
    assert(coroutine.close(thread))
end
check.same(closed, 200)

print "done"
