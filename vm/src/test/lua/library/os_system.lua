-- os.getenv, setlocale, tmpname, remove, rename, execute: results and messages. Every file made here is removed.

package.path = "../?.lua"
local check = require "check"

-- The names of temporary files differ from run to run: they are replaced in messages.
local function hide(name, ...)
    local out = table.pack(...)
    for i = 1, out.n do if type(out[i]) == "string" then out[i] = out[i]:gsub(name:gsub("%p", "%%%0"), "FILE") end end
    return table.unpack(out, 1, out.n)
end

-- getenv.
check.same(os.getenv "PERIGEE_SURELY_NOT_SET", nil)
check.same(type(os.getenv "PATH"), "string")
check.same(os.getenv "", nil)
check.same(os.getenv "A=B", nil)

-- setlocale: only the C locale is sure to exist.
check.list({ os.setlocale(), os.setlocale(nil), os.setlocale "C", os.setlocale(nil, "all") }, "C", "C", "C", "C")
for _, category in ipairs { "all", "collate", "ctype", "monetary", "numeric", "time" } do
    check.show(category, os.setlocale(nil, category), os.setlocale("C", category), os.setlocale("no_SUCH", category))
end
check.same(os.setlocale "xx_YY", nil)
check.same(os.setlocale "POSIX" ~= nil, true)
os.setlocale "C"
check.try("category", os.setlocale, "C", "colour")
check.same(("%.1f"):format(1.5), "1.5")

-- tmpname gives names of files that can be opened.
local name, other = os.tmpname(), os.tmpname()
check.same(name ~= other and type(name), "string")
assert(io.open(name, "w")):write("content"):close()

-- remove.
check.show("remove", hide(name, os.remove(name)))
check.show("again", hide(name, os.remove(name)))
check.show("empty name", os.remove "")
check.show("no such file", os.remove "no such file")
check.show("not a directory", hide(other, os.remove(other .. "/x")))
check.show("no such directory", os.remove "no such directory/file")

-- rename.
assert(io.open(other, "w")):write("moved"):close()
check.show("rename", hide(other, os.rename(other, name)))
check.show("gone", hide(other, io.open(other)))
check.same(assert(io.open(name)):read "a", "moved")
check.show("rename again", hide(other, os.rename(other, name)))
check.show("into nowhere", hide(name, os.rename(name, name .. "/x/y")))
check.show("empty", os.rename("", ""))
assert(io.open(other, "w")):write("new"):close()
check.show("onto an existing file", hide(name, os.rename(other, name)))
check.same(assert(io.open(name)):read "a", "new")
check.show("cleanup", hide(name, os.remove(name)))

-- Directories: an empty one is removed, a full one is not.
local directory = os.tmpname()
os.remove(directory)
check.show("mkdir", os.execute("mkdir " .. directory))
assert(io.open(directory .. "/file", "w")):close()
check.show("remove a full directory", hide(directory, os.remove(directory)))
check.show("open a directory for writing", hide(directory, io.open(directory, "w")))
check.show("remove the file", hide(directory, os.remove(directory .. "/file")))
check.show("remove an empty directory", hide(directory, os.remove(directory)))

-- execute: true or fail, how it ended, and a code.
check.same(os.execute(), true)
check.show("true", os.execute "true")
check.show("false", os.execute "false")
check.show("exit 7", os.execute "exit 7")
check.show("exit 0", os.execute "exit 0")
check.show("exit 255", os.execute "exit 255")
check.show("signal", os.execute "kill -9 $$")
check.show("terminated", os.execute "kill -15 $$")
check.show("unknown command", os.execute "no_such_command_here 2>/dev/null")
check.show("empty command", os.execute "")
check.show("environment", os.execute "X=5; test $X = 5")
io.stdout:write "before "
io.stdout:flush()
os.execute "printf 'within '"
io.stdout:write "after\n"

-- Files that are written by commands and read back.
local out = os.tmpname()
check.show("redirect", os.execute("echo line > " .. out))
check.same(assert(io.open(out)):read "a", "line\n")
os.remove(out)

-- Errors of the kinds of arguments.
check.try("getenv", os.getenv)
check.try("getenv", os.getenv, {})
check.try("remove", os.remove)
check.try("remove", os.remove, {})
check.try("rename", os.rename, "a")
check.try("execute", os.execute, {})
check.try("exit", os.exit, {})
check.try("setlocale", os.setlocale, {})

print "done"
