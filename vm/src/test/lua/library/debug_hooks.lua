-- debug.sethook: sequences of line, call, return and tail call events; count hooks; hooks per thread; errors and
-- yields within hooks; what a hook can see and change.

package.path = "../?.lua"
local check = require "check"

-- Runs f with a hook and collects events as text; the events of removing the hook are cut off.
local function trace(mask, f, describe)
    local events, on = {}, false
    local function hook(event, line)
        if on then events[#events + 1] = describe(event, line) end
    end
    debug.sethook(hook, mask)
    on = true
    f()
    on = false
    debug.sethook()
    return table.concat(events, " ")
end
local function line_only(event, line) return tostring(line) end

-- Lines: each line when it is entered, and again at every jump back.
local function lines(source)
    local chunk = load(source, "=chunk")
    print((source:gsub("\n", "/")), trace("l", chunk, function(event, line)
        return debug.getinfo(3, "S").source == "=chunk" and tostring(line) or "-"
    end))
end
lines "local a = 1\nlocal b = 2\nreturn a + b"
lines "local a\nif a then\na = 1\nelse\na = 2\nend\na = 3"
lines "for i = 1, 3 do\nlocal x = i\nend"
lines "for i = 1, 3 do local x = i end"
lines "local i = 0\nwhile i < 2 do\ni = i + 1\nend\ni = 9"
lines "local i = 0\nrepeat\ni = i + 1\nuntil i == 2\ni = 9"
lines "for k, v in pairs {1, 2} do\nlocal x = v\nend"
lines "local t = {\n1,\n2,\n3\n}"
lines "local function f()\nreturn 1\nend\nlocal a = f()\nlocal b = f()"
lines "local a = 1; local b = 2\n\n\nlocal c = 3"
lines "local n = 0\n::top::\nn = n + 1\nif n < 3 then goto top end\nn = 0"
lines "do\nlocal x <close> = nil\nlocal y = 1\nend\nlocal z = 2"
lines "local a = 1 +\n2\nlocal b = a\n+\na"
lines "local a = true and\nfalse or\n1"
lines ""
lines "\n\n"
lines "return"

-- Calls and returns.
local function described(event)
    local info = debug.getinfo(3, "nS")
    return event .. ":" .. tostring(info.name) .. (info.what == "C" and "(C)" or "")
end
local function leaf() return 1 end
local function branch() return leaf() + leaf() end
local function tail() return branch() end
print(trace("c", function() branch() end, described))
print(trace("r", function() branch() end, described))
print(trace("cr", function() tail() end, described))
print(trace("cr", function() local _ = math.abs(-1) + #tostring(5) end, described))
print(trace("c", function() for _ in pairs { 1, 2 } do end end, described))
print(trace("c", function() for _ in function() end do end end, described))
print(trace("cr", function() return setmetatable({}, { __index = function() return 5 end }).x end, described))
print(trace("cr", function() pcall(error, "x") end, described))
print(trace("cr", function() local function loop(n) if n > 0 then return loop(n - 1) end end loop(3) end, described))
print(trace("c", function() table.sort({ 2, 1 }, function(a, b) return a < b end) end, described))
print(trace("cr", function() local c <close> = setmetatable({}, { __close = function() leaf() end }) end, described))
print(trace("c", function() coroutine.wrap(leaf)() end, described))

-- The hook can see the values that are transferred by calls and returns.
local function transfers(mask, f)
    local seen = {}
    local on = false
    debug.sethook(function(event)
        if not on then return end
        local info = debug.getinfo(2, "rn")
        if info.name ~= "target" then return end
        local values = {}
        for i = info.ftransfer, info.ftransfer + info.ntransfer - 1 do values[#values + 1] = check.text(select(2,
            debug.getlocal(2, i))) end
        seen[#seen + 1] = event .. "(" .. table.concat(values, ",") .. ")"
    end, mask)
    on = true
    f()
    on = false
    debug.sethook()
    return table.concat(seen, " ")
end
print(transfers("cr", function() local function target(a, b) return a + b, "second" end target(1, 2) end))
print(transfers("cr", function() local function target() end target(1) end))
print(transfers("r", function() local target = math.max target(1, 5, 3) end))

-- Count: the hook comes again and again; how often depends on the instructions of the machine, so only bounds count.
local ticks = 0
debug.sethook(function(event) assert(event == "count") ticks = ticks + 1 end, "", 100)
for _ = 1, 10000 do end
debug.sethook()
check.same(ticks > 50 and ticks < 5000, true)
ticks = 0
debug.sethook(function() ticks = ticks + 1 end, "", 1000000000)
for _ = 1, 1000 do end
debug.sethook()
check.same(ticks, 0)
local ok, message = pcall(function()
    debug.sethook(function() error("interrupted", 0) end, "", 10000)
    while true do end
end)
debug.sethook()
check.list({ ok, message }, false, "interrupted")
ok, message = pcall(function()
    debug.sethook(function() debug.sethook() error "in the hook" end, "l")
    local x = 1
    local y = 2
end)
debug.sethook()
print(ok, message)

-- gethook gives what was set; each thread has its own.
local function hook() end
check.list({ debug.gethook() }, nil)
debug.sethook(hook, "crl", 5)
local f, mask, count = debug.gethook()
check.list({ f, mask, count }, hook, "crl", 5)
local co = coroutine.create(function() coroutine.yield(debug.gethook()) end)
check.same(select(2, coroutine.resume(co)), nil)
check.same(debug.gethook(co), nil)
debug.sethook(co, hook, "l")
check.list({ select(2, debug.gethook(co)) }, "l", 0)
debug.sethook()
check.list({ debug.gethook() }, nil)
check.same((debug.gethook(co)), hook)
debug.sethook(co)
for _, arguments in ipairs { { hook, "" }, { nil, "crl" }, { hook, "xyz" }, { hook, "", 0 }, { hook, "llcc" } } do
    debug.sethook(table.unpack(arguments, 1, 3))
    local g, m, c = debug.gethook()
    debug.sethook()
    print(g == hook, m, c)
end
local inside = {}
co = coroutine.create(function()
    local a = 1
    coroutine.yield()
    local b = 2
end)
debug.sethook(co, function(_, line) inside[#inside + 1] = line end, "l")
coroutine.resume(co)
coroutine.resume(co)
print("lines in a coroutine", #inside, inside[2] - inside[1], inside[3] - inside[2])

-- A hook does not run within a hook; it may call, change variables, remove itself.
local nested, calls = 0, 0
debug.sethook(function() nested = nested + 1 leaf() leaf() end, "c")
leaf()
debug.sethook()
check.same(nested <= 2, true)
debug.sethook(function() calls = calls + 1 debug.sethook() end, "l")
local a = 1
local b = 2
check.same(calls, 1)
local function changed()
    local value = 1
    debug.sethook(function(_, line) if debug.getlocal(2, 1) == "value" then debug.setlocal(2, 1,
        "by the hook") debug.sethook() end end, "l")
    local other = 0
    return value
end
check.same(changed(), "by the hook")

-- Switched on in the middle of a hot loop, and off again.
local hot, sum = 0, 0
for i = 1, 3000 do
    if i == 1000 then debug.sethook(function() hot = hot + 1 end, "l") end
    if i == 1010 then debug.sethook() end
    sum = sum + i
end
print("hot", hot, sum)

-- The first call of an iterator is one step with the entry of its loop; a block's end that closes a variable is one step.
local function lines(source, ...)
    local f, seen = assert(load(source, "=chunk")), {}
    debug.sethook(function(_, line)
        if debug.getinfo(2, "S").short_src == "chunk" then seen[#seen + 1] = line end
    end, "l")
    f(...)
    debug.sethook()
    return table.concat(seen, " ")
end
print(lines [[
for k in function(s, c)
        if not c then return 1 end
    end do
    local x = k
end]])
print(lines("local log = ...\ndo\nlocal c <close> = setmetatable({}, { __close = function()\nlog() end })\n" ..
    "local d <close> = c\nend\nlog()", function() end))
print(lines("local log = ...\nlocal c <close> = setmetatable({}, { __close = function()\nlog() end })\n" ..
    "return log()", function() end))

-- Results of library functions stand above their arguments.
do
    local function transfers(f, ...)
        local out = {}
        local function hook(event)
            local info = debug.getinfo(2, "rSf")
            if info.func ~= f then return end
            local values = {}
            for k = info.ftransfer, info.ftransfer + info.ntransfer - 1 do
                local name, value = debug.getlocal(2, k)
                values[#values + 1] = check.text(value)
            end
            out[#out + 1] = event .. " " .. info.ftransfer .. "+" .. info.ntransfer .. ": " .. table.concat(values, " ")
        end
        local function calling(...) local r = table.pack(f(...)) return r end
        debug.sethook(hook, "cr")
        local r = calling(...)
        debug.sethook()
        print(table.concat(out, ", ") .. " = " .. check.texts(table.unpack(r, 1, r.n)))
    end
    transfers(string.rep, "ab", 3)
    transfers(string.byte, "hello", 1, -1)
    transfers(string.find, "hello world", "(o)( )")
    transfers(math.modf, 3.5)
    transfers(table.unpack, { 1, 2, 3, 4 })
    transfers(ipairs, {})
    transfers(pairs, {})
    transfers(type, 5)
    transfers(tostring, 5)
    transfers(tonumber, "10")
    transfers(rawequal, 1, 1)
    transfers(math.floor, 3.7)
    transfers(pcall, rawlen, "abc")
    transfers(string.unpack, "i1i1", "\1\2")
    transfers(os.remove, "no such file")
    transfers(string.len, ("x"):rep(1000))
    transfers(table.unpack, {}, 1, 200)
end

-- A coroutine that an error ends shows all its frames, also those that library functions and hooks have called.
do
    local function shown(f)
        local co = coroutine.create(f)
        print(coroutine.resume(co))
        print(debug.traceback(co))
        print(coroutine.close(co))
        print(debug.traceback(co))
    end
    local function f(x) local y = x + 1 return y end
    for _, event in ipairs { "c", "r", "l" } do
        shown(function()
            debug.sethook(function() if debug.getinfo(2, "f").func == f then error("in hook") end end, event)
            local r = f(1)
            return r
        end)
    end
    shown(function() table.sort({ 1, 2, 3 }, function() error "comparing" end) end)
    shown(function() string.gsub("a", "a", function() local t = nil; t.x = 1 end) end)
    local texts = { __tostring = function() error "text" end }
    shown(function() string.gsub("a", "a", function() tostring(setmetatable({}, texts)) end) end)
    shown(function()
        local v <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end })
        table.sort({ 1, 2, 3 }, function() pcall(error) string.gsub("a", "a", error) end)
    end)
end

print "done"
