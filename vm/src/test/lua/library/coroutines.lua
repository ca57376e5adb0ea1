-- Coroutines: values in and out, status at every moment, wrap, running, isyieldable, errors, close.

package.path = "../?.lua"
local check = require "check"

-- Values passed in both directions.
local co = coroutine.create(function(...)
    print("start", ...)
    print("first", coroutine.yield(1, nil, 3))
    print("second", coroutine.yield())
    print("third", coroutine.yield(nil))
    return "end", nil
end)
check.show("resume", coroutine.resume(co, "a", nil, "c"))
check.show("resume", coroutine.resume(co))
check.show("resume", coroutine.resume(co, nil))
check.show("resume", coroutine.resume(co, 1, 2, 3))
check.show("dead", coroutine.resume(co))
check.show("dead", coroutine.resume(co, "again"))

-- Status from all sides.
local outer
outer = coroutine.create(function()
    local inner = coroutine.create(function()
        print("within inner", coroutine.status(outer), coroutine.status(coroutine.running()))
        coroutine.yield()
    end)
    print("before", coroutine.status(inner))
    coroutine.resume(inner)
    print("suspended", coroutine.status(inner))
    coroutine.resume(inner)
    print("after", coroutine.status(inner), coroutine.status(outer))
end)
print("unstarted", coroutine.status(outer))
coroutine.resume(outer)
print("finished", coroutine.status(outer))
local main, is_main = coroutine.running()
check.list({ type(main), is_main, coroutine.status(main), coroutine.isyieldable(), coroutine.isyieldable(main) },
    "thread", true, "running", false, false)
coroutine.wrap(function()
    local me, is = coroutine.running()
    check.list({ is, coroutine.isyieldable(), coroutine.isyieldable(me), coroutine.status(main),
        coroutine.isyieldable(main) }, false, true, true, "normal",
        false)
end)()
co = coroutine.create(function() end)
check.same(coroutine.isyieldable(co), true)

-- wrap: results directly, errors raised, with positions added to strings.
local gen = coroutine.wrap(function(...) local n = select("#", ...) while true do n = n + select("#",
    coroutine.yield(n)) end end)
check.list({ gen(1, 2), gen(), gen(nil, nil, nil) }, 2, 2, 5)
local once = coroutine.wrap(function() return 1, 2 end)
check.list({ once() }, 1, 2)
check.try("dead wrap", once)
check.try("dead wrap from a function", function() once() end)
check.try("error in wrap", coroutine.wrap(function() error "text" end))
check.try("error in wrap from a function", function() coroutine.wrap(function() error "text" end)() end)
check.try("error value in wrap", coroutine.wrap(function() error({}) end))
check.try("error number in wrap", function() coroutine.wrap(function() error(42) end)() end)
check.try("run-time error in wrap", function() coroutine.wrap(function() return nil .. "x" end)() end)

-- Errors in coroutines kill them.
co = coroutine.create(function() local x = nil; coroutine.yield(1); return x.y end)
check.show("first", coroutine.resume(co))
check.show("error", coroutine.resume(co))
check.show("status", coroutine.status(co))
check.show("resume", coroutine.resume(co))

-- Resuming what cannot be resumed.
check.show("itself", coroutine.resume(coroutine.running()))
check.show("itself inside", coroutine.wrap(function() return coroutine.resume(coroutine.running()) end)())
co = coroutine.create(function() return coroutine.wrap(function() return coroutine.resume(co) end)() end)
check.show("a normal one", coroutine.resume(co))
local self_wrap
self_wrap = coroutine.wrap(function() return pcall(self_wrap) end)
check.show("wrap itself", self_wrap())
check.try("yield outside", coroutine.yield, 1)
check.try("not a function", coroutine.create, "x")
check.try("not a coroutine", coroutine.resume, {})

-- Bodies that are built-in functions.
check.show("print", coroutine.resume(coroutine.create(print), "printed", 1))
check.show("error", coroutine.resume(coroutine.create(error), "message"))
check.show("pcall", coroutine.resume(coroutine.create(pcall), error, "caught"))
check.show("yield", coroutine.resume(coroutine.create(coroutine.yield), 1, 2))
co = coroutine.create(coroutine.yield)
coroutine.resume(co)
check.show("yield, resumed", coroutine.resume(co, "result"))
check.show("select", coroutine.wrap(select)("#", nil, nil))
check.show("resume of resume", coroutine.resume(coroutine.create(coroutine.resume),
    coroutine.create(function() return "inner" end)))
check.show("wrap of wrap", coroutine.wrap(coroutine.wrap(function(x) return x end))(5))

-- close.
co = coroutine.create(function() coroutine.yield() end)
check.list({ coroutine.close(co), coroutine.status(co), coroutine.close(co) }, true, "dead", true)
co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
check.list({ coroutine.close(co), coroutine.status(co) }, true, "dead")
check.show("resume a closed one", coroutine.resume(co))
co = coroutine.create(error)
coroutine.resume(co, "value")
check.show("close a failed one", coroutine.close(co))
check.show("and again", coroutine.close(co))
check.try("close the running one", coroutine.close, coroutine.running())

-- Many arguments and results.
local many = {}
for i = 1, 1000 do many[i] = i end
co = coroutine.wrap(function(...)
    local n = select("#", ...)
    while true do n = n + select("#", coroutine.yield(table.unpack(many, 1, n % 2000))) end
end)
check.same(select("#", co(table.unpack(many))), 1000)
check.same(select("#", co(table.unpack(many, 1, 500))), 1500)
check.same(select(-1, co()), nil)

-- Producers, filters and consumers; schedulers; generators of permutations, trees and primes.
local function producer(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local function filter(f,
    source) return coroutine.wrap(function() for v in source do if f(v) then coroutine.yield(v) end end end) end
local function map(f, source) return coroutine.wrap(function() for v in source do coroutine.yield(f(v)) end end) end
local sum = 0
for v in map(function(v) return v * v end, filter(function(v) return v % 3 == 0 end,
    producer(100))) do sum = sum + v end
check.same(sum, 112761)
local log, tasks = {}, {}
for id = 1, 3 do
    tasks[#tasks + 1] = coroutine.create(function()
        for step = 1, id + 1 do log[#log + 1] = id .. "." .. step coroutine.yield() end
        return "done " .. id
    end)
end
while #tasks > 0 do
    for i = #tasks, 1, -1 do
        local ok, result = coroutine.resume(tasks[i])
        if coroutine.status(tasks[i]) == "dead" then log[#log + 1] = result table.remove(tasks, i) end
    end
end
print(table.concat(log, " "))
local function tree(n) if n == 0 then return nil end return { tree(n - 1), n, tree(n - 1) } end
local function walk(t) if t then walk(t[1]) coroutine.yield(t[2]) walk(t[3]) end end
local visited = {}
for v in coroutine.wrap(function() walk(tree(4)) end) do visited[#visited + 1] = v end
print(table.concat(visited, " "))
local function sieve()
    local source = coroutine.wrap(function() local n = 2 while true do coroutine.yield(n) n = n + 1 end end)
    return function()
        local p = source()
        local previous = source
        source = coroutine.wrap(function()
            while true do
                local n = previous()
                if n % p ~= 0 then coroutine.yield(n) end
            end
        end)
        return p
    end
end
local primes, next_prime = {}, sieve()
for i = 1, 20 do primes[i] = next_prime() end
print(table.concat(primes, " "))

print "done"
