-- Finalizers of what is still reachable at the end run when the state is closed, in reverse order of marking:
-- the object marked first is the last to go, and prints the line that shows the script has come to its end.

local last = setmetatable({}, { __gc = function() print "done" end })

local function announce(name, f)
    return setmetatable({ name = name }, { __gc = function(o) print("finalized " .. o.name) if f then f(o) end end })
end

local a = announce "a"
global_object = announce "global"
local registry = { announce "in a table" }
local b = announce("with a reference to a", function() print("  a is still " .. a.name) end)

-- Errors are swallowed, output still works, and the libraries are still there.
local c = announce("failing", function() error "lost" end)
local d = announce("using libraries", function() print(("  %5.2f|%s"):format(1.5, table.concat({ 1, 2 }, "-"))) end)

-- A finalizer that creates an object with a finalizer: the state is closing, so the new one is not called.
local e = announce("creator", function() local made = announce "made at exit" end)

-- A suspended coroutine with a variable to be closed is just dropped: its closing method is not called.
local co = coroutine.create(function()
    local x <close> = setmetatable({}, { __close = function() print "not reached" end })
    coroutine.yield()
end)
coroutine.resume(co)

-- A to-be-closed variable of the main chunk is closed before, at the end of the chunk.
local closing <close> = setmetatable({}, { __close = function() print "closed at the end of the chunk" end })

print "end of the chunk"
