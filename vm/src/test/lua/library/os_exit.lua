-- os.exit and the ends of a program: exit codes, what is flushed, finalized and closed, errors that nobody catches.
-- Small scripts are run by the same interpreter, whose command is arg[-1].

package.path = "../?.lua"
local check = require "check"

local interpreter = arg[-1]
local name = os.tmpname()

-- Runs a script; prints what it wrote (the names of script and interpreter hidden) and how it ended.
local function run(label, source, ...)
    local f = assert(io.open(name, "w"))
    f:write(source)
    f:close()
    local command = table.concat({ interpreter, name, ... }, " ")
    local pipe = assert(io.popen(command .. " 2>&1"))
    local output = pipe:read "a"
    output = output:gsub(name:gsub("%p", "%%%0"), "SCRIPT"):gsub(interpreter:gsub("%p", "%%%0") .. ": ", "PROGRAM: ")
    output = output:gsub("\nstack traceback.*", " (traceback)"):gsub("\n$", ""):gsub("\n", "/")
    print(label, output, select(2, pipe:close()))
end

run("end of the script", "print 'end'")
run("return value", "print 'end' return 5")
run("exit without argument", "os.exit()")
run("true", "os.exit(true)")
run("false", "os.exit(false)")
run("code", "os.exit(7)")
run("code as a float", "os.exit(8.0)")
run("code as text", "os.exit('9')")
run("code 256", "os.exit(256 + 3)")
run("negative code", "os.exit(-1)")
run("nothing after it", "print 'before' os.exit(0) print 'after'")
run("output is flushed", "io.write('no line end') os.exit(0)")
run("a full buffer is flushed", "io.stdout:setvbuf 'full' io.stdout:write 'buffered' os.exit(0)")
run("from a function", "local function f() os.exit(4) end f() print 'after'")
run("from a protected call", "print(pcall(os.exit, 5)) print 'after'")
run("from a coroutine", "coroutine.wrap(function() os.exit(6) end)() print 'after'")
run("from a metamethod", "local _ = setmetatable({}, { __index = function() os.exit(3) end }).x print 'after'")

-- Finalizers and variables to be closed: only when the state is closed.
run("not closed", "setmetatable({}, { __gc = function() print 'finalized' end }) os.exit(0)")
run("closed", "x = setmetatable({}, { __gc = function() print 'finalized' end }) os.exit(0, true)")
run("end of the script", "x = setmetatable({}, { __gc = function() print 'finalized' end }) print 'end'")
run("variable, not closed",
    "local v <close> = setmetatable({}, { __close = function() print 'closed' end }) os.exit(0)")
run("variable, closed",
    "local v <close> = setmetatable({}, { __close = function() print 'closed' end }) os.exit(0, true)")
run("exit in a finalizer", "setmetatable({}, { __gc = function() os.exit(12) end }) collectgarbage() print 'after'")

-- Errors that nobody catches: a message on the standard error stream, exit code 1.
run("error", "error 'uncaught'")
run("error without position", "error('uncaught', 0)")
run("run-time error", "local t = nil\nprint(t.x)")
run("syntax error", "x = = 1")
run("error in a function", "local function f()\nerror 'inside' end\nf()")
run("error number", "error(42)")
run("error in a coroutine", "coroutine.wrap(function() error 'in a coroutine' end)()")
run("output before the error", "io.write 'before ' io.stdout:flush() error 'uncaught'")
run("object with __tostring", "error(setmetatable({}, { __tostring = function() return 'the object' end }))")
run("finalizers after an error",
    "x = setmetatable({}, { __gc = function() print 'finalized' end }) error('uncaught', 0)")

-- Arguments of the script.
run("arguments", "print(#arg, arg[1], arg[2], ...)", "one", "two")
run("quoted arguments", "print(select('#', ...), ...)", "'a b'", "''", "'*'")
run("no arguments", "print(#arg, ...)")
run("names", "print(arg[0] ~= nil, arg[-1] ~= nil)")
run("chunk name", "print(debug.getinfo(1, 'S').source)")

os.remove(name)
print "done"
