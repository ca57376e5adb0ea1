-- Standard streams, default input and output, closed files, types, tostring, garbage, closing variables, popen.

package.path = "../?.lua"
local check = require "check"

local name = os.tmpname()
local function hide(s) return type(s) == "string" and (s:gsub(name:gsub("%p", "%%%0"), "FILE")) or s end

-- Types and texts of file handles.
local f = assert(io.open(name, "w"))
check.list({ io.type(f), io.type(io.stdout), io.type(io.stdin), io.type(io.stderr), io.type {}, io.type(1),
    io.type(nil) }, "file", "file", "file", "file")
check.same(tostring(f):find "^file %(0x%x+%)$", 1)
f:close()
check.list({ io.type(f), tostring(f) }, "closed file", "file (closed)")
check.same(type(f), "userdata")

-- Every operation on a closed file is an error.
for _, method in ipairs { "read", "write", "lines", "seek", "setvbuf", "flush", "close" } do
    check.try("closed " .. method, function() return f[method](f, "x") end)
end
check.try("io.close of a closed file", io.close, f)
check.try("io.read from a closed default", function()
    local old = io.input()
    io.input(name)
    io.close(io.input())
    local ok, message = pcall(io.read)
    io.input(old)
    error(message, 0)
end)
check.try("lines of a file closed meanwhile", function()
    local h = io.open(name, "w+")
    h:write "1\n2\n"
    h:seek "set"
    for _ in h:lines() do h:close() end
end)
check.try("not a file", f.close, {})
check.try("no self", f.read)

-- Default output and input: by name, by handle, and back.
local stdout, stdin = io.output(), io.input()
check.list({ stdout, stdin }, io.stdout, io.stdin)
io.output(name)
check.same(io.output() ~= stdout, true)
check.same(io.write("line 1\n", 2, "\n", 3.5, "\n"), io.output())
io.close()
check.try("write to a closed default", io.write, "x")
io.output(stdout)
check.same(io.input(name) ~= nil, true)
check.list({ io.read(), io.read "n", io.read "n", io.read "L", io.read "a", io.read() }, "line 1", 2, 3.5, "\n", "",
    nil)
io.close(io.input())
io.input(stdin)
io.input(name)
local lines = {}
for line in io.lines() do lines[#lines + 1] = line end
print(table.concat(lines, "|"), io.type(io.input()))
io.close(io.input())
io.input(stdin)
print(hide(select(2, pcall(io.input, name .. "/none"))))
print(hide(select(2, pcall(io.output, name .. "/none"))))
local handle = assert(io.open(name))
io.input(handle)
check.same(io.input(), handle)
io.input(stdin)
handle:close()

-- Errors of opening.
local function opened(...) local g, message, code = io.open(...) return g, hide(message), code end
check.show("no such file", opened "no such file")
check.show("no such directory", opened("no/such/file", "w"))
check.show("directory", opened("/", "w"))
check.show("not a directory", opened(name .. "/x"))
check.show("empty name", opened "")
check.show("name with a zero", opened(name .. "\0x") ~= nil)
check.try("lines", function() return io.lines "no such file" end)
local d = io.open "/"
if d then check.show("reading a directory", d:read "a") d:close() end
check.show("reading what is open for writing", io.open(name, "a"):read())
check.show("writing what is open for reading", io.open(name):write "x")

-- Closing variables and collected handles.
do
    local h <close> = assert(io.open(name, "w"))
    h:write "closed by the block"
    f = h
end
check.same(io.type(f), "closed file")
check.same(assert(io.open(name)):read "a", "closed by the block")
local function forget() local h = io.open(name, "w") h:write "flushed by the collector" end
forget()
collectgarbage()
collectgarbage()
check.same(assert(io.open(name)):read "a", "flushed by the collector")
for _ in io.lines(name) do break end
do
    local meta = getmetatable(io.stdout)
    check.list({ meta.__name, type(meta.__gc), type(meta.__close), type(meta.__tostring), meta.__index == io },
        "FILE*", "function", "function",
        "function", false)
    check.same(meta.__index.write, io.stdout.write)
end

-- tmpfile.
f = assert(io.tmpfile())
f:write("temporary ", 1)
f:seek "set"
check.list({ f:read "a", f:seek "end", f:close() }, "temporary 1", 11, true)

-- popen: reading, writing, the status of the command.
f = assert(io.popen "echo one; echo two")
check.list({ f:read(), f:read "L", f:read(), io.type(f) }, "one", "two\n", nil, "file")
check.show("close", f:close())
check.show("exit 3", io.popen("exit 3"):close())
check.show("signal", io.popen("kill -9 $$"):close())
f = assert(io.popen("cat > " .. name, "w"))
check.same(f:write("through ", "a pipe\n"), f)
check.show("close", f:close())
check.same(assert(io.open(name)):read "a", "through a pipe\n")
lines = {}
for line in io.popen("printf 'a\\nb\\nc'"):lines() do lines[#lines + 1] = line end
print(table.concat(lines, "|"))
f = io.popen "seq 1 1000"
local sum = 0
while true do
    local n = f:read "n"
    if not n then break end
    sum = sum + n
end
print(sum, f:close())
f = io.popen "echo x"
check.show("seek in a pipe", f:seek "end")
f:close()
check.show("unknown command", io.popen("no_such_command_here 2>/dev/null"):close())
check.try("mode", io.popen, "true", "rw")
check.try("mode", io.popen, "true", "b")
do
    local p <close> = io.popen "echo closed by the block"
    check.same(p:read(), "closed by the block")
end

-- Output of this script, of commands, and of io.stderr do not mix lines when flushed.
io.write "written, "
io.stdout:write("with ", "the handle, ")
print("printed", 1, nil, true)
io.stdout:flush()
os.execute "echo by a command"
io.write("and again\n")
check.same(io.stdout:flush(), true)
check.list({ io.flush(), io.output() == io.stdout }, true, true)
check.same(io.stdout:seek "cur" ~= false, true)
check.same(io.stdout:setvbuf "full", true)
check.same(io.stderr:write(""), io.stderr)

os.remove(name)
print "done"
