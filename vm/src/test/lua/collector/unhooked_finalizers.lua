-- Hooks are not told of finalizers, wherever these run; what a finalizer does with hooks counts afterwards.

local trace = {}
local function note(event, line)
    trace[#trace + 1] = event .. " " .. tostring(line or debug.getinfo(2, "n").name)
end

local function garbage(f)
    setmetatable({}, { __gc = f })
end

garbage(function() string.rep("x", 2) trace[#trace + 1] = "finalized" end)
debug.sethook(note, "cr")
collectgarbage()
debug.sethook()
print(table.concat(trace, "\n"))

trace = {}
garbage(function()
    local n = 0
    for i = 1, 10 do n = n + i end
    trace[#trace + 1] = "finalized"
end)
debug.sethook(note, "l")
collectgarbage()
debug.sethook()
print(table.concat(trace, "\n"))

trace = {}
garbage(function() debug.sethook(note, "r") string.rep("x", 2) end)
debug.sethook(note, "c")
collectgarbage()
local mask = select(2, debug.gethook())
debug.sethook()
print(mask, table.concat(trace, "\n"))

print "done"
